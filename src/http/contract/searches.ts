/** Saved searches: kept with their filter, and told when new pins fit. */
import { z } from "zod";
import { route } from "./route.ts";
import { count, done, filterInput, idParams, pinView } from "./views.ts";

const name = z.string().min(1).max(100);

export const savedSearchView = z
  .object({
    id: z.string(),
    name: z.string(),
    words: z.string(),
    filter: filterInput,
    createdAt: z.iso.datetime(),
    /** Pins that came since and were not yet seen. */
    fresh: z.int(),
    /** Pins that came since it was saved. */
    matches: z.int(),
    /** Picture of the latest of them. */
    thumbnail: z.string().nullable(),
  })
  .meta({ id: "SavedSearch" });
export type SavedSearchView = z.output<typeof savedSearchView>;

export const searches = {
  list: route({
    method: "GET",
    path: "/searches",
    summary: "One's saved searches, the latest first, with how many new pins fit each.",
    role: "viewer",
    output: z.object({ items: z.array(savedSearchView), fresh: z.int() }),
  }),
  create: route({
    method: "POST",
    path: "/searches",
    summary: "Save a search; the same words and filter again give the one that is there.",
    role: "viewer",
    body: z.strictObject({
      words: z.string().max(2000).optional(),
      filter: filterInput.optional(),
      /** The words when not said. */
      name: name.optional(),
    }),
    output: savedSearchView,
    status: 201,
  }),
  read: route({
    method: "GET",
    path: "/searches/{id}",
    summary: "One saved search.",
    role: "viewer",
    params: idParams,
    output: savedSearchView,
  }),
  patch: route({
    method: "PATCH",
    path: "/searches/{id}",
    summary: "Give a saved search another name.",
    role: "viewer",
    params: idParams,
    body: z.strictObject({ name }),
    output: savedSearchView,
  }),
  remove: route({
    method: "DELETE",
    path: "/searches/{id}",
    summary: "Keep a search no longer.",
    role: "viewer",
    params: idParams,
    output: done,
  }),
  matches: route({
    method: "GET",
    path: "/searches/{id}/pins",
    summary: "Pins that came since it was saved, the latest first.",
    role: "viewer",
    params: idParams,
    query: z.strictObject({ cursor: z.string().optional(), limit: count(200) }),
    output: z.object({
      items: z.array(z.object({ pin: pinView, at: z.iso.datetime(), fresh: z.boolean() })),
      cursor: z.string().nullable(),
    }),
  }),
  markSeen: route({
    method: "POST",
    path: "/searches/{id}/seen",
    summary: "Everything that came so far is seen.",
    role: "viewer",
    params: idParams,
    output: done,
  }),
} as const;
