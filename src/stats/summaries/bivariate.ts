/**
 * Sufficient statistics of pairs (x, y), merged with `add`; ratio metrics by the delta method.
 *
 *   R = ȳ/x̄;  Var R ≈ (s_yy - 2 R s_xy + R² s_xx) / (n x̄²), which is the variance of the mean of (y - R x)/x̄: the
 *   linearisation. A ratio is of sums, never a mean of ratios.
 *
 * Sources: A. Deng, U. Knoblich, J. Lu (2018), "Applying the delta method in metric analytics", KDD; R. Budylin et al.
 * (2018), "Consistent transformation of ratio metrics for efficient online controlled experiments", WSDM.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { preciseSum } from "../../math/numerics.ts";
import { checkFinite, checkValues } from "../checking.ts";
import type { Estimate } from "./estimate.ts";

/** n, the means, and the sums of squared and crossed deviations. */
export interface Bivariate {
  readonly n: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** @throws BowerbirdError BAD_INPUT, NOT_FINITE, EMPTY_SAMPLE below two pairs. */
export function bivariateOf(x: readonly number[], y: readonly number[]): Bivariate {
  const n = x.length;
  if (n !== y.length)
    throw new BowerbirdError("BAD_INPUT", { what: "the pairs", why: "the lists differ in length" });
  if (n < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: n });
  checkValues(x, 2, "a pair");
  checkValues(y, 2, "a pair");
  const meanX = preciseSum(x) / n;
  const meanY = preciseSum(y) / n;
  const sum = (f: (i: number) => number): number => preciseSum(x.map((_, i) => f(i)));
  return {
    n,
    meanX,
    meanY,
    xx: sum((i) => (x[i] - meanX) ** 2),
    yy: sum((i) => (y[i] - meanY) ** 2),
    xy: sum((i) => (x[i] - meanX) * (y[i] - meanY)),
  };
}

/** From n, Σx, Σy, Σx², Σy², Σxy, as SQL gives them. */
export function bivariateFromSums(
  n: number,
  x: number,
  y: number,
  x2: number,
  y2: number,
  cross: number,
): Bivariate {
  if (!(n >= 1)) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: n });
  checkFinite("a sum", n, x, y, x2, y2, cross);
  return {
    n,
    meanX: x / n,
    meanY: y / n,
    xx: x2 - (x * x) / n,
    yy: y2 - (y * y) / n,
    xy: cross - (x * y) / n,
  };
}

/** @throws BowerbirdError NOT_FINITE, OUT_OF_RANGE for a negative sum of squares. */
export function addBivariate(a: Bivariate, b: Bivariate): Bivariate {
  // a shard may hold a single pair, or none
  checkPairs(a, 0);
  checkPairs(b, 0);
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const [dx, dy] = [b.meanX - a.meanX, b.meanY - a.meanY];
  const weight = (a.n * b.n) / n;
  return {
    n,
    meanX: a.meanX + (dx * b.n) / n,
    meanY: a.meanY + (dy * b.n) / n,
    xx: a.xx + b.xx + dx * dx * weight,
    yy: a.yy + b.yy + dy * dy * weight,
    xy: a.xy + b.xy + dx * dy * weight,
  };
}

/** @throws BowerbirdError EMPTY_SAMPLE below `needed` pairs, NOT_FINITE, OUT_OF_RANGE for a negative sum of squares. */
export function checkPairs(pairs: Bivariate, needed = 2): Bivariate {
  const { n, meanX, meanY, xx, yy, xy } = pairs;
  checkFinite("the pairs", n, meanX, meanY, xx, yy, xy);
  if (n < needed) throw new BowerbirdError("EMPTY_SAMPLE", { needed, actual: n });
  if (xx < 0 || yy < 0)
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "a sum of squares",
      actual: Math.min(xx, yy),
      range: "0 or more",
    });
  return pairs;
}

/** Σy/Σx with its squared standard error. @throws as `checkPairs`; DOES_NOT_APPLY when the denominator is 0. */
export function ratioEstimate(pairs: Bivariate): Estimate {
  checkPairs(pairs);
  // a denominator that is nothing beside its own numerator has no ratio in doubles
  if (Math.abs(pairs.meanX) <= 1e-75 * Math.max(1, Math.abs(pairs.meanY)))
    throw new BowerbirdError("DOES_NOT_APPLY", { method: "a ratio metric", why: "its denominator is 0" });
  const ratio = pairs.meanY / pairs.meanX;
  const spread = Math.max(0, pairs.yy - 2 * ratio * pairs.xy + ratio * ratio * pairs.xx) / (pairs.n - 1);
  return { mean: ratio, squaredError: spread / (pairs.n * pairs.meanX ** 2) };
}

/** Each pair's linearised value R + (y - R x)/x̄: their mean is R, the variance of their mean the delta method's. */
export function linearised(x: readonly number[], y: readonly number[]): number[] {
  const { meanX, meanY } = bivariateOf(x, y);
  if (meanX === 0)
    throw new BowerbirdError("DOES_NOT_APPLY", { method: "a ratio metric", why: "its denominator is 0" });
  const ratio = meanY / meanX;
  return x.map((value, i) => ratio + (y[i] - ratio * value) / meanX);
}
