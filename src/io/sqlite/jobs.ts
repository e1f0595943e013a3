/** Long work in SQLite: leased by one worker at a time, taken up again when its heartbeat stops. */
import { randomUUID } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { BowerbirdError } from "../../core/errors.ts";
import type { Failure, Job, JobState, Progress } from "../../core/nouns.ts";
import type { JobStore } from "../../core/ports.ts";
import type { Database, Row } from "./database.ts";

const nothingYet: Progress = {
  done: 0,
  total: null,
  created: 0,
  duplicates: 0,
  failed: 0,
  rate: 0,
  seconds: null,
};
/** Failures kept of one job; further ones are only counted in its progress. */
const failuresKept = 1000;

export function sqliteJobs(database: Database, clock: Clock): JobStore {
  const readJob = (row: Row): Job => ({
    id: String(row.id),
    kind: String(row.kind),
    state: String(row.state) as JobState,
    input: JSON.parse(String(row.input)) as Record<string, unknown>,
    progress: JSON.parse(String(row.progress)) as Progress,
    failures: database
      .all("select body from job_failures where job = ? order by position", row.id)
      .map((failure) => JSON.parse(String(failure.body)) as Failure),
    createdBy: String(row.created_by),
    createdAt: Number(row.created_at),
    startedAt: row.started_at === null ? null : Number(row.started_at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
  });
  const known = (id: string): Job => {
    const row = database.get("select * from jobs where id = ?", id);
    if (!row) throw new BowerbirdError("JOB_NOT_FOUND", { id });
    return readJob(row);
  };

  return {
    create: async (kind, input, createdBy) => {
      const id = randomUUID();
      database.run(
        `insert into jobs (id, kind, state, input, progress, created_by, created_at)
         values (?, ?, 'waiting', ?, ?, ?, ?)`,
        ...[id, kind, JSON.stringify(input), JSON.stringify(nothingYet), createdBy, clock.now()],
      );
      return known(id);
    },
    read: async (id) => {
      const row = database.get("select * from jobs where id = ?", id);
      return row ? readJob(row) : null;
    },
    list: async ({ limit, kind = null, state = null }) =>
      database
        .all(
          `select * from jobs where kind = coalesce(?, kind) and state = coalesce(?, state)
           order by created_at desc, id limit ?`,
          ...[kind, state, limit],
        )
        .map(readJob),
    lease: async (kind, worker, milliseconds, atWork = []) =>
      database.transaction(() => {
        const now = clock.now();
        const row = database.get(
          `select id from jobs where kind = ? and (state = 'waiting'
             or (state = 'running' and (leased_until < ? or worker = ?)))
             and id not in (select value from json_each(?))
           order by created_at limit 1`,
          ...[kind, now, worker, JSON.stringify(atWork)],
        );
        if (!row) return null;
        // It begins from the start, and so do its failures.
        database.run("delete from job_failures where job = ?", row.id);
        database.run(
          `update jobs set state = 'running', worker = ?, leased_until = ?, started_at = coalesce(started_at, ?)
           where id = ?`,
          ...[worker, now + milliseconds, now, row.id],
        );
        return known(String(row.id));
      }),
    beat: async (id, worker, milliseconds, progress) => {
      database.run(
        "update jobs set leased_until = ?, progress = ? where id = ? and worker = ? and state = 'running'",
        ...[clock.now() + milliseconds, JSON.stringify(progress), id, worker],
      );
    },
    fail: async (id, failures) =>
      database.transaction(() => {
        known(id);
        const kept = Number(database.get("select count(*) as n from job_failures where job = ?", id)?.n ?? 0);
        failures.slice(0, failuresKept - kept).forEach((failure, position) => {
          database.run(
            "insert into job_failures values (?, ?, ?)",
            id,
            kept + position,
            JSON.stringify(failure),
          );
        });
      }),
    end: async (id, state, progress) => {
      known(id);
      database.run(
        "update jobs set state = ?, progress = ?, ended_at = ?, leased_until = null where id = ?",
        ...[state, JSON.stringify(progress), clock.now(), id],
      );
    },
  };
}
