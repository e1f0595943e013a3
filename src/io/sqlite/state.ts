/** All of the state in one SQLite file. */
import type { Clock } from "../../core/clock.ts";
import type { JobStore, PeopleStore, PinStore, RequestStore, UnderstandingStore } from "../../core/ports.ts";
import { openDatabase } from "./database.ts";
import { sqliteJobs } from "./jobs.ts";
import { sqlitePeople } from "./people.ts";
import { sqlitePins } from "./pins.ts";
import { sqliteRequests } from "./requests.ts";
import { sqliteUnderstandings } from "./understandings.ts";

export interface State {
  readonly pins: PinStore;
  readonly understandings: UnderstandingStore;
  readonly people: PeopleStore;
  readonly jobs: JobStore;
  readonly requests: RequestStore;
  /** A consistent copy in one file, taken while in use. */
  copyTo(path: string): void;
  /** `ok`, or what is damaged. */
  check(): string;
  close(): void;
}

/** @throws DATA_LOCKED DATA_NEWER DATA_CORRUPT DATA_READ_ONLY */
export function openState(path: string, clock: Clock, sessionDays: number): State {
  const database = openDatabase(path);
  return {
    pins: sqlitePins(database, clock),
    understandings: sqliteUnderstandings(database),
    people: sqlitePeople(database, clock, sessionDays * 86_400_000),
    jobs: sqliteJobs(database, clock),
    requests: sqliteRequests(database, clock),
    copyTo: database.copyTo,
    check: database.check,
    close: database.close,
  };
}
