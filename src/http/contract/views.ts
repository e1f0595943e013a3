/** What several routes speak of: boxes, kinds, colours, objects, pins, pages, filters, problems. Times are ISO 8601. */
import { z } from "zod";

export const boxView = z
  .object({
    x: z.number().min(0).max(1),
    y: z.number().min(0).max(1),
    w: z.number().gt(0).max(1),
    h: z.number().gt(0).max(1),
  })
  .meta({
    id: "Box",
    description: "Fractions of the upright picture, from its top left corner.",
  });
export type BoxView = z.output<typeof boxView>;

export const kindView = z
  .object({ name: z.string(), confidence: z.number(), path: z.array(z.string()) })
  .meta({ id: "Kind", description: "What it is, with its path from general to special." });
export type KindView = z.output<typeof kindView>;

export const swatchView = z
  .object({ hex: z.string(), name: z.string(), share: z.number() })
  .meta({ id: "Swatch", description: "A colour and its share of the pixels, 0..1." });
export type SwatchView = z.output<typeof swatchView>;

export const labelView = z.object({ name: z.string(), confidence: z.number() }).meta({ id: "Label" });

export const objectView = z
  .object({
    /** 1..15 within the picture. */
    ordinal: z.int(),
    box: boxView,
    confidence: z.number(),
    kind: kindView,
    palette: z.array(swatchView),
  })
  .meta({ id: "SeenObject", description: "Something found in a picture." });
export type ObjectView = z.output<typeof objectView>;

export const priceView = z
  .object({ amount: z.number().min(0), currency: z.string().max(3) })
  .meta({ id: "Price" });
/** As it is given: the currency in ISO 4217, or left out. */
const priceInput = z.strictObject({
  amount: z.number().min(0),
  currency: z
    .string()
    .regex(/^([a-z]{3})?$/i, "a currency is three letters of ISO 4217, or empty")
    .transform((code) => code.toUpperCase())
    .default(""),
});
const attributeValue = z.union([z.string(), z.number(), z.boolean()]);

export const pinView = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    link: z.string(),
    domain: z.string(),
    tags: z.array(z.string()),
    price: priceView.nullable(),
    attributes: z.record(z.string(), attributeValue),
    owner: z.string(),
    boards: z.array(z.string()),
    sources: z.array(z.string()),
    /** Upright size in pixels. */
    width: z.int(),
    height: z.int(),
    mime: z.string(),
    bytes: z.int(),
    /** ThumbHash, base64. */
    placeholder: z.string(),
    /** Address of the original. */
    original: z.string(),
    /** Addresses of WebP pictures, by their longest side in pixels. */
    thumbnails: z.object({ 256: z.string(), 640: z.string(), 1280: z.string() }),
    /** Null until the models have seen it. */
    kind: kindView.nullable(),
    palette: z.array(swatchView),
    labels: z.array(labelView),
    objects: z.array(objectView),
    /** The first pin of its group of near-duplicates, or its own id. */
    group: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    version: z.int(),
  })
  .meta({ id: "Pin" });
export type PinView = z.output<typeof pinView>;

const words = z.array(z.string().max(200)).max(100);

export const filterInput = z
  .strictObject({
    ids: z.array(z.string()).max(10_000).optional(),
    boards: words.optional(),
    tags: words.optional(),
    /** Any word of a kind's path: "furniture" keeps chairs. */
    kinds: words.optional(),
    /** Names of the palette, or any colours as `#rrggbb`: pins with one that looks alike. */
    colours: z
      .array(
        z
          .string()
          .max(200)
          .regex(/^(?!#)|^#[\da-f]{6}$/i, "a colour is a name or #rrggbb"),
      )
      .max(100)
      .optional(),
    shapes: z.array(z.enum(["portrait", "landscape", "square"])).optional(),
    owners: words.optional(),
    domains: words.optional(),
    priceFrom: z.number().optional(),
    priceTo: z.number().optional(),
    /** ISO 4217, of these bounds; without it the commonest of the collection is meant. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    /** Milliseconds since 1970 UTC. */
    createdFrom: z.number().optional(),
    createdTo: z.number().optional(),
    /** Leaves out what people have reported as spam, nudity, violence or hate. */
    safe: z.boolean().optional(),
    attributes: z.record(z.string(), z.array(attributeValue)).optional(),
  })
  .meta({ id: "Filter", description: "Every part must hold; within one part, any of its values." });
export type FilterInput = z.input<typeof filterInput>;

export const wordsInput = z.strictObject({
  title: z.string().max(500).optional(),
  description: z.string().max(10_000).optional(),
  link: z.union([z.url({ protocol: /^https?$/ }).max(4000), z.literal("")]).optional(),
  tags: words.optional(),
  price: priceInput.nullable().optional(),
  attributes: z.record(z.string().max(100), attributeValue).optional(),
});

export const problemView = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    /** A row of docs/errors.md. */
    code: z.string(),
    /** What to do about it. */
    remedy: z.string(),
    /** The request's id; the log has the details under it. */
    instance: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details." });
export type ProblemView = z.output<typeof problemView>;

export const failureView = z
  .object({ file: z.string(), code: z.string(), sentence: z.string(), remedy: z.string() })
  .meta({ id: "Failure" });

export const idParams = z.object({ id: z.string().min(1).max(200) });
export const done = z.object({ done: z.int() }).meta({ description: "How many were changed." });

/** A number in a query string. */
export const count = (bound: number) => z.coerce.number().int().min(1).max(bound).optional();
