/**
 * Counts: binomial, Poisson, hypergeometric.
 *
 *   binomial: P(X ≤ k) = I_{1-p}(n-k, k+1);   Poisson: P(X ≤ k) = Q(k+1, m)
 *
 * Source: C. Loader (2000), "Fast and accurate computation of binomial probabilities".
 */
import { incompleteBeta } from "./beta.ts";
import { deviance, incompleteGamma, poissonDensity, stirlingRemainder } from "./gamma.ts";

/** C(n, k) p^k q^(n-k). */
export function binomialMass(k: number, n: number, p: number): number {
  if (k < 0 || k > n || !Number.isInteger(k)) return 0;
  if (p === 0 || p === 1) return k === n * p ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return p ** n;
  const remainder = stirlingRemainder(n) - stirlingRemainder(k) - stirlingRemainder(n - k);
  const exponent = remainder - deviance(k, n * p) - deviance(n - k, n * (1 - p));
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** P(X ≤ k). */
export function binomialLower(k: number, n: number, p: number): number {
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  return whole >= n ? 1 : incompleteBeta(n - whole, whole + 1, 1 - p, p).lower;
}

/** P(X > k). */
export function binomialUpper(k: number, n: number, p: number): number {
  const whole = Math.floor(k);
  if (whole < 0) return 1;
  return whole >= n ? 0 : incompleteBeta(whole + 1, n - whole, p, 1 - p).lower;
}

export function poissonMass(k: number, mean: number): number {
  return Number.isInteger(k) ? poissonDensity(k, mean) : 0;
}

export function poissonLower(k: number, mean: number): number {
  return k < 0 ? 0 : incompleteGamma(Math.floor(k) + 1, mean).upper;
}

export function poissonUpper(k: number, mean: number): number {
  return k < 0 ? 1 : incompleteGamma(Math.floor(k) + 1, mean).lower;
}

/** P(X = k): k marked among `draws` without replacement from `marked` + `plain`. */
export function hypergeometricMass(k: number, marked: number, plain: number, draws: number): number {
  const p = draws / (marked + plain);
  return (
    (binomialMass(k, marked, p) * binomialMass(draws - k, plain, p)) / binomialMass(draws, marked + plain, p)
  );
}
