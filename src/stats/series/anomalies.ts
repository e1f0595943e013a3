/**
 * Values that do not belong to their series: what is left after season and trend, judged against its own spread.
 *
 *   remainder r of a robust STL (of a robust loess without a season)
 *   generalised ESD: the farthest value from the mean is taken out, again and again, R_i its distance in standard
 *   deviations of what was left; all up to the last with R_i > (n-i) t / √((n-i-1+t²)(n-i+1)), t at 1 - α/(2(n-i+1)), are
 *   suspected, so that many do not hide each other
 *   a plain fit that has not seen them confirms or clears each (`anomaly-confirmation.ts`)
 *
 * Sources: B. Rosner (1983), "Percentage points for a generalized ESD many-outlier procedure", Technometrics 25;
 * O. Vallis, J. Hochenbaum, A. Kejariwal (2014), HotCloud, for its use on remainders.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { studentT } from "../../math/distributions.ts";
import { momentsOf } from "../summaries/moments.ts";
import { confirmedOf } from "./anomaly-confirmation.ts";
import { loessEvery } from "./loess.ts";
import { checkSeries } from "./seasonality.ts";
import { bisquare, stl } from "./stl.ts";

export interface AnomalyOptions {
  /** Chance of finding any in a series without; 0.05 by default. */
  readonly alpha?: number;
  /** Share of the series that may be anomalous, below one half; 0.1 by default. */
  readonly most?: number;
}

export interface Anomaly {
  /** Place, 0-based. */
  readonly at: number;
  readonly value: number;
  /** Season and trend at that place, same units. */
  readonly expected: number;
  /** Standard errors of what the rest of the series expects there, signed: Student's t. */
  readonly score: number;
}

/**
 * In the order of their places. `period` 1 is no season.
 *
 * @throws BowerbirdError EMPTY_SAMPLE below 5 values or two periods and one, NOT_FINITE, OUT_OF_RANGE.
 */
export function anomalies(y: readonly number[], period: number, options: AnomalyOptions = {}): Anomaly[] {
  const { alpha = 0.05, most = 0.1 } = options;
  if (!(alpha > 0 && alpha < 1)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "alpha", actual: alpha, range: "between 0 and 1" });
  }
  if (!(most > 0 && most < 0.5)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "most", actual: most, range: "between 0 and 0.5" });
  }
  checkSeries(y, Math.max(5, period > 1 ? 2 * period + 1 : 5));
  const expected = expectedValues(y, period);
  const remainder = y.map((value, t) => value - expected[t]);
  const rounding = 1e-12 * y.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const limit = Math.max(1, Math.floor(most * y.length));
  const suspects = extremes(remainder, alpha, limit, rounding);
  return confirmedOf(y, (values) => plainFit(values, period), suspects, { alpha, rounding })
    .map((one) => ({ value: y[one.at], ...one }))
    .sort((one, other) => one.at - other.at);
}

/** As `expectedValues`, without its robustness: linear in the values. */
function plainFit(y: readonly number[], period: number): number[] {
  if (period === 1) return loessEvery(y, trendPlan(y.length));
  const { season, trend } = stl(y, period);
  return season.map((value, t) => value + trend[t]);
}

function trendPlan(n: number) {
  const window = 2 * Math.floor(Math.max(7, n / 5) / 2) + 1;
  return { window, degree: 1, jump: Math.ceil(window / 10) } as const;
}

function expectedValues(y: readonly number[], period: number): number[] {
  if (period > 1) {
    const { season, trend } = stl(y, period, { robust: true });
    return season.map((value, t) => value + trend[t]);
  }
  const plan = trendPlan(y.length);
  let trend = loessEvery(y, plan);
  for (let round = 0; round < 5; round++) {
    const weights = bisquare(y.map((value, t) => value - trend[t]));
    trend = loessEvery(y, plan, weights);
  }
  return trend;
}

/** Suspected places. */
function extremes(remainder: readonly number[], alpha: number, limit: number, rounding: number): number[] {
  const left = new Map(remainder.map((value, t) => [t, value]));
  const taken: number[] = [];
  let kept = 0;
  for (let i = 1; i <= limit; i++) {
    const { mean, m2 } = momentsOf([...left.values()]);
    const deviation = Math.sqrt(m2 / (left.size - 1));
    const [at, value] = [...left].reduce((far, one) =>
      Math.abs(one[1] - mean) > Math.abs(far[1] - mean) ? one : far,
    );
    if (!(deviation > rounding)) break;
    left.delete(at);
    taken.push(at);
    if (Math.abs(value - mean) / deviation > criticalValue(remainder.length, i, alpha)) kept = i;
  }
  return taken.slice(0, kept);
}

function criticalValue(n: number, i: number, alpha: number): number {
  const df = n - i - 1;
  if (df < 1) return Number.POSITIVE_INFINITY;
  const t = studentT(df).upperQuantile(alpha / (2 * (n - i + 1)));
  return ((n - i) * t) / Math.sqrt((df + t * t) * (n - i + 1));
}
