/**
 * How good predicted probabilities are, at ranking and at meaning what they say.
 *
 *   AUC      = P(score of a positive > score of a negative) + ½ P(equal)
 *   log loss = -mean(y log p + (1-y) log(1-p)),   Brier = mean (y - p)²
 *   ECE      = Σ_bins n_b/n |mean y_b - mean p_b|, bins of equal width
 *   DeLong   Var AUC = s²(V10)/m + s²(V01)/n over the placements of positives and negatives
 *
 * Sources: E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson (1988), Biometrics 44; G. W. Brier (1950), Monthly Weather
 * Review 78; M. P. Naeini, G. F. Cooper, M. Hauskrecht (2015), AAAI; B. W. Matthews (1975); J. Cohen (1960).
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkCount, checkFinite } from "../checking.ts";

export interface AreaUnderCurve {
  readonly auc: number;
  /** DeLong; NaN with one positive or one negative. */
  readonly variance: number;
}

/** O(n log n). @throws BowerbirdError ZERO_VARIANCE when only one class is there. */
export function areaUnderCurve(labels: readonly number[], scores: readonly number[]): AreaUnderCurve {
  checkLabels(labels, scores);
  const positives = scores.filter((_, i) => labels[i] === 1).sort((a, b) => a - b);
  const negatives = scores.filter((_, i) => labels[i] === 0).sort((a, b) => a - b);
  if (positives.length === 0 || negatives.length === 0) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the label", method: "AUC" });
  }
  const wins = positives.map((score) => placement(negatives, score));
  const losses = negatives.map((score) => 1 - placement(positives, score));
  const auc = mean(wins);
  return {
    auc,
    variance: sampleVariance(wins, auc) / wins.length + sampleVariance(losses, auc) / losses.length,
  };
}

/** Mean over positives of the precision at their score; tied scores count together. */
export function averagePrecision(labels: readonly number[], scores: readonly number[]): number {
  checkLabels(labels, scores);
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const total = labels.filter((label) => label === 1).length;
  if (total === 0) throw new BowerbirdError("ZERO_VARIANCE", { what: "the label", method: "precision" });
  let [found, counted, sum] = [0, 0, 0];
  order.forEach((i, rank) => {
    found += labels[i];
    if (scores[order[rank + 1]] === scores[i]) return;
    sum += ((found - counted) * found) / (rank + 1);
    counted = found;
  });
  return sum / total;
}

/** Nats. A probability of exactly 0 or 1 that is wrong gives Infinity, as it should. */
export function logLoss(labels: readonly number[], probabilities: readonly number[]): number {
  checkProbabilities(labels, probabilities);
  return mean(labels.map((y, i) => -(y === 1 ? Math.log(probabilities[i]) : Math.log1p(-probabilities[i]))));
}

export function brierScore(labels: readonly number[], probabilities: readonly number[]): number {
  checkProbabilities(labels, probabilities);
  return mean(labels.map((y, i) => (y - probabilities[i]) ** 2));
}

export function expectedCalibrationError(
  labels: readonly number[],
  probabilities: readonly number[],
  bins = 10,
): number {
  checkProbabilities(labels, probabilities);
  checkCount("bins", bins, 1);
  const gaps = new Array<number>(bins).fill(0);
  probabilities.forEach((p, i) => {
    gaps[Math.min(bins - 1, Math.floor(p * bins))] += labels[i] - p;
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / labels.length;
}

export interface ConfusionScores {
  readonly accuracy: number;
  /** This and the others are NaN where they have no value: when nothing was called positive, or one class is empty. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Matthews' correlation, -1 … 1. */
  readonly matthews: number;
  /** Cohen's agreement beyond chance. */
  readonly kappa: number;
}

/** Called positive at `threshold` and above. */
export function confusionScores(
  labels: readonly number[],
  probabilities: readonly number[],
  threshold: number,
): ConfusionScores {
  checkLabels(labels, probabilities);
  checkFinite("the threshold", threshold);
  const count = (label: number, called: boolean): number =>
    labels.filter((y, i) => y === label && probabilities[i] >= threshold === called).length;
  const [tp, fp, fn, tn] = [count(1, true), count(0, true), count(1, false), count(0, false)];
  const n = labels.length;
  const accuracy = (tp + tn) / n;
  const chance = ((tp + fp) * (tp + fn) + (tn + fn) * (tn + fp)) / n ** 2;
  return {
    accuracy,
    precision: tp / (tp + fp),
    recall: tp / (tp + fn),
    f1: (2 * tp) / (2 * tp + fp + fn),
    matthews: (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)),
    kappa: (accuracy - chance) / (1 - chance),
  };
}

/** Share of `sorted` below `score`, ties counting half. */
function placement(sorted: readonly number[], score: number): number {
  return (lowerBound(sorted, score, false) + lowerBound(sorted, score, true)) / 2 / sorted.length;
}

function lowerBound(sorted: readonly number[], score: number, inclusive: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < score || (inclusive && sorted[middle] === score)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function checkLabels(labels: readonly number[], scores: readonly number[]): void {
  if (labels.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  if (labels.length !== scores.length) {
    throw new BowerbirdError("BAD_INPUT", { what: "the scores", why: "labels and scores differ in length" });
  }
  const bad = labels.find((label) => label !== 0 && label !== 1);
  if (bad !== undefined)
    throw new BowerbirdError("OUT_OF_RANGE", { what: "a label", actual: bad, range: "0 or 1" });
  if (!scores.every(Number.isFinite)) throw new BowerbirdError("NOT_FINITE", { what: "the scores" });
}

function checkProbabilities(labels: readonly number[], probabilities: readonly number[]): void {
  checkLabels(labels, probabilities);
  const bad = probabilities.find((p) => p < 0 || p > 1);
  if (bad !== undefined) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "a probability", actual: bad, range: "0 to 1" });
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleVariance(values: readonly number[], centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
