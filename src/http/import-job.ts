/** Imports run beside the requests; whoever listens sees how far each is. */
import { randomUUID } from "node:crypto";
import type { Job } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";
import { type ImportJobs, importJobs } from "../ingest/import-jobs.ts";
import type { Happenings } from "./happenings.ts";
import { viewJob } from "./pin-views.ts";

const tellEvery = 1000;

export function toldImports(engine: Engine, happenings: Happenings): ImportJobs {
  const imports = importJobs(engine.jobs, engine.importer, engine.clock, `server-${randomUUID()}`);
  return {
    ...imports,
    ask: async (source, options) => {
      const job = await imports.ask(source, options);
      tellUntilEnd(engine, happenings, job);
      return job;
    },
  };
}

function tellUntilEnd(engine: Pick<Engine, "jobs">, happenings: Happenings, job: Job): void {
  const look = async (): Promise<void> => {
    const now = await engine.jobs.read(job.id);
    if (now) happenings.tell({ type: "job", job: viewJob(now) });
    if (!now || now.endedAt !== null) clearInterval(timer);
  };
  // A server that closes meanwhile closes the state too; there is nobody left to tell.
  const timer = setInterval(() => void look().catch(() => clearInterval(timer)), tellEvery);
  timer.unref();
}
