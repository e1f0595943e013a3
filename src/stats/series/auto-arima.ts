/**
 * The order of an ARIMA chosen by the data: differences until KPSS no longer objects, then a walk over p, q and the constant
 * to the smallest AICc.
 *
 *   KPSS = Σ_t (Σ_{s≤t} e_s)² / (n² s²),  s² the long-run variance of the deviations e by Bartlett's weights
 *
 * Sources: D. Kwiatkowski et al. (1992), J. Econometrics 54; R. J. Hyndman, Y. Khandakar (2008), J. Statistical Software
 * 27(3).
 */

import { checkValues } from "../checking.ts";
import { type ArimaFit, average, differenced, fitArima } from "./arima.ts";
import { checkSeries } from "./seasonality.ts";

/** The non-seasonal order with the smallest AICc, p and q at most 3; adjust the season first. */
export function autoArima(y: readonly number[]): ArimaFit {
  return arimaCandidates(y).reduce((best, fit) => (fit.aicc < best.aicc ? fit : best));
}

/** Every order that was tried on the way, all of the same differences; at least one. */
export function arimaCandidates(y: readonly number[]): ArimaFit[] {
  checkSeries(y, 5);
  let d = 0;
  while (d < 2 && y.length - d > 6 && kpss(differenced(y, d, 0, 1)) > 0.463) d++;
  const tried = new Map<string, ArimaFit>();
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
  return tried.size > 0 ? [...tried.values()] : [fitArima(y, 1, { p: 0, d, q: 0 })];
}

/** KPSS statistic of level stationarity; above 0.463 it objects at 5 %. 0 for a constant series. */
export function kpss(y: readonly number[]): number {
  checkValues(y, 1, "the series");
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
