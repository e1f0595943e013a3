/**
 * Does a quantile (a median, a p99 latency) differ between arms?
 *
 * The sufficient statistic of an arm is its quantile and two order statistics about it, whose ranks SQL can ask for:
 * `quantileRanks` says which. No density is estimated.
 *
 *   ranks: n p + ½ ± z √(D n p (1-p)),  D the design effect of clusters (1 for independent values)
 *   order statistics: se = (upper - lower)/(2z) of each arm,  difference ± z √(se0² + se1²)
 *   density-free: [d - √((q1 - l1)² + (u0 - q0)²), d + √((u1 - q1)² + (q0 - l0)²)], which keeps each arm's skew
 *
 * Sources: J. B. McKean and R. M. Schrader (1984), Communications in Statistics 13; R. M. Price and D. G. Bonett (2002),
 * "Distribution-free confidence intervals for difference and ratio of medians", J. Stat. Computation and Simulation 72;
 * G. Y. Zou and A. Donner (2008), Statistics in Medicine 27; A. Deng, U. Knoblich, J. Lu (2018), KDD (outer intervals
 * for quantiles of clustered data).
 */
import { BowerbirdError } from "../../core/errors.ts";
import { normalUpper, normalUpperQuantile } from "../../math/normal.ts";
import { checkCount, checkFinite, checkPositive, checkShare } from "../checking.ts";
import { quantileOfSorted, sorted } from "../summaries/quantiles.ts";

/** One arm, as SQL gives it: the quantile, and the values at the ranks that `quantileRanks` names. */
export interface QuantileSummary {
  readonly n: number;
  readonly quantile: number;
  readonly lower: number;
  readonly upper: number;
}

export interface QuantileRanks {
  /** From 1. */
  readonly lower: number;
  readonly upper: number;
}

/**
 * The ranks between which the true quantile lies with `confidence`, rounded outward. `designEffect` above 1 widens them
 * for values that come in clusters (several page loads a person).
 *
 * @throws BowerbirdError DOES_NOT_APPLY when too few values lie beyond the quantile.
 */
export function quantileRanks(n: number, p: number, confidence = 0.95, designEffect = 1): QuantileRanks {
  checkCount("n", n, 1);
  checkShare("p", p);
  checkShare("confidence", confidence);
  checkPositive("the design effect", designEffect);
  const reach = normalUpperQuantile((1 - confidence) / 2) * Math.sqrt(designEffect * n * p * (1 - p));
  const [lower, upper] = [Math.floor(n * p - reach + 0.5), Math.ceil(n * p + reach + 0.5)];
  if (lower < 1 || upper > n) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "the quantile's interval",
      why: `too few of ${n} values lie beyond the quantile ${p}`,
    });
  }
  return { lower, upper };
}

/** @throws as `quantileRanks`; NOT_FINITE. */
export function quantileSummaryOf(
  values: readonly number[],
  p: number,
  confidence = 0.95,
  designEffect = 1,
): QuantileSummary {
  const rising = sorted(values);
  const ranks = quantileRanks(rising.length, p, confidence, designEffect);
  return {
    n: rising.length,
    quantile: quantileOfSorted(rising, p),
    lower: rising[ranks.lower - 1],
    upper: rising[ranks.upper - 1],
  };
}

export interface QuantileDifference {
  /** Treatment minus control, units of the metric. */
  readonly difference: number;
  /** Density-free: follows each arm's skew and holds with ties. */
  readonly interval: readonly [number, number];
  /** Two-sided; below 1 - confidence exactly when `interval` leaves out 0. */
  readonly p: number;
  /** From the order statistics; too small where values are tied. */
  readonly standardError: number;
  /** difference ± z · standardError, for values without ties. */
  readonly orderStatistics: readonly [number, number];
}

/**
 * Both summaries were taken at the same quantile and `confidence`.
 *
 * @throws BowerbirdError NOT_FINITE, BAD_INPUT when a summary's bounds do not hold its quantile, ZERO_VARIANCE when both
 *   arms' bounds coincide (a heavy tie: compare the shares at the tie instead).
 */
export function quantileDifference(
  control: QuantileSummary,
  treatment: QuantileSummary,
  confidence = 0.95,
): QuantileDifference {
  checkShare("confidence", confidence);
  for (const arm of [control, treatment]) {
    checkFinite("a quantile's summary", arm.n, arm.quantile, arm.lower, arm.upper);
    if (!(arm.lower <= arm.quantile && arm.quantile <= arm.upper)) {
      throw new BowerbirdError("BAD_INPUT", {
        what: "a quantile's summary",
        why: "lower, quantile and upper must rise",
      });
    }
  }
  const z = normalUpperQuantile((1 - confidence) / 2);
  const difference = treatment.quantile - control.quantile;
  const standardError =
    Math.hypot(control.upper - control.lower, treatment.upper - treatment.lower) / (2 * z);
  checkPositive("z of the confidence", z);
  if (!(standardError > 0)) {
    throw new BowerbirdError("ZERO_VARIANCE", {
      what: "the metric about its quantile",
      method: "the quantile's difference",
    });
  }
  const down = Math.hypot(treatment.quantile - treatment.lower, control.upper - control.quantile);
  const up = Math.hypot(treatment.upper - treatment.quantile, control.quantile - control.lower);
  // the side toward 0 grows with z; where a tie leaves it no width, 1 - confidence is all that can be said
  const toward = difference > 0 ? down : up;
  const surprise = difference === 0 ? 0 : (z * Math.abs(difference)) / toward;
  return {
    difference,
    interval: [difference - down, difference + up],
    p: toward > 0 || difference === 0 ? 2 * normalUpper(surprise) : 1 - confidence,
    standardError,
    orderStatistics: [difference - z * standardError, difference + z * standardError],
  };
}
