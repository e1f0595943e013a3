/**
 * Scores made into probabilities.
 *
 *   isotonic  min Σ w (y - f)² with f not decreasing: neighbours that disagree are pooled
 *   Platt     p = 1 / (1 + exp(A s + B)), targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2)
 *
 * Sources: M. Ayer et al. (1955), Annals of Mathematical Statistics 26; J. Platt (1999), "Probabilistic outputs for
 * support vector machines", with the Newton iteration of H.-T. Lin, C.-J. Lin, R. Weng (2007), Machine Learning 68.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkFinite, checkPositive, checkSameLength } from "../checking.ts";

/** The nearest sequence that never falls; n numbers, O(n). Sort by score first. */
export function isotonicRegression(y: readonly number[], weights?: readonly number[]): number[] {
  if (!y.every(Number.isFinite)) throw new BowerbirdError("NOT_FINITE", { what: "the outcomes" });
  if (weights !== undefined) checkSameLength("the weights", weights, y);
  for (const weight of weights ?? []) checkPositive("a weight", weight);
  const pools: { mean: number; weight: number; size: number }[] = [];
  y.forEach((value, i) => {
    let pool = { mean: value, weight: weights?.[i] ?? 1, size: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      pool = {
        mean: (last.mean * last.weight + pool.mean * pool.weight) / weight,
        weight,
        size: last.size + pool.size,
      };
    }
    pools.push(pool);
  });
  return pools.flatMap(({ mean, size }) => new Array<number>(size).fill(mean));
}

export interface PlattScale {
  readonly A: number;
  readonly B: number;
}

/** @throws BowerbirdError ZERO_VARIANCE when only one class or one score is there. */
export function plattScaling(scores: readonly number[], labels: readonly number[]): PlattScale {
  const positives = labels.filter((label) => label === 1).length;
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the label", method: "Platt scaling" });
  }
  if (!scores.every(Number.isFinite)) throw new BowerbirdError("NOT_FINITE", { what: "the scores" });
  if (scores.every((score) => score === scores[0])) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the score", method: "Platt scaling" });
  }
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const targets = labels.map((label) => (label === 1 ? high : low));
  let [A, B] = [0, Math.log((negatives + 1) / (positives + 1))];
  const loss = (a: number, b: number): number =>
    scores.reduce((sum, score, i) => {
      const f = a * score + b;
      return (
        sum +
        (f >= 0 ? targets[i] * f + Math.log1p(Math.exp(-f)) : (targets[i] - 1) * f + Math.log1p(Math.exp(f)))
      );
    }, 0);
  for (let step = 0; step < 100; step++) {
    const g = { a: 0, b: 0, aa: 1e-12, ab: 0, bb: 1e-12 };
    scores.forEach((score, i) => {
      const p = probabilityOf({ A, B }, score);
      const curve = p * (1 - p);
      const pull = targets[i] - p;
      g.a += score * pull;
      g.b += pull;
      g.aa += score * score * curve;
      g.ab += score * curve;
      g.bb += curve;
    });
    if (Math.abs(g.a) < 1e-10 && Math.abs(g.b) < 1e-10) return { A, B };
    const determinant = g.aa * g.bb - g.ab * g.ab;
    const moveA = -(g.bb * g.a - g.ab * g.b) / determinant;
    const moveB = -(-g.ab * g.a + g.aa * g.b) / determinant;
    let size = 1;
    const now = loss(A, B);
    while (size > 1e-10 && !(loss(A + size * moveA, B + size * moveB) <= now)) size /= 2;
    if (size <= 1e-10) return { A, B };
    A += size * moveA;
    B += size * moveB;
  }
  throw new BowerbirdError("NOT_CONVERGED", { method: "Platt scaling", iterations: 100 });
}

/** @throws BowerbirdError NOT_FINITE. */
export function plattProbability(scale: PlattScale, score: number): number {
  checkFinite("the scale or the score", scale.A, scale.B, score);
  return probabilityOf(scale, score);
}

function probabilityOf({ A, B }: PlattScale, score: number): number {
  return 1 / (1 + Math.exp(A * score + B));
}
