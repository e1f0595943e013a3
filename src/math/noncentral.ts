/**
 * Non-central t, χ² and F, the studentised range, and the largest of several t's sharing one control, by integration.
 *
 *   T = (Z + δ)/S, S² = χ²_ν/ν:   P(T ≤ t) = ∫ Φ(t s - δ) f_ν(s) ds
 *   range of k normals over S:    P(Q ≤ q) = ∫ f_ν(s) k∫ φ(z) [Φ(z) - Φ(z - q s)]^(k-1) dz ds
 *   shared control:               P(max|T| ≤ c) = ∫ f_ν(s) ∫ φ(z) Π_i [Φ((λ_i z + c s)/κ_i) - Φ((λ_i z - c s)/κ_i)] dz ds
 *
 * f_ν is the density of S, λ_i the correlation root of arm i with the control, κ_i = √(1 - λ_i²).
 *
 * Sources: B. L. Welch and N. L. Johnson's integral (1940), Biometrika 31; J. W. Tukey's range as in H. L. Harter (1960),
 * Annals of Mathematical Statistics 31; C. W. Dunnett (1955), JASA 50.
 */
import { BowerbirdError } from "../core/errors.ts";
import { incompleteBeta } from "./beta.ts";
import type { Distribution } from "./distributions.ts";
import { deviance, incompleteGamma, poissonDensity, stirlingRemainder } from "./gamma.ts";
import { normalDensity, normalLower } from "./normal.ts";
import { integrate } from "./numerics.ts";
import { brentRoot } from "./root-finding.ts";

/** ∫ g(s) f_ν(s) ds over the bulk of S. */
function overScale(df: number, g: (s: number) => number, panels: number): number {
  if (df === Number.POSITIVE_INFINITY) return g(1);
  const spread = 9 / Math.sqrt(2 * df);
  const density = (s: number): number => (2 * (df / 2) * poissonDensity(df / 2, (df * s * s) / 2)) / s;
  return integrate((s) => g(s) * density(s), Math.max(0, 1 - spread), 1 + spread, panels);
}

/**
 * ∫ g(s) f_ν(s) ds where g may have all its weight far from the bulk of S: over ln s, about the integrand's own peak, as
 * far as it stays above e⁻⁴⁰ of it. Relative accuracy about 1e-13 also where the integral is 1e-200.
 */
function overPeak(df: number, g: (s: number) => number, guess: number): number {
  if (df === Number.POSITIVE_INFINITY) return g(1);
  const leading = -stirlingRemainder(df / 2) + 0.5 * Math.log(df / Math.PI);
  const density = (u: number): number => Math.exp(leading - deviance(df / 2, (df / 2) * Math.exp(2 * u)));
  const logs = (u: number): number => {
    const value = Math.log(density(u) * g(Math.exp(u)));
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const peak = highestPoint(logs, df, Math.log(guess));
  const top = logs(peak);
  if (top === Number.NEGATIVE_INFINITY) return 0;
  const edge = (side: 1 | -1): number => {
    let step = 0.5 / Math.sqrt(df + 1);
    while (logs(peak + side * step) > top - 40 && step < 400) step *= 1.5;
    return peak + side * step;
  };
  const half = (from: number, to: number): number =>
    integrate((u) => density(u) * g(Math.exp(u)), from, to, 12);
  return half(edge(-1), peak) + half(peak, edge(1));
}

/** Where a function with one hill is highest: uphill from a guess in growing steps, then by golden sections. */
function highestPoint(logs: (u: number) => number, df: number, guess: number): number {
  let step = 0.25 / Math.sqrt(df + 1);
  let [low, at, high] = [guess - step, guess, guess + step];
  for (let i = 0; i < 80 && logs(high) > logs(at); i++) {
    step *= 1.6;
    [low, at, high] = [at, high, high + step];
  }
  for (let i = 0; i < 80 && logs(low) > logs(at); i++) {
    step *= 1.6;
    [low, at, high] = [low - step, low, at];
  }
  const ratio = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 24; i++) {
    const [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (logs(a) > logs(b)) high = b;
    else low = a;
  }
  return (low + high) / 2;
}

/** P(T ≤ t) for non-centrality `shift`; relative accuracy about 1e-12 in either tail. */
export function noncentralTLower(t: number, df: number, shift: number): number {
  // the larger tail is the complement: its integrand has two hills
  if (t > shift) return 1 - noncentralTUpper(t, df, shift);
  return overPeak(df, (s) => normalLower(t * s - shift), likelyScale(-t, df, -shift));
}

/** P(T > t). */
export function noncentralTUpper(t: number, df: number, shift: number): number {
  if (t < shift) return 1 - noncentralTLower(t, df, shift);
  return overPeak(df, (s) => normalLower(shift - t * s), likelyScale(t, df, shift));
}

/** About where s^ν φ(t s - δ) is largest, at most 1: the scale at which a far tail happens. */
function likelyScale(t: number, df: number, shift: number): number {
  const far = (shift + Math.sqrt(shift * shift + 4 * df)) / (2 * Math.max(t, 1e-300));
  return Math.min(1, Math.max(far, 1e-300));
}

/** Non-central t: (Z + shift)/√(χ²_ν/ν). @throws BowerbirdError OUT_OF_RANGE. */
export function noncentralT(df: number, shift: number): Distribution {
  if (!(df > 0)) throw new BowerbirdError("OUT_OF_RANGE", { what: "df", actual: df, range: "above 0" });
  if (!Number.isFinite(shift)) throw new BowerbirdError("NOT_FINITE", { what: "the non-centrality" });
  const lower = (t: number): number => noncentralTLower(t, df, shift);
  const upper = (t: number): number => noncentralTUpper(t, df, shift);
  /** Where the falling or rising tail is p, on the logarithm. */
  const solve = (tail: (t: number) => number, p: number): number => {
    const miss = (t: number): number => Math.log(Math.max(tail(t), Number.MIN_VALUE)) - Math.log(p);
    let reach = 4 + Math.abs(shift);
    while (miss(shift + reach) > 0 === miss(shift - reach) > 0 && reach < 1e300) reach *= 3;
    return brentRoot(miss, shift - reach, shift + reach, 1e-13);
  };
  const middle = lower(shift);
  const quantile = (p: number, rest: number): number => {
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    if (p === 0) return Number.NEGATIVE_INFINITY;
    if (rest === 0) return Number.POSITIVE_INFINITY;
    return p <= middle ? solve(lower, p) : solve(upper, rest);
  };
  return {
    lower,
    upper,
    density: (t) =>
      overPeak(df, (s) => s * normalDensity(t * s - shift), likelyScale(Math.abs(t), df, Math.abs(shift))),
    quantile: (p) => quantile(p, 1 - p),
    upperQuantile: (p) => quantile(1 - p, p),
  };
}

/** Σ_j Poisson(j; λ/2) g(j), summed outwards from the mode. */
function overPoisson(mean: number, g: (j: number) => number): number {
  if (!(mean >= 0 && mean <= 1e8)) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "the non-centrality",
      actual: 2 * mean,
      range: "from 0 to 2e8",
    });
  }
  const mode = Math.floor(mean);
  let sum = 0;
  for (let j = mode; j >= 0; j--) {
    const weight = poissonDensity(j, mean);
    sum += weight * g(j);
    if (weight < 1e-18) break;
  }
  for (let j = mode + 1; ; j++) {
    const weight = poissonDensity(j, mean);
    sum += weight * g(j);
    if (weight < 1e-18) return sum;
  }
}

/** P(X > x) of the non-central χ² with non-centrality λ. */
export function noncentralChiSquareUpper(x: number, df: number, lambda: number): number {
  return overPoisson(lambda / 2, (j) => incompleteGamma(df / 2 + j, x / 2).upper);
}

/** P(X > x) of the non-central F. */
export function noncentralFUpper(x: number, df1: number, df2: number, lambda: number): number {
  const scaled = df1 * x;
  return overPoisson(
    lambda / 2,
    (j) => incompleteBeta(df1 / 2 + j, df2 / 2, scaled / (scaled + df2), df2 / (scaled + df2)).upper,
  );
}

/** P(Q > q): the range of `k` normal means over their common standard error. Relative accuracy about 1e-8. */
export function studentizedRangeUpper(q: number, k: number, df: number): number {
  if (!(k >= 2)) throw new BowerbirdError("OUT_OF_RANGE", { what: "k", actual: k, range: "at least 2" });
  if (!(df > 0)) throw new BowerbirdError("OUT_OF_RANGE", { what: "df", actual: df, range: "above 0" });
  if (!(q > 0)) return 1;
  const range = (width: number): number =>
    k *
    integrate(
      (z) => normalDensity(z) * (normalLower(z) - normalLower(z - width)) ** (k - 1),
      -8,
      8 + width,
      6,
    );
  return Math.max(0, 1 - overScale(df, (s) => range(q * s), 4));
}

/** P(max|T_i| > c) where T_i compares arm i with the shared control; `loadings` are λ_i = √(n_i/(n_i + n_0)). */
export function sharedControlUpper(c: number, df: number, loadings: readonly number[]): number {
  const inside = (width: number): number =>
    integrate(
      (z) =>
        loadings.reduce((product, loading) => {
          const rest = Math.sqrt(1 - loading * loading);
          return (
            product * (normalLower((loading * z + width) / rest) - normalLower((loading * z - width) / rest))
          );
        }, normalDensity(z)),
      -8.5,
      8.5,
      4,
    );
  return Math.max(0, 1 - overScale(df, (s) => inside(c * s), 4));
}
