/**
 * Distributions of counts as values, with quantiles: binomial, Poisson, negative binomial.
 *
 *   negative binomial: failures before the r-th success of chance p, P(X = k) = Γ(k+r)/(Γ(r) k!) p^r (1-p)^k,
 *   P(X ≤ k) = I_p(r, k+1)
 *   quantile(p): the smallest k with P(X ≤ k) ≥ p, from the normal's with its skewness (Cornish and Fisher), then by bisection
 *
 * Sources: N. L. Johnson, A. W. Kemp, S. Kotz (2005), "Univariate Discrete Distributions", 3rd edition; C. Loader (2000),
 * "Fast and accurate computation of binomial probabilities".
 */
import { BowerbirdError } from "../core/errors.ts";
import { incompleteBeta } from "./beta.ts";
import {
  binomialLower,
  binomialMass,
  binomialUpper,
  binomialWeight,
  poissonLower,
  poissonMass,
  poissonUpper,
} from "./discrete-distributions.ts";
import { normalQuantile } from "./normal.ts";

export interface CountDistribution {
  /** P(X = k). */
  mass(k: number): number;
  /** P(X ≤ k). */
  lower(k: number): number;
  /** P(X > k). */
  upper(k: number): number;
  /** The smallest k with P(X ≤ k) ≥ p. */
  quantile(p: number): number;
  /** The smallest k with P(X > k) ≤ p; for small p more exact than `quantile(1 - p)`. */
  upperQuantile(p: number): number;
}

function check(what: string, value: number, range: string, holds: boolean): void {
  if (!holds) throw new BowerbirdError("OUT_OF_RANGE", { what, actual: value, range });
}

const isChance = (p: number): boolean => p >= 0 && p <= 1;

/** @throws BowerbirdError OUT_OF_RANGE. */
export function binomialDistribution(n: number, p: number): CountDistribution {
  check("n", n, "a whole number of at least 0", Number.isInteger(n) && n >= 0);
  check("p", p, "from 0 to 1", isChance(p));
  const deviation = Math.sqrt(n * p * (1 - p));
  return inverted(
    {
      mass: (k) => binomialMass(k, n, p),
      lower: (k) => binomialLower(k, n, p),
      upper: (k) => binomialUpper(k, n, p),
    },
    { mean: n * p, deviation, skewness: deviation > 0 ? (1 - 2 * p) / deviation : 0, most: n },
  );
}

/** @throws BowerbirdError OUT_OF_RANGE. */
export function poissonDistribution(mean: number): CountDistribution {
  check("the mean", mean, "0 or more", mean >= 0 && Number.isFinite(mean));
  const deviation = Math.sqrt(mean);
  return inverted(
    {
      mass: (k) => poissonMass(k, mean),
      lower: (k) => poissonLower(k, mean),
      upper: (k) => poissonUpper(k, mean),
    },
    { mean, deviation, skewness: mean > 0 ? 1 / deviation : 0, most: Number.POSITIVE_INFINITY },
  );
}

/** `size` successes, real and above 0, each of chance `p`. @throws BowerbirdError OUT_OF_RANGE. */
export function negativeBinomialDistribution(size: number, p: number): CountDistribution {
  check("size", size, "above 0", size > 0 && Number.isFinite(size));
  check("p", p, "above 0, at most 1", p > 0 && p <= 1);
  const mean = (size * (1 - p)) / p;
  const deviation = Math.sqrt(mean / p);
  return inverted(
    {
      mass: (k) => negativeBinomialMass(k, size, p),
      lower: (k) => (k < 0 ? 0 : incompleteBeta(size, Math.floor(k) + 1, p, 1 - p).lower),
      upper: (k) => (k < 0 ? 1 : incompleteBeta(size, Math.floor(k) + 1, p, 1 - p).upper),
    },
    {
      mean,
      deviation,
      skewness: p < 1 ? (2 - p) / Math.sqrt(size * (1 - p)) : 0,
      most: Number.POSITIVE_INFINITY,
    },
  );
}

/** size/(size+k) times the binomial mass of `size` among size + k, which also holds between whole numbers. */
function negativeBinomialMass(k: number, size: number, p: number): number {
  if (k < 0 || !Number.isInteger(k)) return 0;
  if (k === 0) return Math.exp(size * Math.log(p));
  return p === 1 ? 0 : (binomialWeight(size, k, p) * size) / (size + k);
}

type Tails = Pick<CountDistribution, "mass" | "lower" | "upper">;

interface Shape {
  readonly mean: number;
  readonly deviation: number;
  readonly skewness: number;
  readonly most: number;
}

function inverted(tails: Tails, shape: Shape): CountDistribution {
  const { most } = shape;
  const search = (p: number, reached: (k: number) => boolean): number => {
    if (reached(0)) return 0;
    const z = normalQuantile(p);
    const guess = shape.mean + shape.deviation * (z + (shape.skewness * (z * z - 1)) / 6);
    let low = 0;
    let high = Math.min(most, Math.max(1, Math.floor(Number.isFinite(guess) ? guess : shape.mean)));
    for (let step = 1; !reached(high) && high < most; step *= 2)
      [low, high] = [high, Math.min(most, high + step)];
    for (let step = 1; high - step > low && reached(high - step); step *= 2) high -= step;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (reached(middle)) high = middle;
      else low = middle;
    }
    return high;
  };
  return {
    ...tails,
    quantile: (p) => {
      if (!isChance(p)) return Number.NaN;
      if (p === 1) return shape.deviation === 0 ? shape.mean : most;
      return search(p, (k) => tails.lower(k) >= p);
    },
    upperQuantile: (p) => {
      if (!isChance(p)) return Number.NaN;
      if (p === 0) return shape.deviation === 0 ? shape.mean : most;
      return search(1 - p, (k) => tails.upper(k) <= p);
    },
  };
}
