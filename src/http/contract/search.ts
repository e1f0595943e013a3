/** Visual search: a picture, a pin, an object or an address goes in; a slate with reasons comes out. */
import { z } from "zod";
import { route } from "./route.ts";
import { evidenceView } from "./understood.ts";
import { boxView, count, filterInput, idParams, kindView, objectView, pinView, swatchView } from "./views.ts";

const fraction = z.number().min(0).max(1);
/** Boxes that the API gave out may end a little outside by rounding. */
const rounding = 1e-3;

export const cropInput = z
  .union(
    [
      boxView,
      z.tuple([fraction, fraction, fraction, fraction]).transform(([x, y, w, h]) => ({ x, y, w, h })),
      z
        .string()
        .regex(/^[\d.]+(\s*,\s*[\d.]+){3}$/)
        .transform((text) => {
          const [x, y, w, h] = text.split(",").map(Number);
          return { x, y, w, h };
        }),
    ],
    "a crop is x, y, w, h as fractions of the picture",
  )
  .refine(
    ({ x, y, w, h }) => w > 0 && h > 0 && x + w <= 1 + rounding && y + h <= 1 + rounding,
    "a crop lies within the picture",
  )
  .transform(({ x, y, w, h }) => ({ x, y, w: Math.min(w, 1 - x), h: Math.min(h, 1 - y) }));

export const visualQuery = z
  .strictObject({
    /** Instead of an uploaded picture. */
    pin: z.string().optional(),
    /** The ordinal of an object in the pin, or in the picture as an answer before said. */
    object: z.int().min(1).max(15).optional(),
    url: z.url({ protocol: /^https?$/ }).optional(),
    /** `{x, y, w, h}`, `[x, y, w, h]` or `"x,y,w,h"`. */
    crop: cropInput.optional(),
    filter: filterInput.optional(),
    k: z.int().min(1).max(1000).optional(),
    /** The chance that an unrelated picture passes; with 1 the nearest are shown, whatever they are. As `search.cutoff` when not said. */
    cutoff: fraction.optional(),
    cursor: z.string().optional(),
  })
  .meta({ id: "VisualQuery" });
export type VisualQuery = z.input<typeof visualQuery>;
/** As it is after parsing. */
export type VisualQuestion = z.output<typeof visualQuery>;

export const reasonView = z
  .object({
    kind: z.enum(["as asked", "same piece", "same kind", "same colours", "contains it", "looks alike"]),
    /** Ready to show: "same kind: armchair". */
    sentence: z.string(),
  })
  .meta({ id: "Reason" });

export const hitView = z
  .object({
    pin: pinView,
    /** Standard deviations above the collection's background for this query; 0 when it is too small to say. */
    score: z.number(),
    /** Cosine similarity, -1..1. */
    similarity: z.number(),
    /** Where in the pin it was found; null for the whole picture. */
    region: boxView.nullable(),
    reasons: z.array(reasonView),
    /** Past this query's cutoff; where false, one of the ten nearest, and nearer than chance would bring it. */
    similar: z.boolean(),
  })
  .meta({ id: "Hit" });
export type HitView = z.output<typeof hitView>;

export const chipView = z
  .object({
    facet: z.enum(["kind", "colour", "tag", "attribute"]),
    label: z.string(),
    /** How many of the results it would keep. */
    pins: z.int(),
    /** Merge into the request's filter to apply it. */
    filter: filterInput,
  })
  .meta({ id: "Chip", description: "A refinement that is a real filter." });
export type ChipView = z.output<typeof chipView>;

export const searchAnswer = z
  .object({
    slate: z.string(),
    /** What was looked at. */
    region: boxView,
    objects: z.array(objectView),
    intent: z.object({
      kind: kindView,
      /** One thing on a calm ground, several things, or a crop that a person drew. */
      view: z.enum(["object", "scene", "crop"]),
      palette: z.array(swatchView),
      quality: z.object({
        /** Variance of the Laplacian, 0 and up. */
        sharpness: z.number(),
        /** Mean lightness, 0..1. */
        exposure: z.number(),
        /** What may make the answer worse. */
        trouble: z.enum(["blurred", "dark", "washed out"]).nullable(),
      }),
      /** The understood query in a sentence. */
      sentence: z.string(),
    }),
    hits: z.array(hitView),
    chips: z.array(chipView),
    /** Nothing passed the cutoff; what the collection holds instead. */
    nothingSimilar: z.object({ sentence: z.string(), nearestKinds: z.array(z.string()) }).nullable(),
    cursor: z.string().nullable(),
    /** Milliseconds of each stage. */
    timings: z.record(z.string(), z.number()),
  })
  .meta({ id: "SearchAnswer" });
export type SearchAnswer = z.output<typeof searchAnswer>;

export const composedQuery = visualQuery
  .omit({ cutoff: true })
  .extend({
    /** What the thing in the picture should be like: "in green", "velvet, under 300", "without arms". */
    text: z.string().max(20_000),
    /** Instead of a picture or a pin: the id of an original, as pins have it in `original`. */
    blob: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    /** As `k`. */
    limit: z.int().min(1).max(1000).optional(),
  })
  .meta({ id: "ComposedQuery" });
export type ComposedQuery = z.input<typeof composedQuery>;

export const composedAnswer = searchAnswer
  .extend({
    /** What was understood of the words; nothing fitted what is `relaxed`. */
    understood: z.array(evidenceView),
  })
  .meta({ id: "ComposedAnswer" });
export type ComposedAnswer = z.output<typeof composedAnswer>;

export const search = {
  composed: route({
    method: "POST",
    path: "/search",
    summary: 'Find pins that look like a picture and are as words say: a chair, "in green".',
    role: "viewer",
    upload: "one",
    body: composedQuery,
    output: composedAnswer,
  }),
  visual: route({
    method: "POST",
    path: "/search/visual",
    summary: "Find pins that look like a picture, a pin, an object in it, or a crop.",
    role: "viewer",
    upload: "one",
    body: visualQuery,
    output: searchAnswer,
  }),
  linkedPicture: route({
    method: "GET",
    path: "/search/linked-picture",
    summary:
      "The picture at an address, as a WebP of at most 1280 pixels, to look at before searching by it.",
    role: "viewer",
    query: z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(4000) }),
    answer: "file",
  }),
  similar: route({
    method: "GET",
    path: "/pins/{id}/similar",
    summary: "Pins that look like this one.",
    role: "viewer",
    params: idParams,
    query: z.strictObject({
      object: z.coerce.number().int().min(1).max(15).optional(),
      filter: z.string().max(100_000).meta({ description: "A Filter as JSON." }).optional(),
      k: count(1000),
      cutoff: z.coerce.number().min(0).max(1).optional(),
      cursor: z.string().optional(),
    }),
    output: searchAnswer,
  }),
} as const;
