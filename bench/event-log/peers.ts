/** Plain DuckDB, for comparison: its appender with the same rows, and the same questions asked of the same files. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBAppender, DuckDBDateValue, DuckDBInstance, DuckDBTimestampValue } from "@duckdb/node-api";
import { eventColumns } from "../../src/core/event-columns.ts";
import type { EventRow } from "../../src/core/event-log.ts";

const table = `create table events (${eventColumns.map(({ name, sql }) => `${name} ${sql}`).join(", ")})`;

const put: Readonly<Record<string, (appender: DuckDBAppender, value: never) => void>> = {
  VARCHAR: (appender, value) => appender.appendVarchar(value),
  INTEGER: (appender, value) => appender.appendInteger(value),
  DOUBLE: (appender, value) => appender.appendDouble(value),
  BOOLEAN: (appender, value) => appender.appendBoolean(value),
  DATE: (appender, value) => appender.appendDate(new DuckDBDateValue(value)),
  TIMESTAMP: (appender, value) => appender.appendTimestamp(new DuckDBTimestampValue(BigInt(value) * 1000n)),
};

/**
 * Rows a second of DuckDB's own appender into a file.
 *
 * @param each rows after which they are flushed, so that they outlive a crash; without it nothing does before the end
 */
export async function rawAppend(rows: readonly EventRow[], each = Number.POSITIVE_INFINITY): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "bowerbird-raw-"));
  const instance = await DuckDBInstance.create(join(folder, "raw.duckdb"));
  const connection = await instance.connect();
  await connection.run(table);
  const start = performance.now();
  const appender = await connection.createAppender("events");
  for (const [i, row] of rows.entries()) {
    for (const { name, sql } of eventColumns) {
      const value = row[name];
      if (value === undefined) appender.appendNull();
      else put[sql](appender, value as never);
    }
    appender.endRow();
    if ((i + 1) % each === 0) appender.flushSync();
  }
  appender.closeSync();
  await connection.run("checkpoint");
  const seconds = (performance.now() - start) / 1000;
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
  return rows.length / seconds;
}

export interface RawQuestions {
  /** A table `pins` in memory, as the log's own is. */
  makePins(pins: ReadonlyArray<{ id: string; owner: string; title: string }>): Promise<void>;
  ask(sql: string): Promise<unknown[][]>;
  close(): void;
}

/** A view `events` over Parquet files, and with the same memory and threads as the log. */
export async function rawQuestions(parquet: string, megabytes: number): Promise<RawQuestions> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: `${megabytes}MB` });
  const connection = await instance.connect();
  await connection.run(`create view events as select * from read_parquet('${parquet}/*/*.parquet',
    hive_partitioning = true, hive_types = {day: DATE})`);
  return {
    makePins: async (pins) => {
      await connection.run("create table pins (id varchar primary key, owner varchar, title varchar)");
      const appender = await connection.createAppender("pins");
      for (const { id, owner, title } of pins) {
        for (const word of [id, owner, title]) appender.appendVarchar(word);
        appender.endRow();
      }
      appender.closeSync();
    },
    ask: async (sql) => (await connection.runAndReadAll(sql)).getRowsJS(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
