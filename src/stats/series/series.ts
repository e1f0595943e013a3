/** Time series: what they are made of, how they go on, how well that was foretold, and where they change. */
export { mase, smape } from "./accuracy.ts";
export { type Anomaly, type AnomalyOptions, anomalies } from "./anomalies.ts";
export { type ArimaFit, type ArimaOrder, differenced, fitArima } from "./arima.ts";
export { autoArima, kpss } from "./auto-arima.ts";
export { type ChangePointOptions, changePoints, type SeriesSegment } from "./change-points.ts";
export {
  evaluateForecasts,
  type Forecaster,
  type ForecastScore,
  type KnownSeries,
  rollingOrigins,
} from "./evaluation.ts";
export {
  autoSmoothing,
  fitSmoothing,
  forecastSmoothing,
  type SeriesForecast,
  type SmoothingFit,
} from "./exponential-smoothing.ts";
export {
  allForecasts,
  arima,
  automatic,
  combined,
  exponentialSmoothing,
  type ForecastMethod,
  forecastInterval,
  forecastMethods,
  seasonalNaive,
} from "./forecast.ts";
export { type HoltWintersFit, holtWinters, searchHoltWinters } from "./holt-winters.ts";
export {
  autocorrelations,
  decompose,
  isSeasonal,
  partialAutocorrelations,
  seasonallyAdjust,
} from "./seasonality.ts";
export type { SmoothingModel } from "./smoothing-path.ts";
export { type Stl, type StlOptions, stl } from "./stl.ts";
export { dynamicTheta, theta } from "./theta.ts";
