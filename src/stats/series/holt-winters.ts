/**
 * Holt–Winters smoothing with the parameters given or searched for.
 *
 *   additive        l = α (y - s) + (1-α)(l + b),  b = β Δl + (1-β) b,  s = γ (y - l) + (1-γ) s
 *   multiplicative  the same with y/s and y/l
 *
 * First states: the season of a decomposition of the first two periods, level and trend from a line through its moving
 * average. Without a season the first one or two values themselves.
 *
 * Sources: C. C. Holt (1957), reprinted in International Journal of Forecasting 20 (2004); P. R. Winters (1960),
 * Management Science 6; first states as in R's stats::HoltWinters.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { nelderMead } from "../../math/nelder-mead.ts";
import { checkSeries, decompose, type SeasonKind } from "./seasonality.ts";

export interface HoltWintersWeights {
  readonly alpha: number;
  /** Left out: no trend. */
  readonly beta?: number;
  /** Left out: no season. */
  readonly gamma?: number;
}

export interface HoltWintersStates {
  readonly level: number;
  /** 0 without a trend. */
  readonly trend: number;
  /** The next period's season, the soonest first; empty without one. */
  readonly season: readonly number[];
}

export interface HoltWintersFit {
  readonly weights: HoltWintersWeights;
  readonly start: HoltWintersStates;
  readonly end: HoltWintersStates;
  /** Σ of squared errors one step ahead, from the first step after the start. */
  readonly sumSquares: number;
  forecast(h: number): number[];
}

/** @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE, OUT_OF_RANGE for a weight outside [0, 1]. */
export function holtWinters(
  y: readonly number[],
  period: number,
  kind: SeasonKind,
  weights: HoltWintersWeights,
): HoltWintersFit {
  for (const [what, weight] of Object.entries(weights)) {
    if (weight !== undefined && !(weight >= 0 && weight <= 1)) {
      throw new BowerbirdError("OUT_OF_RANGE", { what, actual: weight, range: "from 0 to 1" });
    }
  }
  const { start, from } = firstStates(y, period, kind, weights);
  const { end, sumSquares } = run(y, from, kind, weights, start);
  return {
    weights,
    start,
    end,
    sumSquares,
    forecast: (h) =>
      Array.from({ length: h }, (_, i) => {
        const base = end.level + (i + 1) * end.trend;
        if (end.season.length === 0) return base;
        const season = end.season[i % end.season.length];
        return kind === "additive" ? base + season : base * season;
      }),
  };
}

/** A weight's third decimal moves the sum of squares by less than this share near its least. */
const indifferent = 1e-6;

/** The weights (as many as `like` names) with the smallest sum of squares, found by simplex searches from three places. */
export function searchHoltWinters(
  y: readonly number[],
  period: number,
  kind: SeasonKind,
  like: HoltWintersWeights,
): HoltWintersFit {
  const names = (["alpha", "beta", "gamma"] as const).filter((name) => like[name] !== undefined);
  const weightsAt = (point: readonly number[]): HoltWintersWeights => ({
    ...like,
    ...Object.fromEntries(names.map((name, j) => [name, inUnit(point[j])])),
  });
  const { start, from } = firstStates(y, period, kind, like);
  const objective = (point: readonly number[]): number =>
    run(y, from, kind, weightsAt(point), start).sumSquares * (1 + outside(point));
  const starts = [0.1, 0.3].map((share) => names.map((name) => (name === "beta" ? share / 3 : share)));
  const search = (point: readonly number[]) => nelderMead(objective, point, { tolerance: indifferent });
  let best = search(names.map((name) => like[name] ?? 0.3));
  for (const found of starts.map(search)) if (found.value < best.value * (1 - indifferent)) best = found;
  return holtWinters(y, period, kind, weightsAt(best.point));
}

const inUnit = (x: number): number => Math.min(1, Math.max(0, x));
const outside = (point: readonly number[]): number =>
  point.reduce((sum, x) => sum + Math.abs(x - inUnit(x)), 0);

function firstStates(y: readonly number[], period: number, kind: SeasonKind, weights: HoltWintersWeights) {
  if (weights.gamma !== undefined) {
    checkSeries(y, 2 * period + 1);
    const { trend, figure } = decompose(y.slice(0, 2 * period), period, kind);
    const line = trend.filter((value) => !Number.isNaN(value));
    const middle = (line.length + 1) / 2;
    const mean = line.reduce((sum, value) => sum + value, 0) / line.length;
    const spread = line.reduce((sum, _, t) => sum + (t + 1 - middle) ** 2, 0);
    const slope = line.reduce((sum, value, t) => sum + (t + 1 - middle) * (value - mean), 0) / spread;
    const hasTrend = weights.beta !== undefined;
    return {
      start: { level: mean - slope * middle, trend: hasTrend ? slope : 0, season: figure },
      from: period,
    };
  }
  checkSeries(y, 3);
  if (weights.beta === undefined) return { start: { level: y[0], trend: 0, season: [] }, from: 1 };
  return { start: { level: y[1], trend: y[1] - y[0], season: [] }, from: 2 };
}

function run(
  y: readonly number[],
  from: number,
  kind: SeasonKind,
  { alpha, beta = 0, gamma = 0 }: HoltWintersWeights,
  start: HoltWintersStates,
): { end: HoltWintersStates; sumSquares: number } {
  let { level, trend } = start;
  const season = [...start.season];
  const additive = kind === "additive" || season.length === 0;
  let sumSquares = 0;
  for (let t = from; t < y.length; t++) {
    const place = season.length === 0 ? 0 : (t - from) % season.length;
    const s = season[place] ?? (additive ? 0 : 1);
    const base = level + trend;
    sumSquares += (y[t] - (additive ? base + s : base * s)) ** 2;
    const before = level;
    level = alpha * (additive ? y[t] - s : y[t] / s) + (1 - alpha) * base;
    trend = beta * (level - before) + (1 - beta) * trend;
    if (season.length > 0) season[place] = gamma * (additive ? y[t] - level : y[t] / level) + (1 - gamma) * s;
  }
  const turn = season.length === 0 ? 0 : (y.length - from) % season.length;
  return { end: { level, trend, season: [...season.slice(turn), ...season.slice(0, turn)] }, sumSquares };
}
