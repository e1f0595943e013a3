/**
 * Sample quantiles of the nine usual types, order-statistic intervals, trimming and winsorising.
 *
 *   type j: position = n p + m_j with m_4 = 0, m_5 = 1/2, m_6 = p, m_7 = 1 - p, m_8 = (p+1)/3, m_9 = p/4 + 3/8
 *
 * Sources: R. J. Hyndman and Y. Fan (1996), "Sample quantiles in statistical packages", American Statistician 50;
 * W. J. Conover (1999), "Practical Nonparametric Statistics", §3.2.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { binomialLower } from "../../math/discrete-distributions.ts";
import { checkFinite, checkShare } from "../checking.ts";

export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** A sorted copy. @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE. */
export function sorted(values: readonly number[]): number[] {
  if (values.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  if (!values.every(Number.isFinite)) throw new BowerbirdError("NOT_FINITE", { what: "the sample" });
  return [...values].sort((a, b) => a - b);
}

/** The p-quantile of a rising list. O(1). */
export function quantileOfSorted(rising: readonly number[], p: number, type: QuantileType = 7): number {
  if (!(p >= 0 && p <= 1))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "p", actual: p, range: "between 0 and 1" });
  if (![1, 2, 3, 4, 5, 6, 7, 8, 9].includes(type))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "the type", actual: type, range: "1 to 9" });
  const n = rising.length;
  if (n === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  if (!(Number.isInteger(type) && type >= 1 && type <= 9))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "the quantile's type", actual: type, range: "1 to 9" });
  const at = (rank: number): number => {
    const value = rising[Math.min(n, Math.max(1, rank)) - 1];
    checkFinite("the sample", value);
    return value;
  };
  const slack = 4 * Number.EPSILON * n;
  const shift = [0, 0, -0.5, 0, 0.5, p, 1 - p, (p + 1) / 3, p / 4 + 0.375][type - 1];
  const position = n * p + shift;
  const rank = Math.floor(position + slack);
  const rest = Math.abs(position - rank) <= slack ? 0 : position - rank;
  if (type === 1) return rest > 0 ? at(rank + 1) : at(rank);
  if (type === 2) return rest > 0 ? at(rank + 1) : (at(rank) + at(rank + 1)) / 2;
  if (type === 3) return rest === 0 && rank % 2 === 0 ? at(rank) : at(rank + 1);
  return rest === 0 ? at(rank) : at(rank) + rest * (at(rank + 1) - at(rank));
}

/**
 * The interval between two order statistics that covers the p-quantile with at least `confidence`: ranks are binomial
 * quantiles, so no density is estimated. Ranks count from 1.
 */
export function quantileInterval(values: readonly number[], p: number, confidence = 0.95) {
  checkShare("p", p);
  checkShare("confidence", confidence);
  const rising = sorted(values);
  const n = rising.length;
  const tail = (1 - confidence) / 2;
  const smallest = (level: number): number => {
    let [low, high] = [0, n];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (binomialLower(middle, n, p) >= level) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const lower = smallest(tail);
  const upper = smallest(1 - tail) + 1;
  if (lower < 1 || upper > n)
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "the quantile's interval",
      why: "too few values lie beyond it",
    });
  return {
    ranks: [lower, upper] as const,
    interval: [rising[lower - 1], rising[upper - 1]] as const,
    coverage: binomialLower(upper - 1, n, p) - binomialLower(lower - 1, n, p),
  };
}

/** The mean without `proportion` of the values at each end. @throws BowerbirdError OUT_OF_RANGE unless 0 ≤ it < ½. */
export function trimmedMean(values: readonly number[], proportion: number): number {
  if (!(proportion >= 0 && proportion < 0.5)) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "proportion",
      actual: proportion,
      range: "from 0 to below ½",
    });
  }
  const rising = sorted(values);
  const cut = Math.floor(rising.length * proportion);
  const kept = rising.slice(cut, rising.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

/** Thresholds from all arms together: per-arm thresholds bias the difference. */
export function winsorThresholds(
  pooled: readonly number[],
  lower: number,
  upper: number,
  type: QuantileType = 7,
): readonly [number, number] {
  const rising = sorted(pooled);
  return [quantileOfSorted(rising, lower, type), quantileOfSorted(rising, upper, type)];
}

/** @throws BowerbirdError NOT_FINITE. */
export function winsorise(values: readonly number[], [low, high]: readonly [number, number]): number[] {
  checkFinite("the sample", ...values.filter((value) => !Number.isFinite(value)).slice(0, 1), low, high);
  return values.map((value) => Math.min(high, Math.max(low, value)));
}
