/**
 * The state's SQLite file: opened by one process at a time, in WAL mode with every commit synced to the disk, brought
 * up to date by numbered migrations with a backup before.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { backup, DatabaseSync, type StatementSync } from "node:sqlite";
import { BowerbirdError } from "../../core/errors.ts";
import { migrations } from "./migrations.ts";

export type SqlValue = null | number | bigint | string | Uint8Array;
export type Row = Record<string, SqlValue>;

export interface Database {
  /** Every row. Statements are prepared once. */
  all(sql: string, ...values: readonly SqlValue[]): Row[];
  get(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  /** The only column of every row, in their order: whole numbers from 0. */
  numbers(sql: string, ...values: readonly SqlValue[]): Float64Array;
  iterate(sql: string, ...values: readonly SqlValue[]): IterableIterator<Row>;
  /** @returns rows changed and the last inserted row number. */
  run(sql: string, ...values: readonly SqlValue[]): { changes: number; lastId: number };
  /** All or nothing; nested calls join the outer one. */
  transaction<T>(work: () => T): T;
  /** A consistent copy in one file, taken in steps beside other work. */
  copyTo(path: string): Promise<void>;
  /** The next number of the counter that orders changes; call inside a transaction. */
  nextRevision(): number;
  check(): string;
  close(): void;
}

/** Pages of 4 kB copied between two turns of other work: some milliseconds. */
const pagesAStep = 400;

const [comma, zero] = [",".charCodeAt(0), "0".charCodeAt(0)];

/** Whole numbers with commas between: one text is read four times as fast as a row for each number. */
function numbersIn(list: string): Float64Array {
  const numbers = new Float64Array((list.length + 1) >>> 1);
  let [length, number] = [0, 0];
  for (let i = 0; i < list.length; i++) {
    const code = list.charCodeAt(i);
    if (code !== comma) number = 10 * number + code - zero;
    else {
      numbers[length++] = number;
      number = 0;
    }
  }
  if (list !== "") numbers[length++] = number;
  return numbers.subarray(0, length);
}

/** @throws DATA_LOCKED DATA_NEWER DATA_CORRUPT DATA_READ_ONLY */
export function openDatabase(path: string): Database {
  const isNew = !existsSync(path);
  makeFolder(dirname(path));
  const sqlite = open(path);
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = sqlite.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  let depth = 0;

  const database: Database = {
    all: (sql, ...values) => prepare(sql).all(...values) as Row[],
    get: (sql, ...values) => prepare(sql).get(...values) as Row | undefined,
    numbers: (sql, ...values) => {
      const list = `with found (number) as (${sql}) select group_concat(number) as list from found`;
      return numbersIn(String(prepare(list).get(...values)?.list ?? ""));
    },
    iterate: (sql, ...values) => sqlite.prepare(sql).iterate(...values) as IterableIterator<Row>,
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = prepare(sql).run(...values);
      return { changes: Number(changes), lastId: Number(lastInsertRowid) };
    },
    transaction: (work) => {
      if (depth > 0) return work();
      sqlite.exec("begin immediate");
      depth++;
      try {
        const result = work();
        sqlite.exec("commit");
        return result;
      } catch (error) {
        if (sqlite.isTransaction) sqlite.exec("rollback");
        throw error;
      } finally {
        depth--;
      }
    },
    copyTo: async (copy) => {
      await mkdir(dirname(copy), { recursive: true });
      try {
        await backup(sqlite, copy, { rate: pagesAStep });
        closeCopy(copy);
      } catch (error) {
        await rm(copy, { force: true });
        throw error;
      }
    },
    nextRevision: () => {
      const row = prepare(
        `insert into meta values ('revision', '1')
         on conflict (name) do update set value = cast(value as integer) + 1 returning value`,
      ).get() as Row;
      return Number(row.value);
    },
    check: () => String((prepare("pragma quick_check(1)").get() as Row).quick_check),
    close: () => {
      statements.clear();
      sqlite.close();
    },
  };
  try {
    migrate(sqlite, database, path, isNew);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return database;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new BowerbirdError("DATA_READ_ONLY", { path }, { cause: error });
  }
}

function open(path: string): DatabaseSync {
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(path, { timeout: 0 });
    // Exclusive locking keeps every other process out, and the kernel lets go of it however this process ends.
    sqlite.exec("pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full");
    sqlite.exec("pragma foreign_keys = on; pragma cache_size = -65536; pragma mmap_size = 1073741824");
    sqlite.exec("begin exclusive; commit");
    writeFileSync(ownerFile(path), String(process.pid));
    return sqlite;
  } catch (error) {
    sqlite?.close();
    const why = error instanceof Error ? error.message : String(error);
    if (/locked|busy/i.test(why))
      throw new BowerbirdError("DATA_LOCKED", { pid: ownerOf(path), path: dirname(path) });
    if (/readonly|read-only|unable to open/i.test(why)) {
      throw new BowerbirdError("DATA_READ_ONLY", { path: dirname(path) }, { cause: error });
    }
    throw new BowerbirdError("DATA_CORRUPT", { what: path, why }, { cause: error });
  }
}

/** Only for the sentence of DATA_LOCKED; the lock itself is the kernel's. */
const ownerFile = (path: string): string => join(dirname(path), "state.pid");

function ownerOf(path: string): string {
  try {
    return readFileSync(ownerFile(path), "utf8").trim();
  } catch {
    return "of an unknown number";
  }
}

/** One file without a journal beside it, whatever the original has. */
function closeCopy(path: string): void {
  const copy = new DatabaseSync(path);
  copy.exec("pragma journal_mode = delete");
  copy.close();
}

/** Before the state is in use. */
function copyAtOnce(sqlite: DatabaseSync, copy: string): void {
  mkdirSync(dirname(copy), { recursive: true });
  sqlite.prepare("vacuum into ?").run(copy);
}

function migrate(sqlite: DatabaseSync, database: Database, path: string, isNew: boolean): void {
  const found = Number((sqlite.prepare("pragma user_version").get() as Row).user_version);
  if (found > migrations.length) throw new BowerbirdError("DATA_NEWER", { found, known: migrations.length });
  if (found === migrations.length) return;
  if (!isNew && found > 0) {
    const before = join(dirname(path), "backups", `before-version-${migrations.length}.sqlite`);
    if (!existsSync(before)) copyAtOnce(sqlite, before);
  }
  database.transaction(() => {
    for (const migration of migrations.slice(found)) sqlite.exec(migration);
    sqlite.exec(`pragma user_version = ${migrations.length}`);
  });
}
