/** The SQL of the log's tables and files, made from the list of columns. */
import { eventColumns } from "../../core/event-columns.ts";
import { quoted } from "./duckdb.ts";

const names = eventColumns.map(({ name }) => name).join(", ");

export const recentTable = (name: string): string =>
  `create table ${name} (${eventColumns.map((column) => `${column.name} ${column.sql}`).join(", ")})`;

/** In the journal times are milliseconds and days are numbers; `extra` is a string of JSON. */
const journalTypes = eventColumns
  .map(({ name, sql }) => {
    const type = sql === "TIMESTAMP" ? "BIGINT" : sql === "DATE" ? "INTEGER" : sql;
    return `${name}: ${quoted(type)}`;
  })
  .join(", ");

const fromJournal = eventColumns
  .map(({ name, sql }) => {
    if (sql === "TIMESTAMP") return `epoch_ms(${name})`;
    return sql === "DATE" ? `date '1970-01-01' + ${name}` : name;
  })
  .join(", ");

export const loadSegments = (table: string, paths: readonly string[]): string =>
  `insert into ${table} select ${fromJournal} from read_json(${list(paths)}, format = 'newline_delimited',
   columns = {${journalTypes}})`;

export const readParts = (paths: readonly string[]): string =>
  `read_parquet(${list(paths)}, hive_partitioning = true, hive_types = {day: DATE})`;

/** Everything there is, as the view `events`. */
export function eventsView(recent: readonly string[], parts: readonly string[]): string {
  const sources = [...recent, ...(parts.length > 0 ? [readParts(parts)] : [])];
  const selects = sources.map((source) => `select ${names} from ${source}`);
  return `create or replace view events as ${selects.join(" union all ")}`;
}

/**
 * Rows of a source as partitions below a folder, in the order of the source: that they came in is near enough to that of
 * their times for questions to pass over what lies outside them, and sorting would cost as much as writing.
 */
export const writePartitions = (source: string, folder: string): string =>
  `copy (select ${names} from ${source}) to ${quoted(folder)}
   (format parquet, compression zstd, partition_by (day), overwrite_or_ignore)`;

const list = (paths: readonly string[]): string => `[${paths.map(quoted).join(", ")}]`;
