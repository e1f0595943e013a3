/** Long work: imports and reindexing, and what they have done so far. */
import { z } from "zod";
import { route } from "./route.ts";
import { count, failureView, idParams } from "./views.ts";

const jobState = z.enum(["waiting", "running", "done", "failed", "cancelled"]);

export const jobView = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: jobState,
    input: z.record(z.string(), z.unknown()),
    progress: z.object({
      done: z.int(),
      total: z.int().nullable(),
      created: z.int(),
      duplicates: z.int(),
      failed: z.int(),
      rate: z.number(),
      seconds: z.number().nullable(),
    }),
    failures: z.array(failureView),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Job" });
export type JobView = z.output<typeof jobView>;

export const jobs = {
  list: route({
    method: "GET",
    path: "/jobs",
    summary: "The latest jobs.",
    role: "member",
    query: z.strictObject({
      limit: count(200),
      kind: z.string().max(100).optional(),
      state: jobState.optional(),
    }),
    output: z.object({ items: z.array(jobView) }),
  }),
  read: route({
    method: "GET",
    path: "/jobs/{id}",
    summary: "Read a job's progress and failures.",
    role: "member",
    params: idParams,
    output: jobView,
  }),
  cancel: route({
    method: "POST",
    path: "/jobs/{id}/cancel",
    summary: "Stop a job; what it has done stays.",
    role: "admin",
    params: idParams,
    output: jobView,
  }),
  retry: route({
    method: "POST",
    path: "/jobs/{id}/retry",
    summary: "Do a job once more, as a new job; what is there already is passed over.",
    role: "admin",
    params: idParams,
    output: jobView,
    status: 202,
  }),
} as const;

export const imports = {
  create: route({
    method: "POST",
    path: "/imports",
    summary: "Import a folder, archive or manifest of the server's machine as a job.",
    role: "admin",
    body: z.strictObject({
      source: z.string().min(1).max(4096),
      board: z.string().min(1).max(200).optional(),
      tags: z.array(z.string().max(200)).max(100).optional(),
      /** Go on following the folder until the job is cancelled. */
      watch: z.boolean().optional(),
    }),
    output: jobView,
    status: 202,
  }),
} as const;
