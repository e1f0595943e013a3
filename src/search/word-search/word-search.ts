/**
 * Search by words: a text becomes a slate of pins, each with the step that found it.
 *
 *   text → words, phrases, exclusions, price → plan → near-duplicates folded → page
 */
import { randomUUID } from "node:crypto";
import type { Pin, PinFilter, Understanding } from "../../core/nouns.ts";
import type { PinStore, TextModel, UnderstandingStore } from "../../core/ports.ts";
import type { Step, Vocabulary } from "../../core/words.ts";
import { analyzer, fold } from "../../index/word-index/analyzer.ts";
import type { WordGroup } from "../../index/word-index/ranking.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import type { WordKeeper } from "../../index/word-index/word-keeper.ts";
import { dot } from "../../math/vectors.ts";
import { labelWeights } from "../../vision/labels.ts";
import { type Chip, chipsFor } from "../explain.ts";
import { cursorOf, parseCursor } from "../pages.ts";
import { arrange, type ResultSort } from "./order.ts";
import { type Found, runPlan } from "./plan.ts";
import { parseQuestion, type UnderstoodChip } from "./question.ts";

export interface WordQuery {
  readonly text: string;
  readonly filter?: PinFilter;
  /** Pins a page, 1..1000. */
  readonly limit: number;
  readonly cursor?: string;
  readonly explain?: boolean;
  /** The last word is still being typed: words that begin with it count, too. */
  readonly prefix?: boolean;
  /** False takes every word as it was typed. */
  readonly spelling?: boolean;
  readonly sort?: ResultSort;
}

export interface ScorePart {
  readonly name: string;
  readonly value: number;
}

export interface WordHit {
  readonly pin: Pin;
  readonly seen: Understanding | null;
  readonly score: number;
  readonly step: Step;
  /** Parts of the score, when they were asked for; near to it in sum when a more general word was what fitted. */
  readonly parts: readonly ScorePart[] | null;
}

export interface WordAnswer {
  readonly slate: string;
  /** Place of the first hit of this page, 0 for the first page. */
  readonly from: number;
  readonly hits: readonly WordHit[];
  readonly total: number;
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

export interface WordSearch extends Vocabulary {
  /** @throws BAD_CURSOR */
  search(query: WordQuery): Promise<WordAnswer>;
}

export interface WordSearchPorts {
  readonly pins: Pick<PinStore, "readSeqs" | "matching">;
  readonly understandings: Pick<UnderstandingStore, "read">;
  readonly keeper: WordKeeper;
  readonly model: () => string;
  readonly text: () => Promise<TextModel>;
  /** [labels × text dimensions]; empty when the vision model has other labels. */
  readonly labelVectors: () => Float32Array;
  /** Milliseconds from any start. */
  readonly tick: () => number;
}

/** Below this no label is near enough to the words to look for it in pictures. */
const nearLabel = 0.35;
const labelsKept = 32;

export function wordSearch(ports: WordSearchPorts): WordSearch {
  const words = analyzer();

  const labelsOf = async (text: string): Promise<Array<readonly [number, number]>> => {
    const vectors = ports.labelVectors();
    const model = await ports.text();
    const [query] = await model.embed([text]);
    const size = model.dimensions;
    const nearest = Array.from({ length: vectors.length / size }, (_, label) =>
      dot(vectors.subarray(label * size, (label + 1) * size), query),
    ).reduce((best, similarity) => Math.max(best, similarity), -1);
    if (nearest < nearLabel) return [];
    return [...labelWeights(vectors, query).entries()].sort((a, b) => b[1] - a[1]).slice(0, labelsKept);
  };

  const search = async (query: WordQuery): Promise<WordAnswer> => {
    const started = ports.tick();
    const offset = parseCursor(query.cursor);
    const question = parseQuestion(query.text, words);
    const index = ports.keeper.current();
    const filter = filterOf(query.filter, question);
    const kept = filter && (await ports.pins.matching(filter));
    const enough = offset + query.limit + 1;
    const plan = await runPlan(
      question,
      {
        ...{ index, analyzer: words, enough, prefix: query.prefix ?? false },
        ...(query.spelling !== undefined && { spelling: query.spelling }),
        ...(kept && { keep: (document: number) => kept.has(index.table.seq(document)) }),
      },
      () => labelsOf(question.words.map(({ word }) => word).join(" ")),
    );
    const planned = ports.tick();
    const arranged = await arrange(plan.found, query.sort ?? "relevance", index, ports.pins);
    const folded = await readFolded(arranged.slice(0, enough + query.limit), index);
    const page = folded.slice(offset, offset + query.limit);
    const seen = await ports.understandings.read(
      page.map(({ pin }) => pin.seq),
      ports.model(),
    );
    const hits = page.map(({ pin, document, score, step }): WordHit => {
      const parts = query.explain ? partsOf(index, plan.groups, document, step, score) : null;
      return { pin, seen: seen.get(pin.seq) ?? null, score, step, parts };
    });
    return {
      slate: randomUUID(),
      from: offset,
      hits,
      total: plan.total,
      understood: question.chips,
      chips: chipsFor(hits.flatMap(({ pin, seen: sight }) => (sight ? [{ pin, seen: sight }] : []))),
      corrections: plan.corrections,
      reached: plan.reached,
      complete: ports.keeper.isComplete,
      cursor: folded.length > offset + query.limit ? cursorOf(offset + query.limit) : null,
      timings: { find: planned - started, show: ports.tick() - planned },
    };
  };

  /** The same photograph under several pins is shown once, by its first. */
  const readFolded = async (found: readonly Found[], index: WordIndex) => {
    const seqs = found.map(({ document }) => index.table.seq(document));
    const pins = new Map((await ports.pins.readSeqs(seqs)).map((pin) => [pin.seq, pin]));
    const groups = new Set<string>();
    return found.flatMap((one, i) => {
      const pin = pins.get(seqs[i]);
      if (!pin || groups.has(pin.group)) return [];
      groups.add(pin.group);
      return [{ ...one, pin }];
    });
  };
  return {
    search,
    completions: (prefix, limit) => ports.keeper.current().vocabulary.completions(fold(prefix), limit),
  };
}

function filterOf(
  filter: PinFilter | undefined,
  { priceFrom, priceTo }: { priceFrom: number | null; priceTo: number | null },
): PinFilter | undefined {
  if (priceFrom === null && priceTo === null) return filter;
  return { ...filter, ...(priceFrom !== null && { priceFrom }), ...(priceTo !== null && { priceTo }) };
}

function partsOf(
  index: WordIndex,
  groups: readonly WordGroup[],
  document: number,
  step: Step,
  score: number,
): ScorePart[] {
  if (step === "picture") return [{ name: "seen in the picture", value: score }];
  return groups.flatMap((group) => {
    const { scores } = index.any([group], { keep: (one) => one === document });
    const [term] = group.terms;
    return scores.length > 0 && term ? [{ name: index.terms.name(term.term), value: scores[0] }] : [];
  });
}
