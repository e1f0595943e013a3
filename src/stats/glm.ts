/**
 * Generalised linear models by iteratively reweighted least squares.
 *
 *   logit    P(y = 1) = 1 / (1 + exp(-xb))
 *   Poisson  E y = exp(xb)
 *
 *   each step: b ← weighted regression of z = xb + (y - μ)/μ' with weights μ'²/V(μ);  standard errors from (XᵀWX)⁻¹
 *
 * Complete or quasi-complete separation has no finite maximum: it is refused when predictions run away to infinity.
 *
 * Sources: P. McCullagh, J. A. Nelder (1989), "Generalized Linear Models"; A. Albert, J. A. Anderson (1984), Biometrika 71.
 */
import { BowerbirdError } from "../core/errors.ts";
import { linearRegression, rootDiagonal, sandwich } from "./regression.ts";

export type Family = "logit" | "poisson";

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

interface Shape {
  readonly mean: (eta: number) => number;
  /** dμ/dη. */
  readonly slope: (mu: number) => number;
  readonly variance: (mu: number) => number;
  readonly start: (y: number) => number;
  readonly logDensity: (y: number, mu: number) => number;
  /** log density of the saturated model. */
  readonly best: (y: number) => number;
}

const logit: Shape = {
  mean: (eta) => (eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta))),
  slope: (mu) => mu * (1 - mu),
  variance: (mu) => mu * (1 - mu),
  start: (y) => Math.log((y + 0.5) / (1.5 - y)),
  logDensity: (y, mu) => (y > 0 ? y * Math.log(mu) : 0) + (y < 1 ? (1 - y) * Math.log1p(-mu) : 0),
  best: () => 0,
};

const poisson: Shape = {
  mean: Math.exp,
  slope: (mu) => mu,
  variance: (mu) => mu,
  start: (y) => Math.log(y + 0.1),
  logDensity: (y, mu) => (y > 0 ? y * Math.log(mu) : 0) - mu - logFactorial(y),
  best: (y) => (y > 0 ? y * Math.log(y) : 0) - y - logFactorial(y),
};

/**
 * @throws BowerbirdError SEPARATED, RANK_DEFICIENT, NOT_CONVERGED, ZERO_VARIANCE when every outcome is the same,
 *   OUT_OF_RANGE for an outcome the family does not know.
 */
export function generalisedRegression(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  family: Family,
): GeneralisedFit {
  const top = family === "logit" ? 1 : Number.POSITIVE_INFINITY;
  const bad = y.find((value) => !(value >= 0 && value <= top));
  if (bad !== undefined) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "an outcome", actual: bad, range: `0 to ${top}` });
  }
  if (y.every((value) => value === y[0])) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the outcome", method: `${family} regression` });
  }
  return iterate(rows, y, family === "logit" ? logit : poisson);
}

function iterate(rows: readonly (readonly number[])[], y: readonly number[], shape: Shape): GeneralisedFit {
  let eta = y.map(shape.start);
  let before = Number.POSITIVE_INFINITY;
  for (let iterations = 1; iterations <= 100; iterations++) {
    const mu = eta.map(shape.mean);
    const slopes = mu.map(shape.slope);
    const weights = mu.map((value, i) => slopes[i] ** 2 / shape.variance(value));
    if (weights.some((weight) => !(weight > 1e-15))) throw new BowerbirdError("SEPARATED");
    const z = eta.map((value, i) => value + (y[i] - mu[i]) / slopes[i]);
    const step = linearRegression(rows, z, { weights });
    const next = rows.map((row) => row.reduce((sum, x, j) => sum + x * step.coefficients[j], 0));
    const moved = next.reduce((most, value, i) => Math.max(most, Math.abs(value - eta[i])), 0);
    eta = next;
    const fitted = eta.map(shape.mean);
    const logLikelihood = y.reduce((sum, value, i) => sum + shape.logDensity(value, fitted[i]), 0);
    const deviance =
      2 * y.reduce((sum, value, i) => sum + shape.best(value) - shape.logDensity(value, fitted[i]), 0);
    if (Math.abs(deviance - before) < 1e-12 * (Math.abs(deviance) + 0.1)) {
      // the likelihood stands still while a prediction still runs away: its maximum is at infinity
      if (moved > 0.1) throw new BowerbirdError("SEPARATED");
      const covariance = step.inverseGram;
      const scores = rows.map((row, i) => {
        const mean = fitted[i];
        const pull = ((y[i] - mean) * shape.slope(mean)) / shape.variance(mean);
        return row.map((x) => x * pull);
      });
      return {
        coefficients: step.coefficients,
        standardErrors: rootDiagonal(covariance),
        covariance,
        robustCovariance: sandwich(covariance, scores, 1),
        fitted,
        logLikelihood,
        deviance,
        iterations,
      };
    }
    before = deviance;
  }
  throw new BowerbirdError("NOT_CONVERGED", {
    method: "iteratively reweighted least squares",
    iterations: 100,
  });
}

/** log y! for a count, by the sum itself below 256 and Stirling's series above. */
function logFactorial(y: number): number {
  if (y < 256 && Number.isInteger(y)) {
    let sum = 0;
    for (let k = 2; k <= y; k++) sum += Math.log(k);
    return sum;
  }
  const x = y + 1;
  if (x < 20)
    return (
      logFactorial(y + 20) - Array.from({ length: 20 }, (_, k) => Math.log(x + k)).reduce((a, b) => a + b, 0)
    );
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - 1 / (1680 * x ** 7);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
