/** Imports asked for over HTTP: kept as jobs, so that they survive a restart and can be listed and cancelled. */
import type { Clock } from "../core/clock.ts";
import { BowerbirdError } from "../core/errors.ts";
import type { Failure, Job, Progress } from "../core/nouns.ts";
import type { JobStore } from "../core/ports.ts";
import type { Importer, ImportOptions } from "./ingest.ts";
import { failureOf } from "./sources.ts";

type AskedImport = Omit<ImportOptions, "signal" | "onFailure">;

export interface ImportJobs {
  ask(source: string, options: AskedImport): Promise<Job>;
  /** What was imported until then stays. A job that has ended stays as it is. @throws JOB_NOT_FOUND */
  cancel(id: string): Promise<Job>;
  /** The same import once more, as a new job: what is there already is passed over. @throws JOB_NOT_FOUND */
  retry(id: string, owner: string): Promise<Job>;
  /** Runs what waits, or was left by a process that died, until nothing does. Calls at once are joined. */
  work(): Promise<void>;
  /** Leaves the running job to whoever starts next. */
  stop(): Promise<void>;
}

const kind = "import";
/** A job whose worker has been silent for so long is taken up by another. */
const leaseMilliseconds = 30_000;
const beatMilliseconds = 1_000;

/**
 * @param worker a name that this place keeps over restarts: a job still running under it was left by a process that died
 * @param told of every job that has changed
 */
export function importJobs(
  jobs: JobStore,
  importer: Pick<Importer, "importFrom">,
  clock: Clock,
  worker: string,
  told: (job: Job) => void = () => {},
): ImportJobs {
  let working: Promise<void> | null = null;
  let again = false;
  let stopping = false;
  let current: { id: string; abort: AbortController } | null = null;

  const tell = async (id: string): Promise<void> => {
    const job = await jobs.read(id);
    if (job !== null) told(job);
  };
  const known = async (id: string): Promise<Job> => {
    const job = await jobs.read(id);
    if (job === null || job.kind !== kind) throw new BowerbirdError("JOB_NOT_FOUND", { id });
    return job;
  };

  const run = async (job: Job): Promise<void> => {
    const abort = new AbortController();
    current = { id: job.id, abort };
    let beaten = 0;
    let { progress } = job;
    let kept: Promise<void> = Promise.resolve();
    /** One after the other; a job whose state cannot be written is taken up again by whoever starts next. */
    const keep = (write: () => Promise<void>): void => {
      kept = kept.then(write).catch(() => {});
    };
    const beat = (now: Progress): void => {
      progress = now;
      if (clock.now() - beaten < beatMilliseconds) return;
      beaten = clock.now();
      keep(async () => {
        await jobs.beat(job.id, worker, leaseMilliseconds, now);
        await tell(job.id);
      });
    };
    const onFailure = (failure: Failure): void => keep(() => jobs.fail(job.id, [failure]));
    // A slow link may be silent for longer than the lease.
    const heart = setInterval(() => beat(progress), leaseMilliseconds / 3);
    heart.unref();
    const source = String(job.input.source);
    try {
      const options = { ...optionsOf(job), signal: abort.signal, onFailure };
      const { failures: _, cancelled, ...last } = await importer.importFrom(source, options, beat);
      await kept;
      if (!stopping) await jobs.end(job.id, cancelled ? "cancelled" : "done", last);
    } catch (error) {
      await kept;
      await jobs.fail(job.id, [failureOf(source, error)]);
      await jobs.end(job.id, "failed", progress);
    } finally {
      clearInterval(heart);
      current = null;
      await tell(job.id);
    }
  };

  const work = (): Promise<void> => {
    again = true;
    working ??= (async () => {
      try {
        while (again && !stopping) {
          again = false;
          const job = await jobs.lease(kind, worker, leaseMilliseconds);
          if (job === null) continue;
          again = true;
          await run(job);
        }
      } finally {
        working = null;
      }
    })();
    return working;
  };

  const ask: ImportJobs["ask"] = async (source, options) => {
    const job = await jobs.create(kind, { source, ...options }, options.owner);
    told(job);
    void work().catch(() => {});
    return job;
  };

  return {
    ask,
    cancel: async (id) => {
      const job = await known(id);
      if (current?.id === id) current.abort.abort();
      else if (job.endedAt === null) await jobs.end(id, "cancelled", job.progress);
      else return job;
      await tell(id);
      return known(id);
    },
    retry: async (id, owner) => {
      const job = await known(id);
      return ask(String(job.input.source), { ...optionsOf(job), owner });
    },
    work,
    stop: async () => {
      stopping = true;
      current?.abort.abort();
      await working?.catch(() => {});
    },
  };
}

function optionsOf(job: Job): AskedImport {
  const { board, tags } = job.input;
  return {
    owner: job.createdBy,
    ...(typeof board === "string" ? { board } : {}),
    ...(Array.isArray(tags) ? { tags: tags.map(String) } : {}),
  };
}
