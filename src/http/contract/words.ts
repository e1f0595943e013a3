/** Search by words: a text goes in; pins come out, each with the step that found it. */
import { z } from "zod";
import { noteCodes, steps } from "../../core/words.ts";
import { route } from "./route.ts";
import { chipView } from "./search.ts";
import { aimView, evidenceView } from "./understood.ts";
import { count, pinView } from "./views.ts";

export const stepView = z.enum(steps);

export const wordHitView = z
  .object({
    pin: pinView,
    /** Comparable within one step only. */
    score: z.number(),
    /** How it was found, from the surest to the vaguest. */
    step: stepView,
    /** What the score is the sum of, only with `explain`. */
    parts: z.array(z.object({ name: z.string(), value: z.number() })).optional(),
  })
  .meta({ id: "WordHit" });

export const wordAnswer = z
  .object({
    slate: z.string(),
    hits: z.array(wordHitView),
    /**
     * Photographs found by all steps that were needed, the same on every page; copies of one count once. At most the
     * first 10,000 can be paged to.
     */
    total: z.int(),
    /** The commonest values of what was found, with how many pins have them. */
    facets: z.array(z.object({ name: z.string(), value: z.string(), pins: z.int() })),
    /** What else is to be said of the answer. */
    notes: z.array(z.object({ code: z.enum(noteCodes), sentence: z.string() })),
    /** What was understood of the words. */
    understood: z.array(evidenceView),
    intent: aimView,
    chips: z.array(chipView),
    /** Words that nothing holds with those that were sought instead. */
    corrections: z.array(z.object({ from: z.string(), to: z.string() })),
    /** The last step of the plan that was needed. */
    step: stepView,
    /** False while the word index is still being built. */
    complete: z.boolean(),
    cursor: z.string().nullable(),
    /** Milliseconds of each stage. */
    timings: z.record(z.string(), z.number()),
  })
  .meta({ id: "WordAnswer" });
export type WordAnswerView = z.output<typeof wordAnswer>;

const truth = z.enum(["0", "1", "true", "false"]).optional();

export const searchLog = z
  .object({
    /** The latest first. */
    searches: z.array(
      z.object({
        slate: z.string(),
        /** As typed; null when whoever asked wants nothing of it kept. */
        text: z.string().nullable(),
        person: z.string().nullable(),
        time: z.iso.datetime(),
        /** Pins found, and those on the first page. */
        results: z.int(),
        shown: z.int(),
        /** The last step of the plan that was needed. */
        step: stepView,
        milliseconds: z.number(),
      }),
    ),
    /** The most searched first, whatever their letters' case. */
    texts: z.array(
      z.object({
        text: z.string(),
        searches: z.int(),
        people: z.int(),
        /** Searches that found nothing. */
        empty: z.int(),
        /** Median. */
        milliseconds: z.number(),
        last: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: "SearchLog" });

export const words = {
  search: route({
    method: "GET",
    path: "/search",
    summary: "Find pins by words, their meaning in pictures included.",
    role: "viewer",
    query: z.strictObject({
      q: z.string().max(20_000),
      filter: z.string().max(100_000).meta({ description: "A Filter as JSON." }).optional(),
      k: count(1000),
      cursor: z.string().optional(),
      explain: truth,
      /** The last word is still being typed: words that begin with it count, too. */
      prefix: truth,
      /** `0` takes every word as it was typed, even where nothing holds it. */
      spelling: truth,
      sort: z.enum(["relevance", "newest", "oldest", "price"]).optional(),
    }),
    output: wordAnswer,
  }),
  log: route({
    method: "GET",
    path: "/search/log",
    summary: "What was searched for by words: texts, results, times, steps, and what found nothing.",
    role: "analyst",
    query: z.strictObject({
      /** Only searches that found nothing. */
      empty: truth,
      since: z.iso.datetime().optional(),
      limit: count(1000),
    }),
    output: searchLog,
  }),
} as const;
