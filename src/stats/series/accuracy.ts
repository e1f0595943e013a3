/**
 * How wrong a forecast was.
 *
 *   sMAPE = 200/h Σ |y - f| / (|y| + |f|)   percent, as in the M3 competition; a pair of zeros counts as 0
 *   MASE  = mean |y - f| / mean_{t>m} |x_t - x_{t-m}|   with x the history and m its period
 *
 * Sources: S. Makridakis, M. Hibon (2000), "The M3-Competition", International Journal of Forecasting 16;
 * R. J. Hyndman, A. B. Koehler (2006), "Another look at measures of forecast accuracy", ibid. 22.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkCount, checkValues } from "../checking.ts";

export function smape(actual: readonly number[], forecast: readonly number[]): number {
  checkPair(actual, forecast);
  const sum = actual.reduce((total, y, i) => {
    const size = Math.abs(y) + Math.abs(forecast[i]);
    return size === 0 ? total : total + (200 * Math.abs(y - forecast[i])) / size;
  }, 0);
  return sum / actual.length;
}

/** @throws BowerbirdError ZERO_VARIANCE when the history repeats itself exactly, EMPTY_SAMPLE when it is too short. */
export function mase(
  history: readonly number[],
  actual: readonly number[],
  forecast: readonly number[],
  period: number,
): number {
  checkPair(actual, forecast);
  checkCount("the period", period, 1);
  checkValues(history, 1, "the history");
  if (history.length <= period) {
    throw new BowerbirdError("EMPTY_SAMPLE", { needed: period + 1, actual: history.length });
  }
  let scale = 0;
  for (let t = period; t < history.length; t++) scale += Math.abs(history[t] - history[t - period]);
  scale /= history.length - period;
  if (scale === 0) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the history from period to period", method: "MASE" });
  }
  return actual.reduce((sum, y, i) => sum + Math.abs(y - forecast[i]), 0) / actual.length / scale;
}

function checkPair(actual: readonly number[], forecast: readonly number[]): void {
  if (actual.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  if (actual.length > forecast.length) {
    throw new BowerbirdError("BAD_INPUT", { what: "the forecast", why: "it is shorter than what came" });
  }
  checkValues(actual, 1, "what came");
  checkValues(forecast, 1, "the forecast");
}
