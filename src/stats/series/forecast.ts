/**
 * Forecasts of a series with intervals: the methods by name, and the automatic choice.
 *
 * `automatic` is the median, step by step, of four forecasters that fail in different ways: exponential smoothing and
 * ARIMA (of the seasonally adjusted series), each chosen by AICc, and the Theta method, dynamically optimised and
 * standard. Its interval takes the members' median deviation and adds how far the members disagree.
 *
 * Source of the combination: F. Petropoulos, I. Svetunkov (2020), "A simple combination of univariate models",
 * International Journal of Forecasting 36.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { autoArima } from "./arima.ts";
import { autoSmoothing, forecastSmoothing, type SeriesForecast } from "./exponential-smoothing.ts";
import { checkSeries, seasonallyAdjust } from "./seasonality.ts";
import { dynamicTheta, theta } from "./theta.ts";

export type ForecastMethod = (y: readonly number[], period: number, h: number) => SeriesForecast;

export interface Interval {
  readonly low: number[];
  readonly high: number[];
}

/** The last period repeated; the error of k whole periods ahead has k times the variance of one. */
export function seasonalNaive(y: readonly number[], period: number, h: number): SeriesForecast {
  checkSeries(y, period + 1);
  const changes = y.slice(period).map((value, t) => value - y[t]);
  const variance = changes.reduce((sum, value) => sum + value * value, 0) / changes.length;
  const steps = Array.from({ length: h }, (_, i) => i);
  return {
    mean: steps.map((i) => y[y.length - period + (i % period)]),
    deviation: steps.map((i) => Math.sqrt(variance * (Math.floor(i / period) + 1))),
  };
}

export function exponentialSmoothing(y: readonly number[], period: number, h: number): SeriesForecast {
  return forecastSmoothing(autoSmoothing(y, period), h);
}

/** ARIMA of the seasonally adjusted series, its season put back. */
export function arima(y: readonly number[], period: number, h: number): SeriesForecast {
  checkSeries(y, 5);
  const adjusted = seasonallyAdjust(y, period);
  const { mean, deviation } = autoArima(adjusted.values).forecast(h);
  const centre = adjusted.restore(mean);
  const above = adjusted.restore(mean.map((value, i) => value + deviation[i]));
  return { mean: centre, deviation: above.map((value, i) => Math.abs(value - centre[i])) };
}

/** @throws BowerbirdError EMPTY_SAMPLE below 5 values, NOT_FINITE with the place of the first such value. */
export function automatic(y: readonly number[], period: number, h: number): SeriesForecast {
  checkSeries(y, 5);
  return combined([exponentialSmoothing, arima, dynamicTheta, theta].map((method) => method(y, period, h)));
}

/** The median of several forecasts, step by step. */
export function combined(members: readonly SeriesForecast[]): SeriesForecast {
  const mean = members[0].mean.map((_, i) => median(members.map((member) => member.mean[i])));
  const deviation = mean.map((centre, i) => {
    const within = median(members.map((member) => member.deviation[i]));
    const between = members.reduce((sum, member) => sum + (member.mean[i] - centre) ** 2, 0) / members.length;
    return Math.sqrt(within ** 2 + between);
  });
  return { mean, deviation };
}

export const forecastMethods = {
  "seasonal naive": seasonalNaive,
  theta,
  "dynamic theta": dynamicTheta,
  "exponential smoothing": exponentialSmoothing,
  arima,
  automatic,
} as const satisfies Record<string, ForecastMethod>;

/** Normal limits; `z` is the quantile of half the wanted coverage (1.96 for 95 %). */
export function forecastInterval({ mean, deviation }: SeriesForecast, z: number): Interval {
  if (!(z > 0)) throw new BowerbirdError("OUT_OF_RANGE", { what: "z", actual: z, range: "above 0" });
  return {
    low: mean.map((value, i) => value - z * deviation[i]),
    high: mean.map((value, i) => value + z * deviation[i]),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
