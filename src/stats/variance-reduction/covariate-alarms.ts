/**
 * May these covariates be used? What was measured before the experiment cannot differ between its arms: a difference
 * means broken assignment, or a covariate that the treatment has touched (leakage). Both spoil CUPED.
 *
 *   Hotelling: T² = n0 n1/N dᵀ S⁻¹ d,  F = T² (N-k-1)/(k (N-2)) with k and N-k-1 degrees of freedom
 *   leakage is suspected when the covariates explain more than 98 % of the outcome: they probably hold it
 *
 * Source: H. Hotelling (1931), "The generalization of Student's ratio", Annals of Mathematical Statistics 2.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { fisherF } from "../../math/distributions.ts";
import { welchTest } from "../comparisons/means.ts";
import { adjust } from "../comparisons/multiplicity.ts";
import { checkScatter, type Scatter } from "../summaries/scatter.ts";
import { adjustedDifference, type OutcomeKind, sweptInverse } from "./covariate-adjustment.ts";

export interface CovariateBalance {
  /** Difference of means over the pooled standard deviation, one a covariate; NaN-free: 0 for a constant one. */
  readonly standardisedDifferences: number[];
  /** Holm-adjusted, one a covariate. */
  readonly p: number[];
  /** All covariates at once. */
  readonly jointStatistic: number;
  readonly jointP: number;
}

/**
 * Every column of both scatters is a covariate.
 *
 * @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE, BAD_INPUT, ZERO_VARIANCE when no covariate varies.
 */
export function covariateBalance(control: Scatter, treatment: Scatter): CovariateBalance {
  checkScatter(control);
  checkScatter(treatment);
  if (control.means.length !== treatment.means.length)
    throw new BowerbirdError("BAD_INPUT", { what: "the arms", why: "they differ in their columns" });
  const total = control.n + treatment.n;
  const gap = control.means.map((mean, j) => treatment.means[j] - mean);
  const products = control.products.map((row, i) => row.map((value, j) => value + treatment.products[i][j]));
  const { inverse, dropped } = sweptInverse(products);
  const k = gap.length - dropped.length;
  if (k === 0 || total - k - 1 < 1)
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the covariates", method: "the balance check" });
  const spread = inverse.reduce(
    (sum, row, i) => sum + gap[i] * row.reduce((inner, value, j) => inner + value * gap[j], 0),
    0,
  );
  const jointStatistic =
    ((control.n * treatment.n) / total) * spread * (total - 2) * ((total - k - 1) / (k * (total - 2)));
  const raw = gap.map((_, j) => {
    const [a, b] = [control, treatment].map(({ n, means, products: own }) => ({
      n,
      mean: means[j],
      m2: own[j][j],
    }));
    return a.m2 + b.m2 > 0 ? welchTest(a, b).p : 1;
  });
  return {
    standardisedDifferences: gap.map((value, j) =>
      products[j][j] > 0 ? value / Math.sqrt(products[j][j] / (total - 2)) : 0,
    ),
    p: adjust(raw, "holm"),
    jointStatistic,
    jointP: fisherF(k, total - k - 1).upper(jointStatistic),
  };
}

export type CovariateAlarm = "imbalance" | "leakage";

export interface CovariateCheck {
  readonly alarms: CovariateAlarm[];
  readonly balanceP: number;
  /** Share of the outcome's variance that the covariates explain within arms, 0 … 1. */
  readonly explained: number;
}

/**
 * Columns as in `adjustedDifference`: outcome first, then covariates. `level` is the imbalance's false-alarm rate.
 *
 * @throws as `adjustedDifference` and `covariateBalance`.
 */
export function covariateAlarms(
  control: Scatter,
  treatment: Scatter,
  { kind = "mean", level = 0.001 }: { readonly kind?: OutcomeKind; readonly level?: number } = {},
): CovariateCheck {
  const first = kind === "ratio" ? 2 : 1;
  const covariates = ({ n, means, products }: Scatter): Scatter => ({
    n,
    means: means.slice(first),
    products: products.slice(first).map((row) => row.slice(first)),
  });
  const balanceP = covariateBalance(covariates(control), covariates(treatment)).jointP;
  const explained = explainedShare(control, treatment, kind);
  const alarms: CovariateAlarm[] = [];
  if (balanceP < level) alarms.push("imbalance");
  if (explained > 0.98) alarms.push("leakage");
  return { alarms, balanceP, explained };
}

/** An outcome that its covariates foretell without rest has no variance left to test: all of it is explained. */
function explainedShare(control: Scatter, treatment: Scatter, kind: OutcomeKind): number {
  try {
    return Math.max(0, 1 - adjustedDifference(control, treatment, { kind }).varianceRatio);
  } catch (thrown) {
    if (thrown instanceof BowerbirdError && thrown.code === "ZERO_VARIANCE") return 1;
    throw thrown;
  }
}
