/**
 * The families of generalised linear models: what the linear predictor η says of one outcome.
 *
 *   logit    P(y = 1) = 1 / (1 + exp(-η))
 *   probit   P(y = 1) = Φ(η)
 *   Poisson  E y = exp(η), V = μ
 *   negative binomial  E y = exp(η), V = μ + μ²/θ
 *
 * Both tails of a probability are carried apart, so that a fit far out keeps its digits.
 *
 * Sources: P. McCullagh, J. A. Nelder (1989), "Generalized Linear Models"; J. F. Lawless (1987), "Negative binomial and
 * mixed Poisson regression", Canadian Journal of Statistics 15.
 */
import { logGamma } from "../../math/gamma.ts";
import { normalDensity, normalLower, normalQuantile, normalUpper } from "../../math/normal.ts";

/** What η says: the mean, dμ/dη and the variance of the outcome. */
export interface Link {
  readonly mean: number;
  readonly slope: number;
  readonly variance: number;
}

export interface Shape {
  readonly name: string;
  /** Outcomes lie in [0, `top`]. */
  readonly top: number;
  /** Where the search for η starts, given the outcome. */
  readonly start: (y: number) => number;
  readonly at: (eta: number) => Link;
  readonly logDensity: (y: number, eta: number) => number;
  /** log density of the saturated model. */
  readonly best: (y: number) => number;
}

/** y ln x, 0 for y = 0 whatever x is. */
const yLog = (y: number, x: number): number => (y > 0 ? y * Math.log(x) : 0);

function logistic(eta: number): number {
  return eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta));
}

export const logit: Shape = {
  name: "logit",
  top: 1,
  start: (y) => Math.log((y + 0.5) / (1.5 - y)),
  at: (eta) => {
    const spread = logistic(eta) * logistic(-eta);
    return { mean: logistic(eta), slope: spread, variance: spread };
  },
  logDensity: (y, eta) => yLog(y, logistic(eta)) + yLog(1 - y, logistic(-eta)),
  best: (y) => yLog(y, y) + yLog(1 - y, 1 - y),
};

export const probit: Shape = {
  name: "probit",
  top: 1,
  start: (y) => normalQuantile((y + 0.5) / 2),
  at: (eta) => ({
    mean: normalLower(eta),
    slope: normalDensity(eta),
    variance: normalLower(eta) * normalUpper(eta),
  }),
  logDensity: (y, eta) => yLog(y, normalLower(eta)) + yLog(1 - y, normalUpper(eta)),
  best: (y) => yLog(y, y) + yLog(1 - y, 1 - y),
};

export const poisson: Shape = {
  name: "Poisson",
  top: Number.POSITIVE_INFINITY,
  start: (y) => Math.log(y + 0.1),
  at: (eta) => {
    const mean = Math.exp(eta);
    return { mean, slope: mean, variance: mean };
  },
  logDensity: (y, eta) => (y > 0 ? y * eta : 0) - Math.exp(eta) - logGamma(y + 1),
  best: (y) => yLog(y, y) - y - logGamma(y + 1),
};

/** `theta` > 0; Infinity is the Poisson. */
export function negativeBinomial(theta: number): Shape {
  const logDensity = (y: number, mean: number): number =>
    logGamma(theta + y) -
    logGamma(theta) -
    logGamma(y + 1) -
    (theta + y) * Math.log1p(mean / theta) +
    yLog(y, mean / theta);
  return {
    name: "negative binomial",
    top: Number.POSITIVE_INFINITY,
    start: (y) => Math.log(y + 0.1),
    at: (eta) => {
      const mean = Math.exp(eta);
      return { mean, slope: mean, variance: mean + (mean * mean) / theta };
    },
    logDensity: (y, eta) => logDensity(y, Math.exp(eta)),
    best: (y) => logDensity(y, y),
  };
}
