/**
 * The words of a collection, in memory, derived from the state: posting lists by stem, the words as people read them (for
 * spelling and completion), the vision model's labels as postings of their own, and the values that results are
 * narrowed by. Changes are visible to the next question. See docs/decisions/ for why not the database's own index.
 */
import {
  type Column,
  columnsOf,
  numberColumn,
  numbersOf,
  type SavedColumns,
  savedPart,
} from "../../core/columns.ts";
import { BowerbirdError } from "../../core/errors.ts";
import type { PlacedText, WordDocument } from "../../core/words.ts";
import { type Analyzer, wordsIn } from "./analyzer.ts";
import { placeWeights, strengthUnit } from "./bm25.ts";
import { type Documents, documents } from "./documents.ts";
import { type FacetCounter, facetTable } from "./facets.ts";
import { growingNumbers } from "./growing-numbers.ts";
import { packedLists } from "./packed-lists.ts";
import { mostDocuments, type PostingLists, postingLists } from "./posting-lists.ts";
import { type Keep, type Ranked, type Ranking, ranking } from "./ranking.ts";
import { livingOf, renumbering } from "./renumbering.ts";
import { type WordVocabulary, wordVocabulary } from "./vocabulary.ts";

export interface WordIndex extends Ranking {
  /** Living documents. */
  readonly size: number;
  readonly table: Documents;
  /** By stem; terms of what things are a kind of begin with `general`. */
  readonly terms: PostingLists;
  /** The words as they are read, for completion and spelling. */
  readonly vocabulary: Omit<WordVocabulary, "meet" | "columns">;
  /** A pin already there is replaced. @throws OUT_OF_RANGE */
  add(entries: readonly WordDocument[]): void;
  /** Unknown pins are passed over. */
  remove(seqs: readonly number[]): void;
  /** Living documents with this stem. */
  frequency(term: string): number;
  /** Counts the values of documents, to narrow by. */
  facets(): FacetCounter;
  /** Living documents with a price. */
  readonly priced: number;
  /** Σ weight · sqrt(p): pictures by what was seen in them, whatever their words. */
  byLabels(weights: ReadonlyArray<readonly [label: number, weight: number]>, keep?: Keep): Ranked;
  /** Everything as it is now, to be read piece by piece while the index changes; no other columns until `written`. */
  columns(): Column[];
  written(): void;
}

/** In front of stems that say what a thing is a kind of, so that they are only found when asked for. */
export const generalMark = "\u0001";
/** Words of one pin beyond this are not searched. */
const mostWords = 4000;
const labelUnit = 255;

/** @param saved what `columns` has written; it is taken over, and without the dead */
export function wordIndex({ term }: Pick<Analyzer, "term">, saved: SavedColumns | null = null): WordIndex {
  const part = (name: string) => saved && savedPart(name, saved);
  const numbering = saved && renumbering(numbersOf(saved, "documents.alive", Uint8Array));
  const table = documents(part("documents"), numbering);
  const terms = postingLists(part("terms"), numbering);
  const labels = postingLists(part("labels"), numbering);
  const labelsOf = packedLists(part("labels of"), numbering);
  const facets = facetTable(part("facets"), numbering);
  /** By document: 1 when it has a price. */
  const hasPrice = growingNumbers(
    Uint8Array,
    saved && livingOf(numbersOf(saved, "has price", Uint8Array), numbering),
  );
  let priced = hasPrice.untilNow().reduce((sum, has) => sum + has, 0);
  const vocabulary = wordVocabulary(terms.living, part("vocabulary"));

  const bury = (document: number): void => {
    table.bury(document);
    for (const term of new Set(table.terms(document))) if (term > 0) terms.bury(term - 1, table.isAlive);
    for (const label of labelsOf.get(document)) labels.bury(label, table.isAlive);
    priced -= hasPrice.values[document];
  };

  const plainTerm = (word: string): number => terms.number(term(word));
  const generalTerm = (word: string): number => terms.number(generalMark + term(word));

  /** Stems in order, the weight of each, and the weighted length. */
  const read = (texts: readonly PlacedText[]) => {
    const order: number[] = [];
    const strengths = new Map<number, number>();
    let length = 0;
    for (const { place, text, weight } of texts) {
      const isGeneral = place === "general";
      const counts = placeWeights[place] * weight;
      if (order.length > 0) order.push(0);
      for (const word of wordsIn(text)) {
        if (order.length >= mostWords) break;
        const number = vocabulary.meet(word, isGeneral, isGeneral ? generalTerm : plainTerm);
        order.push(number + 1);
        strengths.set(number, (strengths.get(number) ?? 0) + counts);
        if (!isGeneral) length += counts;
      }
    }
    return { order, strengths, length };
  };

  const add = (entry: WordDocument): void => {
    const known = table.ofPin(entry.seq);
    if (known >= 0) bury(known);
    const { order, strengths, length } = read(entry.texts);
    if (table.end === mostDocuments) {
      const range = `at most ${mostDocuments}, changes since the start included`;
      throw new BowerbirdError("OUT_OF_RANGE", {
        what: "the number of pins by words",
        actual: table.end,
        range,
      });
    }
    const document = table.add(entry, order, length);
    facets.add(entry.facets);
    hasPrice.push(entry.price === null ? 0 : 1);
    priced += hasPrice.values[document];
    for (const [number, strength] of strengths) {
      terms.add(number, document, Math.min(255, Math.max(1, Math.round(strength * strengthUnit))));
    }
    labelsOf.add(
      entry.labels.map(([label, weight]) => {
        const number = labels.number(String(label));
        labels.add(number, document, Math.min(255, Math.max(1, Math.round(weight * labelUnit))));
        return number;
      }),
    );
  };

  return {
    get size() {
      return table.living;
    },
    table,
    terms,
    vocabulary,
    add: (entries) => entries.forEach(add),
    remove: (seqs) => {
      for (const seq of seqs) {
        const document = table.ofPin(seq);
        if (document >= 0) bury(document);
      }
    },
    frequency: (term) => {
      const number = terms.find(term);
      return number < 0 ? 0 : terms.living(number);
    },
    ...ranking(terms, table),
    facets: facets.counter,
    get priced() {
      return priced;
    },
    byLabels: (weights, keep) => dotProducts(weights, labels, table, keep),
    columns: () => [
      ...columnsOf("documents", table.columns()),
      ...columnsOf("terms", terms.columns()),
      ...columnsOf("labels", labels.columns()),
      ...columnsOf("labels of", labelsOf.columns()),
      ...columnsOf("facets", facets.columns()),
      numberColumn("has price", [hasPrice.untilNow()]),
      ...columnsOf("vocabulary", vocabulary.columns()),
    ],
    written: () => {
      terms.written();
      labels.written();
    },
  };
}

function dotProducts(
  weights: ReadonlyArray<readonly [label: number, weight: number]>,
  labels: PostingLists,
  table: Documents,
  keep?: Keep,
): Ranked {
  const scores = new Float32Array(table.end);
  for (const [label, weight] of weights) {
    const number = labels.find(String(label));
    if (number < 0) continue;
    const { packed, length } = labels.list(number);
    for (let i = 0; i < length; i++) scores[packed[i] >>> 8] += (weight * (packed[i] & 255)) / labelUnit;
  }
  const found: number[] = [];
  for (let document = 0; document < scores.length; document++) {
    if (scores[document] > 0 && table.isAlive(document) && (!keep || keep(document))) found.push(document);
  }
  return {
    documents: Uint32Array.from(found),
    scores: Float32Array.from(found, (document) => scores[document]),
    complete: true,
  };
}
