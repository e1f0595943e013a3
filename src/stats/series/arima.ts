/**
 * ARIMA(p,d,q)(P,D,Q)_m by exact maximum likelihood, with an automatic order.
 *
 *   φ(B) Φ(Bᵐ) ((1-B)^d (1-Bᵐ)^D y_t - c) = θ(B) Θ(Bᵐ) e_t,  MA signs as in θ(B) = 1 + θ_1 B + …
 *
 * Both polynomials are searched through partial autocorrelations tanh(u), so that every point is stationary and
 * invertible. The automatic order differences until KPSS no longer objects, then walks p, q and the constant to the
 * smallest AICc.
 *
 * Sources: G. E. P. Box, G. M. Jenkins (1970), "Time Series Analysis"; J. F. Monahan (1984), Biometrika 71;
 * D. Kwiatkowski et al. (1992), J. Econometrics 54; R. J. Hyndman, Y. Khandakar (2008), J. Statistical Software 27(3).
 */
import { BowerbirdError } from "../../core/errors.ts";
import { invertPositive } from "../../math/linear-algebra.ts";
import { nelderMead } from "../../math/nelder-mead.ts";
import { type ArmaFilter, armaFilter } from "./arma-filter.ts";
import type { SeriesForecast } from "./exponential-smoothing.ts";
import { differencePolynomial, fromPartials, multiplied, product } from "./lag-polynomials.ts";
import { checkSeries } from "./seasonality.ts";

export interface ArimaOrder {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  /** Seasonal P, D, Q; 0 when left out. */
  readonly seasonal?: readonly [number, number, number];
  /** A mean (without differences) or a drift (with them). */
  readonly constant?: boolean;
}

export interface ArimaCoefficients {
  readonly ar: number[];
  readonly ma: number[];
  readonly seasonalAr: number[];
  readonly seasonalMa: number[];
  /** Mean of the differenced series; 0 without a constant. */
  readonly constant: number;
}

export interface ArimaFit extends ArimaCoefficients {
  readonly order: ArimaOrder;
  readonly period: number;
  /** Of ar, ma, seasonalAr, seasonalMa and the constant, in this order; from the curvature of the likelihood. */
  standardErrors(): number[];
  readonly variance: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly aicc: number;
  readonly innovations: number[];
  forecast(h: number): SeriesForecast;
}

export interface ArimaOptions {
  /** The search stops when the likelihood changes by less than this share. */
  readonly tolerance?: number;
  /** NaN in the series is a missing value; without this it is refused. Only for series that need no differences. */
  readonly missing?: boolean;
}

/** @throws BowerbirdError EMPTY_SAMPLE when differencing and parameters leave too little, NOT_FINITE, DOES_NOT_APPLY. */
export function fitArima(
  y: readonly number[],
  period: number,
  order: ArimaOrder,
  { tolerance = 1e-9, missing = false }: ArimaOptions = {},
): ArimaFit {
  const [P, D, Q] = order.seasonal ?? [0, 0, 0];
  const bad = [order.p, order.d, order.q, P, D, Q].find((k) => !(Number.isInteger(k) && k >= 0 && k <= 20));
  if (bad !== undefined) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "the order",
      actual: bad,
      range: "whole numbers from 0 to 20",
    });
  }
  const count = order.p + order.q + P + Q + (order.constant ? 1 : 0);
  const seen = missing ? y.filter((value) => !Number.isNaN(value)) : y;
  checkSeries(seen, order.d + D * period + count + 2);
  if (seen.length < y.length && order.d + D > 0) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "ARIMA with differences",
      why: "the series has missing values",
    });
  }
  const w = differenced(y, order.d, D, period);
  const known = w.filter((value) => !Number.isNaN(value));
  const mean = order.constant ? average(known) : 0;
  const size = Math.sqrt(average(known.map((value) => (value - mean) ** 2))) || 1;
  const read = (point: readonly number[]) => {
    let next = 0;
    const take = (k: number): number[] => {
      next += k;
      return fromPartials(point.slice(next - k, next).map(Math.tanh));
    };
    const ar = take(order.p);
    const ma = take(order.q).map((value) => -value);
    const seasonalAr = take(P);
    const seasonalMa = take(Q).map((value) => -value);
    return { ar, ma, seasonalAr, seasonalMa, constant: order.constant ? mean + point[next] * size : 0 };
  };
  const filterOf = (given: ArimaCoefficients): ArmaFilter =>
    armaFilter(
      w.map((value) => value - given.constant),
      multiplied(given.ar, given.seasonalAr, period, -1),
      multiplied(given.ma, given.seasonalMa, period, 1),
    );
  const filterAt = (point: readonly number[]): ArmaFilter => filterOf(read(point));
  const start = new Array<number>(count).fill(0);
  const found =
    count === 0
      ? { point: start }
      : nelderMead((u) => -filterAt(u).logLikelihood, start, {
          steps: start.map(() => 0.3),
          tolerance,
          maxEvaluations: (tolerance > 1e-7 ? 80 : 400) * count,
        });
  const parameters = read(found.point);
  const filter = filterAt(found.point);
  const k = count + 1;
  const aic = -2 * filter.logLikelihood + 2 * k;
  const spare = known.length - k - 1;
  return {
    ...parameters,
    order,
    period,
    variance: filter.variance,
    logLikelihood: filter.logLikelihood,
    aic,
    aicc: spare > 0 ? aic + (2 * k * (k + 1)) / spare : Number.POSITIVE_INFINITY,
    innovations: filter.innovations,
    standardErrors: () => curvatureErrors(parameters, order, size, (given) => filterOf(given).logLikelihood),
    forecast: (h) => {
      const full = multiplied(parameters.ar, parameters.seasonalAr, period, -1);
      const ma = multiplied(parameters.ma, parameters.seasonalMa, period, 1);
      const changes = filter.forecast(h).map((value) => value + parameters.constant);
      const integrated = differencePolynomial(order.d, D, period);
      return {
        mean: integrate(y, changes, integrated),
        deviation: deviations(full, ma, integrated, filter.variance, h),
      };
    },
  };
}

/** Steps a thousandth either way for each pair of coefficients: O(k²) likelihoods. */
function curvatureErrors(
  at: ArimaCoefficients,
  order: ArimaOrder,
  size: number,
  logLikelihood: (given: ArimaCoefficients) => number,
): number[] {
  const parts = [at.ar, at.ma, at.seasonalAr, at.seasonalMa, order.constant ? [at.constant] : []];
  const point = parts.flat();
  const steps = point.map((_, j) => 1e-3 * (order.constant && j === point.length - 1 ? size : 1));
  const value = (moved: readonly number[]): number => {
    const rest = [...moved];
    const [ar, ma, seasonalAr, seasonalMa, [constant = 0]] = parts.map((part) => rest.splice(0, part.length));
    return logLikelihood({ ar, ma, seasonalAr, seasonalMa, constant });
  };
  const shifted = (i: number, a: number, j: number, b: number): number =>
    value(point.map((x, k) => x + (k === i ? a * steps[i] : 0) + (k === j ? b * steps[j] : 0)));
  const information = point.map((_, i) =>
    point.map((_x, j) => {
      const cross = shifted(i, 1, j, 1) - shifted(i, 1, j, -1) - shifted(i, -1, j, 1) + shifted(i, -1, j, -1);
      return -cross / (4 * steps[i] * steps[j]);
    }),
  );
  return invertPositive(information).map((row, i) => Math.sqrt(row[i]));
}

/** The non-seasonal order with the smallest AICc, p and q at most 3; adjust the season first. */
export function autoArima(y: readonly number[]): ArimaFit {
  checkSeries(y, 5);
  let d = 0;
  while (d < 2 && y.length - d > 6 && kpss(differenced(y, d, 0, 1)) > 0.463) d++;
  const tried = new Map<string, ArimaFit | undefined>();
  let best: ArimaFit | undefined;
  const attempt = (p: number, q: number, constant: boolean): boolean => {
    const key = `${p},${q},${constant}`;
    if (p < 0 || q < 0 || p > 3 || q > 3 || tried.has(key) || (constant && d > 1)) return false;
    if (y.length < d + p + q + 5) return false;
    const fit = fitArima(y, 1, { p, d, q, constant }, { tolerance: 1e-5 });
    tried.set(key, fit);
    if (best !== undefined && !(fit.aicc < best.aicc)) return false;
    best = fit;
    return true;
  };
  const constant = d < 2;
  for (const [p, q] of [
    [0, 0],
    [2, 2],
    [1, 0],
    [0, 1],
  ])
    attempt(p, q, constant);
  attempt(0, 0, false);
  for (let improved = true; improved; ) {
    improved = false;
    const { p, q, constant: c = false } = best?.order ?? { p: 0, q: 0 };
    for (const [dp, dq] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [1, 1],
      [-1, -1],
    ]) {
      if (attempt(p + dp, q + dq, c)) improved = true;
    }
    if (attempt(p, q, !c)) improved = true;
  }
  return best ?? fitArima(y, 1, { p: 0, d, q: 0 });
}

/** KPSS statistic of level stationarity; above 0.463 it objects at 5 %. 0 for a constant series. */
export function kpss(y: readonly number[]): number {
  const n = y.length;
  const mean = average(y);
  const e = y.map((value) => value - mean);
  const lags = Math.trunc((3 * Math.sqrt(n)) / 13);
  let variance = e.reduce((sum, value) => sum + value * value, 0) / n;
  for (let k = 1; k <= lags; k++) {
    let covariance = 0;
    for (let t = k; t < n; t++) covariance += e[t] * e[t - k];
    variance += (2 * (1 - k / (lags + 1)) * covariance) / n;
  }
  if (!(variance > 0)) return 0;
  let partial = 0;
  const sum = e.reduce((total, value) => {
    partial += value;
    return total + partial * partial;
  }, 0);
  return sum / (n * n * variance);
}

export function differenced(y: readonly number[], d: number, D: number, period: number): number[] {
  let w = [...y];
  for (let i = 0; i < D; i++) w = w.slice(period).map((value, t) => value - w[t]);
  for (let i = 0; i < d; i++) w = w.slice(1).map((value, t) => value - w[t]);
  return w;
}

function integrate(
  y: readonly number[],
  changes: readonly number[],
  polynomial: readonly number[],
): number[] {
  const all = [...y];
  for (const change of changes) {
    let value = change;
    for (let k = 1; k < polynomial.length; k++) value -= polynomial[k] * all[all.length - k];
    all.push(value);
  }
  return all.slice(y.length);
}

/** σ sqrt(Σ_{j<h} ψ_j²), ψ from the polynomials with the differences included. */
function deviations(
  ar: readonly number[],
  ma: readonly number[],
  polynomial: readonly number[],
  variance: number,
  h: number,
): number[] {
  const full = product([1, ...ar.map((value) => -value)], polynomial);
  const psi: number[] = [];
  let sum = 0;
  return Array.from({ length: h }, (_, j) => {
    let value = j === 0 ? 1 : (ma[j - 1] ?? 0);
    for (let k = 1; k <= Math.min(j, full.length - 1); k++) value -= full[k] * psi[j - k];
    psi.push(value);
    sum += value * value;
    return Math.sqrt(variance * sum);
  });
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
