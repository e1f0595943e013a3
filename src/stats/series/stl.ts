/**
 * STL: a series as season + trend + remainder, by local regression (loess).
 *
 *   inner loop: each place of the season is smoothed over the years → low-pass filtered (averages of m, m and 3, then
 *   loess) and taken off → season; the series without it is smoothed → trend.
 *   outer loop: points with a large remainder get Tukey's bisquare weight (1 - (r/6·median|r|)²)² and count less.
 *
 * Loess fits a line (or a level) at a place to its q nearest points with weights (1 - |u|³)³; where it would be fitted
 * everywhere, it is fitted every `jump` places and joined by straight lines, as the authors do for speed.
 *
 * Source: R. B. Cleveland, W. S. Cleveland, J. E. McRae, I. Terpenning (1990), "STL: a seasonal-trend decomposition
 * procedure based on loess", Journal of Official Statistics 6.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkPositive } from "../checking.ts";
import { type Loess, loessAt, loessEvery } from "./loess.ts";
import { checkSeries } from "./seasonality.ts";

export interface StlOptions {
  /** Points of one place that are smoothed together, odd and at least 7; "periodic" makes every year the same. */
  readonly seasonalWindow?: number | "periodic";
  readonly trendWindow?: number;
  /** Fifteen rounds that discount outliers. */
  readonly robust?: boolean;
}

export interface Stl {
  /** n numbers each; their sum is the series. */
  readonly season: number[];
  readonly trend: number[];
  readonly remainder: number[];
  /** n weights in [0, 1]; all 1 unless robust. */
  readonly weights: number[];
}

interface Plan {
  readonly period: number;
  readonly seasonal: Loess;
  readonly trend: Loess;
  readonly lowPass: Loess;
}

/** @throws BowerbirdError EMPTY_SAMPLE with no more than two periods, NOT_FINITE, OUT_OF_RANGE. */
export function stl(y: readonly number[], period: number, options: StlOptions = {}): Stl {
  if (!(Number.isInteger(period) && period >= 2)) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "the period",
      actual: period,
      range: "a whole number of at least 2",
    });
  }
  checkSeries(y, 2 * period + 1);
  if (typeof options.seasonalWindow === "number")
    checkPositive("the seasonal window", options.seasonalWindow);
  if (options.trendWindow !== undefined) checkPositive("the trend window", options.trendWindow);
  const periodic = (options.seasonalWindow ?? "periodic") === "periodic";
  const plan = planOf(y.length, period, options);
  let weights = y.map(() => 1);
  let trend: number[] = y.map(() => 0);
  let season: number[] = y.map(() => 0);
  const rounds = options.robust ? 15 : 0;
  for (let round = 0; ; round++) {
    for (let inner = 0; inner < (options.robust ? 1 : 2); inner++) {
      ({ season, trend } = innerLoop(y, trend, plan, round > 0 ? weights : undefined));
    }
    if (round === rounds) break;
    weights = bisquare(y.map((value, t) => value - season[t] - trend[t]));
  }
  if (periodic) season = averagedYears(season, period);
  return { season, trend, remainder: y.map((value, t) => value - season[t] - trend[t]), weights };
}

function planOf(n: number, period: number, { seasonalWindow = "periodic", trendWindow }: StlOptions): Plan {
  const odd = (x: number): number => {
    const whole = Math.round(x);
    return whole % 2 === 0 ? whole + 1 : whole;
  };
  const periodic = seasonalWindow === "periodic";
  const width = periodic ? 10 * n + 1 : odd(Math.max(3, seasonalWindow));
  const trend = odd(trendWindow ?? Math.ceil((1.5 * period) / (1 - 1.5 / width)));
  const smoother = (window: number, degree: 0 | 1): Loess => ({
    window,
    degree,
    jump: Math.ceil(window / 10),
  });
  return {
    period,
    seasonal: smoother(width, 0),
    trend: smoother(Math.max(3, trend), 1),
    lowPass: smoother(odd(period), 1),
  };
}

function innerLoop(
  y: readonly number[],
  trend: readonly number[],
  plan: Plan,
  weights: readonly number[] | undefined,
): { season: number[]; trend: number[] } {
  const { period } = plan;
  const detrended = y.map((value, t) => value - trend[t]);
  const cycles = smoothedPlaces(detrended, plan, weights);
  const low = loessEvery(
    movingAverage(movingAverage(movingAverage(cycles, period), period), 3),
    plan.lowPass,
  );
  const season = y.map((_, t) => cycles[t + period] - low[t]);
  const left = y.map((value, t) => value - season[t]);
  return { season, trend: loessEvery(left, plan.trend, weights) };
}

/** Each place's values smoothed over the years, with one more year at either end: n + 2 periods. */
function smoothedPlaces(
  values: readonly number[],
  { period, seasonal }: Plan,
  weights: readonly number[] | undefined,
): number[] {
  const out = new Array<number>(values.length + 2 * period).fill(0);
  for (let place = 0; place < period; place++) {
    const own = values.filter((_, t) => t % period === place);
    const ownWeights = weights?.filter((_, t) => t % period === place);
    const inside = loessEvery(own, seasonal, ownWeights);
    const last = own.length;
    const width = Math.min(seasonal.window, last);
    const before = loessAt(own, 0, 1, width, seasonal, ownWeights) ?? inside[0];
    const after =
      loessAt(own, last + 1, Math.max(1, last - seasonal.window + 1), last, seasonal, ownWeights) ??
      inside[last - 1];
    [before, ...inside, after].forEach((value, k) => {
      out[place + k * period] = value;
    });
  }
  return out;
}

function movingAverage(values: readonly number[], width: number): number[] {
  let sum = 0;
  for (let t = 0; t < width; t++) sum += values[t];
  const out = [sum / width];
  for (let t = width; t < values.length; t++) {
    sum += values[t] - values[t - width];
    out.push(sum / width);
  }
  return out;
}

/** Tukey's weights of remainders, six median sizes wide. */
export function bisquare(remainder: readonly number[]): number[] {
  const sizes = remainder.map(Math.abs);
  const rising = [...sizes].sort((a, b) => a - b);
  const n = rising.length;
  const wide = 3 * (rising[Math.floor(n / 2)] + rising[n - 1 - Math.floor(n / 2)]); // six medians
  return sizes.map((size) => {
    if (size <= 0.001 * wide) return 1;
    return size <= 0.999 * wide ? (1 - (size / wide) ** 2) ** 2 : 0;
  });
}

function averagedYears(season: readonly number[], period: number): number[] {
  const means = Array.from({ length: period }, (_, place) => {
    const own = season.filter((_value, t) => t % period === place);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
  return season.map((_, t) => means[t % period]);
}
