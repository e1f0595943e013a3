/** Imports as jobs. */
import type { Handlers } from "../asked.ts";
import type { imports } from "../contract/jobs.ts";
import { viewJob } from "../pin-views.ts";

export const importHandlers: Handlers<typeof imports> = {
  create: async ({ body, imports: jobs, caller }) => {
    const board = body.board === undefined ? {} : { board: body.board };
    return viewJob(await jobs.ask(body.source, { owner: caller.who, ...board }));
  },
};
