/** Imports run beside the requests; whoever listens sees how far each is. */
import type { Engine } from "../engine.ts";
import { type ImportJobs, importJobs } from "../ingest/import-jobs.ts";
import type { Happenings } from "./happenings.ts";
import { viewJob } from "./pin-views.ts";

export function toldImports(engine: Engine, happenings: Happenings): ImportJobs {
  return importJobs(engine, "server", (job) => happenings.tell({ type: "job", job: viewJob(job) }));
}
