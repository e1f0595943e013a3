/**
 * What another policy would have earned, from the log of the one that ran.
 *
 *   w = π(a|x) / p(a|x)
 *   IPS  mean w r,   clipped  mean min(w, M) r,   SNIPS  Σ w r / Σ w
 *   DR   mean (q(x,π) + w (r - q(x,a))),   switch  the same with w set to 0 where w > M
 *   effective sample size  (Σ w)² / Σ w²
 *
 * Standard errors: of the mean; for SNIPS by the delta method, sqrt(Σ w² (r - v)²) / Σ w.
 *
 * Sources: D. G. Horvitz, D. J. Thompson (1952), JASA 47; A. Swaminathan, T. Joachims (2015), NeurIPS; M. Dudík,
 * D. Erhan, J. Langford, L. Li (2014), Statistical Science 29; Y.-X. Wang, A. Agarwal, M. Dudík (2017), ICML.
 */
import { BowerbirdError } from "../core/errors.ts";
import { normalUpperQuantile } from "../math/normal.ts";
import { checkFinite, checkPositive, checkShare } from "./checking.ts";

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

/**
 * O(n). `bound` is the largest weight kept by `clipped` and `switch`; `alpha` the chance that the interval misses.
 *
 * @throws BowerbirdError EMPTY_SAMPLE below two rounds; OUT_OF_RANGE for a propensity that is not in (0, 1];
 *   DOES_NOT_APPLY when the log never shows what the other policy would.
 */
export function policyValue(
  rounds: readonly LoggedRound[],
  estimator: PolicyEstimator,
  { bound = 10, alpha = 0.05 }: { bound?: number; alpha?: number } = {},
): PolicyValue {
  const n = rounds.length;
  checkShare("alpha", alpha);
  checkPositive("bound", bound);
  if (n < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: n });
  for (const { reward, propensity, target, predictedShown = 0, predictedTarget = 0 } of rounds) {
    checkFinite("a reward", reward, predictedShown, predictedTarget);
    checkPositive("a propensity", propensity);
    if (!(propensity > 0 && propensity <= 1) || !(target >= 0 && target <= 1)) {
      const actual = propensity > 0 && propensity <= 1 ? target : propensity;
      throw new BowerbirdError("OUT_OF_RANGE", { what: "a probability", actual, range: "within (0, 1]" });
    }
  }
  const weights = rounds.map(({ target, propensity }) => target / propensity);
  const mass = weights.reduce((sum, w) => sum + w, 0);
  if (mass === 0) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "off-policy evaluation",
      why: "the log never shows what the other policy would",
    });
  }
  const squares = weights.reduce((sum, w) => sum + w * w, 0);
  const { value, standardError } =
    estimator === "self-normalised"
      ? selfNormalised(rounds, weights, mass)
      : meanOf(rounds.map((round, i) => contribution(round, weights[i], estimator, bound)));
  const reach = normalUpperQuantile(alpha / 2) * standardError;
  return {
    value,
    standardError,
    low: value - reach,
    high: value + reach,
    effectiveSize: mass ** 2 / squares,
    weightMean: mass / n,
    weightError: Math.sqrt(Math.max(0, squares / n - (mass / n) ** 2) / (n - 1)),
  };
}

function contribution(round: LoggedRound, weight: number, estimator: PolicyEstimator, bound: number): number {
  const { reward, predictedShown = 0, predictedTarget = 0 } = round;
  if (estimator === "ips") return weight * reward;
  if (estimator === "clipped") return Math.min(weight, bound) * reward;
  const kept = estimator === "switch" && weight > bound ? 0 : weight;
  return predictedTarget + kept * (reward - predictedShown);
}

function selfNormalised(rounds: readonly LoggedRound[], weights: readonly number[], mass: number) {
  const value = rounds.reduce((sum, { reward }, i) => sum + weights[i] * reward, 0) / mass;
  const spread = rounds.reduce((sum, { reward }, i) => sum + (weights[i] * (reward - value)) ** 2, 0);
  return { value, standardError: Math.sqrt(spread) / mass };
}

function meanOf(terms: readonly number[]) {
  const value = terms.reduce((sum, term) => sum + term, 0) / terms.length;
  const variance = terms.reduce((sum, term) => sum + (term - value) ** 2, 0) / (terms.length - 1);
  return { value, standardError: Math.sqrt(variance / terms.length) };
}
