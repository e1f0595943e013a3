/**
 * How wide a forecast's limits must be when its model was chosen and fitted on the same few values.
 *
 *   chosen: deviation² = Σ w_i (deviation_i² + (mean_i - mean)²) over the models tried, w_i ∝ exp(-½ AICc_i), which are
 *           the Akaike weights; `mean` is that of the model chosen
 *   fitted: × (1 + k/n) (t/z)², k parameters of n values, t and z the 97.5 % quantiles of Student's t with n - k degrees
 *           of freedom and of the normal
 *
 * Sources: K. P. Burnham, D. R. Anderson (2002), "Model Selection and Multimodel Inference", §4.3; S. Kolassa (2011),
 * "Combining exponential smoothing forecasts using Akaike weights", International Journal of Forecasting 27;
 * C. Chatfield (1993), "Calculating interval forecasts", Journal of Business & Economic Statistics 11.
 */
import { studentT } from "../../math/distributions.ts";
import type { SeriesForecast } from "./exponential-smoothing.ts";

export interface Candidate {
  readonly aicc: number;
  readonly forecast: SeriesForecast;
}

/** The forecast of the smallest AICc, as wide as all candidates together make it. */
export function chosenForecast(candidates: readonly Candidate[]): SeriesForecast {
  const best = candidates.reduce((a, b) => (b.aicc < a.aicc ? b : a));
  const weights = candidates.map(({ aicc }) => (aicc === best.aicc ? 1 : Math.exp((best.aicc - aicc) / 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const { mean } = best.forecast;
  const deviation = mean.map((centre, i) =>
    Math.sqrt(
      candidates.reduce((sum, { forecast }, c) => {
        const gap = forecast.mean[i] - centre;
        return weights[c] === 0 ? sum : sum + weights[c] * (forecast.deviation[i] ** 2 + gap * gap);
      }, 0) / total,
    ),
  );
  return { mean, deviation };
}

/** Widened for `level` parameters of level and trend and `season` indices that were fitted to `n` values. */
export function fittedForecast(
  { mean, deviation }: SeriesForecast,
  n: number,
  level: number,
  season = 0,
): SeriesForecast {
  const df = Math.max(2, n - level - season);
  const tail = studentT(df).upperQuantile(0.025) / 1.959963984540054;
  return {
    mean,
    deviation: deviation.map((value, i) => value * tail * Math.sqrt(1 + (season + level * (i + 1)) / n)),
  };
}
