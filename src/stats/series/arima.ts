/**
 * ARIMA(p,d,q)(P,D,Q)_m by exact maximum likelihood.
 *
 *   φ(B) Φ(Bᵐ) ((1-B)^d (1-Bᵐ)^D y_t - c) = θ(B) Θ(Bᵐ) e_t,  MA signs as in θ(B) = 1 + θ_1 B + …
 *
 * Both polynomials are searched through partial autocorrelations tanh(u), so that every point is stationary and
 * invertible.
 *
 * Sources: G. E. P. Box, G. M. Jenkins (1970), "Time Series Analysis"; J. F. Monahan (1984), Biometrika 71;
 * D. Kwiatkowski et al. (1992), J. Econometrics 54; R. J. Hyndman, Y. Khandakar (2008), J. Statistical Software 27(3).
 */
import { BowerbirdError } from "../../core/errors.ts";
import { invertPositive } from "../../math/linear-algebra.ts";
import { nelderMead } from "../../math/nelder-mead.ts";
import { checkCount } from "../checking.ts";
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

/**
 * @throws BowerbirdError EMPTY_SAMPLE when differencing and parameters leave too little, NOT_FINITE, DOES_NOT_APPLY,
 *   OUT_OF_RANGE for an order that is none.
 */
export function fitArima(
  y: readonly number[],
  period: number,
  order: ArimaOrder,
  { tolerance = 1e-9, missing = false }: ArimaOptions = {},
): ArimaFit {
  const count = checkOrder(y, period, order, missing);
  const w = differenced(y, order.d, order.seasonal?.[1] ?? 0, period);
  const known = w.filter((value) => !Number.isNaN(value));
  const mean = order.constant ? average(known) : 0;
  const size = Math.sqrt(average(known.map((value) => (value - mean) ** 2))) || 1;
  const filterOf = (given: ArimaCoefficients): ArmaFilter =>
    armaFilter(
      w.map((value) => value - given.constant),
      ...fullPolynomials(given, period),
    );
  const at = (point: readonly number[]): ArimaCoefficients => coefficientsAt(point, order, mean, size);
  const start = new Array<number>(count).fill(0);
  const unscaled = -known.length * Math.log(size); // so that the search goes alike whatever the series' unit
  const found =
    count === 0
      ? { point: start }
      : nelderMead((u) => unscaled - filterOf(at(u)).logLikelihood, start, {
          steps: start.map(() => 0.3),
          tolerance,
          maxEvaluations: (tolerance > 1e-7 ? 80 : 400) * count,
        });
  const coefficients = at(found.point);
  const filter = filterOf(coefficients);
  const k = count + 1;
  const aic = -2 * filter.logLikelihood + 2 * k;
  const spare = known.length - k - 1;
  return {
    ...coefficients,
    order,
    period,
    variance: filter.variance,
    logLikelihood: filter.logLikelihood,
    aic,
    aicc: spare > 0 ? aic + (2 * k * (k + 1)) / spare : Number.POSITIVE_INFINITY,
    innovations: filter.innovations,
    standardErrors: () =>
      curvatureErrors(coefficients, order, size, (given) => filterOf(given).logLikelihood),
    forecast: (h) => forecastArima(y, period, order, coefficients, filter, h),
  };
}

/** The number of coefficients. */
function checkOrder(y: readonly number[], period: number, order: ArimaOrder, missing: boolean): number {
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
  return count;
}

/** The search's point: partial autocorrelations as arctangents, the constant in `size` from `mean`. */
function coefficientsAt(
  point: readonly number[],
  order: ArimaOrder,
  mean: number,
  size: number,
): ArimaCoefficients {
  const [P, , Q] = order.seasonal ?? [0, 0, 0];
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
}

/** AR and MA with their seasonal factors multiplied in. */
function fullPolynomials(given: ArimaCoefficients, period: number): [ar: number[], ma: number[]] {
  return [
    multiplied(given.ar, given.seasonalAr, period, -1),
    multiplied(given.ma, given.seasonalMa, period, 1),
  ];
}

function forecastArima(
  y: readonly number[],
  period: number,
  order: ArimaOrder,
  coefficients: ArimaCoefficients,
  filter: ArmaFilter,
  h: number,
): SeriesForecast {
  const [ar, ma] = fullPolynomials(coefficients, period);
  const changes = filter.forecast(h).map((value) => value + coefficients.constant);
  const differences = differencePolynomial(order.d, order.seasonal?.[1] ?? 0, period);
  return {
    mean: integrate(y, changes, differences),
    deviation: deviations(ar, ma, differences, filter.variance, h),
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

/**
 * `d` differences of neighbours after `D` of values a period apart; a missing value (NaN) leaves its differences missing.
 * @throws BowerbirdError OUT_OF_RANGE unless the orders and the period are whole; EMPTY_SAMPLE when nothing is left.
 */
export function differenced(y: readonly number[], d: number, D: number, period: number): number[] {
  checkCount("the order of differences", d);
  checkCount("the order of seasonal differences", D);
  checkCount("the period", period, 1);
  const needed = d + D * period + 1;
  if (y.length < needed) throw new BowerbirdError("EMPTY_SAMPLE", { needed, actual: y.length });
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

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
