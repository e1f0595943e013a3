/** Imports, and the jobs they are. */
import { BowerbirdError } from "../../core/errors.ts";
import type { Asked, Handlers } from "../asked.ts";
import { note } from "../audit.ts";
import type { imports, jobs as jobRoutes } from "../contract/jobs.ts";
import { viewJob } from "../pin-views.ts";

export const importHandlers: Handlers<typeof imports> = {
  create: async (asked) => {
    const { source, board, tags, watch } = asked.body;
    const job = await asked.jobs.imports.ask(source, {
      owner: asked.caller.who,
      ...(board !== undefined && { board }),
      ...(tags !== undefined && { tags }),
      ...(watch !== undefined && { watch }),
    });
    await note(asked, "imports.create", job.id, source);
    return viewJob(job);
  },
};

export const jobHandlers: Handlers<typeof jobRoutes> = {
  list: async ({ query: { limit = 50, kind, state }, engine }) => {
    const found = await engine.jobs.list({
      limit,
      ...(kind !== undefined && { kind }),
      ...(state !== undefined && { state }),
    });
    return { items: found.map(viewJob) };
  },
  read: async ({ params, engine }) => {
    const job = await engine.jobs.read(params.id);
    if (!job) throw new BowerbirdError("JOB_NOT_FOUND", { id: params.id });
    return viewJob(job);
  },
  cancel: async (asked) => {
    const line = await lineOf(asked);
    const job = await line.cancel(asked.params.id);
    await note(asked, "jobs.cancel", job.id);
    return viewJob(job);
  },
  retry: async (asked) => {
    const line = await lineOf(asked);
    const job = await line.retry(asked.params.id, asked.caller.who);
    await note(asked, "jobs.retry", asked.params.id, `as ${job.id}`);
    return viewJob(job);
  },
};

/** Whoever does jobs of this kind. @throws JOB_NOT_FOUND */
async function lineOf({
  params,
  engine,
  jobs,
}: Pick<Asked<typeof jobRoutes.read>, "params" | "engine" | "jobs">) {
  const job = await engine.jobs.read(params.id);
  return job?.kind === "reindex" ? jobs.reindexes : jobs.imports;
}
