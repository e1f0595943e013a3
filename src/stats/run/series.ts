/** Cases about time series. */
import { BowerbirdError } from "../../core/errors.ts";
import { chiSquare } from "../../math/distributions.ts";
import { fitArima } from "../series/arima.ts";
import { fitSmoothing, forecastSmoothing } from "../series/exponential-smoothing.ts";
import { forecastInterval } from "../series/forecast.ts";
import { autocorrelations, decompose, partialAutocorrelations } from "../series/seasonality.ts";
import type { SmoothingModel } from "../series/smoothing-path.ts";
import type { Family } from "./family.ts";
import { has, type Input, readFlag, readNumber, readNumbers, readText } from "./reading.ts";

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

function named(prefix: string, values: readonly number[]): Record<string, number> {
  return Object.fromEntries(values.map((value, i) => [`${prefix}${i + 1}`, value]));
}

function arimaCase(input: Input): unknown {
  const [p, d, q] = readNumbers(input, "order");
  const [P, D, Q] = has(input, "seasonal") ? readNumbers(input, "seasonal") : [0, 0, 0];
  const constant = readFlag(input, "include_mean", d + D === 0);
  const fit = fitArima(readNumbers(input, "y"), readNumber(input, "period", 1), {
    p,
    d,
    q,
    seasonal: [P, D, Q],
    constant,
  });
  const { mean, deviation } = fit.forecast(readNumber(input, "h", 0));
  return {
    coef: {
      ...named("ar", fit.ar),
      ...named("ma", fit.ma),
      ...named("sar", fit.seasonalAr),
      ...named("sma", fit.seasonalMa),
      ...(constant ? { intercept: fit.constant } : {}),
    },
    sigma2: fit.variance,
    loglik: fit.logLikelihood,
    aic: fit.aic,
    forecast: mean,
    forecast_se: deviation,
  };
}

export const seriesFamily: Family = {
  "ts.arima": arimaCase,
  "ts.ets": (input) => {
    const fit = fitSmoothing(readNumbers(input, "y"), readNumber(input, "period", 1), readModel(input), true);
    const forecast = forecastSmoothing(fit, readNumber(input, "h"));
    const { low, high } = forecastInterval(forecast, 1.959963984540054);
    return {
      loglik: fit.logLikelihood,
      aicc: fit.aicc,
      fitted_last12: fit.fitted.slice(-12),
      forecast: { mean: forecast.mean, lo95: low, hi95: high },
    };
  },
  "ts.decompose": (input) => {
    const kind = readText(input, "type") === "additive" ? "additive" : "multiplicative";
    const { figure, trend } = decompose(readNumbers(input, "y"), readNumber(input, "period"), kind);
    return { figure, trend_7_to_18: trend.slice(6, 18) };
  },
  "ts.acf": (input) => {
    const y = readNumbers(input, "y");
    const acf = autocorrelations(y, readNumber(input, "lags"));
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
