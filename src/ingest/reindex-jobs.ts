/** Reindexing asked for over HTTP, as jobs: a model looks at every picture, then takes over unless it is not to. */
import type { Clock } from "../core/clock.ts";
import type { ModelChoice } from "../core/models.ts";
import type { Job } from "../core/nouns.ts";
import type { JobStore } from "../core/ports.ts";
import { jobRecord } from "./job-record.ts";
import { type LeasedJobs, leasedJobs } from "./leased-jobs.ts";
import type { Models } from "./models.ts";
import { failureOf } from "./sources.ts";

export interface AskedReindex {
  /** What is not named stays as it is. */
  readonly choice: Partial<ModelChoice>;
  /** Switch to the model when it has seen everything. */
  readonly activate: boolean;
}

export interface ReindexJobs extends Omit<LeasedJobs, "ask" | "read"> {
  ask(asked: AskedReindex, owner: string): Promise<Job>;
  /** What was looked at already is not looked at again. @throws JOB_NOT_FOUND */
  retry(id: string, owner: string): Promise<Job>;
}

export interface ReindexPorts {
  readonly jobs: JobStore;
  readonly models: Pick<Models, "build" | "activate">;
  readonly clock: Clock;
}

/** @param worker, @param told as for imports */
export function reindexJobs(
  ports: ReindexPorts,
  worker: string,
  told: (job: Job) => void = () => {},
): ReindexJobs {
  const { models } = ports;
  const { ask, read, ...line } = leasedJobs(
    "reindex",
    ports.jobs,
    worker,
    async (job, lease, signal, changed) => {
      const { beat, fail, end, close } = jobRecord(job, ports, lease, changed);
      const { choice, activate } = askedOf(job);
      try {
        const built = await models.build(choice, { signal, onProgress: beat, onFailure: fail });
        if (!built.cancelled && activate && built.pictures > 0) await models.activate(built.model);
        end(built.cancelled ? "cancelled" : "done");
      } catch (error) {
        if (!lease.left()) fail(failureOf(choice.embedding ?? choice.detector ?? "the model", error));
        end("failed");
      } finally {
        await close();
      }
    },
    told,
  );
  const askReindex: ReindexJobs["ask"] = ({ choice, activate }, owner) => ask({ ...choice, activate }, owner);
  return { ...line, ask: askReindex, retry: async (id, owner) => askReindex(askedOf(await read(id)), owner) };
}

function askedOf({ input: { embedding, detector, activate } }: Job): AskedReindex {
  return {
    choice: {
      ...(typeof embedding === "string" ? { embedding } : {}),
      ...(typeof detector === "string" ? { detector } : {}),
    },
    activate: activate !== false,
  };
}
