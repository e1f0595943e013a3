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
import { nelderMead } from "../../math/nelder-mead.ts";
import { type ArmaFilter, armaFilter } from "./arma-filter.ts";
import type { SeriesForecast } from "./exponential-smoothing.ts";
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

export interface ArimaFit {
  readonly order: ArimaOrder;
  readonly period: number;
  readonly ar: number[];
  readonly ma: number[];
  readonly seasonalAr: number[];
  readonly seasonalMa: number[];
  /** Mean of the differenced series; 0 without a constant. */
  readonly constant: number;
  readonly variance: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly aicc: number;
  readonly innovations: number[];
  forecast(h: number): SeriesForecast;
}

/** @throws BowerbirdError EMPTY_SAMPLE when differencing and parameters leave too little, NOT_FINITE. */
export function fitArima(
  y: readonly number[],
  period: number,
  order: ArimaOrder,
  tolerance = 1e-9,
): ArimaFit {
  const [P, D, Q] = order.seasonal ?? [0, 0, 0];
  const count = order.p + order.q + P + Q + (order.constant ? 1 : 0);
  checkSeries(y, order.d + D * period + count + 2);
  const w = differenced(y, order.d, D, period);
  const mean = order.constant ? average(w) : 0;
  const size = Math.sqrt(average(w.map((value) => (value - mean) ** 2))) || 1;
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
  const filterAt = (point: readonly number[]): ArmaFilter => {
    const found = read(point);
    return armaFilter(
      w.map((value) => value - found.constant),
      multiplied(found.ar, found.seasonalAr, period, -1),
      multiplied(found.ma, found.seasonalMa, period, 1),
    );
  };
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
  const spare = w.length - k - 1;
  return {
    ...parameters,
    order,
    period,
    variance: filter.variance,
    logLikelihood: filter.logLikelihood,
    aic,
    aicc: spare > 0 ? aic + (2 * k * (k + 1)) / spare : Number.POSITIVE_INFINITY,
    innovations: filter.innovations,
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
    const fit = fitArima(y, 1, { p, d, q, constant }, 1e-5);
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

/** Coefficients of a stationary polynomial from its partial autocorrelations (Durbin–Levinson). */
function fromPartials(partials: readonly number[]): number[] {
  let phi: number[] = [];
  partials.forEach((last, k) => {
    phi = [...phi.map((f, j) => f - last * phi[k - 1 - j]), last];
  });
  return phi;
}

/** Coefficients of (1 + s Σ a_i Bⁱ)(1 + s Σ b_j B^{jm}), without the leading 1 and with the sign s taken out again. */
function multiplied(a: readonly number[], b: readonly number[], m: number, sign: 1 | -1): number[] {
  if (b.length === 0) return [...a];
  const left = [1, ...a.map((value) => sign * value)];
  const right = new Array<number>(b.length * m + 1).fill(0);
  right[0] = 1;
  b.forEach((value, j) => {
    right[(j + 1) * m] = sign * value;
  });
  return product(left, right)
    .slice(1)
    .map((value) => sign * value);
}

function product(a: readonly number[], b: readonly number[]): number[] {
  const out = new Array<number>(a.length + b.length - 1).fill(0);
  a.forEach((x, i) => {
    b.forEach((z, j) => {
      out[i + j] += x * z;
    });
  });
  return out;
}

/** (1-B)^d (1-Bᵐ)^D, coefficients from B⁰ on. */
function differencePolynomial(d: number, D: number, m: number): number[] {
  let polynomial = [1];
  for (let i = 0; i < d; i++) polynomial = product(polynomial, [1, -1]);
  const seasonal = Array.from({ length: m + 1 }, (_, i) => (i === 0 ? 1 : i === m ? -1 : 0));
  for (let i = 0; i < D; i++) polynomial = product(polynomial, seasonal);
  return polynomial;
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
