/**
 * A group-sequential design with inner bounds for futility: α spent above, β below, and the two bounds meet at the last
 * look. Futility is non-binding: the test keeps its level when the team goes on in spite of it.
 *
 *   upper: α(t) spent under no effect, ignoring the lower bound;  lower: β(t) spent under the effect
 *   drift: the expected z at the last look at which β is spent exactly when lower = upper there
 *
 * Sources: K. Kim and D. L. DeMets (1987), Biometrika 74; S. Pampallona, A. A. Tsiatis, K. Kim (2001), "Interim
 * monitoring of group sequential trials using spending functions for the type I and type II error probabilities",
 * Drug Information Journal 35; C. Jennison and B. W. Turnbull (2000), "Group Sequential Methods", chapters 4 and 7.
 */
import { normalUpperQuantile } from "../../math/normal.ts";
import { brentRoot } from "../../math/root-finding.ts";
import { checkShare } from "../checking.ts";
import {
  type Crossings,
  checkAlpha,
  crossingProbabilities,
  futilityBounds,
  mirrored,
  obrienFlemingSpending,
  type Spending,
  spendingBounds,
} from "./group-sequential.ts";

export interface DesignOptions {
  /** One-sided. */
  readonly alpha?: number;
  readonly power?: number;
  readonly efficacy?: Spending;
  readonly futility?: Spending;
}

export interface SequentialDesign {
  readonly information: readonly number[];
  /** z above which the treatment has won, and below which it is given up. Equal at the last look. */
  readonly upper: number[];
  readonly lower: number[];
  /** Expected z at the last look under the effect the design is made for. */
  readonly drift: number;
  /** Largest sample over that of a test of fixed size. */
  readonly inflation: number;
  /** Chance to stop at each look, without and with the effect. */
  readonly stopsNull: number[];
  readonly stopsEffect: number[];
  /** Expected share of the largest sample. */
  readonly expectedShareNull: number;
  readonly expectedShareEffect: number;
}

/**
 * `information` are the looks' shares of the largest sample, rising to 1, at any distances.
 *
 * @throws BowerbirdError OUT_OF_RANGE, NOT_CONVERGED when no effect gives the power asked.
 */
export function sequentialDesign(
  information: readonly number[],
  {
    alpha = 0.025,
    power = 0.8,
    efficacy = obrienFlemingSpending,
    futility = obrienFlemingSpending,
  }: DesignOptions = {},
): SequentialDesign {
  checkShare("power", power);
  const upper = spendingBounds(information, alpha, efficacy, false).z;
  const fixed = normalUpperQuantile(alpha) + normalUpperQuantile(1 - power);
  const lowerAt = (drift: number): number[] => {
    const bounds = futilityBounds(information, upper, drift, 1 - power, futility);
    return bounds.map((bound, k) => (k === bounds.length - 1 ? upper[k] : bound));
  };
  const excess = (drift: number): number =>
    total(crossingProbabilities(information, upper, lowerAt(drift), drift).upper) - power;
  const drift = brentRoot(excess, fixed * 0.9, fixed * 2 + 1, 1e-9);
  const lower = lowerAt(drift);
  const stops = (shift: number): number[] => {
    const crossings = crossingProbabilities(information, upper, lower, shift);
    return crossings.upper.map((p, k) => p + crossings.lower[k]);
  };
  const [stopsNull, stopsEffect] = [stops(0), stops(drift)];
  const share = (chances: readonly number[]): number =>
    chances.reduce((sum, p, k) => sum + p * information[k], 0);
  return {
    information,
    upper,
    lower,
    drift,
    inflation: (drift / fixed) ** 2,
    stopsNull,
    stopsEffect,
    expectedShareNull: share(stopsNull),
    expectedShareEffect: share(stopsEffect),
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export interface SequentialPlan {
  /** Largest sample over that of a fixed-size test. */
  readonly inflation: number;
  /** Expected z at the last look under the alternative, squared. */
  readonly drift: number;
  /** Expected share of the largest sample used, under the alternative and under the null. */
  readonly expectedShareAlternative: number;
  readonly expectedShareNull: number;
}

/** How much more a sequential design needs, at most and on average. `alpha` one-sided. */
export function sequentialPlan(
  information: readonly number[],
  z: readonly number[],
  alpha: number,
  power: number,
  twoSided = true,
): SequentialPlan {
  checkAlpha(alpha);
  checkShare("power", power);
  const lower = mirrored(z, twoSided);
  const powerAt = (shift: number): number => {
    const crossings = crossingProbabilities(information, z, lower, shift);
    return crossings.upper.reduce((sum, p) => sum + p, 0);
  };
  const shift = brentRoot((candidate) => powerAt(candidate) - power, 0.01, 12, 1e-11);
  const fixed = (normalUpperQuantile(alpha) + normalUpperQuantile(1 - power)) ** 2;
  return {
    inflation: shift ** 2 / fixed,
    drift: shift ** 2,
    expectedShareAlternative: expectedShare(information, crossingProbabilities(information, z, lower, shift)),
    expectedShareNull: expectedShare(information, crossingProbabilities(information, z, lower, 0)),
  };
}

function expectedShare(information: readonly number[], crossings: Crossings): number {
  const last = information[information.length - 1];
  return information
    .slice(0, -1)
    .reduce((share, t, k) => share - (crossings.upper[k] + crossings.lower[k]) * (last - t), last);
}
