/**
 * How well the forecast methods do on series whose future is known, and on the past of one series.
 *
 * sMAPE and MASE are averaged over series, as the M3 competition's package prints them; sMAPE also over forecast points,
 * as the competition's paper did; coverage is the share of points inside the 95 % limits. Rolling origin refits at every
 * cut, so no forecast ever sees its own future.
 *
 * Sources: L. J. Tashman (2000), "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16;
 * S. Makridakis, M. Hibon (2000), "The M3-Competition", ibid.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkCount } from "../checking.ts";
import { mase, smape } from "./accuracy.ts";
import type { SeriesForecast } from "./exponential-smoothing.ts";
import { allForecasts, forecastInterval } from "./forecast.ts";
import { checkSeries, checkSteps } from "./seasonality.ts";

export interface KnownSeries {
  readonly name: string;
  /** What series of one kind share, such as MONTHLY. */
  readonly group: string;
  readonly period: number;
  readonly history: readonly number[];
  readonly future: readonly number[];
}

export interface ForecastScore {
  readonly method: string;
  /** A group's name, or `all`. */
  readonly group: string;
  readonly series: number;
  /** Percent, mean over series. */
  readonly smape: number;
  /** Percent, mean over forecast points. */
  readonly smapeByPoint: number;
  /** Mean over series; null when none of them has one. */
  readonly mase: number | null;
  /** Share of the future inside the 95 % limits. */
  readonly coverage: number;
}

/** Forecasts of one series by several methods, by name. */
export type Forecaster = (
  y: readonly number[],
  period: number,
  h: number,
) => Readonly<Record<string, SeriesForecast>>;

/**
 * One row for each method and group, and one over all. A history that repeats itself has no MASE and is left out of that
 * mean. `progress` hears after each series how many are done.
 *
 * @throws BowerbirdError EMPTY_SAMPLE without series, or with one shorter than 5.
 */
export function evaluateForecasts(
  series: readonly KnownSeries[],
  forecaster: Forecaster = allForecasts,
  progress: (done: number) => void = () => {},
): ForecastScore[] {
  if (series.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const marks = new Map<string, Mark[]>();
  series.forEach((one, done) => {
    const forecasts = forecaster(one.history, one.period, one.future.length);
    for (const [method, forecast] of Object.entries(forecasts)) {
      const kept = marks.get(method) ?? [];
      kept.push(markOf(one, forecast));
      marks.set(method, kept);
    }
    progress(done + 1);
  });
  const groups = [...new Set(series.map(({ group }) => group))];
  return [...marks].flatMap(([method, all]) => [
    ...groups.map((group) =>
      scoreOf(
        method,
        group,
        all.filter((mark) => mark.group === group),
      ),
    ),
    scoreOf(method, "all", all),
  ]);
}

interface Mark {
  readonly group: string;
  readonly points: number;
  readonly smape: number;
  readonly mase: number | undefined;
  readonly inside: number;
}

function markOf(one: KnownSeries, forecast: SeriesForecast): Mark {
  const { history, future, period } = one;
  const varies = history.some((value, t) => t >= period && value !== history[t - period]);
  const { low, high } = forecastInterval(forecast, 1.959963984540054);
  return {
    group: one.group,
    points: future.length,
    smape: smape(future, forecast.mean),
    mase: varies ? mase(history, future, forecast.mean, period) : undefined,
    inside: future.filter((value, i) => low[i] <= value && value <= high[i]).length,
  };
}

function scoreOf(method: string, group: string, marks: readonly Mark[]): ForecastScore {
  const sum = (of: (mark: Mark) => number): number => marks.reduce((total, mark) => total + of(mark), 0);
  const points = sum((mark) => mark.points);
  const scaled = marks.flatMap((mark) => mark.mase ?? []);
  return {
    method,
    group,
    series: marks.length,
    smape: sum((mark) => mark.smape) / marks.length,
    smapeByPoint: sum((mark) => mark.smape * mark.points) / points,
    mase: scaled.length === 0 ? null : scaled.reduce((total, value) => total + value, 0) / scaled.length,
    coverage: sum((mark) => mark.inside) / points,
  };
}

/** The last `origins` places of a series as cuts, each with `h` known steps after it. */
export function rollingOrigins(
  y: readonly number[],
  period: number,
  h: number,
  origins: number,
): KnownSeries[] {
  checkSeries(y, 1);
  checkSteps(period, h);
  checkCount("the origins", origins, 1);
  const first = y.length - h - origins + 1;
  if (first < period + 2) {
    throw new BowerbirdError("EMPTY_SAMPLE", { needed: period + h + origins + 1, actual: y.length });
  }
  return Array.from({ length: origins }, (_, i) => ({
    name: `origin ${first + i}`,
    group: "rolling origin",
    period,
    history: y.slice(0, first + i),
    future: y.slice(first + i, first + i + h),
  }));
}
