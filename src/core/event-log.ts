/**
 * The event log: one row is the training example, the experiment's exposure and the SQL row. What the middle asks of
 * the store that keeps it, and the plain data that goes in and comes out. Times are milliseconds since 1970 UTC.
 */
import type { EventType } from "./event-types.ts";

/** A row as it is kept; `event-columns.ts` says what each column means. Columns without a value are left out. */
export interface EventRow {
  readonly id: string;
  readonly type: EventType;
  /** Days since 1970 of `time`. */
  readonly day: number;
  readonly time: number;
  readonly clock: number;
  readonly received: number;
  readonly person?: string;
  readonly visitor?: string;
  readonly session?: string;
  readonly surface?: string;
  readonly slate?: string;
  readonly position?: number;
  readonly pin?: string;
  readonly board?: string;
  readonly query?: string;
  readonly value?: number;
  readonly currency?: string;
  readonly dwell?: number;
  readonly own?: boolean;
  readonly source?: string;
  readonly scores?: Readonly<Record<string, number>>;
  readonly probability?: number;
  readonly model?: string;
  readonly settings?: string;
  readonly experiment?: string;
  readonly arm?: string;
  readonly agent: AgentClass;
  readonly consent?: Consent;
  readonly origin: "client" | "server";
  /** JSON. */
  readonly extra?: string;
}

export type AgentClass = "browser" | "phone" | "program" | "bot";
export type Consent = "granted" | "denied" | "unasked";

export type SqlScalar = string | number | boolean | null;

/** What a question may cost. */
export interface SqlBounds {
  readonly rows?: number;
  readonly milliseconds?: number;
  readonly signal?: AbortSignal;
}

/** A table of plain values: numbers, words, truths, ISO 8601 times, lists and records of these. */
export interface SqlTable {
  readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>;
  readonly rows: ReadonlyArray<readonly unknown[]>;
  /** More rows were there than the bound allowed. */
  readonly truncated: boolean;
}

/**
 * Reads the log and nothing else: one SELECT over the views `events`, `pins`, `slates`, `sessions`, `exposures`, `human_events`
 * and `save_attribution`; no files, no network, bounded in rows, time and memory.
 */
export interface EventSql {
  /** Sees every event acknowledged before the call. @throws SQL_REFUSED SQL_FAILED SQL_TOO_SLOW */
  query(sql: string, values?: readonly SqlScalar[], bounds?: SqlBounds): Promise<SqlTable>;
}

/** One closed file of a day's partition. */
export interface EventPart {
  /** Below the folder of the partitions: `day=2026-03-04/000012.parquet`. */
  readonly path: string;
  /** Days since 1970. */
  readonly day: number;
  readonly rows: number;
  readonly bytes: number;
  /** The first and the last `clock` in it, milliseconds since 1970. */
  readonly clocks: readonly [first: number, last: number];
}

/** Whose rows are meant: those of people, and of browsers that have no profile. */
export interface Whose {
  /** Ids of one person's profiles. */
  readonly people: readonly string[];
  /** Visitors' own names; only rows that name no person are theirs. */
  readonly visitors?: readonly string[];
}

/** Erasing one person's events. */
export interface EventErasure {
  readonly events: number;
  /** Files that were written anew without them. */
  readonly parts: number;
}

/** The store of the log. One owner; every method that changes something has committed durably when it resolves. */
export interface EventLog extends EventSql {
  /**
   * Rows whose id was appended before, however long ago, are passed over; `duplicates` are their places in the call.
   * @throws DISK_FULL DATA_READ_ONLY EVENTS_BEHIND; then nothing of the call is kept
   */
  append(rows: readonly EventRow[]): Promise<{ accepted: number; duplicates: readonly number[] }>;
  /** Everything about a person: done with the account, or as the visitor who became it. */
  ofPerson(person: string, limit: number): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>>;
  /** Our own SELECT over `theirs`: the rows about someone, those of the visitors who became them too. */
  askOf(whose: Whose, sql: string, values?: readonly SqlScalar[], bounds?: SqlBounds): Promise<SqlTable>;
  /** Removes those rows from every partition, and refuses the person's name from now on. */
  erase(person: string): Promise<EventErasure>;
  /** Removes the rows about someone, all or those with these ids. Their name stays welcome. */
  remove(whose: Whose, ids?: readonly string[]): Promise<EventErasure>;
  isErased(person: string): boolean;
  /** Moves everything appended into the daily partitions. */
  seal(): Promise<void>;
  /** What is due: sealing, merging of small files, retention. */
  tend(): Promise<void>;
  parts(): readonly EventPart[];
  /** Copies the partitions of these days (since 1970, inclusive) into a folder, sealed. Returns what was written. */
  copyParts(folder: string, days: { from?: number; to?: number }): Promise<readonly EventPart[]>;
  /** What is wrong with the files: missing, damaged, rows in the wrong day or written twice. */
  inspect(): Promise<readonly string[]>;
  close(): Promise<void>;
}
