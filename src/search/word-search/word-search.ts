/**
 * Search by words: a text becomes a slate of pins, each with the step that found it.
 *
 *   text → words, phrases, exclusions, price → plan → near-duplicates folded → page
 */
import { randomUUID } from "node:crypto";
import type { Pin, PinFilter, Understanding } from "../../core/nouns.ts";
import type { PinStore, UnderstandingStore } from "../../core/ports.ts";
import type { FacetCount, ScorePart, Step, Vocabulary } from "../../core/words.ts";
import { analyzer, fold } from "../../index/word-index/analyzer.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import type { WordKeeper } from "../../index/word-index/word-keeper.ts";
import { type Chip, chipsFor } from "../explain.ts";
import { cursorOf, parseCursor } from "../pages.ts";
import type { Found } from "./gathering.ts";
import { arrange, mostArranged, type ResultSort } from "./order.ts";
import { nothingFound, type PicturePorts, picturesOf } from "./picture-step.ts";
import { runPlan } from "./plan.ts";
import { parseQuestion, type UnderstoodChip } from "./question.ts";
import { type Typing, wordsSought } from "./sought.ts";
import { wordOrder } from "./word-order.ts";

export interface WordQuery extends Typing {
  readonly text: string;
  readonly filter?: PinFilter;
  /** Pins a page, 1..1000. */
  readonly limit: number;
  readonly cursor?: string;
  readonly explain?: boolean;
  readonly sort?: ResultSort;
}

export interface WordHit {
  readonly pin: Pin;
  readonly seen: Understanding | null;
  readonly score: number;
  readonly step: Step;
  /** What the score is the sum of, when it was asked for. */
  readonly parts: readonly ScorePart[] | null;
}

export interface WordAnswer {
  readonly slate: string;
  /** Place of the first hit of this page, 0 for the first page. */
  readonly from: number;
  readonly hits: readonly WordHit[];
  /** Photographs found, the same on every page; copies of one count once. */
  readonly total: number;
  /** The commonest values of what was found. */
  readonly facets: readonly FacetCount[];
  /** What else is to be said of the answer. */
  readonly notes: readonly WordNote[];
  readonly understood: readonly UnderstoodChip[];
  readonly chips: readonly Chip[];
  readonly corrections: ReadonlyArray<{ readonly from: string; readonly to: string }>;
  /** The last step that was needed. */
  readonly reached: Step;
  /** False while the index is still being built. */
  readonly complete: boolean;
  readonly cursor: string | null;
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface WordNote {
  readonly code: "no prices";
  readonly sentence: string;
}

export interface WordSearch extends Vocabulary {
  /** @throws BAD_CURSOR */
  search(query: WordQuery): Promise<WordAnswer>;
}

export interface WordSearchPorts extends PicturePorts {
  readonly pins: Pick<PinStore, "readSeqs" | "matching">;
  readonly understandings: Pick<UnderstandingStore, "read">;
  readonly keeper: WordKeeper;
  readonly model: () => string;
  /** Text as a vector, unit length. */
  readonly embed: (text: string) => Promise<Float32Array>;
  /** Milliseconds from any start. */
  readonly tick: () => number;
}

/** Later hits are not to be had: nobody looks so far, and everyone's questions stay quick. */
const mostPaged = 10_000;
const facetValues = 12;

export function wordSearch(ports: WordSearchPorts): WordSearch {
  const words = analyzer();

  const search = async (query: WordQuery): Promise<WordAnswer> => {
    const started = ports.tick();
    const offset = parseCursor(query.cursor);
    const question = parseQuestion(query.text, words);
    const index = ports.keeper.current();
    const { filter, notes } = filterOf(query.filter, question, index);
    const kept = filter && (await ports.pins.matching(filter));
    const sought = wordsSought(question, { index, analyzer: words }, query);
    const gathered = await runPlan(
      question,
      sought,
      {
        ...{ index, enough: query.limit, deepest: Math.max(mostArranged, offset + query.limit) },
        ...(kept && { keep: (document: number) => kept.has(index.table.seq(document)) }),
      },
      {
        byWords: (groups) => wordOrder(index, groups, () => [], 1),
        meaning: async () => nothingFound,
        picture: async (allowed) =>
          ports.labelVectors().length === 0
            ? nothingFound
            : picturesOf(await ports.embed(sought.text), index, allowed, ports),
      },
    );
    const found = await arrange(gathered.found, query.sort ?? "relevance", index, ports.pins);
    const planned = ports.tick();
    const end = Math.min(offset + query.limit, mostPaged);
    const hits = await hitsOf(found.slice(offset, end), index, query.explain ?? false);
    return {
      slate: randomUUID(),
      from: offset,
      hits,
      total: gathered.total,
      facets: gathered.facets(facetValues),
      notes,
      understood: question.chips,
      chips: chipsFor(hits.flatMap(({ pin, seen: sight }) => (sight ? [{ pin, seen: sight }] : []))),
      corrections: sought.corrections,
      reached: gathered.reached,
      complete: ports.keeper.isComplete,
      cursor: end < Math.min(found.length, mostPaged) ? cursorOf(end) : null,
      timings: { find: planned - started, show: ports.tick() - planned },
    };
  };

  const hitsOf = async (page: readonly Found[], index: WordIndex, explain: boolean): Promise<WordHit[]> => {
    const seqs = page.map(({ document }) => index.table.seq(document));
    const pins = new Map((await ports.pins.readSeqs(seqs)).map((pin) => [pin.seq, pin]));
    const seen = await ports.understandings.read(seqs, ports.model());
    return page.flatMap(({ score, step, parts }, i) => {
      const pin = pins.get(seqs[i]);
      // One that was deleted this moment is passed over.
      return pin
        ? [{ pin, seen: seen.get(pin.seq) ?? null, score, step, parts: explain ? parts() : null }]
        : [];
    });
  };
  return {
    search,
    completions: (prefix, limit) => ports.keeper.current().vocabulary.completions(fold(prefix), limit),
  };
}

/** The filter with the price that the words ask for; where nothing has a price, that is said instead. */
function filterOf(
  filter: PinFilter | undefined,
  { priceFrom, priceTo }: { priceFrom: number | null; priceTo: number | null },
  { priced }: { priced: number },
): { filter: PinFilter | undefined; notes: WordNote[] } {
  const asksPrice = priceFrom !== null || priceTo !== null;
  const filtersPrice = filter?.priceFrom !== undefined || filter?.priceTo !== undefined;
  const notes: WordNote[] =
    priced === 0 && (asksPrice || filtersPrice)
      ? [
          {
            code: "no prices",
            sentence: "No pin here has a price; one that is asked for in words is passed over.",
          },
        ]
      : [];
  if (!asksPrice || priced === 0) return { filter, notes };
  return {
    filter: { ...filter, ...(priceFrom !== null && { priceFrom }), ...(priceTo !== null && { priceTo }) },
    notes,
  };
}
