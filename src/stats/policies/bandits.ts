/**
 * Which arm next: the chance of each to be shown, so that it can be logged and the log stays worth something.
 *
 *   Thompson: α_i = P(arm i is best | data), by integration, not by drawing
 *   top-two: β α_i + (1-β) Σ_{j≠i} α_j α_i/(1-α_j): explores the challengers of the best
 *   contextual linear: θ ~ N((A+λI)⁻¹b, σ²(A+λI)⁻¹) an arm, so xᵀθ is normal
 *   floor: every arm keeps at least `floor`, or its mean could never be estimated again
 *
 * Sources: W. R. Thompson (1933), Biometrika 25; D. Russo (2020), "Simple Bayesian algorithms for best-arm
 * identification", Operations Research 68; S. Agrawal, N. Goyal (2013), "Thompson sampling for contextual bandits with
 * linear payoffs", ICML.
 */
import { BowerbirdError } from "../../core/errors.ts";
import type { Random } from "../../core/random.ts";
import { betaDistribution, type Distribution, standardNormal, studentT } from "../../math/distributions.ts";
import { invertPositive, type Matrix, multiplyVector } from "../../math/linear-algebra.ts";
import { betaPosterior, chanceOfBest } from "../bayes/posteriors.ts";
import { checkCount, checkFinite, checkPositive } from "../checking.ts";
import type { Proportion } from "../comparisons/proportions.ts";
import { checkSample, type Moments } from "../summaries/moments.ts";

export interface AllocationOptions {
  /** The least chance of every arm; 0.01. */
  readonly floor?: number;
}

/** Chances to be shown, from a uniform prior on each rate. @throws BowerbirdError EMPTY_SAMPLE, OUT_OF_RANGE. */
export function thompsonRates(
  arms: readonly Proportion[],
  { floor = 0.01 }: AllocationOptions = {},
): number[] {
  // an arm that was never shown has its prior
  const posteriors = arms.map((arm) =>
    arm.n === 0 ? betaDistribution(1, 1) : betaPosterior(arm).distribution,
  );
  return withFloor(chanceOfBest(posteriors), floor);
}

/**
 * Chances to be shown for a metric of any scale: each mean's posterior is Student's t under a flat prior.
 *
 * @throws BowerbirdError EMPTY_SAMPLE below two observations an arm, ZERO_VARIANCE for an arm that does not vary.
 */
export function thompsonMeans(arms: readonly Moments[], { floor = 0.01 }: AllocationOptions = {}): number[] {
  const posteriors = arms.map((arm) => {
    const { n, mean, m2 } = checkSample(arm);
    if (!(m2 > 0)) throw new BowerbirdError("ZERO_VARIANCE", { what: "an arm", method: "Thompson sampling" });
    return shifted(studentT(n - 1), mean, Math.sqrt(m2 / (n - 1) / n));
  });
  return withFloor(chanceOfBest(posteriors), floor);
}

/** Top-two's chances from Thompson's; `beta` is the share that goes to the best guess. */
export function topTwo(
  best: readonly number[],
  beta = 0.5,
  { floor = 0.01 }: AllocationOptions = {},
): number[] {
  checkChances(best);
  if (best.length < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: best.length });
  if (!(beta > 0 && beta <= 1))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "beta", actual: beta, range: "above 0, at most 1" });
  // an arm that is surely best is challenged by the others in equal parts
  const challenge = best.map((chance, i) =>
    best.reduce((sum, leader, j) => {
      if (i === j) return sum;
      const others = 1 - leader;
      return sum + leader * (others > 1e-12 ? chance / others : 1 / (best.length - 1));
    }, 0),
  );
  return withFloor(
    best.map((chance, i) => beta * chance + (1 - beta) * challenge[i]),
    floor,
  );
}

/** What an arm of a linear bandit has learned: Σ x xᵀ, Σ x y, Σ y². Merges by adding. */
export interface LinearArm {
  readonly n: number;
  readonly gram: Matrix;
  readonly crossed: readonly number[];
  readonly squares: number;
}

/** @throws BowerbirdError OUT_OF_RANGE. */
export function emptyLinearArm(features: number): LinearArm {
  checkCount("features", features, 1);
  return {
    n: 0,
    gram: Array.from({ length: features }, () => new Array<number>(features).fill(0)),
    crossed: new Array<number>(features).fill(0),
    squares: 0,
  };
}

/** The arm after it was shown in `context` and earned `reward`. */
export function learnLinear(arm: LinearArm, context: readonly number[], reward: number): LinearArm {
  checkFinite("the context or reward", ...context, reward);
  checkLinearArm(arm, context);
  checkCount("a linear arm's n", arm.n);
  checkFinite("a linear arm's squares", arm.squares);
  return {
    n: arm.n + 1,
    gram: arm.gram.map((row, i) => row.map((value, j) => value + context[i] * context[j])),
    crossed: arm.crossed.map((value, j) => value + context[j] * reward),
    squares: arm.squares + reward * reward,
  };
}

function checkLinearArm({ gram, crossed }: LinearArm, context: readonly number[]): void {
  const size = crossed.length;
  checkFinite("a linear arm", ...crossed, ...gram.flat());
  if (context.length !== size || gram.length !== size || gram.some((row) => row.length !== size))
    throw new BowerbirdError("BAD_INPUT", { what: "the context", why: `${size} features are needed` });
}

/** Chances to be shown in this context. `ridge` is λ; `noise` the reward's standard deviation given the context. */
export function linearThompson(
  arms: readonly LinearArm[],
  context: readonly number[],
  {
    floor = 0.01,
    ridge = 1,
    noise = 1,
  }: AllocationOptions & { readonly ridge?: number; readonly noise?: number } = {},
): number[] {
  checkPositive("ridge", ridge);
  checkPositive("noise", noise);
  checkFinite("the context", ...context);
  const posteriors = arms.map((arm) => {
    checkLinearArm(arm, context);
    const { gram, crossed } = arm;
    const inverse = invertPositive(
      gram.map((row, i) => row.map((value, j) => value + (i === j ? ridge : 0))),
    );
    const direction = multiplyVector(inverse, context);
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, i) => sum + value * b[i], 0);
    return shifted(
      standardNormal,
      dot(direction, crossed),
      noise * Math.sqrt(Math.max(1e-24, dot(direction, context))),
    );
  });
  return withFloor(chanceOfBest(posteriors), floor);
}

/** An arm drawn by its chance; log the chance beside it. */
export function drawArm(chances: readonly number[], random: Random): number {
  checkChances(chances);
  let left = random.next() * chances.reduce((sum, chance) => sum + chance, 0);
  for (let i = 0; i < chances.length - 1; i++) {
    left -= chances[i];
    if (left < 0) return i;
  }
  return chances.length - 1;
}

function checkChances(chances: readonly number[]): void {
  if (chances.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  for (const chance of chances) {
    if (!(chance >= 0 && chance <= 1))
      throw new BowerbirdError("OUT_OF_RANGE", { what: "a chance", actual: chance, range: "from 0 to 1" });
  }
}

/** Mixed with the uniform, so that they sum to 1 and none is below `floor`. */
function withFloor(chances: readonly number[], floor: number): number[] {
  const arms = chances.length;
  if (!(floor >= 0 && floor * arms <= 1))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "floor", actual: floor, range: `from 0 to 1/${arms}` });
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => floor + (1 - floor * arms) * (chance / total));
}

function shifted(base: Distribution, mean: number, scale: number): Distribution {
  return {
    lower: (x) => base.lower((x - mean) / scale),
    upper: (x) => base.upper((x - mean) / scale),
    density: (x) => base.density((x - mean) / scale) / scale,
    quantile: (p) => mean + scale * base.quantile(p),
    upperQuantile: (p) => mean + scale * base.upperQuantile(p),
  };
}
