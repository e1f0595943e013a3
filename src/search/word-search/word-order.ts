/**
 * The order of what words have found, within one step of the plan:
 *
 *   score(d) = w·Σ_t bm25(t, d) / Σ_t gain(t) + m·max(0, cos(q, d)) + prior(d)
 *
 * The first sum is what the words add up to as a share of the most that they could; cos is the likeness in meaning of the
 * question and the pin's text, looked at for the best by words. No part is below zero, so that what is not looked
 * at never comes before what is. Every score is the sum of its parts by construction.
 */
import type { ScorePart } from "../../core/words.ts";
import type { WordGroup } from "../../index/word-index/ranking.ts";
import { generalMark, type WordIndex } from "../../index/word-index/word-index.ts";
import type { Place } from "./gathering.ts";

/** What is known of a pin beside the words that it holds; each 0 or more. */
export type Evidence = (document: number) => readonly ScorePart[];

/** Of the best by words, so many are put in order by everything else, too. */
const reordered = 500;

export function wordOrder(
  index: WordIndex,
  groups: readonly WordGroup[],
  evidence: Evidence,
  weight: number,
): Place {
  const scale = weight / Math.max(1e-9, index.mostGained(groups));
  return (best) => {
    const head = best
      .slice(0, reordered)
      .map(({ id, score }) => ({ id, score: scale * score + sumOf(evidence(id)) }))
      .sort((one, other) => other.score - one.score || one.id - other.id);
    const tail = best.slice(reordered).map(({ id, score }) => ({ id, score: scale * score }));
    const looked = new Set(head.map(({ id }) => id));
    return {
      placed: [...head, ...tail],
      parts: (document) => [
        ...wordParts(index, groups, document, scale),
        ...(looked.has(document) ? evidence(document).filter(({ value }) => value !== 0) : []),
      ],
    };
  };
}

export const sumOf = (parts: readonly ScorePart[]): number =>
  parts.reduce((sum, { value }) => sum + value, 0);

function wordParts(
  index: WordIndex,
  groups: readonly WordGroup[],
  document: number,
  scale: number,
): ScorePart[] {
  return index.contributions(document, groups).flatMap((value, i) => {
    const [first] = groups[i].terms;
    if (value === 0 || !first) return [];
    return [{ name: index.terms.name(first.term).replace(generalMark, ""), value: scale * value }];
  });
}
