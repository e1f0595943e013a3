/**
 * Permutation (exact and Monte Carlo), jackknife, and the bias-corrected accelerated bootstrap.
 *
 *   BCa: α' = Φ(z0 + (z0 + z_α)/(1 - a (z0 + z_α))), z0 from the share of replicates below the estimate, a from the jackknife
 *
 * Sources: E. J. G. Pitman (1937), JRSS supplement 4; B. Phipson and G. K. Smyth (2010), "Permutation p-values should
 * never be zero", SAGMB 9; B. Efron (1987), "Better bootstrap confidence intervals", JASA 82.
 */
import { BowerbirdError } from "../../core/errors.ts";
import type { Random } from "../../core/random.ts";
import { normalLower, normalQuantile } from "../../math/normal.ts";
import { checkCount, checkShare, checkValues } from "../checking.ts";
import { quantileOfSorted, sorted } from "../summaries/quantiles.ts";

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export interface Permutation {
  readonly observed: number;
  readonly permutations: number;
  readonly p: number;
  readonly pGreater: number;
}

/** Every split of the pooled values, by the difference of means: exact when the arms share one distribution. @throws BowerbirdError OUT_OF_RANGE above 22 values in all (705,432 splits). */
export function exactPermutation(control: readonly number[], treatment: readonly number[]): Permutation {
  checkValues(control, 1, "control");
  checkValues(treatment, 1, "treatment");
  const pooled = [...treatment, ...control];
  if (pooled.length > 22)
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "the sample",
      actual: pooled.length,
      range: "at most 22 for all splits",
    });
  const total = pooled.reduce((sum, value) => sum + value, 0);
  const [n, m] = [treatment.length, control.length];
  const difference = (sum: number): number => sum / n - (total - sum) / m;
  const observed = meanOf(treatment) - meanOf(control);
  const slack = 1e-12 * Math.max(1, ...pooled.map(Math.abs));
  let [permutations, extreme, greater] = [0, 0, 0];
  const walk = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      const value = difference(sum);
      permutations += 1;
      if (Math.abs(value) >= Math.abs(observed) - slack) extreme += 1;
      if (value >= observed - slack) greater += 1;
      return;
    }
    for (let i = from; i <= pooled.length - left; i++) walk(i + 1, left - 1, sum + pooled[i]);
  };
  walk(0, n, 0);
  return { observed, permutations, p: extreme / permutations, pGreater: greater / permutations };
}

/**
 * Monte Carlo splits; p = (b + 1)/(B + 1), never 0. Compared by Welch's t, so that the level holds for equal means even
 * when the arms' spreads and sizes differ; "difference" is exact for equal distributions and wrong by far otherwise.
 *
 * Source: E. Chung, J. P. Romano (2013), "Exact and asymptotically robust permutation tests", Annals of Statistics 41.
 *
 * @throws BowerbirdError EMPTY_SAMPLE below 2 values an arm, NOT_FINITE, OUT_OF_RANGE, ZERO_VARIANCE when nothing varies.
 */
export function sampledPermutation(
  control: readonly number[],
  treatment: readonly number[],
  random: Random,
  permutations = 9999,
  statistic: "t" | "difference" = "t",
): Permutation {
  checkValues(control, 2, "control");
  checkValues(treatment, 2, "treatment");
  checkCount("permutations", permutations, 1);
  const [n, m] = [treatment.length, control.length];
  const all = meanOf([...treatment, ...control]);
  const pooled = [...treatment, ...control].map((value) => value - all);
  const total = pooled.reduce((sum, value) => sum + value, 0);
  const squares = pooled.reduce((sum, value) => sum + value * value, 0);
  if (!(squares > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the metric", method: "a permutation test" });
  /** Of the split whose first n values are the treatment's. */
  const compare = (values: readonly number[]): number => {
    let [sum, square] = [0, 0];
    for (let i = 0; i < n; i++) {
      sum += values[i];
      square += values[i] * values[i];
    }
    const rest = total - sum;
    const difference = sum / n - rest / m;
    if (statistic === "difference") return difference;
    const spread =
      (square - (sum * sum) / n) / (n * (n - 1)) + (squares - square - (rest * rest) / m) / (m * (m - 1));
    // a split that parts the values into two constants is as extreme as can be
    return spread > 1e-14 * squares ? difference / Math.sqrt(spread) : difference * Number.MAX_SAFE_INTEGER;
  };
  const seen = compare(pooled);
  const slack = 1e-10 * Math.max(Math.abs(seen), statistic === "t" ? 1 : Math.sqrt(squares / (n + m)));
  let [extreme, greater] = [0, 0];
  for (let b = 0; b < permutations; b++) {
    const value = compare(random.shuffle(pooled));
    if (Math.abs(value) >= Math.abs(seen) - slack) extreme += 1;
    if (value >= seen - slack) greater += 1;
  }
  return {
    observed: meanOf(treatment) - meanOf(control),
    permutations,
    p: (extreme + 1) / (permutations + 1),
    pGreater: (greater + 1) / (permutations + 1),
  };
}

/** Standard error by leaving out one value at a time. @throws BowerbirdError EMPTY_SAMPLE below 2, NOT_FINITE. */
export function jackknifeError(
  values: readonly number[],
  statistic: (values: readonly number[]) => number = meanOf,
): number {
  checkValues(values, 2);
  const n = values.length;
  const parts = values.map((_, i) => statistic(values.filter((_value, j) => j !== i)));
  const centre = meanOf(parts);
  return Math.sqrt(((n - 1) / n) * parts.reduce((sum, part) => sum + (part - centre) ** 2, 0));
}

export type Statistic = (values: readonly number[]) => number;

export interface BootstrapOptions {
  readonly replicates?: number;
  readonly confidence?: number;
}

/**
 * The BCa interval of any statistic of one sample. O(B · cost of the statistic).
 *
 * @throws BowerbirdError EMPTY_SAMPLE below 3 values, NOT_FINITE, ZERO_VARIANCE when no replicate differs.
 */
export function bootstrapInterval(
  values: readonly number[],
  statistic: Statistic,
  random: Random,
  options: BootstrapOptions = {},
): readonly [number, number] {
  checkValues(values, 3);
  const drawn = replicatesOf(options, () => statistic(resampled(values, random)));
  return acceleratedInterval(drawn, statistic(values), influences(values, statistic), options);
}

/**
 * The BCa interval of what `compare` makes of the two arms' statistics: their difference unless said otherwise.
 * O(B · cost of the statistic).
 *
 * @throws BowerbirdError EMPTY_SAMPLE below 3 values an arm, NOT_FINITE, ZERO_VARIANCE.
 */
export function bootstrapDifference(
  control: readonly number[],
  treatment: readonly number[],
  statistic: Statistic,
  random: Random,
  options: BootstrapOptions & { readonly compare?: (control: number, treatment: number) => number } = {},
): { readonly observed: number; readonly interval: readonly [number, number] } {
  checkValues(control, 3, "control");
  checkValues(treatment, 3, "treatment");
  const { compare = (c: number, t: number): number => t - c } = options;
  const [c, t] = [statistic(control), statistic(treatment)];
  const observed = compare(c, t);
  const drawn = replicatesOf(options, () =>
    compare(statistic(resampled(control, random)), statistic(resampled(treatment, random))),
  );
  const pulls = [
    ...influences(control, (values) => compare(statistic(values), t)),
    ...influences(treatment, (values) => compare(c, statistic(values))),
  ];
  return { observed, interval: acceleratedInterval(drawn, observed, pulls, options) };
}

const resampled = (values: readonly number[], random: Random): number[] =>
  values.map(() => values[random.integer(values.length)]);

function replicatesOf({ replicates = 2000 }: BootstrapOptions, draw: () => number): number[] {
  checkCount("replicates", replicates, 100);
  return sorted(Array.from({ length: replicates }, draw));
}

/** How much each value (or, in long samples, each of 500 blocks) pulls the statistic, over the sample's size. */
function influences(values: readonly number[], statistic: Statistic): number[] {
  const blocks = Math.min(values.length, 500);
  const parts = Array.from({ length: blocks }, (_, b) =>
    statistic(values.filter((_value, i) => i % blocks !== b)),
  );
  const centre = meanOf(parts);
  return parts.map((part) => ((blocks - 1) / blocks) * (centre - part));
}

function acceleratedInterval(
  drawn: readonly number[],
  observed: number,
  pulls: readonly number[],
  { confidence = 0.95 }: BootstrapOptions,
): readonly [number, number] {
  checkShare("confidence", confidence);
  const replicates = drawn.length;
  if (drawn[0] === drawn[replicates - 1])
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the statistic", method: "the bootstrap" });
  const below = drawn.reduce((sum, value) => sum + (value < observed ? 1 : value === observed ? 0.5 : 0), 0);
  const bias = normalQuantile(Math.min(1 - 0.5 / replicates, Math.max(0.5 / replicates, below / replicates)));
  const squares = pulls.reduce((sum, pull) => sum + pull ** 2, 0);
  const cubes = pulls.reduce((sum, pull) => sum + pull ** 3, 0);
  const acceleration = squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
  const level = (z: number): number => normalLower(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const z = normalQuantile((1 - confidence) / 2);
  return [quantileOfSorted(drawn, level(z)), quantileOfSorted(drawn, level(-z))];
}
