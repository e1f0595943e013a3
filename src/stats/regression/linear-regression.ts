/**
 * Linear regression, ordinary and weighted, with the covariance one chooses.
 *
 *   b = (XᵀWX)⁻¹ XᵀWy,   classical V = s² (XᵀWX)⁻¹,   robust V = (XᵀX)⁻¹ (Σ ω_i x_i x_iᵀ) (XᵀX)⁻¹
 *   HC0 ω = e²,  HC1 ω = e² n/(n-p),  HC2 ω = e²/(1-h),  HC3 ω = e²/(1-h)²
 *   cluster: Σ_g (X_gᵀe_g)(X_gᵀe_g)ᵀ × G/(G-1) × (n-1)/(n-p);  two ways: V_a + V_b - V_ab
 *
 * Sources: J. G. MacKinnon, H. White (1985), J. Econometrics 29; K.-Y. Liang, S. L. Zeger (1986), Biometrika 73;
 * A. C. Cameron, J. B. Gelbach, D. L. Miller (2011), J. Business & Economic Statistics 29.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { leastSquares } from "../../math/least-squares.ts";
import { identity } from "../../math/linear-algebra.ts";
import { checkFinite, checkSameLength } from "../checking.ts";

export interface LinearFit {
  readonly coefficients: number[];
  /** y - X b, unweighted units. */
  readonly residuals: number[];
  readonly standardErrors: number[];
  /** Classical covariance of the coefficients, p × p. */
  readonly covariance: number[][];
  /** (XᵀWX)⁻¹, p × p. */
  readonly inverseGram: number[][];
  readonly leverages: number[];
  readonly n: number;
  readonly degreesResidual: number;
  readonly sumResidual: number;
  /** Around the mean with an intercept, around 0 without. */
  readonly sumRegression: number;
  readonly residualDeviation: number;
  /** NaN for an outcome that does not vary. */
  readonly rSquared: number;
  readonly logLikelihood: number;
}

export type RobustKind = "HC0" | "HC1" | "HC2" | "HC3";

/**
 * Rows are observations and hold the intercept's 1 themselves; `intercept` says whether they do.
 *
 * @throws BowerbirdError RANK_DEFICIENT, EMPTY_SAMPLE, NOT_FINITE, OUT_OF_RANGE for a weight that is not positive.
 */
export function linearRegression(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  { intercept = true, weights }: { intercept?: boolean; weights?: readonly number[] } = {},
): LinearFit {
  const n = rows.length;
  const p = rows[0]?.length ?? 0;
  const badWeight = weights?.find((weight) => !(weight > 0));
  if (badWeight !== undefined) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "a weight", actual: badWeight, range: "above 0" });
  }
  const root = (i: number): number => Math.sqrt(weights?.[i] ?? 1);
  const solved = weights
    ? leastSquares(
        rows.map((row, i) => row.map((value) => value * root(i))),
        y.map((value, i) => value * root(i)),
      )
    : leastSquares(rows, y);
  const sumResidual = solved.residuals.reduce((sum, e) => sum + e * e, 0);
  const degreesResidual = n - p;
  const sumTotal = totalSquares(y, intercept, weights);
  const sumRegression = sumTotal - sumResidual;
  const variance = degreesResidual > 0 ? sumResidual / degreesResidual : Number.NaN;
  const covariance = solved.inverseGram.map((row) => row.map((value) => value * variance));
  const logWeights = weights?.reduce((sum, weight) => sum + Math.log(weight), 0) ?? 0;
  return {
    coefficients: solved.coefficients,
    residuals: solved.residuals.map((e, i) => e / root(i)),
    standardErrors: rootDiagonal(covariance),
    covariance,
    inverseGram: solved.inverseGram,
    leverages: solved.leverages,
    n,
    degreesResidual,
    sumResidual,
    sumRegression,
    residualDeviation: Math.sqrt(variance),
    rSquared: sumTotal > 0 ? sumRegression / sumTotal : Number.NaN,
    logLikelihood: 0.5 * (logWeights - n * (Math.log(2 * Math.PI) + 1 - Math.log(n) + Math.log(sumResidual))),
  };
}

function totalSquares(y: readonly number[], intercept: boolean, weights?: readonly number[]): number {
  const weight = (i: number): number => weights?.[i] ?? 1;
  const mass = y.reduce((sum, _, i) => sum + weight(i), 0);
  const mean = intercept ? y.reduce((sum, value, i) => sum + weight(i) * value, 0) / mass : 0;
  return y.reduce((sum, value, i) => sum + weight(i) * (value - mean) ** 2, 0);
}

/** Rows of 1, x, x², … up to `degree`. */
export function polynomialRows(x: readonly number[], degree: number, intercept: boolean): number[][] {
  return x.map((value) =>
    Array.from({ length: degree + (intercept ? 1 : 0) }, (_, k) => value ** (intercept ? k : k + 1)),
  );
}

/** Heteroskedasticity-consistent covariance, p × p. HC2 and HC3 refuse a point with leverage 1. */
export function robustCovariance(
  rows: readonly (readonly number[])[],
  fit: LinearFit,
  kind: RobustKind,
): number[][] {
  const scale = kind === "HC1" ? fit.n / fit.degreesResidual : 1;
  const power = kind === "HC2" ? 1 : kind === "HC3" ? 2 : 0;
  if (power > 0 && fit.leverages.some((h) => h > 1 - 1e-10)) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: kind,
      why: "an observation alone decides a coefficient",
    });
  }
  const scores = rows.map((row, i) => {
    const e = fit.residuals[i] / (1 - fit.leverages[i]) ** (power / 2);
    return row.map((value) => value * e);
  });
  return sandwich(fit.inverseGram, scores, scale);
}

/** CR1: every cluster's scores are added before they are squared. */
export function clusterCovariance(
  rows: readonly (readonly number[])[],
  fit: LinearFit,
  clusters: readonly (string | number)[],
): number[][] {
  const sums = clusterScores(rows, fit.residuals, clusters);
  const groups = sums.length;
  if (groups < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: groups });
  return sandwich(fit.inverseGram, sums, (groups / (groups - 1)) * ((fit.n - 1) / fit.degreesResidual));
}

/** Clustered in two ways at once: V_a + V_b - V_ab. */
export function twoWayClusterCovariance(
  rows: readonly (readonly number[])[],
  fit: LinearFit,
  first: readonly (string | number)[],
  second: readonly (string | number)[],
): number[][] {
  const a = clusterCovariance(rows, fit, first);
  const b = clusterCovariance(rows, fit, second);
  const both = clusterCovariance(
    rows,
    fit,
    first.map((value, i) => JSON.stringify([value, second[i]])),
  );
  return a.map((row, i) => row.map((value, j) => value + b[i][j] - both[i][j]));
}

/** Σ x_i e_i of each cluster, G × p. */
export function clusterScores(
  rows: readonly (readonly number[])[],
  residuals: readonly number[],
  clusters: readonly (string | number)[],
): number[][] {
  const sums = new Map<string | number, number[]>();
  rows.forEach((row, i) => {
    const sum = sums.get(clusters[i]) ?? row.map(() => 0);
    row.forEach((value, j) => {
      sum[j] += value * residuals[i];
    });
    sums.set(clusters[i], sum);
  });
  return [...sums.values()];
}

/** bread × Σ s sᵀ × bread × scale. */
export function sandwich(
  bread: readonly (readonly number[])[],
  scores: readonly (readonly number[])[],
  scale: number,
): number[][] {
  checkFinite("the fit", scale, ...bread.flat());
  for (const score of scores) {
    checkSameLength("the rows", score, bread);
    checkFinite("the rows or residuals", ...score);
  }
  const half = scores.map((score) =>
    bread.map((row) => row.reduce((sum, value, j) => sum + value * score[j], 0)),
  );
  return bread.map((_, i) => bread.map((_row, j) => scale * half.reduce((sum, s) => sum + s[i] * s[j], 0)));
}

/** Standard errors of a covariance. @throws BowerbirdError BAD_INPUT, NOT_FINITE, DOES_NOT_APPLY for a negative variance. */
export function rootDiagonal(covariance: readonly (readonly number[])[]): number[] {
  return covariance.map((row, i) => {
    checkSameLength("the covariance", row, covariance);
    checkFinite("the covariance", row[i]);
    if (row[i] < 0)
      throw new BowerbirdError("DOES_NOT_APPLY", {
        method: "a standard error",
        why: "a variance is negative",
      });
    return Math.sqrt(row[i]);
  });
}

/**
 * Ridge regression: b = (XᵀX + λI)⁻¹ Xᵀy, by QR of X over √λ I. Every column is shrunk, an intercept's too: centre and
 * scale first (A. E. Hoerl and R. W. Kennard 1970, Technometrics 12).
 *
 * @throws BowerbirdError OUT_OF_RANGE for a negative λ; RANK_DEFICIENT only when λ = 0.
 */
export function ridgeRegression(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  lambda: number,
): { readonly coefficients: number[]; readonly residuals: number[] } {
  if (!(lambda >= 0 && Number.isFinite(lambda))) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "lambda", actual: lambda, range: "0 or more" });
  }
  const p = rows[0]?.length ?? 0;
  const penalty = lambda === 0 ? [] : identity(p).map((row) => row.map((value) => value * Math.sqrt(lambda)));
  const fit = leastSquares([...rows, ...penalty], [...y, ...penalty.map(() => 0)]);
  return { coefficients: fit.coefficients, residuals: fit.residuals.slice(0, rows.length) };
}
