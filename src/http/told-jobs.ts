/** Imports and reindexing run beside the requests; whoever listens sees how far each is. */
import type { Job } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";
import { type ImportJobs, importJobs } from "../ingest/import-jobs.ts";
import { type ReindexJobs, reindexJobs } from "../ingest/reindex-jobs.ts";
import type { Happenings } from "./happenings.ts";
import { viewJob } from "./pin-views.ts";

export interface ServerJobs {
  readonly imports: ImportJobs;
  readonly reindexes: ReindexJobs;
  /** Takes up what waits, or was left by a server that died. */
  work(): Promise<void>;
  stop(): Promise<void>;
}

export function toldJobs(engine: Engine, happenings: Happenings): ServerJobs {
  const told = (job: Job): void => happenings.tell({ type: "job", job: viewJob(job) });
  const imports = importJobs(engine, "server", told);
  const reindexes = reindexJobs(engine, "server", told);
  const both = [imports, reindexes];
  return {
    imports,
    reindexes,
    work: async () => {
      await Promise.all(both.map((line) => line.work()));
    },
    stop: async () => {
      await Promise.all(both.map((line) => line.stop()));
    },
  };
}
