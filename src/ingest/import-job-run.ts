/** One import job from its lease to its end: its progress and failures are kept while it runs. */
import type { Clock } from "../core/clock.ts";
import type { Failure, Job, Progress } from "../core/nouns.ts";
import type { JobStore } from "../core/ports.ts";
import { type FollowFolder, importAndFollow } from "./follow.ts";
import type { Importer, ImportOptions } from "./ingest.ts";
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

export interface Lease {
  readonly worker: string;
  readonly milliseconds: number;
  /** True once the job is left to whoever starts next: it is not ended then. */
  readonly left: () => boolean;
}

const beatMilliseconds = 1_000;

/** Never rejects: whatever goes wrong is the job's failure. */
export async function runImportJob(
  job: Job,
  { jobs, importer, follow, clock }: ImportJobPorts,
  lease: Lease,
  signal: AbortSignal,
  changed: () => Promise<void>,
): Promise<void> {
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
      await jobs.beat(job.id, lease.worker, lease.milliseconds, now);
      await changed();
    });
  };
  const onFailure = (failure: Failure): void => keep(() => jobs.fail(job.id, [failure]));
  // A slow link may be silent for longer than the lease.
  const heart = setInterval(() => beat(progress), lease.milliseconds / 3);
  heart.unref();

  const source = String(job.input.source);
  const { watch, ...asked } = optionsOf(job);
  const options = { ...asked, signal, onFailure };
  try {
    const report = watch
      ? await importAndFollow(importer, follow, source, options, beat)
      : await importer.importFrom(source, options, beat);
    const { failures: _, cancelled, ...last } = report;
    if (!lease.left()) keep(() => jobs.end(job.id, cancelled || watch ? "cancelled" : "done", last));
  } catch (error) {
    if (!lease.left()) {
      onFailure(failureOf(source, error));
      keep(() => jobs.end(job.id, "failed", progress));
    }
  } finally {
    clearInterval(heart);
    keep(changed);
    await kept;
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
