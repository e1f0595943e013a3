/**
 * One sample in a few numbers.
 *
 *   mean x̄,  deviation √(Σ (x - x̄)² / (n-1)),  r_1 = Σ_{t<n} (x_t - x̄)(x_{t+1} - x̄) / Σ (x - x̄)²
 *
 * Two passes with compensated sums about a value of the sample, taken off as the decimals they were written as, so that data far
 * from 0 keep their digits.
 *
 * Source: NIST/ITL, Statistical Reference Datasets, univariate summary statistics.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { differencesFrom } from "../../math/decimal-differences.ts";
import { preciseSum } from "../../math/numerics.ts";
import { checkSample, momentsOf, varianceOf } from "./moments.ts";

export interface Description {
  readonly n: number;
  readonly mean: number;
  /** n-1 divisor. */
  readonly deviation: number;
  /** Correlation of each value with the one before it. */
  readonly lagOne: number;
  readonly least: number;
  readonly most: number;
}

/** @throws BowerbirdError EMPTY_SAMPLE below two values, NOT_FINITE, ZERO_VARIANCE when all are the same. */
export function describe(values: readonly number[]): Description {
  const origin = values[0] ?? 0;
  const near = differencesFrom(values, origin);
  const moments = checkSample(momentsOf(near));
  if (moments.m2 === 0)
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the sample", method: "autocorrelation" });
  const deviations = near.map((value) => value - moments.mean);
  const products = deviations.slice(1).map((value, t) => value * deviations[t]);
  return {
    n: moments.n,
    mean: origin + moments.mean,
    deviation: Math.sqrt(varianceOf(moments)),
    lagOne: preciseSum(products) / moments.m2,
    least: values.reduce((least, value) => Math.min(least, value)),
    most: values.reduce((most, value) => Math.max(most, value)),
  };
}
