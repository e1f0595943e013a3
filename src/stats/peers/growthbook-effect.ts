/**
 * GrowthBook's effects: Welch's test of the absolute or the relative difference (delta method), confidence sequences, the
 * normal posterior, and the sample that is still needed.
 *
 *   relative: (m1 - m0)/|u0|, u the mean without covariates;  a degenerate arm gives 0 with an error's name, not a refusal
 *
 * Our own verdicts use Fieller's set and refuse; these are for comparing with GrowthBook, or moving over.
 *
 * Sources: GrowthBook's gbstats (MIT); I. Waudby-Smith et al. (2024), Annals of Statistics 52, for the sequences.
 */
import { studentT } from "../../math/distributions.ts";
import { normalDensity, normalLower, normalUpper, normalUpperQuantile } from "../../math/normal.ts";
import {
  type ArmValue,
  addSums,
  adjusted,
  armValue,
  covarianceOf,
  gradientOf,
  meansOf,
  type QuantileSums,
  quadratic,
  quantileValue,
  type Sums,
} from "./growthbook-statistics.ts";
import { postStratifiedMoments, type Stratum } from "./growthbook-strata.ts";

export type Arms = readonly Stratum[] | readonly [QuantileSums, QuantileSums];

export interface Effect {
  /** [control, treatment], all strata together. */
  readonly arms: readonly [ArmValue, ArmValue];
  readonly estimate: number;
  readonly standardError: number;
  readonly error: "ZERO_NEGATIVE_VARIANCE" | "BASELINE_VARIATION_ZERO" | null;
}

/** The lift with its direction kept below 0. */
export function signedLift(
  control: number,
  treatment: number,
  relative: boolean,
  unadjusted = control,
): number {
  return relative ? (treatment - control) / Math.abs(unadjusted || control) : treatment - control;
}

export function effectOf(given: Arms, relative: boolean, postStratify: boolean): Effect {
  if (isQuantiles(given)) {
    const arms = [quantileValue(given[0]), quantileValue(given[1])] as const;
    return settled(arms, relative, plainVariance(arms, relative));
  }
  const total = given.reduce((all, [a, b]): Stratum => [addSums(all[0], a), addSums(all[1], b)]);
  const all = summed(given.length === 1 ? given[0] : total, relative);
  if (!postStratify || all.error) return all;
  const found = postStratifiedMoments(given, relative);
  if (found === undefined || (found !== "one cell" && !(found.variance > 0))) return all;
  // with one cell left gbstats reads the first stratum alone
  if (found === "one cell") return { ...summed(given[0], relative), arms: all.arms };
  return { ...all, estimate: found.estimate, standardError: Math.sqrt(found.variance) };
}

const isQuantiles = (given: Arms): given is readonly [QuantileSums, QuantileSums] => "nu" in given[0];

function summed(stratum: Stratum, relative: boolean): Effect {
  const { arms, theta } = adjusted(...stratum);
  const values = [armValue(arms[0], theta), armValue(arms[1], theta)] as const;
  const covariates = arms[0].kind === "adjusted" || arms[0].kind === "adjusted ratio";
  const variance =
    relative && covariates ? adjustedVariance(arms, theta, values) : plainVariance(values, relative);
  return settled(values, relative, variance);
}

function settled(arms: readonly [ArmValue, ArmValue], relative: boolean, variance: number): Effect {
  const none = { arms, estimate: 0, standardError: 0 };
  if (!arms.every(({ varies }) => varies) || !(variance > 0))
    return { ...none, error: "ZERO_NEGATIVE_VARIANCE" };
  if (arms[0].mean === 0 || arms[0].unadjusted === 0) return { ...none, error: "BASELINE_VARIATION_ZERO" };
  const estimate = signedLift(arms[0].mean, arms[1].mean, relative, arms[0].unadjusted);
  return { arms, estimate, standardError: Math.sqrt(variance), error: null };
}

function plainVariance([a, b]: readonly [ArmValue, ArmValue], relative: boolean): number {
  const [own, other] = [a.variance / a.n, b.variance / b.n];
  if (!relative) return own + other;
  return a.unadjusted === 0 ? 0 : other / a.unadjusted ** 2 + (own * b.unadjusted ** 2) / a.unadjusted ** 4;
}

/** Relative, with covariates: control's plain mean is in the denominator too. */
function adjustedVariance(
  [control, treatment]: readonly [Sums, Sums],
  theta: number,
  [a, b]: readonly [ArmValue, ArmValue],
): number {
  if (a.unadjusted === 0) return 0;
  const base = Math.abs(a.unadjusted);
  // for a mean gbstats leaves the covariates out of the numerator here
  const reached =
    control.kind === "adjusted" ? meansOf(treatment)[0] * Math.sign(a.unadjusted) : base + b.mean - a.mean;
  const plain = gradientOf({ ...control }, 0);
  const own = gradientOf(control, theta);
  const pulled = own.map((value, i) => -((value - plain[i]) / base) - (plain[i] * reached) / base ** 2);
  const pushed = gradientOf(treatment, theta).map((value) => value / base);
  return quadratic(pulled, covarianceOf(control)) / a.n + quadratic(pushed, covarianceOf(treatment)) / b.n;
}

export type TestKind = "two-sided" | "greater" | "less";

export interface Interval {
  readonly interval: readonly [number, number];
  readonly p: number | null;
}

/** Welch's degrees of freedom of the absolute difference, whatever is tested. */
function degrees([a, b]: readonly [ArmValue, ArmValue]): number {
  const [own, other] = [a.variance / a.n, b.variance / b.n];
  return (own + other) ** 2 / (other ** 2 / (b.n - 1) + own ** 2 / (a.n - 1));
}

const limits = (estimate: number, reach: number, kind: TestKind): readonly [number, number] => [
  kind === "less" ? Number.NEGATIVE_INFINITY : estimate - reach,
  kind === "greater" ? Number.POSITIVE_INFINITY : estimate + reach,
];

export function fixedTest(effect: Effect, kind: TestKind, alpha: number, testValue: number): Interval {
  const t = studentT(degrees(effect.arms));
  const statistic = (effect.estimate - testValue) / effect.standardError;
  const reach = t.upperQuantile(kind === "two-sided" ? alpha / 2 : alpha) * effect.standardError;
  const p = {
    "two-sided": 2 * t.upper(Math.abs(statistic)),
    greater: t.upper(statistic),
    less: t.lower(statistic),
  }[kind];
  return { interval: limits(effect.estimate, reach, kind), p };
}

function tuning(alpha: number, best: number): number {
  return Math.sqrt((-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / best);
}

/** Half the width of a sequence: `variance` is n times the squared standard error. */
function sequenceReach(variance: number, n: number, rho: number, logs: (root: number) => number): number {
  const grown = n * rho * rho + 1;
  return Math.sqrt(((variance * 2 * grown) / (n * rho) ** 2) * logs(Math.sqrt(grown)));
}

export interface SequenceOptions {
  readonly alpha: number;
  readonly testValue: number;
  /** The sample size at which the sequence is narrowest. */
  readonly best: number;
  readonly rho: number | null;
}

export function sequentialTest(effect: Effect, kind: TestKind, options: SequenceOptions): Interval {
  const n = effect.arms[0].n + effect.arms[1].n;
  const variance = effect.standardError ** 2 * n;
  const { alpha, best, testValue } = options;
  if (kind === "two-sided") {
    const rho = options.rho ?? tuning(alpha, best);
    const reach = sequenceReach(variance, n, rho, (root) => Math.log(root / alpha));
    const squared = ((effect.estimate - testValue) ** 2 * n) / effect.standardError ** 2;
    const grown = n * rho * rho + 1;
    const p = Math.min(1, Math.exp(-(rho * rho * squared) / (2 * grown)) * Math.sqrt(grown));
    return { interval: limits(effect.estimate, reach, kind), p };
  }
  const rho = options.rho ?? tuning(2 * alpha, best);
  const reachAt = (level: number): number =>
    sequenceReach(variance, n, rho, (root) => Math.log(1 + root / (2 * level)));
  const gap = kind === "greater" ? effect.estimate - testValue : testValue - effect.estimate;
  return { interval: limits(effect.estimate, reachAt(alpha), kind), p: searchedLevel(gap, reachAt) };
}

/** The level at which the sequence touches the tested value, by bisection between 1e-5 and 0.4999 to 1e-6 of the effect. */
function searchedLevel(gap: number, reachAt: (level: number) => number): number | null {
  let [low, high] = [1e-5, 0.4999];
  if (gap > reachAt(low)) return low;
  if (gap < reachAt(high)) return high;
  let level = (low + high) / 2;
  for (let step = 0; step < 100; step++) {
    const over = gap - reachAt(level);
    if (over < 0) low = level;
    else high = level;
    level = (low + high) / 2;
    if (Math.abs(over) < 1e-6) return level;
  }
  return null;
}

export interface NormalPrior {
  readonly mean: number;
  readonly variance: number;
  readonly proper: boolean;
}

/** The prior in the units of the effect. */
export function priorFor(
  prior: NormalPrior,
  of: "relative" | "absolute",
  relative: boolean,
  base: number,
): NormalPrior {
  if (relative === (of === "relative")) return prior;
  const scale = relative ? 1 / Math.abs(base) : Math.abs(base);
  return { ...prior, mean: prior.mean * scale, variance: prior.variance * scale * scale };
}

/** E max(d, 0) and E max(-d, 0) of d ~ N(mean, deviation²): what choosing control or treatment may cost. */
export function normalRisk(mean: number, deviation: number): readonly [control: number, treatment: number] {
  const z = mean / deviation;
  const gain = (x: number): number => deviation * normalDensity(x) + deviation * x * normalLower(x);
  return [Math.max(0, gain(z)), Math.max(0, gain(-z))];
}

export function posterior(effect: Effect, prior: NormalPrior, alpha: number, inverse: boolean) {
  const data = effect.standardError ** 2;
  const precision = 1 / data + (prior.proper ? 1 / prior.variance : 0);
  const pull = prior.proper ? prior.mean / prior.variance : 0;
  const mean = prior.proper ? (effect.estimate / data + pull) / precision : effect.estimate;
  const deviation = Math.sqrt(1 / precision);
  const reach = normalUpperQuantile(alpha / 2) * deviation;
  const [control, treatment] = normalRisk(mean, deviation);
  return {
    mean,
    deviation,
    interval: [mean - reach, mean + reach] as const,
    chanceToWin: inverse ? normalUpper(mean / deviation) : normalLower(mean / deviation),
    risk: inverse ? ([treatment, control] as const) : ([control, treatment] as const),
  };
}

export interface StillNeeded {
  readonly alpha: number;
  readonly power: number;
  /** In the units of the effect. */
  readonly target: number;
  readonly best?: number;
  readonly prior?: NormalPrior;
}

/** How many times the present sample must come on top to see `target` with the power asked; null beyond 2²⁷. */
export function scalingFactor(effect: Effect, needed: StillNeeded): number | null {
  const powerAt = (factor: number): number => powerWith(effect, needed, factor);
  if (powerAt(0) > needed.power) return 0;
  let high = 1;
  while (powerAt(high) < needed.power) {
    high *= 2;
    if (high > 2 ** 27) return null;
  }
  let low = 0;
  let factor = high;
  for (let step = 0; step < 100; step++) {
    const over = powerAt(factor) - needed.power;
    if (Math.abs(over) < 1e-5) break;
    if (over > 0) high = factor;
    else low = factor;
    factor = (low + high) / 2;
  }
  return factor;
}

function powerWith(effect: Effect, { alpha, target, best, prior }: StillNeeded, factor: number): number {
  const n = effect.arms[0].n + effect.arms[1].n;
  const variance = effect.standardError ** 2 / (1 + factor);
  const root = Math.sqrt(variance);
  const z = normalUpperQuantile(alpha / 2);
  const mde = Math.abs(target);
  if (prior?.proper) {
    const edge = variance * Math.sqrt(1 / prior.variance + 1 / variance) * z;
    const shift = (variance * prior.mean) / prior.variance;
    return normalUpper((edge - shift - mde) / root) + normalLower(-(edge + shift + mde) / root);
  }
  const total = n * (1 + factor);
  const rho = best === undefined ? 0 : tuning(alpha, best);
  const reach =
    best === undefined
      ? z * root
      : sequenceReach(effect.standardError ** 2 * n, total, rho, (grown) => Math.log(grown / alpha));
  return normalUpper((reach - mde) / root) + normalLower(-(reach + mde) / root);
}
