/**
 * The order of what words have found, within one step of the plan. By setting:
 *
 *   learned       score(d) = 5.0·Σ_t bm25(t, d) / Σ_t gain(t) + 7.1·max(0, cos(q, d)) + prior(d)
 *   standardised  score(d) = z(Σ_t bm25(t, d)) + z(cos(q, d))
 *   ranks         score(d) = 1/(60 + rank by words) + 1/(60 + rank by meaning)
 *
 * The first sum is what the words add up to as a share of the most that they could; cos is the likeness in meaning of the
 * question and the pin's text. The weights are those of a logistic regression, in log-odds: fitted on Cranfield's
 * judgments, whose five-fold cross-validation over queries gives .358 mean average precision against .347 of
 * standardised scores and .352 of ranks (`npm run bench -- fusion`). The prior
 * is how popular and how fresh a pin is, in log-odds, too: see `popularity.ts` and `freshness.ts`. No part
 * of a learned score is below zero, so that what is not looked at never comes before what is. Every score is the
 * sum of its parts by construction.
 *
 * Source of the ranks: G. V. Cormack, C. L. A. Clarke, S. Büttcher (2009), "Reciprocal rank fusion outperforms
 * Condorcet and individual rank learning methods", SIGIR.
 */
import type { ScorePart } from "../../core/words.ts";
import type { WordGroup } from "../../index/word-index/leads.ts";
import { generalMark, type WordIndex } from "../../index/word-index/word-index.ts";
import type { Scored } from "../../math/top-k.ts";
import { fuseRanks, standardised } from "./fusion.ts";
import type { Place } from "./gathering.ts";

const fusions = ["learned", "standardised", "ranks"] as const;
export type Fusion = (typeof fusions)[number];

export const fusionNamed = (name: string): Fusion => fusions.find((fusion) => fusion === name) ?? "learned";

/** What is known of a document beside its words. */
export interface Clues {
  /** Likeness in meaning, -1..1; null where meaning is not asked. */
  readonly meaning: ((document: number) => number) | null;
  /** Log-odds, each 0 or more. */
  readonly priors: (document: number) => readonly ScorePart[];
}

export const learnedWeights = { words: 5, meaning: 7.1 };

/** Of the best by words, so many are put in order by everything else, too. */
const reordered = 500;

/** Parts of a score, other than the words' own, and what a word's own score is multiplied by. */
interface Weighing {
  readonly scale: number;
  readonly others: (place: number) => readonly ScorePart[];
}

export function wordOrder(
  index: WordIndex,
  groups: readonly WordGroup[],
  clues: Clues,
  fusion: Fusion = "learned",
): Place {
  return (best) => {
    const head = best.slice(0, reordered);
    const { scale, others } = weighings[fusion](head, index.mostGained(groups), clues);
    const parts = new Map(
      head.map(({ id }, place) => [id, others(place).filter(({ value }) => value !== 0)]),
    );
    const placed = best.map(({ id, score }) => ({ id, score: scale * score + sumOf(parts.get(id) ?? []) }));
    const ordered = placed
      .slice(0, reordered)
      .sort((one, other) => other.score - one.score || one.id - other.id);
    return {
      placed: [...ordered, ...placed.slice(reordered)],
      parts: (document) => [...wordParts(index, groups, document, scale), ...(parts.get(document) ?? [])],
    };
  };
}

const weighings: Record<Fusion, (head: readonly Scored[], most: number, clues: Clues) => Weighing> = {
  learned: (head, most, { meaning, priors }) => ({
    scale: learnedWeights.words / Math.max(1e-9, most),
    others: (place) => {
      const likeness = meaning ? Math.max(0, meaning(head[place].id)) : 0;
      return [{ name: "meaning", value: learnedWeights.meaning * likeness }, ...priors(head[place].id)];
    },
  }),
  standardised: (head, _, { meaning }) => {
    const scores = head.map(({ score }) => score);
    const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, head.length);
    const deviation = Math.sqrt(
      scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(1, head.length),
    );
    const scale = deviation > 0 ? 1 / deviation : 1;
    const likeness = standardised(head.map(({ id }) => meaning?.(id) ?? 0));
    return {
      scale,
      others: (place) => [
        { name: "less the mean of all found", value: -scale * mean },
        { name: "meaning", value: likeness[place] },
      ],
    };
  },
  ranks: (head, _, { meaning }) => {
    const byWords = fuseRanks([{ scores: head.map(({ score }) => score), weight: 1 }]);
    const likeness = head.map(({ id }) => meaning?.(id) ?? 0);
    const byMeaning = meaning ? fuseRanks([{ scores: likeness, weight: 1 }]) : null;
    return {
      scale: 0,
      others: (place) => [
        { name: "place by words", value: byWords[place] },
        { name: "place by meaning", value: byMeaning?.[place] ?? 0 },
      ],
    };
  },
};

const sumOf = (parts: readonly ScorePart[]): number => parts.reduce((sum, { value }) => sum + value, 0);

function wordParts(
  index: WordIndex,
  groups: readonly WordGroup[],
  document: number,
  scale: number,
): ScorePart[] {
  if (scale === 0) return [];
  return index.contributions(document, groups).flatMap((value, i) => {
    const [first] = groups[i].terms;
    if (value === 0 || !first) return [];
    return [{ name: index.terms.name(first.term).replace(generalMark, ""), value: scale * value }];
  });
}
