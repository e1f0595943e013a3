/**
 * The season of a series: whether there is one, its indices, and the series without it.
 *
 * Trend is a centred moving average of one period; the season is the mean of what is left at each place of the period,
 * scaled to sum to 0 (additive) or to average 1 (multiplicative). A season is seen when, of the series without its trend
 * and without the line that is left in it,
 *
 *   r_m > 1.96 / sqrt(n),   r_m the autocorrelation at lag m, n the values left
 *
 * With the trend left in, its autocorrelation would hide the season of a steep series and feign one in a long series.
 * Without it little but a season correlates at lag m: noise, walks and jumps are taken for one in at most 10 % of series
 * (`seasonality.test.ts`); the same limit widened for the correlations below m would miss most smooth seasons of four years.
 *
 * Sources: M. G. Kendall, A. Stuart (1983), "The Advanced Theory of Statistics", vol. 3; the limit of white noise,
 * M. S. Bartlett (1946), Supplement to the Journal of the Royal Statistical Society 8.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkCount, checkFinite } from "../checking.ts";

export type SeasonKind = "additive" | "multiplicative";

export interface Decomposition {
  /** n numbers; NaN where the moving average has no full period. */
  readonly trend: number[];
  /** The season over one period, starting at the series' first place. */
  readonly figure: number[];
}

/** @throws BowerbirdError NOT_FINITE, or EMPTY_SAMPLE below `needed` values. */
export function checkSeries(y: readonly number[], needed: number): void {
  if (y.length < needed) throw new BowerbirdError("EMPTY_SAMPLE", { needed, actual: y.length });
  for (let t = 0; t < y.length; t++) {
    // the sentence is made only for a value that will be refused
    if (!(Math.abs(y[t]) < 1e75)) checkFinite(`the series at place ${t}`, y[t]);
  }
}

/** @throws BowerbirdError OUT_OF_RANGE unless both are whole numbers from 1, `h` at most 100,000 steps. */
export function checkSteps(period: number, h: number): void {
  checkCount("the period", period, 1);
  checkCount("the horizon", h, 1);
  if (h > 100_000)
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "the horizon",
      actual: h,
      range: "at most 100000 steps",
    });
}

/** @throws BowerbirdError EMPTY_SAMPLE with fewer than two periods; OUT_OF_RANGE when a multiplicative season meets a value that is not positive. */
export function decompose(y: readonly number[], period: number, kind: SeasonKind): Decomposition {
  checkCount("the period", period, 1);
  checkSeries(y, 2 * period);
  if (kind === "multiplicative" && y.some((value) => value <= 0)) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "a multiplicative series",
      actual: Math.min(...y),
      range: "above 0",
    });
  }
  const trend = centredAverage(y, period);
  const sums = new Array<number>(period).fill(0);
  const counts = new Array<number>(period).fill(0);
  y.forEach((value, t) => {
    if (Number.isNaN(trend[t])) return;
    sums[t % period] += kind === "additive" ? value - trend[t] : value / trend[t];
    counts[t % period]++;
  });
  const raw = sums.map((sum, i) => sum / counts[i]);
  const mean = raw.reduce((sum, value) => sum + value, 0) / period;
  return { trend, figure: raw.map((value) => (kind === "additive" ? value - mean : value / mean)) };
}

/** Half weights at both ends of an even period. */
export function centredAverage(y: readonly number[], period: number): number[] {
  const half = Math.floor(period / 2);
  return y.map((_, t) => {
    if (t < half || t + half >= y.length) return Number.NaN;
    let sum = 0;
    for (let k = -half; k <= half; k++) {
      const weight = period % 2 === 0 && Math.abs(k) === half ? 0.5 : 1;
      sum += weight * y[t + k];
    }
    return sum / period;
  });
}

/** r_1 … r_lags. @throws BowerbirdError ZERO_VARIANCE for a constant series. */
export function autocorrelations(y: readonly number[], lags: number): number[] {
  checkCount("lags", lags);
  checkSeries(y, lags + 1);
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const deviations = y.map((value) => value - mean);
  const variance = deviations.reduce((sum, value) => sum + value * value, 0);
  if (variance === 0) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the series", method: "autocorrelation" });
  }
  return Array.from({ length: lags }, (_, k) => {
    let sum = 0;
    for (let t = k + 1; t < y.length; t++) sum += deviations[t] * deviations[t - k - 1];
    return sum / variance;
  });
}

/** Partial autocorrelations from r_1 …, by the Durbin–Levinson recursion. */
export function partialAutocorrelations(r: readonly number[]): number[] {
  for (const value of r) {
    if (!(Math.abs(value) <= 1))
      throw new BowerbirdError("OUT_OF_RANGE", {
        what: "an autocorrelation",
        actual: value,
        range: "from -1 to 1",
      });
  }
  const partial: number[] = [];
  let phi: number[] = [];
  r.forEach((value, k) => {
    const above = value - phi.reduce((sum, f, j) => sum + f * r[k - 1 - j], 0);
    const below = 1 - phi.reduce((sum, f, j) => sum + f * r[j], 0);
    // at ±1 the past foretells everything, and what is left has no correlation
    const last = below > 1e-12 ? above / below : 0;
    phi = [...phi.map((f, j) => f - last * phi[k - 1 - j]), last];
    partial.push(last);
  });
  return partial;
}

/** Never with fewer than three periods. @throws BowerbirdError OUT_OF_RANGE, NOT_FINITE. */
export function isSeasonal(y: readonly number[], period: number): boolean {
  checkCount("the period", period, 1);
  checkSeries(y, 0);
  if (period < 2 || y.length < 3 * period) return false;
  const left = withoutTrend(y, period);
  const largest = Math.max(...y.map(Math.abs));
  // what rounding leaves of a straight line has no season
  if (left.every((value) => Math.abs(value) <= 1e-9 * largest)) return false;
  return autocorrelations(left, period)[period - 1] > 1.96 / Math.sqrt(left.length);
}

/** The n - 2⌊m/2⌋ values with a full period around them, less its average, and less the line left in what that leaves. */
function withoutTrend(y: readonly number[], period: number): number[] {
  const trend = centredAverage(y, period);
  const left = y.map((value, t) => value - trend[t]).filter((value) => !Number.isNaN(value));
  const middle = (left.length - 1) / 2;
  const mean = left.reduce((sum, value) => sum + value, 0) / left.length;
  const spread = left.reduce((sum, _, t) => sum + (t - middle) ** 2, 0);
  const slope = left.reduce((sum, value, t) => sum + (t - middle) * (value - mean), 0) / spread;
  return left.map((value, t) => value - mean - slope * (t - middle));
}

export interface Adjusted {
  /** Seasonal indices that were estimated: 0 without a season. */
  readonly indices: number;
  /** The series without its season. */
  readonly values: number[];
  /** Puts the season back on a forecast whose first step follows the series. */
  restore(forecast: readonly number[]): number[];
}

/** Without its multiplicative season (additive when a value is not positive), or as it is when there is none. */
export function seasonallyAdjust(y: readonly number[], period: number): Adjusted {
  if (!isSeasonal(y, period)) return { indices: 0, values: [...y], restore: (forecast) => [...forecast] };
  const kind: SeasonKind = y.every((value) => value > 0) ? "multiplicative" : "additive";
  const { figure } = decompose(y, period, kind);
  if (kind === "multiplicative" && figure.some((value) => value < 0.01)) {
    return { indices: 0, values: [...y], restore: (forecast) => [...forecast] };
  }
  const at = (t: number): number => figure[t % period];
  return {
    indices: period - 1,
    values: y.map((value, t) => (kind === "additive" ? value - at(t) : value / at(t))),
    restore: (forecast) =>
      forecast.map((value, i) => (kind === "additive" ? value + at(y.length + i) : value * at(y.length + i))),
  };
}
