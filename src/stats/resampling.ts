/**
 * Permutation (exact and Monte Carlo), jackknife, and the bias-corrected accelerated bootstrap.
 *
 *   BCa: α' = Φ(z0 + (z0 + z_α)/(1 - a (z0 + z_α))), z0 from the share of replicates below the estimate, a from the jackknife
 *
 * Sources: E. J. G. Pitman (1937), JRSS supplement 4; B. Phipson and G. K. Smyth (2010), "Permutation p-values should
 * never be zero", SAGMB 9; B. Efron (1987), "Better bootstrap confidence intervals", JASA 82.
 */
import { BowerbirdError } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { normalLower, normalQuantile } from "../math/normal.ts";
import { quantileOfSorted, sorted } from "./quantiles.ts";

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export interface Permutation {
  readonly observed: number;
  readonly permutations: number;
  readonly p: number;
  readonly pGreater: number;
}

/** Every split of the pooled values. @throws BowerbirdError OUT_OF_RANGE above 22 values in all (705,432 splits). */
export function exactPermutation(control: readonly number[], treatment: readonly number[]): Permutation {
  const pooled = [...treatment, ...control];
  if (pooled.length > 22)
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "the sample",
      actual: pooled.length,
      range: "at most 22 for all splits",
    });
  if (control.length === 0 || treatment.length === 0)
    throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
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

/** Monte Carlo splits; p = (b + 1)/(B + 1), never 0. */
export function sampledPermutation(
  control: readonly number[],
  treatment: readonly number[],
  random: Random,
  permutations = 9999,
): Permutation {
  if (control.length === 0 || treatment.length === 0)
    throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const pooled = [...treatment, ...control];
  const observed = meanOf(treatment) - meanOf(control);
  const slack = 1e-12 * Math.max(1, ...pooled.map(Math.abs));
  let [extreme, greater] = [0, 0];
  for (let b = 0; b < permutations; b++) {
    const shuffled = random.shuffle(pooled);
    const value = meanOf(shuffled.slice(0, treatment.length)) - meanOf(shuffled.slice(treatment.length));
    if (Math.abs(value) >= Math.abs(observed) - slack) extreme += 1;
    if (value >= observed - slack) greater += 1;
  }
  return {
    observed,
    permutations,
    p: (extreme + 1) / (permutations + 1),
    pGreater: (greater + 1) / (permutations + 1),
  };
}

/** Standard error by leaving out one value at a time. */
export function jackknifeError(
  values: readonly number[],
  statistic: (values: readonly number[]) => number = meanOf,
): number {
  const n = values.length;
  if (n < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: n });
  const parts = leaveOneOut(values, statistic);
  const centre = meanOf(parts);
  return Math.sqrt(((n - 1) / n) * parts.reduce((sum, part) => sum + (part - centre) ** 2, 0));
}

function leaveOneOut(values: readonly number[], statistic: (values: readonly number[]) => number): number[] {
  return values.map((_, i) => statistic(values.filter((_, j) => j !== i)));
}

/** The BCa interval of any statistic of one sample. O(B · cost of the statistic). */
export function bootstrapInterval(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
  random: Random,
  { replicates = 2000, confidence = 0.95 } = {},
): readonly [number, number] {
  if (values.length < 3) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 3, actual: values.length });
  const observed = statistic(values);
  const drawn = sorted(
    Array.from({ length: replicates }, () =>
      statistic(values.map(() => values[random.integer(values.length)])),
    ),
  );
  if (drawn[0] === drawn[drawn.length - 1])
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the statistic", method: "the bootstrap" });
  const below = drawn.reduce((sum, value) => sum + (value < observed ? 1 : value === observed ? 0.5 : 0), 0);
  const bias = normalQuantile(Math.min(1 - 0.5 / replicates, Math.max(0.5 / replicates, below / replicates)));
  const parts = leaveOneOut(values, statistic);
  const centre = meanOf(parts);
  const squares = parts.reduce((sum, part) => sum + (centre - part) ** 2, 0);
  const acceleration =
    squares > 0 ? parts.reduce((sum, part) => sum + (centre - part) ** 3, 0) / (6 * squares ** 1.5) : 0;
  const level = (z: number): number => normalLower(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const z = normalQuantile((1 - confidence) / 2);
  return [quantileOfSorted(drawn, level(z)), quantileOfSorted(drawn, level(-z))];
}
