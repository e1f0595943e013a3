/** What is kept of a running job: its progress once a second, its failures, its end; its lease is held meanwhile. */
import type { Clock } from "../core/clock.ts";
import type { Failure, Job, JobState, Progress } from "../core/nouns.ts";
import type { JobStore } from "../core/ports.ts";
import type { Lease } from "./leased-jobs.ts";

export interface JobRecord {
  beat(progress: Progress): void;
  fail(failure: Failure): void;
  /** Nothing is written once the job is left to whoever starts next. @param progress the last that beat when not said */
  end(state: JobState, progress?: Progress): void;
  /** Resolves when all is written. */
  close(): Promise<void>;
}

const beatMilliseconds = 1_000;

export function jobRecord(
  job: Job,
  { jobs, clock }: { readonly jobs: JobStore; readonly clock: Clock },
  lease: Lease,
  changed: () => Promise<void>,
): JobRecord {
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
  // A slow link or a large model may be silent for longer than the lease.
  const heart = setInterval(() => beat(progress), lease.milliseconds / 3);
  heart.unref();
  return {
    beat,
    fail: (failure) => keep(() => jobs.fail(job.id, [failure])),
    end: (state, last = progress) => {
      if (!lease.left()) keep(() => jobs.end(job.id, state, last));
    },
    close: async () => {
      clearInterval(heart);
      keep(changed);
      await kept;
    },
  };
}
