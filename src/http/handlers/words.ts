/** Search by words over HTTP. */
import type { WordAnswer } from "../../search/word-search/word-search.ts";
import type { Handlers } from "../asked.ts";
import type { FilterInput } from "../contract/views.ts";
import type { WordAnswerView, words } from "../contract/words.ts";
import { viewPin } from "../pin-views.ts";
import { writeSlate } from "../slates.ts";
import { parseFilter } from "./pins.ts";

export const wordHandlers: Handlers<typeof words> = {
  search: async ({ query, engine, request, caller }) => {
    const answer = await engine.words.search({
      text: query.q,
      limit: query.k ?? engine.settings["search.results"],
      explain: query.explain === "1" || query.explain === "true",
      ...(query.cursor !== undefined && { cursor: query.cursor }),
      ...(query.filter !== undefined && { filter: parseFilter(query.filter) }),
    });
    writeSlate(
      { engine, request, caller },
      {
        ...{ slate: answer.slate, surface: "search", source: "words", query: query.q },
        hits: answer.hits.map(({ pin, score }) => ({ pin: pin.id, scores: { score } })),
      },
    );
    return viewWordAnswer(answer);
  },
};

/** What `bowerbird search` prints, too. */
export function viewWordAnswer(answer: WordAnswer): WordAnswerView {
  const { slate, total, reached, complete, cursor } = answer;
  return {
    ...{ slate, total, complete, cursor, step: reached },
    hits: answer.hits.map(({ pin, seen, score, step, parts }) => ({
      ...{ pin: viewPin(pin, seen), score, step },
      ...(parts && { parts: parts.map((part) => ({ ...part })) }),
    })),
    understood: answer.understood.map((chip) => ({ ...chip })),
    chips: answer.chips.map(({ facet, text, hits, filter }) => ({
      ...{ facet, label: text, pins: hits },
      filter: structuredClone(filter) as FilterInput,
    })),
    corrections: answer.corrections.map((correction) => ({ ...correction })),
    timings: { ...answer.timings },
  };
}
