/**
 * CUPED for quantiles, density-free: the covariates foretell who lies below the quantile, so each arm's quantile is read
 * at a level corrected for who happened to be in it.
 *
 *   I = 1{y ≤ q̂ of all};  θ = S_xx⁻¹ S_xI within arms
 *   level of an arm: p + θᵀ(x̄_arm - x̄ of all),  its error s = √(Var(I - θᵀx)/n)
 *   quantile, lower, upper: the arm's values at level, level - z s, level + z s
 *
 * The result is a `QuantileSummary` an arm, to be compared by `quantileDifference`.
 *
 * Sources: A. Deng, Y. Xu, R. Kohavi, T. Walker (2013), WSDM; R. S. Woodruff (1952), "Confidence intervals for medians
 * and other position measures", JASA 47; J. N. K. Rao, J. G. Kovar, H. J. Mantel (1990), Biometrika 77.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { normalUpperQuantile } from "../../math/normal.ts";
import { checkSameLength, checkShare, checkValues } from "../checking.ts";
import type { QuantileSummary } from "../comparisons/quantile-difference.ts";
import { quantileOfSorted, sorted } from "../summaries/quantiles.ts";
import { addScatter, type Scatter, scatterOf } from "../summaries/scatter.ts";
import { sweptInverse } from "./covariate-adjustment.ts";

export interface OutcomeWithCovariates {
  readonly y: readonly number[];
  /** One row a value of `y`. */
  readonly covariates: readonly (readonly number[])[];
}

export interface AdjustedQuantiles {
  readonly control: QuantileSummary;
  readonly treatment: QuantileSummary;
  /** Squared error of the levels with the covariates over that without. */
  readonly varianceRatio: number;
}

/**
 * O(n log n + n k²).
 *
 * @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE, BAD_INPUT, DOES_NOT_APPLY when too few values lie beyond the quantile.
 */
export function adjustedQuantiles(
  control: OutcomeWithCovariates,
  treatment: OutcomeWithCovariates,
  p: number,
  confidence = 0.95,
): AdjustedQuantiles {
  checkShare("p", p);
  checkShare("confidence", confidence);
  for (const arm of [control, treatment]) {
    checkValues(arm.y, 2, "an arm");
    checkSameLength("outcome and covariates", arm.y, arm.covariates);
  }
  const threshold = quantileOfSorted(sorted([...control.y, ...treatment.y]), p);
  const scatters = [control, treatment].map((arm) =>
    scatterOf(arm.y.map((value, i) => [value <= threshold ? 1 : 0, ...arm.covariates[i]])),
  );
  const all = addScatter(scatters[0], scatters[1]);
  const inner = scatters[0].products.map((row, i) =>
    row.map((value, j) => value + scatters[1].products[i][j]),
  );
  const { inverse } = sweptInverse(inner.slice(1).map((row) => row.slice(1)));
  const theta = inverse.map((row) => row.reduce((sum, value, j) => sum + value * inner[0][j + 1], 0));
  const z = normalUpperQuantile((1 - confidence) / 2);
  const errors = scatters.map((scatter) => levelError(scatter, theta));
  const summary = (arm: OutcomeWithCovariates, index: number): QuantileSummary => {
    const shift = theta.reduce(
      (sum, value, j) => sum + value * (scatters[index].means[j + 1] - all.means[j + 1]),
      0,
    );
    return summaryAt(sorted(arm.y), p + shift, z * errors[index].adjusted);
  };
  const total = (which: "adjusted" | "plain"): number =>
    errors.reduce((sum, error) => sum + error[which] ** 2, 0);
  return {
    control: summary(control, 0),
    treatment: summary(treatment, 1),
    varianceRatio: total("plain") > 0 ? total("adjusted") / total("plain") : 1,
  };
}

function levelError({ n, products }: Scatter, theta: readonly number[]) {
  const crossed = theta.reduce((sum, value, j) => sum + value * products[0][j + 1], 0);
  const squares = theta.reduce(
    (sum, value, i) =>
      sum + value * theta.reduce((inner, other, j) => inner + other * products[i + 1][j + 1], 0),
    0,
  );
  const scale = (n - 1) * n;
  return {
    plain: Math.sqrt(products[0][0] / scale),
    adjusted: Math.sqrt(Math.max(0, products[0][0] - 2 * crossed + squares) / scale),
  };
}

function summaryAt(rising: readonly number[], level: number, reach: number): QuantileSummary {
  const n = rising.length;
  const [low, high] = [Math.floor(n * (level - reach) + 0.5), Math.ceil(n * (level + reach) + 0.5)];
  if (low < 1 || high > n) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "the quantile's interval",
      why: `too few of ${n} values lie beyond it`,
    });
  }
  const quantile = quantileOfSorted(rising, level);
  return {
    n,
    quantile,
    lower: Math.min(quantile, rising[low - 1]),
    upper: Math.max(quantile, rising[high - 1]),
  };
}
