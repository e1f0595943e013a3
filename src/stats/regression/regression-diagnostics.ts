/**
 * What a linear fit's residuals say about the fit.
 *
 *   Cook's distance     D_i = e_i² h_i / (p s² (1-h_i)²)
 *   Durbin–Watson       Σ (e_t - e_{t-1})² / Σ e_t²
 *   Breusch–Pagan       n R² of e² on X, studentised; chi-square with p - 1 degrees of freedom
 *   Newey–West          Σ_l w_l Σ_t (s_t s_{t-l}ᵀ + s_{t-l} s_tᵀ) between the bread, w_l = 1 - l/(L+1)
 *   HC4                 ω = e² / (1-h)^min(4, n h/p)
 *
 * Sources: R. D. Cook (1977), Technometrics 19; J. Durbin, G. S. Watson (1950), Biometrika 37; R. Koenker (1981),
 * J. Econometrics 17; W. K. Newey, K. D. West (1987), Econometrica 55; F. Cribari-Neto (2004), CSDA 45.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { chiSquare } from "../../math/distributions.ts";
import { checkCount, checkFinite } from "../checking.ts";
import { type LinearFit, linearRegression, sandwich } from "./linear-regression.ts";

type Rows = readonly (readonly number[])[];

/** @throws as `checkFit`; DOES_NOT_APPLY when an observation alone decides a coefficient. */
export function cooksDistances(fit: LinearFit): number[] {
  checkFit(fit, "Cook's distance");
  checkFinite("the fit", ...fit.leverages);
  if (fit.leverages.length !== fit.residuals.length || fit.leverages.some((h) => h > 1 - 1e-10))
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "Cook's distance",
      why: "an observation alone decides a coefficient",
    });
  const p = fit.coefficients.length;
  return fit.residuals.map((e, i) => {
    const h = fit.leverages[i];
    return (e * e * h) / (p * fit.residualDeviation ** 2 * (1 - h) ** 2);
  });
}

/** @throws as `checkFit`. */
export function durbinWatson(fit: LinearFit): number {
  checkFit(fit, "the Durbin–Watson statistic");
  const e = fit.residuals;
  return e.slice(1).reduce((sum, value, t) => sum + (value - e[t]) ** 2, 0) / fit.sumResidual;
}

/** The p-value; small when the residuals' spread depends on the predictors. `rows` hold an intercept. */
export function breuschPagan(rows: Rows, fit: LinearFit): number {
  const auxiliary = linearRegression(
    rows,
    fit.residuals.map((e) => e * e),
  );
  if (Number.isNaN(auxiliary.rSquared))
    throw new BowerbirdError("ZERO_VARIANCE", {
      what: "the squared residual",
      method: "Breusch and Pagan's test",
    });
  checkFinite("the fit", fit.n);
  return chiSquare(rows[0].length - 1).upper(fit.n * auxiliary.rSquared);
}

/**
 * Covariance for residuals in time order that depend on each other up to `lags` steps.
 *
 * @throws BowerbirdError OUT_OF_RANGE unless `lags` is whole and below the number of rows; NOT_FINITE.
 */
export function neweyWestCovariance(rows: Rows, fit: LinearFit, lags: number): number[][] {
  checkCount("lags", lags);
  if (lags >= rows.length)
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "lags",
      actual: lags,
      range: "below the number of rows",
    });
  const scores = rows.map((row, t) => row.map((x) => x * fit.residuals[t]));
  let total = sandwich(fit.inverseGram, scores, 1);
  for (let lag = 1; lag <= lags; lag++) {
    const weight = 1 - lag / (lags + 1);
    const now = scores.slice(lag);
    // s sᵀ of a sum minus those of its parts leaves the cross terms of both orders
    const sums = now.map((score, t) => score.map((value, j) => value + scores[t][j]));
    const [both, late, early] = [sums, now, scores.slice(0, scores.length - lag)].map((part) =>
      sandwich(fit.inverseGram, part, weight),
    );
    total = total.map((row, i) => row.map((value, j) => value + both[i][j] - late[i][j] - early[i][j]));
  }
  return total;
}

export function hc4Covariance(rows: Rows, fit: LinearFit): number[][] {
  const p = fit.coefficients.length;
  const scores = rows.map((row, i) => {
    const h = fit.leverages[i];
    const e = fit.residuals[i] / (1 - h) ** (Math.min(4, (fit.n * h) / p) / 2);
    return row.map((x) => x * e);
  });
  return sandwich(fit.inverseGram, scores, 1);
}

/** @throws BowerbirdError NOT_FINITE, ZERO_VARIANCE when nothing is left to explain. */
function checkFit(fit: LinearFit, method: string): void {
  checkFinite("the fit", fit.residualDeviation, fit.sumResidual, ...fit.residuals);
  if (!(fit.sumResidual > 0 && fit.residualDeviation > 0 && fit.coefficients.length > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the residual", method });
}
