/** Cases about time series. */
import { BowerbirdError } from "../../core/errors.ts";
import { chiSquare } from "../../math/distributions.ts";
import { smoothingAsInR } from "../peers/r-smoothing.ts";
import { fitArima } from "../series/arima.ts";
import { forecastSmoothing } from "../series/exponential-smoothing.ts";
import { forecastInterval } from "../series/forecast.ts";
import { type HoltWintersWeights, holtWinters, searchHoltWinters } from "../series/holt-winters.ts";
import { autocorrelations, decompose, partialAutocorrelations } from "../series/seasonality.ts";
import type { SmoothingModel } from "../series/smoothing-path.ts";
import { stl } from "../series/stl.ts";
import type { Family } from "./family.ts";
import {
  asNumbers,
  has,
  type Input,
  readCount,
  readFlag,
  readList,
  readNumber,
  readNumbers,
  readText,
} from "./reading.ts";

function readModel(input: Input): SmoothingModel {
  const parts = /^([AM])(N|A|Ad)([NAM])$/.exec(readText(input, "model"));
  if (!parts) throw new BowerbirdError("BAD_INPUT", { what: "model", why: "it is none such as AAN or MAdM" });
  const [, error, trend, season] = parts;
  return {
    error: error === "M" ? "M" : "A",
    trend: trend === "Ad" ? "Ad" : trend === "A" ? "A" : "N",
    season: season === "M" ? "M" : season === "A" ? "A" : "N",
  };
}

function named(prefix: string, values: readonly number[], first = 1): Record<string, number> {
  return Object.fromEntries(values.map((value, i) => [`${prefix}${i + first}`, value]));
}

function arimaCase(input: Input): unknown {
  const [p = Number.NaN, d = Number.NaN, q = Number.NaN] = readNumbers(input, "order");
  const [P = Number.NaN, D = Number.NaN, Q = Number.NaN] = has(input, "seasonal")
    ? readNumbers(input, "seasonal")
    : [0, 0, 0];
  const constant = readFlag(input, "include_mean", d + D === 0);
  const y = readList(input, "y").map((value) => (value === null ? Number.NaN : asNumbers([value], "y")[0]));
  const order = { p, d, q, seasonal: [P, D, Q] as const, constant };
  const fit = fitArima(y, readCount(input, "period", 1e6, 1), order, { missing: true });
  const errors = fit.standardErrors();
  const { mean, deviation } = fit.forecast(readCount(input, "h", 10000, 0));
  return {
    coef: {
      ...named("ar", fit.ar),
      ...named("ma", fit.ma),
      ...named("sar", fit.seasonalAr),
      ...named("sma", fit.seasonalMa),
      ...(constant ? { intercept: fit.constant } : {}),
    },
    se: errors.length === 1 ? errors[0] : errors,
    sigma2: fit.variance,
    loglik: fit.logLikelihood,
    aic: fit.aic,
    forecast: mean,
    forecast_se: deviation,
  };
}

function holtWintersCase(input: Input): unknown {
  const kind = readText(input, "seasonal", "additive") === "multiplicative" ? "multiplicative" : "additive";
  const used = (field: string): boolean => has(input, field) && input[field] !== false;
  const weights: HoltWintersWeights = {
    alpha: readNumber(input, "alpha"),
    ...(used("beta") ? { beta: readNumber(input, "beta") } : {}),
    ...(used("gamma") ? { gamma: readNumber(input, "gamma") } : {}),
  };
  const [y, period] = [readNumbers(input, "y"), readCount(input, "period", 1e6, 1)];
  const fit = holtWinters(y, period, kind, weights);
  const states = [fit.end.level, ...(used("beta") ? [fit.end.trend] : []), ...fit.end.season];
  return {
    start_level: fit.start.level,
    start_trend: fit.start.trend,
    start_season: fit.start.season,
    sse: fit.sumSquares,
    coef: states,
    final_states_a_b_s: states,
    forecast: fit.forecast(readCount(input, "h", 10000, 0)),
    optimised_sse_reference: searchHoltWinters(y, period, kind, weights).sumSquares,
  };
}

function stlCase(input: Input): unknown {
  const found = stl(readNumbers(input, "y"), readCount(input, "period", 1e6), {
    seasonalWindow: input.s_window === "periodic" ? "periodic" : readNumber(input, "s_window"),
    ...(has(input, "t_window") ? { trendWindow: readNumber(input, "t_window") } : {}),
    robust: readFlag(input, "robust", false),
  });
  return {
    seasonal_first12: found.season.slice(0, 12),
    trend_first12: found.trend.slice(0, 12),
    trend_last12: found.trend.slice(-12),
    remainder_ss: found.remainder.reduce((sum, value) => sum + value * value, 0),
    ...found,
  };
}

export const seriesFamily: Family = {
  "ts.holt_winters": holtWintersCase,
  "ts.stl": stlCase,
  "ts.arima": arimaCase,
  "ts.ets": (input) => {
    const y = readNumbers(input, "y");
    const fit = smoothingAsInR(y, readCount(input, "period", 1e6, 1), readModel(input));
    const { trend, season } = fit.model;
    // s0 is the place just before the series begins
    const states = named("s", [...fit.start.season].reverse().slice(0, -1), 0);
    const forecast = forecastSmoothing(fit, readCount(input, "h", 10000));
    const { low, high } = forecastInterval(forecast, 1.959963984540054);
    return {
      par: {
        alpha: fit.alpha,
        ...(trend === "N" ? {} : { beta: fit.beta }),
        ...(season === "N" ? {} : { gamma: fit.gamma }),
        ...(trend === "Ad" ? { phi: fit.phi } : {}),
        l: fit.start.level,
        ...(trend === "N" ? {} : { b: fit.start.trend }),
        ...states,
      },
      mse: y.reduce((sum, value, t) => sum + (value - fit.fitted[t]) ** 2, 0) / y.length,
      loglik: fit.logLikelihood,
      aicc: fit.aicc,
      fitted_last12: fit.fitted.slice(-12),
      forecast: { mean: forecast.mean, lo95: low, hi95: high },
    };
  },
  "ts.decompose": (input) => {
    const kind = readText(input, "type") === "additive" ? "additive" : "multiplicative";
    const { figure, trend } = decompose(readNumbers(input, "y"), readCount(input, "period", 1e6), kind);
    return { figure, trend_7_to_18: trend.slice(6, 18) };
  },
  "ts.acf": (input) => {
    const y = readNumbers(input, "y");
    const acf = autocorrelations(y, readCount(input, "lags", 1e5));
    const n = y.length;
    const used = acf.slice(0, 10);
    const ljungBox = n * (n + 2) * used.reduce((sum, r, k) => sum + (r * r) / (n - k - 1), 0);
    return {
      acf,
      pacf: partialAutocorrelations(acf),
      ljung_box_q10: ljungBox,
      ljung_box_p10: chiSquare(10).upper(ljungBox),
      box_pierce_q10: n * used.reduce((sum, r) => sum + r * r, 0),
    };
  },
};
