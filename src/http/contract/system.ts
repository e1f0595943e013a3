/** The machine: health, metrics, the stream of what happens. */
import { z } from "zod";
import { jobView } from "./jobs.ts";
import { route } from "./route.ts";

export const checkView = z
  .object({
    /** `ok`, or what is damaged. */
    state: z.string(),
    pins: z.int(),
    /** Pins that the model in use has not seen. */
    notUnderstood: z.int(),
    vectors: z.int(),
    /** What opening the index took: `none` when it was whole; or why it could not be saved lately. */
    index: z.string(),
    model: z.string(),
    /** `ok`, or why new pictures are refused and what to do: the model cannot be opened, or is another version now. */
    vision: z.string(),
  })
  .meta({ id: "Check" });
export type CheckView = z.output<typeof checkView>;

/** What `GET /stream` sends: `event:` is `type`, `data:` the rest as JSON. */
export const streamMessage = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("pin"), id: z.string() }),
    z.object({ type: z.literal("pins-removed"), ids: z.array(z.string()) }),
    z.object({ type: z.literal("job"), job: jobView }),
  ])
  .meta({ id: "StreamMessage" });
export type StreamMessage = z.output<typeof streamMessage>;

export const system = {
  health: route({
    method: "GET",
    path: "/health",
    summary: "The process is alive.",
    role: "none",
    output: z.object({ status: z.literal("ok"), version: z.string() }),
  }),
  ready: route({
    method: "GET",
    path: "/ready",
    summary: "The engine answers searches.",
    role: "none",
    output: z.object({ status: z.literal("ready"), pins: z.int() }),
  }),
  check: route({
    method: "GET",
    path: "/check",
    summary: "Check the state and what is derived from it, as `bowerbird doctor` does.",
    role: "admin",
    output: checkView,
  }),
  metrics: route({
    method: "GET",
    path: "/metrics",
    summary: "Measurements in Prometheus' text format.",
    role: "viewer",
    answer: "text",
  }),
  openapi: route({
    method: "GET",
    path: "/openapi.json",
    summary: "This API as OpenAPI 3.1.",
    role: "none",
    output: z.record(z.string(), z.unknown()),
  }),
  stream: route({
    method: "GET",
    path: "/stream",
    summary: "New pins and the progress of jobs as server-sent events.",
    role: "viewer",
    answer: "stream",
  }),
} as const;
