/** Models: which one searches are answered by, building another beside it, switching and going back. */
import { z } from "zod";
import { jobView } from "./jobs.ts";
import { route } from "./route.ts";

const modelName = z.string().min(1).max(500);

export const modelsView = z
  .object({
    /** `name@version` in use. */
    model: z.string(),
    models: z.array(
      z.object({
        model: z.string(),
        /** As `vision.model` and `vision.detector` would name it; null for one that was not opened here. */
        embedding: z.string().nullable(),
        detector: z.string().nullable(),
        pictures: z.int(),
        objects: z.int(),
        active: z.boolean(),
        /** Rolling back goes back to it. */
        previous: z.boolean(),
      }),
    ),
    index: z.object({ vectors: z.int(), dimensions: z.int() }),
    /** Pins that the model in use has not seen yet. */
    waiting: z.int(),
  })
  .meta({ id: "Models" });
export type ModelsView = z.output<typeof modelsView>;

export const modelChangeView = z
  .object({
    /** Mean share of the ten nearest pins that stay the same, 0..1; null when no pin was seen by both. */
    mean: z.number().nullable(),
    compared: z.int(),
    /** The most changed first. */
    pins: z.array(
      z.object({
        id: z.string(),
        /** 0..1 */
        overlap: z.number(),
        /** Ids of the nearest pins, best first. */
        before: z.array(z.string()),
        after: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: "ModelChange" });
export type ModelChangeView = z.output<typeof modelChangeView>;

export const models = {
  read: route({
    method: "GET",
    path: "/models",
    summary: "The models, and the state of the index.",
    role: "viewer",
    output: modelsView,
  }),
  reindex: route({
    method: "POST",
    path: "/models/reindex",
    summary: "Let a model look at every picture as a job, beside the one in use, then switch to it.",
    role: "admin",
    body: z.strictObject({
      /** `builtin`, a folder of the server's machine or a Hugging Face id; as it is when not said. */
      model: modelName.optional(),
      detector: modelName.optional(),
      /** False only builds it. */
      activate: z.boolean().optional(),
    }),
    output: jobView,
    status: 202,
  }),
  changes: route({
    method: "GET",
    path: "/models/changes",
    summary: "Whose nearest pins are others under another model than under the one in use.",
    role: "analyst",
    query: z.strictObject({ model: modelName }),
    output: modelChangeView,
  }),
  activate: route({
    method: "POST",
    path: "/models/activate",
    summary: "Answer searches with a model that has been built.",
    role: "admin",
    body: z.strictObject({ model: modelName }),
    output: modelsView,
  }),
  rollback: route({
    method: "POST",
    path: "/models/rollback",
    summary: "Answer searches with the model that was in use before.",
    role: "admin",
    output: modelsView,
  }),
  forget: route({
    method: "POST",
    path: "/models/forget",
    summary: "Drop all that a model saw; not for the one in use.",
    role: "admin",
    body: z.strictObject({ model: modelName }),
    output: modelsView,
  }),
} as const;
