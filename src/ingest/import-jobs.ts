/** Imports asked for over HTTP, as jobs. */
import type { Job } from "../core/nouns.ts";
import { type AskedImport, type ImportJobPorts, optionsOf, runImportJob } from "./import-job-run.ts";
import { type LeasedJobs, leasedJobs } from "./leased-jobs.ts";

export interface ImportJobs extends Omit<LeasedJobs, "ask" | "read"> {
  ask(source: string, options: AskedImport): Promise<Job>;
  /** The same import once more, as a new job: what is there already is passed over. @throws JOB_NOT_FOUND */
  retry(id: string, owner: string): Promise<Job>;
}

/**
 * One import at a time, folders that are followed beside it; they have no end, and the others do not wait for them.
 *
 * @param worker a name that this place keeps over restarts: a job still running under it was left by a process that died
 * @param told of every job that has changed
 */
export function importJobs(
  ports: ImportJobPorts,
  worker: string,
  told: (job: Job) => void = () => {},
): ImportJobs {
  const { ask, read, ...line } = leasedJobs(
    "import",
    ports.jobs,
    worker,
    (job, ...rest) => runImportJob(job, ports, ...rest),
    told,
    ({ input }) => input.watch === true,
  );
  const askImport: ImportJobs["ask"] = (source, options) => ask({ source, ...options }, options.owner);
  return {
    ...line,
    ask: askImport,
    retry: async (id, owner) => {
      const job = await read(id);
      return askImport(String(job.input.source), { ...optionsOf(job), owner });
    },
  };
}
