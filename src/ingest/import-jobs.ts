/** Imports asked for over HTTP: kept as jobs, so that they survive a restart and can be listed and cancelled. */
import type { Clock } from "../core/clock.ts";
import { BowerbirdError } from "../core/errors.ts";
import type { Job, Progress } from "../core/nouns.ts";
import type { JobStore } from "../core/ports.ts";
import type { Importer, ImportOptions } from "./ingest.ts";
import { failureOf } from "./sources.ts";

export interface ImportJobs {
  ask(source: string, options: Omit<ImportOptions, "signal">): Promise<Job>;
  /** What was imported until then stays. @throws JOB_NOT_FOUND */
  cancel(id: string): Promise<void>;
  /** Runs what waits, or was left by a process that died, until nothing does. Calls at once are joined. */
  work(): Promise<void>;
  /** Leaves the running job to whoever starts next. */
  stop(): Promise<void>;
}

const kind = "import";
/** A job whose worker has been silent for so long is taken up by another. */
const leaseMilliseconds = 30_000;
const beatMilliseconds = 1_000;

export function importJobs(
  jobs: JobStore,
  importer: Pick<Importer, "importFrom">,
  clock: Clock,
  worker: string,
): ImportJobs {
  let working: Promise<void> | null = null;
  let stopping = false;
  let current: { id: string; abort: AbortController } | null = null;

  const run = async (job: Job): Promise<void> => {
    const abort = new AbortController();
    current = { id: job.id, abort };
    let beaten = 0;
    let progress = job.progress;
    const beat = (now: Progress): void => {
      progress = now;
      if (clock.now() - beaten < beatMilliseconds) return;
      beaten = clock.now();
      jobs.beat(job.id, worker, leaseMilliseconds, now).catch(() => {});
    };
    // A slow link may be silent for longer than the lease.
    const heart = setInterval(() => beat(progress), leaseMilliseconds / 3);
    heart.unref();
    const source = String(job.input.source);
    try {
      const options = { ...optionsOf(job), signal: abort.signal };
      const report = await importer.importFrom(source, options, beat);
      if (report.failures.length > 0) await jobs.fail(job.id, report.failures);
      const { failures: _, cancelled, ...last } = report;
      if (!stopping) await jobs.end(job.id, cancelled ? "cancelled" : "done", last);
    } catch (error) {
      await jobs.fail(job.id, [failureOf(source, error)]);
      await jobs.end(job.id, "failed", progress);
    } finally {
      clearInterval(heart);
      current = null;
    }
  };

  const work = (): Promise<void> => {
    working ??= (async () => {
      try {
        while (!stopping) {
          const job = await jobs.lease(kind, worker, leaseMilliseconds);
          if (job === null) return;
          await run(job);
        }
      } finally {
        working = null;
      }
    })();
    return working;
  };

  return {
    ask: async (source, options) => {
      const job = await jobs.create(kind, { source, ...options }, options.owner);
      void work().catch(() => {});
      return job;
    },
    cancel: async (id) => {
      const job = await jobs.read(id);
      if (job === null || job.kind !== kind) throw new BowerbirdError("JOB_NOT_FOUND", { id });
      if (current?.id === id) current.abort.abort();
      else if (job.endedAt === null) await jobs.end(id, "cancelled", job.progress);
    },
    work,
    stop: async () => {
      stopping = true;
      current?.abort.abort();
      await working?.catch(() => {});
    },
  };
}

function optionsOf(job: Job): Omit<ImportOptions, "signal"> {
  const { board, tags } = job.input;
  return {
    owner: job.createdBy,
    ...(typeof board === "string" ? { board } : {}),
    ...(Array.isArray(tags) ? { tags: tags.map(String) } : {}),
  };
}
