/**
 * Forecasts of a series with intervals: the methods by name, and the automatic choice.
 *
 * `automatic` is the mean, step by step, of seven forecasters that fail in different ways, without the lowest and the
 * highest: exponential smoothing and ARIMA, each chosen by AICc, the Theta method, standard, dynamic, and dynamic on
 * logarithms, and simple and linear smoothing of the seasonally adjusted series.
 *
 *   deviation² = mean over members of (their deviation² + (their mean - the combined mean)²): an even mixture's variance
 *
 * Every method's limits allow for its model having been chosen and fitted on the same values (`forecast-spread.ts`);
 * `bowerbird eval forecast` prints what share of known futures they hold.
 *
 * Sources: F. Petropoulos, I. Svetunkov (2020), "A simple combination of univariate models", International Journal of
 * Forecasting 36; V. R. R. Jose, R. L. Winkler (2008), "Simple robust averages of forecasts", ibid. 24, for the trimming.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkFinite, checkPositive, checkSameLength } from "../checking.ts";
import { type ArimaFit, average } from "./arima.ts";
import { arimaCandidates } from "./auto-arima.ts";
import {
  fitSmoothing,
  forecastSmoothing,
  type SeriesForecast,
  type SmoothingFit,
  smoothingCandidates,
} from "./exponential-smoothing.ts";
import { chosenForecast, fittedForecast } from "./forecast-spread.ts";
import { type Adjusted, checkSeries, checkSteps, seasonallyAdjust } from "./seasonality.ts";
import { dynamicTheta, theta } from "./theta.ts";

export type ForecastMethod = (y: readonly number[], period: number, h: number) => SeriesForecast;

export interface Interval {
  readonly low: number[];
  readonly high: number[];
}

/**
 * The last period repeated. What it leaves out counts in its error: k whole periods ahead that is k² of the squared mean
 * change (the trend) and k of the changes' variance.
 */
export function seasonalNaive(y: readonly number[], period: number, h: number): SeriesForecast {
  checkSteps(period, h);
  checkSeries(y, period + 1);
  const changes = y.slice(period).map((value, t) => value - y[t]);
  const drift = average(changes);
  const variance = average(changes.map((value) => (value - drift) ** 2));
  const steps = Array.from({ length: h }, (_, i) => i);
  const periods = steps.map((i) => Math.floor(i / period) + 1);
  const plain = {
    mean: steps.map((i) => y[y.length - period + (i % period)]),
    deviation: periods.map((k) => Math.sqrt(variance * k + drift * drift * k * k)),
  };
  return fittedForecast(plain, changes.length, 1);
}

export function exponentialSmoothing(y: readonly number[], period: number, h: number): SeriesForecast {
  const fits = smoothingCandidates(y, period);
  return chosenForecast(
    fits.map((fit) => ({
      aicc: fit.aicc,
      forecast: smoothingForecast(fit, y.length, h),
    })),
  );
}

function smoothingForecast(fit: SmoothingFit, n: number, h: number): SeriesForecast {
  const season = fit.model.season === "N" ? 0 : fit.period;
  return fittedForecast(forecastSmoothing(fit, h), n, fit.parameters - season, season);
}

/** ARIMA of the seasonally adjusted series, its season put back. */
export const arima = onAdjusted(
  (x, h, indices) =>
    chosenForecast(
      arimaCandidates(x).map((fit) => ({
        aicc: fit.aicc,
        forecast: arimaForecast(fit, x.length, h, indices),
      })),
    ),
  5,
);

/** The likelihood's variance is divided by n; the coefficients it was fitted with are made up for. */
function arimaForecast(fit: ArimaFit, n: number, h: number, indices: number): SeriesForecast {
  const { p, q, constant } = fit.order;
  const coefficients = p + q + (constant ? 1 : 0);
  const { mean, deviation } = fit.forecast(h);
  const unbiased = Math.sqrt(n / Math.max(1, n - coefficients));
  return fittedForecast(
    { mean, deviation: deviation.map((value) => value * unbiased) },
    n,
    coefficients + 1,
    indices,
  );
}

const simpleSmoothing = onAdjusted(
  (x, h) => forecastSmoothing(fitSmoothing(x, 1, { error: "A", trend: "N", season: "N" }), h),
  5,
);

const linearSmoothing = onAdjusted(
  (x, h) => forecastSmoothing(fitSmoothing(x, 1, { error: "A", trend: "A", season: "N" }), h),
  5,
);

/** Of the logarithms where all values are positive: growth by a share goes on by a share. */
const logarithmicTheta = onAdjusted((x, h) => {
  if (x.some((value) => value <= 0)) return dynamicTheta(x, 1, h);
  const { mean, deviation } = dynamicTheta(x.map(Math.log), 1, h);
  return {
    mean: mean.map(Math.exp),
    deviation: mean.map((value, i) => (Math.exp(value + deviation[i]) - Math.exp(value - deviation[i])) / 2),
  };
}, 5);

/** A method for series without a season, made one for series with. */
function onAdjusted(
  forecast: (x: readonly number[], h: number, indices: number) => SeriesForecast,
  needed: number,
): ForecastMethod {
  return (y, period, h) => {
    checkSeries(y, needed);
    checkSteps(period, h);
    const adjusted: Adjusted = seasonallyAdjust(y, period);
    const { mean, deviation } = forecast(adjusted.values, h, adjusted.indices);
    const centre = adjusted.restore(mean);
    const above = adjusted.restore(mean.map((value, i) => value + deviation[i]));
    return { mean: centre, deviation: above.map((value, i) => Math.abs(value - centre[i])) };
  };
}

/** @throws BowerbirdError EMPTY_SAMPLE below 5 values, NOT_FINITE with the place of the first such value. */
export function automatic(y: readonly number[], period: number, h: number): SeriesForecast {
  return allForecasts(y, period, h).automatic;
}

/** What is compared, by name. */
export const forecastMethods = {
  "seasonal naive": seasonalNaive,
  theta,
  "dynamic theta": dynamicTheta,
  ets: exponentialSmoothing,
  arima,
  automatic,
} as const satisfies Record<string, ForecastMethod>;

export type MethodName = keyof typeof forecastMethods;

/** All of them at once, the members of the automatic choice only once. @throws as `automatic`. */
export function allForecasts(
  y: readonly number[],
  period: number,
  h: number,
): Readonly<Record<MethodName, SeriesForecast>> {
  checkSeries(y, 5);
  const members = {
    theta: theta(y, period, h),
    "dynamic theta": dynamicTheta(y, period, h),
    ets: exponentialSmoothing(y, period, h),
    arima: arima(y, period, h),
  };
  const others = [logarithmicTheta, simpleSmoothing, linearSmoothing].map((method) => method(y, period, h));
  return {
    "seasonal naive": y.length > period ? seasonalNaive(y, period, h) : seasonalNaive(y, 1, h),
    ...members,
    automatic: combined([...Object.values(members), ...others]),
  };
}

/** The mean of several forecasts step by step, without the lowest and the highest where there are more than two. */
export function combined(members: readonly SeriesForecast[]): SeriesForecast {
  if (members.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  for (const member of members) {
    checkForecast(member);
    checkSameLength("the forecasts", member.mean, members[0].mean);
  }
  const mean = members[0].mean.map((_, i) => trimmedMean(members.map((member) => member.mean[i])));
  const deviation = mean.map((centre, i) =>
    Math.sqrt(
      members.reduce((sum, member) => sum + member.deviation[i] ** 2 + (member.mean[i] - centre) ** 2, 0) /
        members.length,
    ),
  );
  return { mean, deviation };
}

/** Normal limits; `z` is the quantile of half the wanted coverage (1.96 for 95 %). */
export function forecastInterval({ mean, deviation }: SeriesForecast, z: number): Interval {
  checkPositive("z", z);
  checkForecast({ mean, deviation });
  return {
    low: mean.map((value, i) => value - z * deviation[i]),
    high: mean.map((value, i) => value + z * deviation[i]),
  };
}

function checkForecast({ mean, deviation }: SeriesForecast): void {
  checkSameLength("the forecast", mean, deviation);
  checkFinite("the forecast", ...mean, ...deviation);
}

function trimmedMean(values: readonly number[]): number {
  const rising = [...values].sort((a, b) => a - b);
  const kept = rising.length > 2 ? rising.slice(1, -1) : rising;
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}
