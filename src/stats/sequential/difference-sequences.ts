/**
 * Two arms compared at any time: the difference of any two estimates with a normal limit, and its relative lift, valid
 * at every look at once.
 *
 *   N = n0 + n1, σ² = N (v0 + v1 - 2c): the difference is like a mean of N values of variance σ²
 *   halfwidth = κ se,  κ² = (2(Nρ²+1)/(Nρ²)) ln(√(Nρ²+1)/α)
 *   p at a look: the smallest α whose sequence leaves out 0: √(Nρ²+1) exp(-z² Nρ²/(2(Nρ²+1)));  never rising over looks
 *   lift: Fieller's set with κ in place of z, so that both verdicts agree at every look
 *
 * The estimates may be means, proportions, ratios (`ratioEstimate`) or adjusted by covariates (`adjustedDifference`).
 *
 * Source: I. Waudby-Smith, D. Arbour, R. Sinha, E. Kennedy, A. Ramdas (2024), "Time-uniform central limit theory and
 * asymptotic confidence sequences", Annals of Statistics 52.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkChance, checkCount, checkFinite, checkShare } from "../checking.ts";
import { fiellerLift, type Lift } from "../comparisons/lift.ts";
import type { Estimate } from "../summaries/estimate.ts";
import { asymptoticSequence } from "./anytime.ts";

/** An estimate with the number of people it is made of. */
export interface CountedEstimate extends Estimate {
  readonly n: number;
}

export interface DifferenceSequence {
  readonly difference: number;
  readonly standardError: number;
  /** Multiples of the standard error to either side: what z is to a test of fixed size. */
  readonly critical: number;
  readonly interval: readonly [number, number];
  /** At most α once the sequence has left out 0. */
  readonly p: number;
  /** Absent when control's mean is 0. */
  readonly lift?: Lift;
}

export interface SequenceOptions {
  readonly alpha?: number;
  /** The number of people in both arms at which the sequence is narrowest. */
  readonly best?: number;
  /** p of the look before. */
  readonly previousP?: number;
  /** Of the two estimates; see `Adjusted.covariance`. */
  readonly covariance?: number;
}

/**
 * O(1). The limit is normal: give each arm a few dozen people before the first look.
 *
 * @throws BowerbirdError EMPTY_SAMPLE below two people an arm, NOT_FINITE, OUT_OF_RANGE, ZERO_VARIANCE.
 */
export function differenceSequence(
  control: CountedEstimate,
  treatment: CountedEstimate,
  { alpha = 0.05, best = 10_000, previousP = 1, covariance = 0 }: SequenceOptions = {},
): DifferenceSequence {
  checkShare("alpha", alpha);
  checkChance("the p before", previousP);
  for (const { n, mean, squaredError } of [control, treatment]) {
    checkFinite("an arm", n, mean, squaredError);
    if (n < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: n });
    checkCount("n", n);
  }
  const variance = control.squaredError + treatment.squaredError - 2 * covariance;
  if (!(variance > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the metric", method: "a confidence sequence" });
  const people = control.n + treatment.n;
  const standardError = Math.sqrt(variance);
  const difference = treatment.mean - control.mean;
  const { rho, halfwidth } = asymptoticSequence(people, standardError * Math.sqrt(people), alpha, best);
  const inflated = people * rho * rho + 1;
  const z = difference / standardError;
  const logP = 0.5 * Math.log(inflated) - (z * z * (inflated - 1)) / (2 * inflated);
  const critical = halfwidth / standardError;
  return {
    difference,
    standardError,
    critical,
    interval: [difference - halfwidth, difference + halfwidth],
    p: Math.min(1, previousP, Math.exp(logP)),
    lift: control.mean === 0 ? undefined : fiellerLift(control, treatment, critical, covariance),
  };
}
