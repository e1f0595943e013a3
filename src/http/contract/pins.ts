/** Pins: create, read, list, change, delete with undo, and many at once. */
import { z } from "zod";
import { route } from "./route.ts";
import { count, done, failureView, filterInput, idParams, pinView, wordsInput } from "./views.ts";

const ids = z.strictObject({ ids: z.array(z.string()).min(1).max(10_000) });

/** In a query string a filter is one JSON value. */
const filterText = z.string().max(100_000).meta({ description: "A Filter as JSON." }).optional();

export const listQuery = z.strictObject({
  filter: filterText,
  sort: z.enum(["newest", "oldest", "title", "price"]).optional(),
  cursor: z.string().optional(),
  limit: count(200),
});

export const pinPage = z
  .object({
    /** This page in the event log: events name it with their place in it. */
    slate: z.string(),
    items: z.array(pinView),
    cursor: z.string().nullable(),
    total: z.int(),
  })
  .meta({ id: "PinPage" });
export type PinPage = z.output<typeof pinPage>;

export const createAnswer = z
  .object({
    pins: z.array(z.object({ pin: pinView, created: z.boolean() })),
    failures: z.array(failureView),
  })
  .meta({ id: "Created", description: "`created` is false where the same bytes were there already." });

const patchInput = z.strictObject({
  ...wordsInput.shape,
  boards: z.array(z.string().min(1).max(200)).max(1000).optional(),
  /** Refused when the pin is of another version. */
  version: z.int().optional(),
});

export const pins = {
  create: route({
    method: "POST",
    path: "/pins",
    summary: "Add pictures, one or many; or the one at an address.",
    role: "member",
    upload: "many",
    body: z.strictObject({
      ...wordsInput.shape,
      board: z.string().min(1).max(200).optional(),
      /** Instead of an upload. */
      url: z
        .url({ protocol: /^https?$/ })
        .max(4000)
        .optional(),
    }),
    output: createAnswer,
    status: 201,
  }),
  list: route({
    method: "GET",
    path: "/pins",
    summary: "List pins a page at a time, filtered and sorted.",
    role: "viewer",
    query: listQuery,
    output: pinPage,
  }),
  read: route({
    method: "GET",
    path: "/pins/{id}",
    summary: "Read a pin.",
    role: "viewer",
    params: idParams,
    output: pinView,
  }),
  patch: route({
    method: "PATCH",
    path: "/pins/{id}",
    summary: "Change a pin's words and boards.",
    role: "member",
    params: idParams,
    body: patchInput,
    output: pinView,
  }),
  remove: route({
    method: "DELETE",
    path: "/pins/{id}",
    summary: "Delete a pin; `restore` brings it back.",
    role: "member",
    params: idParams,
    output: done,
  }),
  restore: route({
    method: "POST",
    path: "/pins/{id}/restore",
    summary: "Bring a deleted pin back.",
    role: "member",
    params: idParams,
    output: pinView,
  }),
  bulk: route({
    method: "POST",
    path: "/pins/bulk",
    summary: "Delete, restore or change many pins at once.",
    role: "member",
    body: z.discriminatedUnion("action", [
      z.strictObject({ action: z.literal("delete"), ...ids.shape }),
      z.strictObject({ action: z.literal("restore"), ...ids.shape }),
      z.strictObject({
        action: z.literal("change"),
        ...ids.shape,
        addTags: z.array(z.string().max(200)).optional(),
        addBoards: z.array(z.string().min(1).max(200)).optional(),
      }),
    ]),
    output: done,
  }),
  count: route({
    method: "POST",
    path: "/pins/count",
    summary: "Count the pins a filter keeps.",
    role: "viewer",
    body: z.strictObject({ filter: filterInput.optional() }),
    output: z.object({ pins: z.int() }),
  }),
} as const;

export const blobs = {
  original: route({
    method: "GET",
    path: "/blobs/{id}",
    summary: "An original file, with ETag and ranges.",
    role: "viewer",
    params: idParams,
    answer: "file",
  }),
  thumbnail: route({
    method: "GET",
    path: "/thumbnails/{id}/{size}",
    summary: "A WebP picture whose longest side is 256, 640 or 1280 pixels.",
    role: "viewer",
    params: z.object({ id: z.string().min(1).max(200), size: z.enum(["256", "640", "1280"]) }),
    answer: "file",
  }),
} as const;
