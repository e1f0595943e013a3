/** Help with searching: suggestions while typing, chips that split a result, near, rising and past searches. */
import { z } from "zod";
import { suggestionKinds } from "../../core/guidance.ts";
import { route } from "./route.ts";
import { count, done, filterInput } from "./views.ts";

/** Address of a WebP picture of 256 pixels; null where there is none to show. */
const thumbnail = z.string().nullable();
const words = z.string().max(2000);

export const suggestionView = z
  .object({
    text: z.string(),
    kind: z.enum(suggestionKinds),
    /** A few words: "Seen in 24 pictures". */
    why: z.string(),
    thumbnail,
    /** Pictures it leads to, where they are counted. */
    pins: z.int().nullable(),
    /** What to search for; null for what leads to a board or a person of its own. */
    search: z.object({ q: z.string(), filter: filterInput }).nullable(),
    /** Id of one's own board. */
    board: z.string().nullable(),
    person: z.string().nullable(),
    /** What was typed, where other letters than those were taken. */
    mended: z.string().nullable(),
  })
  .meta({ id: "Suggestion" });
export type SuggestionView = z.output<typeof suggestionView>;

export const guidedChipView = z
  .object({
    facet: z.enum(["kind", "colour", "tag", "attribute"]),
    label: z.string(),
    /** Of the pictures looked at, how many it keeps. */
    pins: z.int(),
    /** What its answer tells beyond the chips before it, in bits. */
    gain: z.number(),
    thumbnail,
    /** The whole filter with it. */
    filter: filterInput,
  })
  .meta({ id: "GuidedChip" });
export type GuidedChipView = z.output<typeof guidedChipView>;

export const nearSearchView = z
  .object({ words: z.string(), why: z.string(), thumbnail })
  .meta({ id: "NearSearch" });
export type NearSearchView = z.output<typeof nearSearchView>;

export const pastSearchView = z
  .object({ words: z.string(), at: z.iso.datetime(), thumbnail })
  .meta({ id: "PastSearch" });
export type PastSearchView = z.output<typeof pastSearchView>;

export const guidance = {
  suggest: route({
    method: "GET",
    path: "/search/suggest",
    summary: "What someone may mean by the letters so far; nothing typed brings past and rising searches.",
    role: "viewer",
    query: z.strictObject({ q: words.optional(), limit: count(20) }),
    output: z.object({ q: z.string(), suggestions: z.array(suggestionView), milliseconds: z.number() }),
  }),
  guide: route({
    method: "GET",
    path: "/search/guide",
    summary: "Chips that split what is found for words and a filter best, up to four levels.",
    role: "viewer",
    query: z.strictObject({
      q: words.optional(),
      filter: z.string().max(100_000).meta({ description: "A Filter as JSON." }).optional(),
      limit: count(30),
    }),
    output: z.object({
      /** Questions the filter has answered; at 4 there are no more chips. */
      level: z.int(),
      chips: z.array(guidedChipView),
    }),
  }),
  related: route({
    method: "GET",
    path: "/search/related",
    summary: "Searches near to a search: by what people chose, else by what its pictures show.",
    role: "viewer",
    query: z.strictObject({ q: words, limit: count(30) }),
    output: z.object({ items: z.array(nearSearchView) }),
  }),
  trending: route({
    method: "GET",
    path: "/search/trending",
    summary: "What different people search for now, the most rising first.",
    role: "viewer",
    query: z.strictObject({ limit: count(50) }),
    output: z.object({
      items: z.array(z.object({ words: z.string(), people: z.int(), thumbnail })),
    }),
  }),
  recent: route({
    method: "GET",
    path: "/search/recent",
    summary: "One's own last searches, the latest first; empty while no history is kept.",
    role: "viewer",
    query: z.strictObject({ limit: count(50) }),
    output: z.object({ items: z.array(pastSearchView) }),
  }),
  forgetRecent: route({
    method: "DELETE",
    path: "/search/recent",
    summary: "Forget one of one's last searches, or all of them.",
    role: "viewer",
    query: z.strictObject({ q: words.optional() }),
    output: done,
  }),
} as const;
