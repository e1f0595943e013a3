/**
 * Long work of one kind, kept as jobs so that it survives a restart and can be listed and cancelled. One at a time, but
 * for those that have no end, which run beside the others.
 */
import { BowerbirdError } from "../core/errors.ts";
import type { Job } from "../core/nouns.ts";
import type { JobStore } from "../core/ports.ts";

export interface Lease {
  readonly worker: string;
  readonly milliseconds: number;
  /** True once the job is left to whoever starts next: it is not ended then. */
  readonly left: () => boolean;
}

/** Never rejects: whatever goes wrong is the job's failure. */
export type RunJob = (
  job: Job,
  lease: Lease,
  signal: AbortSignal,
  changed: () => Promise<void>,
) => Promise<void>;

export interface LeasedJobs {
  ask(input: Readonly<Record<string, unknown>>, owner: string): Promise<Job>;
  /** @throws JOB_NOT_FOUND for one of another kind, too */
  read(id: string): Promise<Job>;
  /** What was done until then stays. A job that has ended stays as it is. @throws JOB_NOT_FOUND */
  cancel(id: string): Promise<Job>;
  /** Runs what waits, or was left by a process that died, until nothing does. Calls at once are joined. */
  work(): Promise<void>;
  /** Leaves the running jobs to whoever starts next. */
  stop(): Promise<void>;
}

/** A job whose worker has been silent for so long is taken up by another. */
const leaseMilliseconds = 30_000;

/**
 * @param worker a name that this place keeps over restarts: a job still running under it was left by a process that died
 * @param told of every job that has changed
 */
export function leasedJobs(
  kind: string,
  jobs: JobStore,
  worker: string,
  runJob: RunJob,
  told: (job: Job) => void,
  isEndless: (job: Job) => boolean = () => false,
): LeasedJobs {
  const running = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  let working: Promise<void> | null = null;
  let again = false;
  let stopping = false;

  const known = async (id: string): Promise<Job> => {
    const job = await jobs.read(id);
    if (job === null || job.kind !== kind) throw new BowerbirdError("JOB_NOT_FOUND", { id });
    return job;
  };
  const tell = async (id: string): Promise<void> => told(await known(id));

  const run = (job: Job): Promise<void> => {
    const abort = new AbortController();
    const lease = { worker, milliseconds: leaseMilliseconds, left: () => stopping };
    const ended = runJob(job, lease, abort.signal, () => tell(job.id)).finally(() => {
      running.delete(job.id);
    });
    running.set(job.id, { abort, ended });
    return ended;
  };

  const work = (): Promise<void> => {
    again = true;
    working ??= (async () => {
      try {
        while (again && !stopping) {
          again = false;
          const job = await jobs.lease(kind, worker, leaseMilliseconds, [...running.keys()]);
          if (job === null) continue;
          again = true;
          const ended = run(job);
          if (!isEndless(job)) await ended;
        }
      } finally {
        working = null;
      }
    })();
    return working;
  };

  return {
    ask: async (input, owner) => {
      const job = await jobs.create(kind, input, owner);
      told(job);
      void work().catch(() => {});
      return job;
    },
    read: known,
    cancel: async (id) => {
      const job = await known(id);
      const run = running.get(id);
      run?.abort.abort();
      if (run) await run.ended;
      else if (job.endedAt === null) {
        await jobs.end(id, "cancelled", job.progress);
        await tell(id);
      }
      return known(id);
    },
    work,
    stop: async () => {
      stopping = true;
      for (const { abort } of running.values()) abort.abort();
      await Promise.all([...running.values()].map(({ ended }) => ended));
      await working?.catch(() => {});
    },
  };
}
