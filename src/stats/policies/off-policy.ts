/**
 * What another policy would have earned, from the log of the one that ran.
 *
 *   w = π(a|x) / p(a|x)
 *   IPS  mean w r,   clipped  mean min(w, M) r,   SNIPS  Σ w r / Σ w
 *   DR   mean (q(x,π) + w (r - q(x,a))),   switch  the same with w set to 0 where w > M
 *   effective sample size  (Σ w)² / Σ w²
 *
 * Standard errors: of the mean of the terms; SNIPS is a ratio metric, Σ w r over Σ w, with the delta method's. Both come
 * from sums that merge with `add`.
 *
 * Sources: D. G. Horvitz, D. J. Thompson (1952), JASA 47; A. Swaminathan, T. Joachims (2015), NeurIPS; M. Dudík,
 * D. Erhan, J. Langford, L. Li (2014), Statistical Science 29; Y.-X. Wang, A. Agarwal, M. Dudík (2017), ICML.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { normalUpperQuantile } from "../../math/normal.ts";
import { checkChance, checkFinite, checkPositive, checkShare } from "../checking.ts";
import {
  addBivariate,
  type Bivariate,
  bivariateOf,
  checkPairs,
  ratioEstimate,
} from "../summaries/bivariate.ts";
import type { Estimate } from "../summaries/estimate.ts";
import { addMoments, type Moments, momentsOf, varianceOf } from "../summaries/moments.ts";

export interface LoggedRound {
  readonly reward: number;
  /** Probability with which the action was shown, above 0. */
  readonly propensity: number;
  /** Probability with which the other policy would show it, 0 … 1. */
  readonly target: number;
  /** A model's expected reward of the shown action, and of the other policy's choice; 0 without a model. */
  readonly predictedShown?: number;
  readonly predictedTarget?: number;
}

export interface PolicyValue {
  /** Reward a round. */
  readonly value: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  /** How many rounds of the other policy the log is worth. */
  readonly effectiveSize: number;
  /** Mean weight; 1 when the logged propensities are right. Far from 1 in its error's terms: they are not. */
  readonly weightMean: number;
  readonly weightError: number;
}

export type PolicyEstimator = "ips" | "clipped" | "self-normalised" | "doubly robust" | "switch";

/** The sufficient statistics of a log under another policy. Merge with `addPolicySums`. */
export interface PolicySums {
  /** x = w, y = w r: the ratio that SNIPS is. */
  readonly weighted: Bivariate;
  /** Each round's term of the estimators that are means. */
  readonly terms: Readonly<Record<Exclude<PolicyEstimator, "self-normalised">, Moments>>;
}

/**
 * O(n). `bound` is the largest weight kept by `clipped` and `switch`.
 *
 * @throws BowerbirdError EMPTY_SAMPLE below two rounds; NOT_FINITE; OUT_OF_RANGE for a propensity that is not in (0, 1].
 */
export function policySumsOf(rounds: readonly LoggedRound[], bound = 10): PolicySums {
  checkPositive("bound", bound);
  if (rounds.length < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: rounds.length });
  for (const round of rounds) checkRound(round);
  const weights = rounds.map(({ target, propensity }) => target / propensity);
  const terms = (of: (round: LoggedRound, weight: number) => number): Moments =>
    momentsOf(rounds.map((round, i) => of(round, weights[i])));
  const robust = ({ reward, predictedShown = 0, predictedTarget = 0 }: LoggedRound, kept: number): number =>
    predictedTarget + kept * (reward - predictedShown);
  return {
    weighted: bivariateOf(
      weights,
      rounds.map(({ reward }, i) => weights[i] * reward),
    ),
    terms: {
      ips: terms(({ reward }, weight) => weight * reward),
      clipped: terms(({ reward }, weight) => Math.min(weight, bound) * reward),
      "doubly robust": terms(robust),
      switch: terms((round, weight) => robust(round, weight > bound ? 0 : weight)),
    },
  };
}

/** Both sums are of the same `bound`. @throws as `addBivariate`. */
export function addPolicySums(a: PolicySums, b: PolicySums): PolicySums {
  const both = (estimator: keyof PolicySums["terms"]): Moments =>
    addMoments(a.terms[estimator], b.terms[estimator]);
  return {
    weighted: addBivariate(a.weighted, b.weighted),
    terms: {
      ips: both("ips"),
      clipped: both("clipped"),
      "doubly robust": both("doubly robust"),
      switch: both("switch"),
    },
  };
}

/**
 * O(1). `alpha` is the chance that the interval misses.
 *
 * @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE; DOES_NOT_APPLY when the log never shows what the other policy would.
 */
export function policyValueOf(sums: PolicySums, estimator: PolicyEstimator, alpha = 0.05): PolicyValue {
  checkShare("alpha", alpha);
  const { n, meanX, xx } = checkPairs(sums.weighted);
  if (meanX === 0) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "off-policy evaluation",
      why: "the log never shows what the other policy would",
    });
  }
  const { mean: value, squaredError } =
    estimator === "self-normalised" ? ratioEstimate(sums.weighted) : meanEstimate(sums.terms[estimator]);
  const standardError = Math.sqrt(squaredError);
  const reach = normalUpperQuantile(alpha / 2) * standardError;
  return {
    value,
    standardError,
    low: value - reach,
    high: value + reach,
    // (Σ w)² over Σ w²
    effectiveSize: (n * meanX) ** 2 / (xx + n * meanX ** 2),
    weightMean: meanX,
    weightError: Math.sqrt(xx / (n - 1) / n),
  };
}

/** The two above in one, for a log at hand. @throws as they do. */
export function policyValue(
  rounds: readonly LoggedRound[],
  estimator: PolicyEstimator,
  { bound = 10, alpha = 0.05 }: { bound?: number; alpha?: number } = {},
): PolicyValue {
  return policyValueOf(policySumsOf(rounds, bound), estimator, alpha);
}

const meanEstimate = (terms: Moments): Estimate => ({
  mean: terms.mean,
  squaredError: varianceOf(terms) / terms.n,
});

function checkRound({
  reward,
  propensity,
  target,
  predictedShown = 0,
  predictedTarget = 0,
}: LoggedRound): void {
  checkFinite("a reward", reward, predictedShown, predictedTarget);
  checkPositive("a propensity", propensity);
  checkChance("a propensity", propensity);
  checkChance("a target's chance", target);
}
