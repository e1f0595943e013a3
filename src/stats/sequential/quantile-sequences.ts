/**
 * Quantiles that may be looked at after every observation.
 *
 *   one quantile: a bound on Σ ([X ≤ q_p] - p) by double stitching, over time and over the neighbouring quantiles
 *   two arms: the smallest value over x of the product of two beta–binomial mixtures, each of the share of its arm
 *   below x; its inverse is an always valid p for "both arms have the same p-quantile"
 *
 * Source: S. R. Howard and A. Ramdas (2022), "Sequential estimation of quantiles with applications to A/B testing and
 * best-arm identification", Bernoulli 28, theorems 1(b) and 4.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkCount, checkShare, checkValues } from "../checking.ts";
import { sorted } from "../summaries/quantiles.ts";
import { betaBinomialMixture, zeta } from "./uniform-boundaries.ts";

/** The largest excess, ever, of the count below the p-quantile over t p; narrowest near `best` observations. */
export function quantileStitchedBound(
  p: number,
  t: number,
  alpha: number,
  best: number,
  { delta = 0.5, s = 1.4, eta = 2 }: { delta?: number; s?: number; eta?: number } = {},
): number {
  checkShare("alpha", alpha);
  checkShare("the quantile", p);
  if (!(best >= 1 && t > 0)) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "t and t*",
      actual: Math.min(t, best),
      range: "at least 1",
    });
  }
  const time = Math.max(t, best);
  const odds = Math.log(p / (1 - p));
  const nearby = odds + 2 * delta * Math.sqrt((best * eta) / time);
  const r = p >= 0.5 ? p : Math.min(0.5, 1 / (1 + Math.exp(-nearby)));
  const variance = r * (1 - r);
  const place = (Math.sqrt(time / best) * Math.abs(odds)) / (2 * delta) + 1;
  const sum = zeta(s);
  const level =
    s * Math.log(Math.log((eta * time) / best)) +
    s * Math.log(place) +
    Math.log((2 * sum * (2 * sum + 1)) / (alpha * Math.log(eta) ** s));
  const spread = (eta ** 0.25 + eta ** -0.25) / Math.SQRT2;
  const skew = ((Math.sqrt(eta) + 1) / 2) * ((1 - 2 * p) / 3) * level;
  return (
    delta * Math.sqrt((eta * time * variance) / best) +
    Math.sqrt(spread ** 2 * variance * time * level + skew ** 2) +
    skew
  );
}

/**
 * Between which values the p-quantile lies, at every look at once; an end is infinite while too few values are seen.
 * O(n log n).
 *
 * @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE, OUT_OF_RANGE.
 */
export function quantileSequence(
  values: readonly number[],
  p: number,
  alpha: number,
  best: number,
): readonly [number, number] {
  checkValues(values, 1);
  checkCount("best", best, 1);
  const rising = sorted(values);
  const n = rising.length;
  // each side has half of the level; the lower side is the upper one of the values' negatives
  const most = n * p + quantileStitchedBound(p, n, alpha / 2, best);
  const fewest = n * p - quantileStitchedBound(1 - p, n, alpha / 2, best);
  return [
    rising[Math.ceil(fewest) - 1] ?? Number.NEGATIVE_INFINITY,
    rising[Math.floor(most)] ?? Number.POSITIVE_INFINITY,
  ];
}

/** Treatment minus control, each arm's quantile at half the level. @throws as `quantileSequence`. */
export function quantileDifferenceSequence(
  control: readonly number[],
  treatment: readonly number[],
  p: number,
  alpha: number,
  best: number,
): readonly [number, number] {
  const [l0, u0] = quantileSequence(control, p, alpha / 2, best);
  const [l1, u1] = quantileSequence(treatment, p, alpha / 2, best);
  return [l1 - u0, u1 - l0];
}

/** An always valid p-value that two samples share their p-quantile. O((n + m) log). */
export function quantileSequenceTest(
  p: number,
  first: readonly number[],
  second: readonly number[],
  best: number,
  alpha = 0.05,
): number {
  checkShare("alpha", alpha);
  checkShare("the quantile", p);
  checkCount("best", best, 1);
  const arms = [first, second].map((values) => {
    checkValues(values, 1, "an arm");
    return sorted(values);
  });
  const mixture = betaBinomialMixture(best * p * (1 - p), alpha, p, 1 - p);
  const evidence = arms.map((values) => evidenceOf(values, p, mixture));
  let least = Number.POSITIVE_INFINITY;
  for (const x of [...arms[0], ...arms[1]]) least = Math.min(least, evidence[0](x) + evidence[1](x));
  return Math.min(1, Math.exp(-least));
}

/** ln of an arm's mixture if its quantile were x: the share below x may be anything between P(X < x) and P(X ≤ x). */
function evidenceOf(values: readonly number[], p: number, mixture: (s: number, v: number) => number) {
  const n = values.length;
  const at = (share: number): number => mixture((share - p) * n, p * (1 - p) * n);
  const free = lowestShare(at);
  return (x: number): number => {
    const [below, upTo] = [countBelow(values, x, false) / n, countBelow(values, x, true) / n];
    return at(Math.min(upTo, Math.max(below, free)));
  };
}

/** Where the convex evidence is least, by golden sections. */
function lowestShare(at: (share: number) => number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, 1];
  for (let step = 0; step < 80; step++) {
    const [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (at(a) < at(b)) high = b;
    else low = a;
  }
  return (low + high) / 2;
}

function countBelow(values: readonly number[], x: number, including: boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < x || (including && values[middle] === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}
