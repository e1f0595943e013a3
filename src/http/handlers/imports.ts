/** Imports as jobs. */
import type { Handlers } from "../asked.ts";
import type { imports } from "../contract/jobs.ts";
import { startImport } from "../import-job.ts";
import { viewJob } from "../pin-views.ts";

export const importHandlers: Handlers<typeof imports> = {
  create: async ({ body, engine, caller, happenings }) =>
    viewJob(await startImport(engine, happenings, body, caller.who)),
};
