/**
 * Distributions as values: `lower(x)` = P(X ≤ x), `upper(x)` = P(X > x), `density(x)`, and quantiles by safeguarded
 * inversion of the smaller tail.
 *
 *   t: P(T > t) = I_{ν/(ν+t²)}(ν/2, 1/2) / 2;  F: upper = I_{d2/(d2+d1 x)}(d2/2, d1/2);  χ²: upper = Q(ν/2, x/2)
 *   binomial: P(X ≤ k) = I_{1-p}(n-k, k+1);  Poisson: P(X ≤ k) = Q(k+1, m)
 *
 * Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1994-95), "Continuous Univariate Distributions", volumes 1 and 2.
 */
import { betaKernel, incompleteBeta } from "./beta.ts";
import { incompleteGamma, logBeta, poissonDensity } from "./gamma.ts";
import { normalDensity, normalLower, normalQuantile, normalUpper, normalUpperQuantile } from "./normal.ts";
import { brentRoot, rootBeyond } from "./root-finding.ts";

export interface Distribution {
  lower(x: number): number;
  upper(x: number): number;
  density(x: number): number;
  /** x with P(X ≤ x) = p. */
  quantile(p: number): number;
  /** x with P(X > x) = p; for small p more exact than `quantile(1 - p)`. */
  upperQuantile(p: number): number;
}

export const standardNormal: Distribution = {
  lower: normalLower,
  upper: normalUpper,
  density: normalDensity,
  quantile: normalQuantile,
  upperQuantile: normalUpperQuantile,
};

/** Student's t with `df` > 0 degrees of freedom, real; Infinity is the normal. */
export function studentT(df: number): Distribution {
  if (df === Number.POSITIVE_INFINITY) return standardNormal;
  const upper = (t: number): number => {
    if (Number.isNaN(t)) return Number.NaN;
    if (t < 0) return 1 - upper(-t);
    if (t === Number.POSITIVE_INFINITY) return 0;
    // t² would overflow; the first term of the series is all there is
    if (t > 1e150) {
      return Math.exp(-df * (Math.log(t) - 0.5 * Math.log(df)) - logBeta(df / 2, 0.5)) / df;
    }
    const square = t * t;
    return incompleteBeta(df / 2, 0.5, df / (df + square), square / (df + square)).lower / 2;
  };
  const upperQuantile = (p: number): number => {
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    if (p > 0.5) return -upperQuantile(1 - p);
    if (p === 0.5) return 0;
    if (p === 0 || upper(Number.MAX_VALUE) >= p) return Number.POSITIVE_INFINITY;
    const target = Math.log(p);
    // the normal's quantile lies just below, the first term of Cornish and Fisher's series tells how far
    const z = normalUpperQuantile(p);
    return rootBeyond((t) => Math.log(upper(t)) - target, z * (1 - 1e-9), z + (z ** 3 + z) / (3 * df));
  };
  return {
    upper,
    lower: (t) => upper(-t),
    density: (t) =>
      Math.exp(-((df + 1) / 2) * Math.log1p((t * t) / df) - logBeta(df / 2, 0.5)) / Math.sqrt(df),
    upperQuantile,
    quantile: (p) => 0 - upperQuantile(p),
  };
}

/** Gamma with `shape` and `rate`. */
export function gammaDistribution(shape: number, rate = 1): Distribution {
  return onHalfLine(
    (x) => incompleteGamma(shape, rate * x),
    (x) => (x < 0 ? 0 : (poissonDensity(shape, rate * x) * shape) / x),
    shape / rate,
  );
}

export function chiSquare(df: number): Distribution {
  return gammaDistribution(df / 2, 0.5);
}

export function fisherF(df1: number, df2: number): Distribution {
  const tails = (x: number) =>
    incompleteBeta(df1 / 2, df2 / 2, (df1 * x) / (df1 * x + df2), df2 / (df1 * x + df2));
  const density = (x: number): number =>
    betaKernel(df1 / 2, df2 / 2, (df1 * x) / (df1 * x + df2), df2 / (df1 * x + df2)) / x;
  return onHalfLine((x) => (x <= 0 ? { lower: 0, upper: 1 } : tails(x)), density, 1);
}

export function betaDistribution(a: number, b: number): Distribution {
  const lower = (x: number): number => incompleteBeta(a, b, x).lower;
  const upper = (x: number): number => incompleteBeta(a, b, x).upper;
  const solve = (tail: (x: number) => number, p: number): number => {
    const target = Math.log(p);
    const tiny = Number.MIN_VALUE;
    // in ln x, so that a quantile near 0 keeps its digits
    const miss = (u: number): number => Math.log(Math.max(tail(Math.exp(u)), tiny)) - target;
    return miss(-740) >= 0 ? 0 : Math.exp(brentRoot(miss, -740, 0));
  };
  const quantile = (p: number): number => {
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    if (p === 0 || p === 1) return p;
    if (p <= lower(0.5)) return solve(lower, p);
    return 1 - Math.min(1, mirrored(1 - p));
  };
  const mirrored = (p: number): number => solve((y) => incompleteBeta(b, a, y).lower, p);
  return {
    lower,
    upper,
    density: (x) => (x <= 0 || x >= 1 ? 0 : betaKernel(a, b, x, 1 - x) / (x * (1 - x))),
    quantile,
    upperQuantile: (p) => (p === 0 ? 1 : p <= upper(0.5) ? 1 - mirrored(p) : quantile(1 - p)),
  };
}

function onHalfLine(
  tails: (x: number) => { readonly lower: number; readonly upper: number },
  density: (x: number) => number,
  scale: number,
): Distribution {
  const middle = tails(scale);
  const solve = (p: number, smallLower: boolean): number => {
    const target = Math.log(p);
    if (smallLower) {
      const f = (u: number): number =>
        Math.log(Math.max(tails(Math.exp(u)).lower, Number.MIN_VALUE)) - target;
      return f(-740) >= 0 ? 0 : Math.exp(brentRoot(f, -740, Math.log(scale))); // below the smallest double
    }
    return rootBeyond((x) => Math.log(Math.max(tails(x).upper, Number.MIN_VALUE)) - target, scale, 2 * scale);
  };
  return {
    lower: (x) => tails(x).lower,
    upper: (x) => tails(x).upper,
    density,
    quantile: (p) => {
      if (!(p >= 0 && p <= 1)) return Number.NaN;
      if (p === 0 || p === 1) return p === 0 ? 0 : Number.POSITIVE_INFINITY;
      return p <= middle.lower ? solve(p, true) : solve(1 - p, false);
    },
    upperQuantile: (p) => {
      if (!(p >= 0 && p <= 1)) return Number.NaN;
      if (p === 0 || p === 1) return p === 1 ? 0 : Number.POSITIVE_INFINITY;
      return p <= middle.upper ? solve(p, false) : solve(1 - p, true);
    },
  };
}
