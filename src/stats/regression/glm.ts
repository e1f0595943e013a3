/**
 * Generalised linear models by iteratively reweighted least squares.
 *
 *   each step: b ← weighted regression of z = η + (y - μ)/μ' with weights μ'²/V(μ);  standard errors from (XᵀWX)⁻¹
 *   negative binomial: b given θ and θ given μ in turn; θ by Newton on its score, its error from the observed information
 *
 * Complete or quasi-complete separation has no finite maximum: it is refused when predictions run away to infinity.
 *
 * Sources: P. McCullagh, J. A. Nelder (1989), "Generalized Linear Models"; A. Albert, J. A. Anderson (1984), Biometrika
 * 71; W. N. Venables, B. D. Ripley (2002), "Modern Applied Statistics with S", §7.4.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { digamma, trigamma } from "../../math/gamma.ts";
import { logit, negativeBinomial, poisson, probit, type Shape } from "./glm-families.ts";
import { linearRegression, rootDiagonal, sandwich } from "./linear-regression.ts";

export type Family = "logit" | "probit" | "poisson";

export interface GeneralisedFit {
  readonly coefficients: number[];
  readonly standardErrors: number[];
  /** Model-based, p × p. */
  readonly covariance: number[][];
  /** Sandwich, p × p: right also when the variance function is not. */
  readonly robustCovariance: number[][];
  /** n expected outcomes. */
  readonly fitted: number[];
  readonly logLikelihood: number;
  readonly deviance: number;
  readonly iterations: number;
}

export interface NegativeBinomialFit extends GeneralisedFit {
  /** V = μ + μ²/θ: small is far from Poisson. */
  readonly theta: number;
  readonly thetaError: number;
}

type Rows = readonly (readonly number[])[];
const shapes = { logit, probit, poisson } as const;

/**
 * @throws BowerbirdError SEPARATED, RANK_DEFICIENT, NOT_CONVERGED, EMPTY_SAMPLE, ZERO_VARIANCE when every outcome is the
 *   same, NOT_FINITE, OUT_OF_RANGE for an outcome the family does not know.
 */
export function generalisedRegression(rows: Rows, y: readonly number[], family: Family): GeneralisedFit {
  checkOutcomes(y, shapes[family]);
  return iterate(rows, y, shapes[family], y.map(shapes[family].start));
}

/**
 * Counts that vary more than a Poisson. @throws BowerbirdError as `generalisedRegression`; DOES_NOT_APPLY when they do
 *   not vary more.
 */
export function negativeBinomialRegression(rows: Rows, y: readonly number[]): NegativeBinomialFit {
  checkOutcomes(y, poisson);
  let fit = iterate(rows, y, poisson, y.map(poisson.start));
  let theta = { value: Number.POSITIVE_INFINITY, error: Number.NaN };
  for (let round = 0; round < 100; round++) {
    const next = dispersion(y, fit.fitted, theta.value);
    const shape = negativeBinomial(next.value);
    fit = iterate(rows, y, shape, fit.fitted.map(Math.log));
    const moved = Math.abs(next.value / theta.value - 1);
    theta = next;
    if (moved < 1e-11) return { ...fit, theta: theta.value, thetaError: theta.error };
  }
  throw new BowerbirdError("NOT_CONVERGED", { method: "negative binomial regression", iterations: 100 });
}

function checkOutcomes(y: readonly number[], { name, top }: Shape): void {
  if (!y.every(Number.isFinite)) throw new BowerbirdError("NOT_FINITE", { what: "the outcome" });
  const bad = y.find((value) => !(value >= 0 && value <= top));
  if (bad !== undefined) {
    const range = top === 1 ? "0 to 1" : "0 or more";
    throw new BowerbirdError("OUT_OF_RANGE", { what: "an outcome", actual: bad, range });
  }
  if (y.every((value) => value === y[0])) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the outcome", method: `${name} regression` });
  }
}

function iterate(rows: Rows, y: readonly number[], shape: Shape, start: readonly number[]): GeneralisedFit {
  let eta = [...start];
  let before = Number.POSITIVE_INFINITY;
  for (let iterations = 1; iterations <= 100; iterations++) {
    const links = eta.map(shape.at);
    const weights = links.map(({ slope, variance }) => slope ** 2 / variance);
    if (weights.some((weight) => !(weight > 1e-15))) throw new BowerbirdError("SEPARATED");
    const z = eta.map((value, i) => value + (y[i] - links[i].mean) / links[i].slope);
    const step = linearRegression(rows, z, { weights });
    const next = rows.map((row) => row.reduce((sum, x, j) => sum + x * step.coefficients[j], 0));
    const moved = next.reduce((most, value, i) => Math.max(most, Math.abs(value - eta[i])), 0);
    eta = next;
    const logLikelihood = y.reduce((sum, value, i) => sum + shape.logDensity(value, eta[i]), 0);
    const deviance = 2 * (y.reduce((sum, value) => sum + shape.best(value), 0) - logLikelihood);
    if (!Number.isFinite(deviance)) throw new BowerbirdError("SEPARATED");
    if (Math.abs(deviance - before) < 1e-12 * (Math.abs(deviance) + 0.1)) {
      // the likelihood stands still while a prediction still runs away: its maximum is at infinity
      if (moved > 0.1) throw new BowerbirdError("SEPARATED");
      return { ...settled(rows, y, shape, eta, step), logLikelihood, deviance, iterations };
    }
    before = deviance;
  }
  throw new BowerbirdError("NOT_CONVERGED", {
    method: "iteratively reweighted least squares",
    iterations: 100,
  });
}

function settled(
  rows: Rows,
  y: readonly number[],
  shape: Shape,
  eta: readonly number[],
  { coefficients, inverseGram: covariance }: { coefficients: number[]; inverseGram: number[][] },
) {
  const links = eta.map(shape.at);
  const scores = rows.map((row, i) => {
    const pull = ((y[i] - links[i].mean) * links[i].slope) / links[i].variance;
    return row.map((x) => x * pull);
  });
  return {
    coefficients,
    standardErrors: rootDiagonal(covariance),
    covariance,
    robustCovariance: sandwich(covariance, scores, 1),
    fitted: links.map(({ mean }) => mean),
  };
}

/** θ and its standard error, the means being known. */
function dispersion(
  y: readonly number[],
  mu: readonly number[],
  from: number,
): { value: number; error: number } {
  const excess = y.reduce((sum, value, i) => sum + ((value - mu[i]) ** 2 - value) / mu[i] ** 2, 0);
  if (!Number.isFinite(from) && excess <= 0) throw notOverdispersed();
  let theta = Number.isFinite(from) ? from : y.length / excess;
  for (let step = 0; step < 100; step++) {
    const at = theta;
    const score = y.reduce(
      (sum, k, i) =>
        sum + digamma(at + k) - digamma(at) - Math.log1p(mu[i] / at) + 1 - (k + at) / (mu[i] + at),
      0,
    );
    const information = y.reduce(
      (sum, k, i) =>
        sum - trigamma(at + k) + trigamma(at) - 1 / at + 2 / (mu[i] + at) - (k + at) / (mu[i] + at) ** 2,
      0,
    );
    // beyond the bend of the likelihood a Newton step points the wrong way
    theta = information > 0 ? at + score / information : at * (score > 0 ? 2 : 0.5);
    if (!(theta > 0)) theta = at / 2;
    if (theta > 1e7) throw notOverdispersed();
    if (Math.abs(theta - at) < 1e-13 * at) return { value: theta, error: Math.sqrt(1 / information) };
  }
  return { value: theta, error: Number.NaN };
}

function notOverdispersed(): BowerbirdError {
  return new BowerbirdError("DOES_NOT_APPLY", {
    method: "negative binomial regression",
    why: "the counts do not vary more than a Poisson",
  });
}
