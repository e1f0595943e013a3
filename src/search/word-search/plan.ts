/**
 * The query plan: from the surest way of finding to the vaguest, until enough is found. Each document is found once, by
 * the first step that finds it.
 *
 *   phrase → all words → spelling → related words (what things are a kind of) → most words → picture (words → labels →
 *   pixels, for pins without any words)
 */
import type { Step } from "../../core/words.ts";
import type { Analyzer } from "../../index/word-index/analyzer.ts";
import type { Keep, Ranked, WordGroup } from "../../index/word-index/ranking.ts";
import { generalMark, type WordIndex } from "../../index/word-index/word-index.ts";
import { topK } from "../../math/top-k.ts";
import type { WordQuestion } from "./question.ts";

export interface Found {
  readonly document: number;
  readonly score: number;
  readonly step: Step;
}

export interface Planned {
  readonly found: readonly Found[];
  /** All that any step found, those beyond `enough` too. */
  readonly total: number;
  /** Words as typed with those that were sought instead. */
  readonly corrections: ReadonlyArray<{ readonly from: string; readonly to: string }>;
  readonly reached: Step;
  readonly groups: readonly WordGroup[];
}

/** Of the best documents with all words, so many are looked at for the words side by side. */
const phraseCandidates = 500;

/** Completions of a word that is still being typed; each counts a little less than the word itself. */
const completionsSought = 32;
const completionWeight = 0.8;

export interface PlanBounds {
  readonly index: WordIndex;
  readonly analyzer: Analyzer;
  readonly keep?: Keep;
  /** So many are wanted. */
  readonly enough: number;
  /** The last word is still being typed: words that begin with it count, too. */
  readonly prefix: boolean;
  /** False takes every word as it was typed. */
  readonly spelling?: boolean;
}

/** @param labels the question as weights of the vision model's labels, for the last step */
export async function runPlan(
  { words, phrases, without }: WordQuestion,
  { index, analyzer, keep, enough, prefix, spelling = true }: PlanBounds,
  labels: () => Promise<ReadonlyArray<readonly [number, number]>>,
): Promise<Planned> {
  const found: Found[] = [];
  const taken = new Set<number>();
  let total = 0;
  let reached: Step = "all words";
  const forbidden = without.map(({ term }) => index.terms.find(term)).filter((term) => term >= 0);
  const allowed: Keep = (document) =>
    (!keep || keep(document)) && !(forbidden.length > 0 && holdsAny(index, document, forbidden));
  const take = (step: Step, { documents, scores }: Ranked): void => {
    reached = step;
    const best = topK(Math.max(enough, phraseCandidates));
    documents.forEach((document, i) => {
      if (taken.has(document)) return;
      total++;
      best.push(document, scores[i]);
    });
    for (const { id, score } of best.sorted()) {
      taken.add(id);
      found.push({ document: id, score, step });
    }
  };
  const group = (terms: readonly string[]): WordGroup => ({
    weight: 1,
    terms: terms.flatMap((term) => {
      const number = index.terms.find(term);
      return number < 0 ? [] : [{ term: number, weight: 1 }];
    }),
  });
  const begun = prefix ? words.at(-1)?.word : undefined;
  const completed = begun === undefined ? [] : index.vocabulary.completions(begun, completionsSought);
  const withCompletions = (groups: WordGroup[], terms: (word: string) => readonly string[]): WordGroup[] =>
    completed.length === 0
      ? groups
      : [
          ...groups.slice(0, -1),
          completing(
            groups[groups.length - 1],
            completed.map(({ word }) => group(terms(analyzer.term(word)))),
          ),
        ];
  const plain = withCompletions(
    words.map(({ term }) => group([term])),
    (term) => [term],
  );
  if (plain.length > 0) take("all words", index.all(plain, allowed));
  liftPhrases(found, words.length > 1 ? [words.map(({ term }) => term)] : [], index);
  if (phrases.length > 0) keepPhrases(found, phrases, index);
  const corrections = words.flatMap(({ word, term }) => {
    if (!spelling || index.frequency(term) > 0 || index.frequency(generalMark + term) > 0) return [];
    if (word === begun && completed.length > 0) return [];
    const to = index.vocabulary.nearest(word);
    return to === null ? [] : [{ from: word, to }];
  });
  const asked = words.map(({ word, term }) => {
    const correction = corrections.find(({ from }) => from === word);
    return correction ? analyzer.term(correction.to) : term;
  });
  if (found.length < enough && corrections.length > 0) {
    take(
      "spelling",
      index.all(
        asked.map((term) => group([term])),
        allowed,
      ),
    );
  }
  const related = withCompletions(
    asked.map((term) => group([term, generalMark + term])),
    (term) => [term, generalMark + term],
  );
  if (found.length < enough && related.length > 0) take("related words", index.all(related, allowed));
  if (found.length < enough && related.length > 1) {
    const least = Math.ceil(related.length / 2);
    take("most words", index.any(related, { keep: allowed, least }));
  }
  if (found.length < enough && words.length > 0) {
    take("picture", clearest(index.byLabels(await labels(), allowed)));
  }
  return { found, total, corrections, reached, groups: related };
}

/** A word and what it may become: each term once, by its largest weight. */
function completing(begun: WordGroup, completions: readonly WordGroup[]): WordGroup {
  const weights = new Map<number, number>(
    completions.flatMap(({ terms }) => terms.map(({ term }) => [term, completionWeight] as const)),
  );
  for (const { term, weight } of begun.terms) weights.set(term, weight);
  return { weight: begun.weight, terms: [...weights].map(([term, weight]) => ({ term, weight })) };
}

/** Every picture shows a little of everything; those at least half as clear as the clearest count. */
function clearest({ documents, scores, complete }: Ranked): Ranked {
  const bound = 0.5 * scores.reduce((best, score) => Math.max(best, score), 0);
  const kept = [...documents.keys()].filter((i) => scores[i] >= bound);
  return {
    documents: Uint32Array.from(kept, (i) => documents[i]),
    scores: Float32Array.from(kept, (i) => scores[i]),
    complete,
  };
}

/** Those with the words side by side come first, by their own step. */
function liftPhrases(found: Found[], phrases: ReadonlyArray<readonly string[]>, index: WordIndex): void {
  if (phrases.length === 0) return;
  const lifted = found
    .slice(0, phraseCandidates)
    .filter(({ document }) => holdsAll(index, document, phrases));
  const documents = new Set(lifted.map(({ document }) => document));
  const others = found.filter(({ document }) => !documents.has(document));
  found.splice(0, found.length, ...lifted.map((one): Found => ({ ...one, step: "phrase" })), ...others);
}

/** A phrase in quotation marks must be there. */
function keepPhrases(found: Found[], phrases: ReadonlyArray<readonly string[]>, index: WordIndex): void {
  const kept = found.filter(({ document }) => holdsAll(index, document, phrases));
  found.splice(0, found.length, ...kept.map((one): Found => ({ ...one, step: "phrase" })));
}

export function holdsAny(index: WordIndex, document: number, terms: readonly number[]): boolean {
  return index.table.terms(document).some((term) => terms.includes(term - 1));
}

export function holdsAll(
  index: WordIndex,
  document: number,
  phrases: ReadonlyArray<readonly string[]>,
): boolean {
  const text = index.table.terms(document);
  return phrases.every((phrase) => {
    const wanted = phrase.map((term) => index.terms.find(term) + 1);
    return text.some((_, at) => wanted.every((term, i) => text[at + i] === term));
  });
}
