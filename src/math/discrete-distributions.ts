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
  return Math.exp(logBinomialMass(k, n, p));
}

/** Its logarithm, also where the mass itself underflows; -Infinity outside of the support. */
export function logBinomialMass(k: number, n: number, p: number): number {
  if (k < 0 || k > n || !Number.isInteger(k)) return Number.NEGATIVE_INFINITY;
  if (p === 0 || p === 1) return k === n * p ? 0 : Number.NEGATIVE_INFINITY;
  if (k === 0) return n * Math.log1p(-p);
  if (k === n) return n * Math.log(p);
  const remainder = stirlingRemainder(n) - stirlingRemainder(k) - stirlingRemainder(n - k);
  const exponent = remainder - deviance(k, n * p) - deviance(n - k, n * (1 - p));
  return exponent + 0.5 * Math.log(n / (2 * Math.PI * k * (n - k)));
}

/** Γ(a+b+1)/(Γ(a+1) Γ(b+1)) p^a (1-p)^b for real a, b > 0: the binomial mass between whole numbers. */
export function binomialWeight(a: number, b: number, p: number): number {
  const n = a + b;
  const remainder = stirlingRemainder(n) - stirlingRemainder(a) - stirlingRemainder(b);
  const exponent = remainder - deviance(a, n * p) - deviance(b, n * (1 - p));
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * a * b));
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
  return Math.exp(logHypergeometricMass(k, marked, plain, draws));
}

export function logHypergeometricMass(k: number, marked: number, plain: number, draws: number): number {
  const p = draws / (marked + plain);
  const all = logBinomialMass(draws, marked + plain, p);
  return logBinomialMass(k, marked, p) + logBinomialMass(draws - k, plain, p) - all;
}
