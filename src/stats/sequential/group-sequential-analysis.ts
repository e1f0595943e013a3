/**
 * An experiment read at a few planned looks: has it crossed its bound, and what is its effect worth after stopping?
 *
 *   bounds: α spent at the information really reached, at any distances (Lan and DeMets)
 *   stage-wise order: an outcome is the more extreme the earlier it crossed, then the larger its z
 *   p(θ) = Σ_{k<stop} P_θ(cross up at k) + P_θ(reach stop, Z ≥ z);  interval and median: θ with p(θ) = α, 1-α, ½
 *
 * The plain estimate after stopping early is too large; the median-unbiased one is not.
 *
 * Sources: K. K. G. Lan and D. L. DeMets (1983), Biometrika 70; A. A. Tsiatis, G. L. Rosner, C. R. Mehta (1984), "Exact
 * confidence intervals following a group sequential test", Biometrics 40.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { brentRoot } from "../../math/root-finding.ts";
import { checkFinite, checkPositive, checkShare } from "../checking.ts";
import {
  crossingProbabilities,
  futilityBounds,
  obrienFlemingSpending,
  type Spending,
  spendingBounds,
} from "./group-sequential.ts";

/** One look: the effect and its standard error with all data up to then. */
export interface Look {
  readonly effect: number;
  readonly standardError: number;
}

export interface LookResult {
  /** Share of the largest information, at most 1. */
  readonly information: number;
  readonly z: number;
  readonly bound: number;
  readonly cumulativeAlpha: number;
  readonly crossed: "up" | "down" | "no";
  /** Below the bound for futility: going on is unlikely to show the effect. Advice; the level does not need it. */
  readonly futile: boolean;
}

export interface SequentialAnalysis {
  readonly looks: LookResult[];
  /** The first look that crossed, from 0; absent while none has. */
  readonly stoppedAt?: number;
  /** Two-sided, in the stage-wise order; of the stopping look, or of the last. */
  readonly p: number;
  /** Metric's units, median-unbiased. */
  readonly effect: number;
  readonly interval: readonly [number, number];
}

export interface AnalysisOptions {
  /** Two-sided. */
  readonly alpha?: number;
  readonly spending?: Spending;
  /** Look for futility: the effect the design is made for (metric's units, above 0) and the power it may lose. */
  readonly futility?: { readonly effect: number; readonly beta: number; readonly spending?: Spending };
}

/**
 * `finalStandardError` is what the design expects at its end: 1/√ of the largest information. Looks past it count as 1.
 *
 * @throws BowerbirdError EMPTY_SAMPLE without a look, NOT_FINITE, OUT_OF_RANGE when a standard error is not positive or
 *   does not fall from look to look.
 */
export function sequentialAnalysis(
  looks: readonly Look[],
  finalStandardError: number,
  { alpha = 0.05, spending = obrienFlemingSpending, futility }: AnalysisOptions = {},
): SequentialAnalysis {
  checkShare("alpha", alpha);
  if (looks.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const information = informationOf(looks, finalStandardError);
  const { z: bounds, cumulativeAlpha } = spendingBounds(information, alpha / 2, spending);
  const lower = futility && lowerBounds(information, bounds, finalStandardError, futility);
  const results = looks.map(({ effect, standardError }, k): LookResult => {
    const z = effect / standardError;
    const crossed = z >= bounds[k] ? "up" : z <= -bounds[k] ? "down" : "no";
    return {
      information: information[k],
      z,
      bound: bounds[k],
      cumulativeAlpha: cumulativeAlpha[k],
      crossed,
      futile: lower !== undefined && z < lower[k],
    };
  });
  const first = results.findIndex(({ crossed }) => crossed !== "no");
  const last = first < 0 ? results.length - 1 : first;
  const outcome = stageWise(information.slice(0, last + 1), bounds.slice(0, last), results[last].z);
  // the shift is the expected z at information 1, so an effect is shift × the final standard error
  const scale = looks[last].standardError * Math.sqrt(information[last]);
  const at = (tail: number): number =>
    scale * shiftAt(outcome, tail, results[last].z / Math.sqrt(information[last]));
  const upper = outcome(0);
  return {
    looks: results,
    stoppedAt: first < 0 ? undefined : first,
    p: Math.min(1, 2 * Math.min(upper, 1 - upper)),
    effect: at(0.5),
    interval: [at(alpha / 2), at(1 - alpha / 2)],
  };
}

/** In the direction of the effect sought; the last look's bound for futility is its bound for success. */
function lowerBounds(
  information: readonly number[],
  upper: readonly number[],
  finalStandardError: number,
  { effect, beta, spending = obrienFlemingSpending }: NonNullable<AnalysisOptions["futility"]>,
): number[] {
  checkPositive("the effect sought", effect);
  return futilityBounds(information, upper, effect / finalStandardError, beta, spending);
}

function informationOf(looks: readonly Look[], finalStandardError: number): number[] {
  checkFinite("the final standard error", finalStandardError);
  return looks.map(({ effect, standardError }, k) => {
    checkFinite("a look", effect, standardError);
    const before = k === 0 ? Number.POSITIVE_INFINITY : looks[k - 1].standardError;
    if (!(standardError > 0 && standardError < before && finalStandardError > 0)) {
      throw new BowerbirdError("OUT_OF_RANGE", {
        what: "a standard error",
        actual: standardError,
        range: "above 0 and falling from look to look",
      });
    }
    const share = (finalStandardError / standardError) ** 2;
    if (share > 1 && k < looks.length - 1)
      throw new BowerbirdError("OUT_OF_RANGE", {
        what: "information",
        actual: share,
        range: "at most 1 before the last look",
      });
    return Math.min(1, share);
  });
}

/** P_shift(an outcome at least as extreme upward as z at the last of these looks). */
function stageWise(
  information: readonly number[],
  bounds: readonly number[],
  z: number,
): (shift: number) => number {
  const upper = [...bounds, z];
  const lower = [...bounds.map((bound) => -bound), Number.NEGATIVE_INFINITY];
  return (shift) =>
    crossingProbabilities(information, upper, lower, shift).upper.reduce((sum, p) => sum + p, 0);
}

/** The shift at which `tail` is the chance of so extreme an outcome; it rises with the shift. */
function shiftAt(outcome: (shift: number) => number, tail: number, centre: number): number {
  let [low, high] = [centre - 4, centre + 4];
  for (let i = 0; i < 40 && outcome(low) > tail; i++) low -= 4;
  for (let i = 0; i < 40 && outcome(high) < tail; i++) high += 4;
  return brentRoot((shift) => outcome(shift) - tail, low, high, 1e-9);
}
