/** The words of a question as terms of the index: as typed, as meant, and with what things are a kind of. */
import type { AskedWord, WordQuestion } from "../../core/understood.ts";
import { type Analyzer, wordsIn } from "../../index/word-index/analyzer.ts";
import { inverseFrequency } from "../../index/word-index/bm25.ts";
import type { WordGroup } from "../../index/word-index/leads.ts";
import { generalMark, type WordIndex } from "../../index/word-index/word-index.ts";
import { filler } from "../understanding/aim.ts";

/** Completions of a word that is still being typed; each counts a little less than the word itself. */
const completionsSought = 32;
const completionWeight = 0.8;

export interface Sought {
  readonly typed: readonly WordGroup[];
  /** With what was meant in place of what nothing holds. */
  readonly spelt: readonly WordGroup[];
  /** With what things are a kind of. */
  readonly related: readonly WordGroup[];
  /** Words as typed with those that were sought instead. */
  readonly corrections: ReadonlyArray<{ readonly from: string; readonly to: string }>;
  /** The words as they were meant, folded. */
  readonly meant: readonly string[];
}

export interface Typing {
  /** The last word is still being typed: words that begin with it count, too. */
  readonly prefix?: boolean;
  /** False takes every word as it was typed. */
  readonly spelling?: boolean;
}

/** Part of the weightiest word's weight that a word must have to be asked for. */
const leastWeight = 0.1;

/**
 * Words that must be there: not those that nearly every pin holds or that say nothing of a thing ("the", "something"),
 * unless there are no others, or a word means something here.
 */
function essential(
  { words, evidence, phrases }: WordQuestion,
  index: WordIndex,
  begun: string | undefined,
): readonly AskedWord[] {
  const meant = new Set(evidence.flatMap(({ text }) => wordsIn(text)));
  const quoted = new Set(phrases.flat());
  const weightOf = ({ word, term }: AskedWord): number => {
    if (meant.has(word) || quoted.has(term) || word === begun) return Number.POSITIVE_INFINITY;
    return filler.has(word) ? 0 : inverseFrequency(index.size, index.frequency(term));
  };
  const weights = words.map(weightOf);
  const most = Math.max(0, ...weights.filter(Number.isFinite));
  const telling = words.filter((_, i) => weights[i] > leastWeight * most);
  return telling.length > 0 ? telling : words;
}

export function wordsSought(
  question: WordQuestion,
  { index, analyzer }: { index: WordIndex; analyzer: Analyzer },
  { prefix = false, spelling = true }: Typing,
): Sought {
  const begun = prefix ? question.words.at(-1)?.word : undefined;
  const words = essential(question, index, begun);
  const group = (terms: readonly string[]): WordGroup => ({
    weight: 1,
    terms: terms.map(index.terms.find).flatMap((term) => (term < 0 ? [] : [{ term, weight: 1 }])),
  });
  const completions = begun === undefined ? [] : index.vocabulary.completions(begun, completionsSought);
  const completed = (terms: ReadonlyArray<readonly string[]>, related: boolean): WordGroup[] =>
    terms.map((one, i) => {
      if (i < terms.length - 1 || completions.length === 0) return group(one);
      const ends = completions.map(({ word }) => analyzer.term(word));
      return completing(
        group(one),
        group(related ? ends.flatMap((term) => [term, generalMark + term]) : ends),
      );
    });
  const corrections = words.flatMap(({ word, term }) => {
    const isHeld = index.frequency(term) > 0 || index.frequency(generalMark + term) > 0;
    if (!spelling || isHeld || (word === begun && completions.length > 0)) return [];
    const to = index.vocabulary.nearest(word);
    return to === null ? [] : [{ from: word, to }];
  });
  const asked = words.map(({ word, term }) => {
    const correction = corrections.find(({ from }) => from === word);
    return correction ? analyzer.term(correction.to) : term;
  });
  return {
    typed: completed(
      words.map(({ term }) => [term]),
      false,
    ),
    spelt: completed(
      asked.map((term) => [term]),
      false,
    ),
    related: completed(
      asked.map((term) => [term, generalMark + term]),
      true,
    ),
    corrections,
    meant: words.map(({ word }) => corrections.find(({ from }) => from === word)?.to ?? word),
  };
}

/** A word and what it may become: each term once, by its largest weight. */
function completing(begun: WordGroup, completions: WordGroup): WordGroup {
  const weights = new Map<number, number>(completions.terms.map(({ term }) => [term, completionWeight]));
  for (const { term, weight } of begun.terms) weights.set(term, weight);
  return { weight: begun.weight, terms: [...weights].map(([term, weight]) => ({ term, weight })) };
}
