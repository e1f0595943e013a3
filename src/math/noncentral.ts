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
import { incompleteBeta } from "./beta.ts";
import { incompleteGamma, poissonDensity } from "./gamma.ts";
import { normalDensity, normalLower } from "./normal.ts";
import { integrate } from "./numerics.ts";

/** ∫ g(s) f_ν(s) ds over the bulk of S. */
function overScale(df: number, g: (s: number) => number, panels: number): number {
  if (df === Number.POSITIVE_INFINITY) return g(1);
  const spread = 9 / Math.sqrt(2 * df);
  const density = (s: number): number => (2 * (df / 2) * poissonDensity(df / 2, (df * s * s) / 2)) / s;
  return integrate((s) => g(s) * density(s), Math.max(0, 1 - spread), 1 + spread, panels);
}

/** P(T ≤ t) for non-centrality `shift`. Relative accuracy about 1e-12. */
export function noncentralTLower(t: number, df: number, shift: number): number {
  return overScale(df, (s) => normalLower(t * s - shift), 16);
}

/** P(T > t). */
export function noncentralTUpper(t: number, df: number, shift: number): number {
  return overScale(df, (s) => normalLower(shift - t * s), 16);
}

/** Σ_j Poisson(j; λ/2) g(j), summed outwards from the mode. */
function overPoisson(mean: number, g: (j: number) => number): number {
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
