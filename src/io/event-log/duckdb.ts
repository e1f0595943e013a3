/** DuckDB within bounds: one database in memory, a connection a question, plain values out. Loaded when first asked. */
import type { DuckDBConnection, DuckDBResultReader, DuckDBValue, JS } from "@duckdb/node-api";
import { BowerbirdError, toBowerbirdError } from "../../core/errors.ts";
import type { SqlScalar, SqlTable } from "../../core/event-log.ts";

export interface DuckBounds {
  readonly megabytes: number;
  /** 0 for one a core. */
  readonly threads: number;
  /** The only folder it may read and write. */
  readonly folder: string;
}

export interface QuestionBounds {
  readonly rows: number;
  readonly milliseconds: number;
  readonly signal?: AbortSignal;
}

export interface Duck {
  /** Changes, one after another on one connection. @throws DISK_FULL INTERNAL */
  run(sql: string, values?: readonly SqlScalar[]): Promise<void>;
  /** Rows of our own question, on the connection of the changes. */
  rows(sql: string, values?: readonly SqlScalar[]): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>>;
  /** The values of our own question's only column, a few thousand at a time, on a connection of its own. */
  column(sql: string, take: (values: readonly DuckDBValue[]) => void): Promise<void>;
  /** On a connection of its own; at most two at a time, the others wait. @throws SQL_FAILED SQL_TOO_SLOW */
  ask(sql: string, values: readonly SqlScalar[], bounds: QuestionBounds): Promise<SqlTable>;
  /** Resolves when every question that was running when it was called has ended. */
  settled(): Promise<void>;
  close(): void;
}

const interruptEvery = 20;
/** Longer questions would take the threads that files and pictures need. */
const atOnce = 2;

export async function openDuck({ megabytes, threads, folder }: DuckBounds): Promise<Duck> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${megabytes}MB`,
    ...(threads > 0 && { threads: String(threads) }),
  });
  const writer = await instance.connect();
  await writer.run(`set temp_directory = ${quoted(`${folder}/spill`)}`);
  await writer.run("set timezone = 'UTC'");
  // Files never change, so what their ends say of them is read once.
  await writer.run("set global parquet_metadata_cache = true");
  // Nothing outside the log's own folder can be read or written, and no question can change that.
  await writer.run(`set allowed_directories = [${quoted(`${folder}/`)}]`);
  await writer.run("set enable_external_access = false");
  await writer.run("set lock_configuration = true");

  const running = new Set<Promise<unknown>>();
  let line: Promise<unknown> = Promise.resolve();
  const next = <T>(work: () => Promise<T>): Promise<T> => {
    const done = line.then(work, work);
    line = done;
    return done;
  };
  const idle: DuckDBConnection[] = [];
  /** On a connection that has answered before, if there is one: a new one costs a short question a third of its time. */
  const askOnOne = async (...question: Question): Promise<SqlTable> => {
    const connection = idle.pop() ?? (await instance.connect());
    let whole = false;
    try {
      const table = await askOn(connection, ...question);
      whole = !table.truncated;
      return table;
    } finally {
      // What was cut off or failed may still hold files and memory.
      if (whole) idle.push(connection);
      else connection.closeSync();
    }
  };
  const ask: Duck["ask"] = async (...asked) => {
    while (running.size >= atOnce) await Promise.race(running).catch(() => undefined);
    const question = askOnOne(...asked);
    running.add(question);
    return question.finally(() => running.delete(question));
  };
  return {
    ask,
    run: (sql, values = []) => next(async () => void (await writer.run(sql, [...values]).catch(refused))),
    rows: (sql, values = []) =>
      next(async () => {
        const reader = await writer.runAndReadAll(sql, [...values]).catch(refused);
        return objects(reader);
      }),
    column: async (sql, take) => {
      const connection = await instance.connect();
      try {
        const result = await connection.stream(sql);
        for (;;) {
          const chunk = await result.fetchChunk();
          if (!chunk || chunk.rowCount === 0) return;
          take(chunk.getColumnValues(0));
        }
      } catch (thrown) {
        refused(thrown);
      } finally {
        connection.closeSync();
      }
    },
    settled: async () => void (await Promise.allSettled([...running])),
    close: () => {
      for (const connection of [writer, ...idle]) connection.closeSync();
      instance.closeSync();
    },
  };
}

type Question = Parameters<Duck["ask"]>;

async function askOn(
  connection: DuckDBConnection,
  ...[sql, values, { rows, milliseconds, signal }]: Question
): Promise<SqlTable> {
  let late = false;
  let stopping: NodeJS.Timeout | undefined;
  // An interruption before the question has begun to run is lost, so it is said again until it is heard.
  const stop = (): void => {
    connection.interrupt();
    stopping ??= setInterval(() => connection.interrupt(), interruptEvery);
  };
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, milliseconds);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    signal?.throwIfAborted();
    const reader = await connection.streamAndReadUntil(sql, rows + 1, [...values] as DuckDBValue[]);
    const all = reader.getRowsJS();
    return {
      columns: reader
        .deduplicatedColumnNames()
        .map((name, i) => ({ name, type: String(reader.columnType(i)) })),
      rows: all.slice(0, rows).map((row) => row.map(plain)),
      truncated: all.length > rows,
    };
  } catch (thrown) {
    if (late) throw new BowerbirdError("SQL_TOO_SLOW", { seconds: milliseconds / 1000 });
    const [why] = (thrown instanceof Error ? thrown.message : String(thrown)).split("\n\n");
    throw new BowerbirdError("SQL_FAILED", { why }, { cause: thrown });
  } finally {
    clearTimeout(timer);
    clearInterval(stopping);
    signal?.removeEventListener("abort", stop);
  }
}

function objects(reader: DuckDBResultReader): Array<Record<string, unknown>> {
  return reader
    .getRowObjectsJS()
    .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
}

/** Numbers instead of big ones where they are exact, ISO times, records instead of maps. */
function plain(value: JS): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return isMap(value) ? recordOf(value) : value.map((item) => plain(item as JS));
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner as JS)]));
  }
  return value;
}

interface MapEntry {
  readonly key: JS;
  readonly value: JS;
}

const isMap = (value: readonly unknown[]): value is readonly MapEntry[] =>
  value.length > 0 &&
  value.every((item) => typeof item === "object" && item !== null && "key" in item && "value" in item);

const recordOf = (entries: readonly MapEntry[]): Record<string, unknown> =>
  Object.fromEntries(entries.map(({ key, value }) => [String(plain(key)), plain(value)]));

/** What DuckDB could not write, in our words. */
function refused(thrown: unknown): never {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (/No space left/i.test(text)) {
    throw new BowerbirdError("DISK_FULL", { path: "the event log" }, { cause: thrown });
  }
  throw toBowerbirdError(thrown);
}

/** A literal of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
