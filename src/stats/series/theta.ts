/**
 * The Theta method, standard and dynamically optimised, on the seasonally adjusted series.
 *
 *   standard  f_h = SES level + (b/2) (h - 1 + (1 - (1-α)^n) / α),   b the slope of the least-squares line
 *   dynamic   μ_t = l_{t-1} + (1 - 1/θ) ((1-α)^{t-1} A_{t-1} + (1 - (1-α)^t)/α B_{t-1}),  l_t = α y_t + (1-α) l_{t-1},
 *             A and B the line through y_1 … y_t; α, l_0 and θ ≥ 1 by least squares
 *   spread    deviation² = σ² (1 + (h-1) α²) + (b/2)² h²/3, then as in `forecast-spread.ts`
 *
 * Sources: V. Assimakopoulos, K. Nikolopoulos (2000), "The theta model", International Journal of Forecasting 16;
 * J. A. Fiorucci et al. (2016), "Models for optimising the theta method and their relationship to state space models",
 * ibid. 32.
 */
import { nelderMead } from "../../math/nelder-mead.ts";
import type { SeriesForecast } from "./exponential-smoothing.ts";
import { fittedForecast } from "./forecast-spread.ts";
import { checkSeries, checkSteps, seasonallyAdjust } from "./seasonality.ts";

/** @throws BowerbirdError EMPTY_SAMPLE below 3 values, NOT_FINITE. */
export function theta(y: readonly number[], period: number, h: number): SeriesForecast {
  checkSteps(period, h);
  checkSeries(y, 3);
  const adjusted = seasonallyAdjust(y, period);
  const x = adjusted.values;
  const n = x.length;
  const { alpha, level, sumSquares } = simpleSmoothing(x);
  const drift = slope(x) / 2;
  const settled = (1 - (1 - alpha) ** n) / alpha;
  const mean = Array.from({ length: h }, (_, i) => level + drift * (i + settled));
  const variance = sumSquares / Math.max(1, n - 2);
  const deviation = spread(h, variance, alpha, drift);
  return fittedForecast(restored(adjusted.restore, mean, deviation), n, 3, adjusted.indices);
}

/** @throws BowerbirdError EMPTY_SAMPLE below 4 values, NOT_FINITE. */
export function dynamicTheta(y: readonly number[], period: number, h: number): SeriesForecast {
  checkSteps(period, h);
  checkSeries(y, 4);
  const adjusted = seasonallyAdjust(y, period);
  const x = adjusted.values;
  const n = x.length;
  const scale = Math.max(Math.abs(x[0]), 1e-8);
  const objective = ([alpha, start, thetaLine]: readonly number[]): number =>
    alpha < 0.1 || alpha > 0.99 || thetaLine < 1
      ? Number.POSITIVE_INFINITY
      : runDynamic(x, alpha, start * scale, thetaLine, 0).sumSquares;
  const found = nelderMead(objective, [0.5, x[0] / (2 * scale), 2], { steps: [0.2, 0.2, 0.5] });
  const [alpha, start, thetaLine] = found.point;
  const run = runDynamic(x, alpha, start * scale, thetaLine, h);
  const variance = run.sumSquares / Math.max(1, n - 3);
  const deviation = spread(h, variance, alpha, slope(x) / 2);
  return fittedForecast(restored(adjusted.restore, run.mean, deviation), n, 4, adjusted.indices);
}

/** `drift` is half of the line's slope a step, and may be anything between none and all of it: its variance is drift²/3. */
function spread(h: number, variance: number, alpha: number, drift: number): number[] {
  return Array.from({ length: h }, (_, i) =>
    Math.sqrt(variance * (1 + i * alpha * alpha) + (drift * (i + 1)) ** 2 / 3),
  );
}

/** A deviation is scaled by what the season does to an amount at its step: s when it multiplies, 1 when it adds. */
function restored(
  restore: (forecast: readonly number[]) => number[],
  mean: readonly number[],
  deviation: readonly number[],
): SeriesForecast {
  const centre = restore(mean);
  const above = restore(mean.map((value, i) => value + deviation[i]));
  return { mean: centre, deviation: above.map((value, i) => Math.abs(value - centre[i])) };
}

/** Past the series' end the forecasts themselves feed the recursion. */
function runDynamic(
  y: readonly number[],
  alpha: number,
  start: number,
  thetaLine: number,
  h: number,
): { sumSquares: number; mean: number[] } {
  const share = 1 - 1 / thetaLine;
  let level = start;
  let average = 0;
  let intercept = y[0];
  let gradient = 0;
  let decay = 1;
  let sumSquares = 0;
  const mean: number[] = [];
  for (let t = 1; t <= y.length + h; t++) {
    const predicted = level + share * (decay * intercept + ((1 - decay * (1 - alpha)) / alpha) * gradient);
    const value = t <= y.length ? y[t - 1] : predicted;
    if (t > y.length) mean.push(predicted);
    else if (t > 3) sumSquares += (value - predicted) ** 2;
    level = alpha * value + (1 - alpha) * level;
    decay *= 1 - alpha;
    const before = average;
    average = ((t - 1) * before + value) / t;
    gradient = t === 1 ? 0 : ((t - 2) * gradient + (6 * (value - before)) / t) / (t + 1);
    intercept = average - (gradient * (t + 1)) / 2;
  }
  return { sumSquares, mean };
}

/** Simple exponential smoothing by least squares; the first level is searched too. */
function simpleSmoothing(y: readonly number[]): { alpha: number; level: number; sumSquares: number } {
  const scale = Math.max(Math.abs(y[0]), 1e-8);
  const run = (alpha: number, start: number): { level: number; sumSquares: number } => {
    let level = start;
    let sumSquares = 0;
    for (const value of y) {
      sumSquares += (value - level) ** 2;
      level += alpha * (value - level);
    }
    return { level, sumSquares };
  };
  const found = nelderMead(
    ([alpha, start]) =>
      alpha <= 1e-4 || alpha >= 0.9999 ? Number.POSITIVE_INFINITY : run(alpha, start * scale).sumSquares,
    [0.5, y[0] / scale],
  );
  return { alpha: found.point[0], ...run(found.point[0], found.point[1] * scale) };
}

/** Least-squares slope against time. */
function slope(y: readonly number[]): number {
  const middle = (y.length - 1) / 2;
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const above = y.reduce((sum, value, t) => sum + (t - middle) * (value - mean), 0);
  return above / y.reduce((sum, _, t) => sum + (t - middle) ** 2, 0);
}
