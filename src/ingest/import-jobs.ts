/** Imports asked for over HTTP: kept as jobs, so that they survive a restart and can be listed and cancelled. */
import { BowerbirdError } from "../core/errors.ts";
import type { Job } from "../core/nouns.ts";
import { type AskedImport, type ImportJobPorts, optionsOf, runImportJob } from "./import-job-run.ts";

export interface ImportJobs {
  ask(source: string, options: AskedImport): Promise<Job>;
  /** What was imported until then stays. A job that has ended stays as it is. @throws JOB_NOT_FOUND */
  cancel(id: string): Promise<Job>;
  /** The same import once more, as a new job: what is there already is passed over. @throws JOB_NOT_FOUND */
  retry(id: string, owner: string): Promise<Job>;
  /** Runs what waits, or was left by a process that died, until nothing does. Calls at once are joined. */
  work(): Promise<void>;
  /** Leaves the running jobs to whoever starts next. */
  stop(): Promise<void>;
}

const kind = "import";
/** A job whose worker has been silent for so long is taken up by another. */
const leaseMilliseconds = 30_000;

/**
 * One import at a time, folders that are followed beside it.
 *
 * @param worker a name that this place keeps over restarts: a job still running under it was left by a process that died
 * @param told of every job that has changed
 */
export function importJobs(
  ports: ImportJobPorts,
  worker: string,
  told: (job: Job) => void = () => {},
): ImportJobs {
  const { jobs } = ports;
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
    const ended = runImportJob(job, ports, lease, abort.signal, () => tell(job.id)).finally(() => {
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
          // A followed folder has no end; the others do not wait for it.
          if (!job.input.watch) await ended;
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
      const run = running.get(id);
      run?.abort.abort();
      if (run) await run.ended;
      else if (job.endedAt === null) {
        await jobs.end(id, "cancelled", job.progress);
        await tell(id);
      }
      return known(id);
    },
    retry: async (id, owner) => {
      const job = await known(id);
      return ask(String(job.input.source), { ...optionsOf(job), owner });
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
