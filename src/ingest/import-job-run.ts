/** One import job from its lease to its end: its progress and failures are kept while it runs. */
import type { Clock } from "../core/clock.ts";
import type { Job } from "../core/nouns.ts";
import type { JobStore } from "../core/ports.ts";
import { type FollowFolder, importAndFollow } from "./follow.ts";
import type { Importer, ImportOptions } from "./ingest.ts";
import { jobRecord } from "./job-record.ts";
import type { Lease } from "./leased-jobs.ts";
import { failureOf } from "./sources.ts";

export interface ImportJobPorts {
  readonly jobs: JobStore;
  readonly importer: Pick<Importer, "importFrom" | "importItems">;
  readonly follow: FollowFolder;
  readonly clock: Clock;
}

export interface AskedImport extends Omit<ImportOptions, "signal" | "onFailure"> {
  /** A folder that is followed after its import, until the job is cancelled. */
  readonly watch?: boolean;
}

/** Never rejects: whatever goes wrong is the job's failure. */
export async function runImportJob(
  job: Job,
  ports: ImportJobPorts,
  lease: Lease,
  signal: AbortSignal,
  changed: () => Promise<void>,
): Promise<void> {
  const { importer, follow } = ports;
  const { beat, fail, end, close } = jobRecord(job, ports, lease, changed);
  const source = String(job.input.source);
  const { watch, ...asked } = optionsOf(job);
  const options = { ...asked, signal, onFailure: fail };
  try {
    const report = watch
      ? await importAndFollow(importer, follow, source, options, beat)
      : await importer.importFrom(source, options, beat);
    const { failures: _, cancelled, ...last } = report;
    end(cancelled || watch ? "cancelled" : "done", last);
  } catch (error) {
    if (!lease.left()) fail(failureOf(source, error));
    end("failed");
  } finally {
    await close();
  }
}

/** What was asked when the job was made. */
export function optionsOf({ createdBy, input: { board, tags, watch } }: Job): AskedImport {
  return {
    owner: createdBy,
    ...(typeof board === "string" ? { board } : {}),
    ...(Array.isArray(tags) ? { tags: tags.map(String) } : {}),
    ...(watch === true ? { watch } : {}),
  };
}
