/** Search by words over HTTP, and what was searched for. */
import type { SearchOutcome } from "../../core/words.ts";
import { longestText } from "../../events/parse-event.ts";
import type { WordAnswer } from "../../search/word-search/word-search.ts";
import type { Asked, Handlers } from "../asked.ts";
import type { FilterInput } from "../contract/views.ts";
import type { WordAnswerView, words } from "../contract/words.ts";
import { viewEvidence } from "../evidence-views.ts";
import { shownTo } from "../hidden.ts";
import { iso, viewPin } from "../pin-views.ts";
import { writeSlate } from "../slates.ts";
import { askerOf } from "./guidance.ts";
import { parseFilter } from "./pins.ts";

export const wordHandlers: Handlers<typeof words> = {
  search: async (asked) => {
    const { query, engine } = asked;
    const answer = await engine.words.search({
      text: query.q,
      limit: query.k ?? engine.settings["search.results"],
      explain: isTrue(query.explain),
      prefix: isTrue(query.prefix),
      ...(query.spelling !== undefined && { spelling: isTrue(query.spelling) }),
      ...(query.sort !== undefined && { sort: query.sort }),
      ...(query.cursor !== undefined && { cursor: query.cursor }),
      ...(await shownTo(asked, query.filter === undefined ? undefined : parseFilter(query.filter))),
    });
    logSearch(asked, query.q, answer);
    await rememberSearch(asked, query.q, answer);
    return viewWordAnswer(answer);
  },
  log: async ({ query, engine }) => {
    const bounds = {
      limit: query.limit ?? 100,
      empty: isTrue(query.empty),
      ...(query.since !== undefined && { since: Date.parse(query.since) }),
    };
    const [searches, texts] = [await engine.queryLog.latest(bounds), await engine.queryLog.texts(bounds)];
    return {
      searches: searches.map(({ time, reached, ...one }) => ({ ...one, time: iso(time), step: reached })),
      texts: texts.map(({ last, ...one }) => ({ ...one, last: iso(last) })),
    };
  },
};

const isTrue = (given: string | undefined): boolean => given === "1" || given === "true";

const longestRemembered = 200;

/** What someone searched for is theirs to find again, where it found something and their history is kept. */
async function rememberSearch(
  asked: Pick<Asked, "engine" | "request" | "caller">,
  text: string,
  { from, hits }: WordAnswer,
): Promise<void> {
  const owner = askerOf(asked);
  const words = text.trim().replace(/\s+/gu, " ");
  if (owner === null || from > 0 || hits.length === 0 || words === "" || words.length > longestRemembered)
    return;
  await asked.engine.searches.remember(owner, words.toWellFormed());
}

/** The served page is a slate; the first one says what the whole search came to. */
export function logSearch(
  about: Pick<Asked, "engine" | "request" | "caller">,
  text: string,
  { slate, from, hits, total, reached, corrections, timings }: WordAnswer,
): void {
  const outcome: SearchOutcome = {
    ...{ results: total, reached },
    milliseconds: Object.values(timings).reduce((sum, one) => sum + one, 0),
    ...(corrections.length > 0 && { corrected: corrections }),
  };
  writeSlate(about, {
    ...{ slate, surface: "search", source: "words", query: text.slice(0, longestText), from },
    ...(from === 0 && { extra: { ...outcome } }),
    hits: hits.map(({ pin, score, step }) => ({ pin: pin.id, scores: { score }, extra: { step } })),
  });
}

/** What `bowerbird search` prints, too. */
export function viewWordAnswer(answer: WordAnswer): WordAnswerView {
  const { slate, total, reached, complete, cursor } = answer;
  return {
    ...{ slate, total, complete, cursor, step: reached },
    hits: answer.hits.map(({ pin, seen, score, step, parts }) => ({
      ...{ pin: viewPin(pin, seen), score, step },
      ...(parts && { parts: parts.map((part) => ({ ...part })) }),
    })),
    facets: answer.facets.map((facet) => ({ ...facet })),
    notes: answer.notes.map((note) => ({ ...note })),
    understood: viewEvidence(answer.understood, answer.relaxed),
    intent: {
      ...{ ...answer.aim, reach: answer.reach },
      season: answer.season && { name: answer.season.name, months: [...answer.season.months] },
    },
    chips: answer.chips.map(({ facet, text, hits, filter }) => ({
      ...{ facet, label: text, pins: hits },
      filter: structuredClone(filter) as FilterInput,
    })),
    corrections: answer.corrections.map((correction) => ({ ...correction })),
    timings: { ...answer.timings },
  };
}
