/**
 * How probably a pin is both: a thing like the one in the picture, and as the words ask.
 *
 *   P = σ(such a thing) · Π σ(as asked),   score = ln P + ½ similarity,   σ(x) = 1 / (1 + exp(−x))
 *
 * Being such a thing is judged by looks, and where the collection has a name for the thing by the name, too. The weights are
 * chosen on half of the sample catalogue's kinds and tried on the other (`npm run bench -- compose-folds`).
 */
import type { Pin, Swatch, Understanding } from "../../core/nouns.ts";
import type { WordQuestion } from "../../core/understood.ts";
import type { Match } from "../blend.ts";
import { leading } from "../understanding/likeness.ts";
import { type Kinship, kinWeight } from "./kinship.ts";
import type { Mention } from "./mentions.ts";
import { type Clue, clueOf, clueOfWord, type ObeyingWeights, oddsOf } from "./obeying.ts";

/** A neighbour with all that is known of it. */
export interface Candidate {
  readonly match: Match;
  readonly pin: Pin;
  readonly seen: Understanding;
  readonly mentions: readonly Mention[];
  /** Of the part that looks most like what is sought. */
  readonly palette: readonly Swatch[];
}

/** What a candidate is judged by. */
export interface Clues {
  readonly similarity: number;
  /** 0..1; null where the collection has no name for the thing, or the pin's words name nothing. */
  readonly kinship: number | null;
  readonly asked: ReadonlyArray<Clue & { readonly isExcluded: boolean }>;
  /** It holds a word that it must not. */
  readonly isRefused: boolean;
}

export interface JudgingWeights extends ObeyingWeights {
  /** Log-odds of being such a thing: by looks alone, and with what the collection calls it. */
  readonly byLooks: { readonly intercept: number; readonly similarity: number };
  readonly byName: { readonly intercept: number; readonly similarity: number; readonly kinship: number };
  /** Shown are those at least so probable. */
  readonly shownFrom: number;
}

export const judgingWeights: JudgingWeights = {
  byLooks: { intercept: -4, similarity: 12 },
  byName: { intercept: -6.5, similarity: 4.5, kinship: 9 },
  shownFrom: 0.2,
  ...{ said: 3.2, exact: 1.4, unsaidColour: -2.3, unsaid: -1.5, somewhere: -1.9, seen: 0.5 },
};

/** A word that more of the neighbours hold says nothing here. */
const everywhere = 0.5;

export interface Judged {
  /** 0..1, of being such a thing and as asked. */
  readonly probability: number;
  readonly score: number;
}

export function judge(clues: Clues, weights: JudgingWeights = judgingWeights): Judged {
  const { similarity, kinship, asked, isRefused } = clues;
  const { byLooks, byName } = weights;
  const such =
    kinship === null
      ? byLooks.intercept + byLooks.similarity * similarity
      : byName.intercept + byName.similarity * similarity + byName.kinship * kinship;
  const odds = asked.map((clue) => (clue.isExcluded ? -1 : 1) * oddsOf(clue, weights));
  const probability = isRefused
    ? 0
    : [such, ...odds].reduce((product, log) => product / (1 + Math.exp(-log)), 1);
  return { probability, score: Math.log(probability) + similarity / 2 };
}

/** Of each candidate, in their order. */
export function cluesOf(found: readonly Candidate[], asked: WordQuestion, kinship: Kinship): Clues[] {
  const isFrequent = frequent(asked, found);
  return found.map((one) => cluesOfOne(one, asked, kinship, isFrequent));
}

function cluesOfOne(
  one: Candidate,
  { evidence, words, without }: WordQuestion,
  kinship: Kinship,
  isFrequent: (term: string) => boolean,
): Clues {
  const { match, mentions, palette } = one;
  const covered = new Set(evidence.flatMap(({ text }) => text.toLowerCase().split(/\s+/)));
  const known = evidence.flatMap(({ kind, meaning }) =>
    meaning && kind !== "category"
      ? [{ ...clueOf(meaning, mentions, kinship, palette), isExcluded: kind === "without" }]
      : [],
  );
  const plain = words
    .filter(({ word, term }) => !covered.has(word) && !leading.has(word) && !isFrequent(term))
    .map(({ term }) => ({ ...clueOfWord(term, mentions, kinship), isExcluded: false }));
  const kin = mentions.reduce((most, mention) => Math.max(most, kinWeight(mention, kinship)), 0);
  return {
    similarity: match.score,
    kinship: kinship.size > 0 && mentions.some(({ categories }) => categories.length > 0) ? kin : null,
    asked: [...known, ...plain],
    isRefused: without.some(({ term }) => mentions.some(({ terms }) => terms.has(term))),
  };
}

/** Words that say nothing here: that no neighbour holds, or every second. */
function frequent({ words }: WordQuestion, found: readonly Candidate[]): (term: string) => boolean {
  const counts = new Map(
    words.map(({ term }) => [
      term,
      found.filter(({ mentions }) => mentions.some(({ terms }) => terms.has(term))).length,
    ]),
  );
  return (term) => {
    const count = counts.get(term) ?? 0;
    return count === 0 || count > everywhere * found.length;
  };
}
