/**
 * One promise of the library as a row that repetition can check: what is claimed, by which figure, and how to draw it once.
 */
import type { Random } from "../stats.ts";

/**
 * What a repetition's numbers are made into:
 *
 * - `share`: of repetitions whose number is 1 (or true)
 * - `mean`: of the numbers
 * - `uniform`: the numbers are p-values; the greatest gap between their distribution and the uniform one
 * - `worst`: the largest number
 */
export type Measure = "share" | "mean" | "uniform" | "worst";

/**
 * How the measured figure must lie to `nominal`. "above" and "below" are contrasts: what a method does that one must not
 * use here, shown because the difference is the point.
 */
export type Side = "equal" | "at most" | "at least" | "above" | "below";

/** One repetition. A BowerbirdError is a refusal: counted, and left out of the figure. */
export type Draw = (random: Random) => number | boolean;

export interface CalibrationRow {
  /** Stable and unique: documentation links to it. Begins with its family's id. */
  readonly id: string;
  /** A sentence without its full stop. */
  readonly claim: string;
  readonly measure: Measure;
  readonly nominal: number;
  readonly side: Side;
  /** Where a limit theorem has not yet arrived: what is promised here instead of `nominal`, and why. */
  readonly floor?: { readonly value: number; readonly why: string };
  /** Repetitions of the full run. */
  readonly runs: number;
  /** Those of the quick one; a tenth, at least 200. */
  readonly quickRuns?: number;
  /** Does what all repetitions share, once. */
  readonly prepare: () => Draw;
}

export interface CalibrationFamily {
  readonly id: string;
  readonly title: string;
  /** What is asked of the rows, in a sentence or two. */
  readonly about: string;
  readonly rows: readonly CalibrationRow[];
}

/** Does an interval hold the truth? */
export const holds = ([low, high]: readonly [number, number], truth: number): boolean =>
  low <= truth && truth <= high;

/** A row of p-values that must be uniform. */
export function uniformRow(id: string, what: string, runs: number, prepare: () => Draw): CalibrationRow {
  return {
    ...{ id, claim: `${what}: p is uniform`, measure: "uniform", nominal: 0, side: "at most" },
    ...{ runs, prepare },
  };
}

/** A row of p-values that come in steps, or of ranks that are rounded outward: below 5 % in at most 5 %. */
export function neverTooSmall(id: string, what: string, runs: number, prepare: () => Draw): CalibrationRow {
  return {
    ...{ id, claim: `${what}: p is below 5 % in at most that`, measure: "share", nominal: 0.05 },
    ...{ side: "at most", runs, prepare: () => belowFive(prepare()) },
  };
}

const belowFive =
  (p: Draw): Draw =>
  (random) =>
    Number(p(random)) < 0.05;

/** The normal's 97.5 % quantile. */
export const z95 = 1.959963984540054;
