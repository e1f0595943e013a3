/**
 * A sample-ratio mismatch has a cause: a browser that loses an arm's events, a country where assignment failed. The
 * search looks at every value of every attribute for the one without which the rest is in order.
 *
 *   inside: χ² of the people with that value;  outside: χ² of all others;  gain: χ² of all - χ² outside
 *   p inside by Holm over all values looked at;  missing: people lacking in each arm, measured from its best-filled arm
 *
 * Sources: A. Fabijan, J. Gupchup, S. Gupta, J. Omhover, W. Qin, L. Vermeer, P. Dmitriev (2019), "Diagnosing sample
 * ratio mismatch in online controlled experiments", KDD; K. Pearson (1900), Philosophical Magazine 50.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { adjust } from "../comparisons/multiplicity.ts";
import { sampleRatioTest } from "./sample-ratio.ts";

/** People of one combination of attributes, counted by arm. They merge by adding the counts. */
export interface RatioCell {
  readonly attributes: Readonly<Record<string, string>>;
  readonly counts: readonly number[];
}

export interface RatioSuspect {
  readonly attribute: string;
  readonly value: string;
  readonly counts: number[];
  /** Adjusted by Holm for all values that were looked at. */
  readonly p: number;
  /** Of the people without this value: large when the value alone explains the mismatch. */
  readonly pOutside: number;
  /** How much of χ² goes away with this value's people. */
  readonly gain: number;
  /** People lacking, arm by arm: 0 for the arm that is best filled. */
  readonly missing: number[];
}

export interface RatioCause {
  /** Of everybody. */
  readonly p: number;
  /** Most explaining first. */
  readonly suspects: RatioSuspect[];
  /** The first suspect when it alone is out of order (p below `level`) and the rest is not. */
  readonly cause?: RatioSuspect;
}

/**
 * O(cells · attributes). A value that nobody has in any arm is passed over.
 *
 * @throws BowerbirdError EMPTY_SAMPLE without a person, BAD_INPUT, OUT_OF_RANGE.
 */
export function sampleRatioCause(
  cells: readonly RatioCell[],
  weights: readonly number[],
  level = 0.001,
): RatioCause {
  if (cells.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const all = total(cells.map(({ counts }) => counts));
  const whole = sampleRatioTest(all, weights);
  const found = [...byValue(cells)].flatMap(([key, counts]) => {
    const rest = all.map((count, arm) => count - counts[arm]);
    const empty = (some: readonly number[]): boolean => some.every((count) => count === 0);
    if (empty(counts)) return [];
    const outside = empty(rest) ? { statistic: 0, p: 1 } : sampleRatioTest(rest, weights);
    const [attribute, value] = JSON.parse(key);
    return [
      {
        attribute: String(attribute),
        value: String(value),
        counts,
        p: sampleRatioTest(counts, weights).p,
        pOutside: outside.p,
        gain: whole.statistic - outside.statistic,
        missing: missingOf(counts, weights),
      },
    ];
  });
  const adjusted = adjust(
    found.map(({ p }) => p),
    "holm",
  );
  const suspects = found
    .map((suspect, i) => ({ ...suspect, p: adjusted[i] }))
    .sort((a, b) => b.gain - a.gain);
  // a value that everybody has explains nothing
  const partial = suspects.filter(({ counts }) => counts.some((count, arm) => count < all[arm]));
  const cause = partial.find(({ p, pOutside }) => p < level && pOutside >= level);
  return { p: whole.p, suspects, cause: whole.p < level ? cause : undefined };
}

function byValue(cells: readonly RatioCell[]): Map<string, number[]> {
  const values = new Map<string, number[]>();
  for (const { attributes, counts } of cells) {
    for (const entry of Object.entries(attributes)) {
      const key = JSON.stringify(entry);
      const before = values.get(key);
      values.set(key, before ? total([before, counts]) : [...counts]);
    }
  }
  return values;
}

function total(parts: readonly (readonly number[])[]): number[] {
  if (parts.some((part) => part.length !== parts[0].length))
    throw new BowerbirdError("BAD_INPUT", { what: "the counts", why: "cells differ in their arms" });
  return parts[0].map((_, arm) => parts.reduce((sum, part) => sum + part[arm], 0));
}

function missingOf(counts: readonly number[], weights: readonly number[]): number[] {
  const fullest = Math.max(...counts.map((count, arm) => count / weights[arm]));
  return counts.map((count, arm) => Math.round(fullest * weights[arm] - count));
}
