/**
 * How well the forecast methods do on series whose future is known, and on the past of one series.
 *
 * sMAPE is averaged over all forecast points, as the M3 competition printed it; MASE over series. Rolling origin refits
 * at every cut, so no forecast ever sees its own future.
 *
 * Source: L. J. Tashman (2000), "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { mase, smape } from "./accuracy.ts";
import { type ForecastMethod, forecastMethods } from "./forecast.ts";

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
  /** Percent. */
  readonly smape: number;
  readonly mase: number;
}

/** One row for each method and group, and one over all. A constant history has no MASE and is left out of that mean. */
export function evaluateForecasts(
  series: readonly KnownSeries[],
  methods: Readonly<Record<string, ForecastMethod>> = forecastMethods,
): ForecastScore[] {
  if (series.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const groups = [...new Set(series.map((one) => one.group))];
  return Object.entries(methods).flatMap(([method, forecast]) => {
    const marks = series.map((one) => scoreOne(one, forecast));
    const row = (group: string, kept: readonly Mark[]): ForecastScore => {
      const points = kept.reduce((sum, mark) => sum + mark.points, 0);
      const scaled = kept.filter((mark) => mark.mase !== undefined);
      return {
        method,
        group,
        series: kept.length,
        smape: kept.reduce((sum, mark) => sum + mark.smape * mark.points, 0) / points,
        mase: scaled.reduce((sum, mark) => sum + (mark.mase ?? 0), 0) / scaled.length,
      };
    };
    const each = groups.map((group) =>
      row(
        group,
        marks.filter((mark) => mark.group === group),
      ),
    );
    return [...each, row("all", marks)];
  });
}

interface Mark {
  readonly group: string;
  readonly points: number;
  readonly smape: number;
  readonly mase: number | undefined;
}

function scoreOne(one: KnownSeries, forecast: ForecastMethod): Mark {
  const { mean } = forecast(one.history, one.period, one.future.length);
  const varies = one.history.some((value, t) => t >= one.period && value !== one.history[t - one.period]);
  return {
    group: one.group,
    points: one.future.length,
    smape: smape(one.future, mean),
    mase: varies ? mase(one.history, one.future, mean, one.period) : undefined,
  };
}

/** The last `origins` places of a series as cuts, each with `h` known steps after it. */
export function rollingOrigins(
  y: readonly number[],
  period: number,
  h: number,
  origins: number,
): KnownSeries[] {
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
