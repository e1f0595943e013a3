/**
 * GrowthBook's arms as sums: a mean, a proportion, a ratio, each with or without a covariate, and a quantile.
 *
 *   components: mean (y) · ratio (m, d) · adjusted mean (post, pre) · adjusted ratio (m, d, m pre, d pre)
 *   value y, m/d, post - θ pre, m/d - θ mpre/dpre;  variance of one unit ∇ᵀ Λ ∇, Λ the covariance of the components
 *   θ of a mean: Cov/Var over both arms together; of a ratio: Σ Cov / Σ Var over the arms
 *
 * Source: GrowthBook's gbstats (MIT), statistics and covariate adjustment; A. Deng et al. (2013), WSDM, for θ.
 */
import type { Matrix } from "../../math/linear-algebra.ts";
import { normalUpperQuantile } from "../../math/normal.ts";

export type SumsKind = "mean" | "ratio" | "adjusted" | "adjusted ratio";

export interface Sums {
  readonly kind: SumsKind;
  readonly n: number;
  /** Σ of each component. */
  readonly sums: readonly number[];
  /** Σ of products of components, symmetric. */
  readonly products: Matrix;
  /** Components that are 0 or 1: their variance is p(1-p). */
  readonly binary: readonly boolean[];
  /** Given from outside; otherwise from the data. */
  readonly theta: number | null;
}

/** What a test needs of an arm. */
export interface ArmValue {
  readonly n: number;
  readonly mean: number;
  readonly unadjusted: number;
  /** Of one unit. */
  readonly variance: number;
  readonly varies: boolean;
}

/** Merged proportions become means, as gbstats has it. */
export function addSums(a: Sums, b: Sums): Sums {
  return {
    kind: a.kind,
    n: a.n + b.n,
    sums: a.sums.map((sum, i) => sum + b.sums[i]),
    products: a.products.map((row, i) => row.map((value, j) => value + b.products[i][j])),
    binary: a.binary.map(() => false),
    theta: null,
  };
}

export function meansOf({ n, sums }: Sums): number[] {
  return sums.map((sum) => (n === 0 ? 0 : sum / n));
}

export function covarianceOf({ n, sums, products, binary }: Sums): number[][] {
  return products.map((row, i) =>
    row.map((product, j) => {
      if (n <= 1) return 0;
      if (binary[i] && binary[j]) return product / n - (sums[i] * sums[j]) / n ** 2;
      return (product - (sums[i] * sums[j]) / n) / (n - 1);
    }),
  );
}

/** vᵀ A w. */
export function quadratic(v: readonly number[], A: Matrix, w: readonly number[] = v): number {
  return v.reduce((sum, a, i) => sum + a * w.reduce((inner, b, j) => inner + A[i][j] * b, 0), 0);
}

const ratio = (top: number, bottom: number): number => (bottom === 0 ? 0 : top / bottom);

/** ∂ value / ∂ components; 0 everywhere for a ratio whose denominator is 0. */
export function gradientOf(arm: Sums, theta: number): number[] {
  const [a, b, c, d] = meansOf(arm);
  if (arm.kind === "mean") return [1];
  if (arm.kind === "adjusted") return [1, -theta];
  if (b === 0 || (arm.kind === "adjusted ratio" && d === 0)) return arm.sums.map(() => 0);
  const own = [1 / b, -a / b ** 2];
  return arm.kind === "ratio" ? own : [...own, -theta / d, (theta * c) / d ** 2];
}

export function armValue(arm: Sums, theta: number): ArmValue {
  const [a, b, c, d] = meansOf(arm);
  const unadjusted = arm.kind === "ratio" || arm.kind === "adjusted ratio" ? ratio(a, b) : a;
  let mean = unadjusted;
  if (arm.kind === "adjusted") mean = a - theta * b;
  if (arm.kind === "adjusted ratio") mean = b === 0 || d === 0 ? 0 : a / b - theta * ratio(c, d);
  const variance = arm.n <= 1 ? 0 : quadratic(gradientOf(arm, theta), covarianceOf(arm));
  return { n: arm.n, mean, unadjusted, variance, varies: variance > 0 };
}

/** The arms with their θ; without covariates when those say nothing. */
export function adjusted(control: Sums, treatment: Sums): { arms: [Sums, Sums]; theta: number } {
  const arms: [Sums, Sums] = [control, treatment];
  if (control.kind === "mean" || control.kind === "ratio") return { arms, theta: 0 };
  if (control.theta !== null && treatment.theta !== null) return { arms, theta: control.theta };
  const theta = control.kind === "adjusted" ? meanTheta(control, treatment) : ratioTheta(control, treatment);
  if (Math.abs(theta) >= (control.kind === "adjusted" ? Number.MIN_VALUE : 1e-8)) return { arms, theta };
  return { arms: [withoutCovariates(control), withoutCovariates(treatment)], theta: 0 };
}

export function withoutCovariates(arm: Sums): Sums {
  const kept = arm.kind === "adjusted" ? 1 : 2;
  return {
    ...arm,
    kind: arm.kind === "adjusted" ? "mean" : "ratio",
    sums: arm.sums.slice(0, kept),
    products: arm.products.slice(0, kept).map((row) => row.slice(0, kept)),
    binary: arm.binary.slice(0, kept),
  };
}

function meanTheta(control: Sums, treatment: Sums): number {
  const both = {
    ...addSums(control, treatment),
    binary: control.binary.map((one, i) => one && treatment.binary[i]),
  };
  const [[post, cross], [, pre]] = covarianceOf(both);
  return pre === 0 || post === 0 ? 0 : cross / pre;
}

function ratioTheta(control: Sums, treatment: Sums): number {
  const parts = [control, treatment].map((arm) => {
    const [m, d, mPre, dPre] = gradientOf(arm, -1);
    const covariance = covarianceOf(arm);
    return {
      cross: quadratic([m, d, 0, 0], covariance, [0, 0, mPre, dPre]),
      pre: quadratic([0, 0, mPre, dPre], covariance),
    };
  });
  const pre = parts[0].pre + parts[1].pre;
  return pre === 0 ? 0 : (parts[0].cross + parts[1].cross) / pre;
}

export interface QuantileSums {
  readonly n: number;
  /** The sample size at which the limits were read. */
  readonly nLimits: number;
  /** Which quantile, in (0, 1). */
  readonly nu: number;
  readonly quantile: number;
  readonly lower: number;
  readonly upper: number;
  /** Clusters behind the n events: Σ below the quantile, Σ events, their squares and products, over `n` clusters. */
  readonly clusters?: Sums;
}

/** The variance that the quantile's 95 % limits imply, scaled up for clusters. */
export function quantileValue({ n, nLimits, nu, quantile, lower, upper, clusters }: QuantileSums): ArmValue {
  const z = normalUpperQuantile(0.025);
  let implied = n <= 1 ? 0 : (nLimits / n) * (n - 1) * ((upper - lower) / (2 * z)) ** 2;
  if (clusters) {
    const usable = nu !== 0 && clusters.n > 1 && clusters.sums[1] > 0;
    implied = usable ? implied * (armValue(clusters, 0).variance / clusters.n / ((nu * (1 - nu)) / n)) : 0;
  }
  const tooFew = n <= (z * z * nu) / (1 - nu) || n <= (z * z * (1 - nu)) / nu;
  return {
    n,
    mean: quantile,
    unadjusted: quantile,
    variance: n < 100 ? implied : Math.max(implied, 1e-5),
    varies: !tooFew && !(implied <= 0 && n < 1000),
  };
}
