/**
 * CUPED with several covariates, for means, proportions and ratios, from sufficient statistics.
 *
 *   each arm's estimate: Ȳ or Ȳ/D̄, with its linearised values L (Y, or (Y - R D)/D̄)
 *   θ = S_xx⁻¹ S_xL within arms;  estimate' = estimate - θᵀ(x̄_arm - x̄ of all)
 *   v_arm = Σ (L - θᵀx)²/(n-1)/n × (N-2)/(N-2-k)
 *   difference: v0 + v1 + s² dᵀS_xx⁻¹d, d = x̄_1 - x̄_0: the last term is the price of estimating θ
 *   shared: both arms are centred at x̄ of all, so their estimates covary by θᵀ Var(x) θ/N. The difference does not see
 *   it, the relative lift does: leave it out and a lift's interval is wrong.
 *
 * Sources: A. Deng, Y. Xu, R. Kohavi, T. Walker (2013), WSDM; R. A. Fisher (1932), "Statistical Methods for Research
 * Workers", §49.1 (analysis of covariance); A. Deng, U. Knoblich, J. Lu (2018), KDD; W. Lin (2013), AOAS 7.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkFinite } from "../checking.ts";
import { type MeanTest, tTest } from "../comparisons/means.ts";
import type { Estimate } from "../summaries/estimate.ts";
import { addScatter, checkScatter, type Scatter } from "../summaries/scatter.ts";

/** The first column is the outcome; of a ratio the first two are numerator and denominator; the rest are covariates. */
export type OutcomeKind = "mean" | "ratio";

export interface Adjusted extends MeanTest {
  readonly control: Estimate;
  readonly treatment: Estimate;
  /** Covariance of the arms' estimates through the common centre; for `fiellerLift`. */
  readonly covariance: number;
  /** One number a covariate, outcome's units per covariate's; 0 where a covariate was dropped. */
  readonly theta: number[];
  /** Covariates that do not vary or follow from the others, by their place from 0. */
  readonly dropped: number[];
  /** Squared error of the adjusted over that of the plain difference. */
  readonly varianceRatio: number;
}

export interface AdjustmentOptions {
  readonly kind?: OutcomeKind;
  readonly confidence?: number;
}

/**
 * O(k³). Without covariates this is Welch's test (or, for a ratio, the delta method's).
 *
 * @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE, BAD_INPUT when the arms' columns differ, DOES_NOT_APPLY when a
 *   ratio's denominator is 0 or fewer than two degrees of freedom are left, ZERO_VARIANCE.
 */
export function adjustedDifference(
  control: Scatter,
  treatment: Scatter,
  { kind = "mean", confidence = 0.95 }: AdjustmentOptions = {},
): Adjusted {
  const arms = [control, treatment].map((scatter) => linearise(checkScatter(scatter), kind));
  const all = addScatter(control, treatment);
  const fit = fitWithinArms(arms, all.n);
  const centre = all.means.slice(kind === "ratio" ? 2 : 1);
  const [a, b] = arms.map((arm) => adjustArm(arm, fit, centre));
  const gap = centre.map((_, j) => arms[1].covariateMeans[j] - arms[0].covariateMeans[j]);
  const price = ((a.squares + b.squares) / fit.left) * quadratic(fit.inverse, gap);
  const squaredError = a.squaredError + b.squaredError + price;
  const df =
    (a.squaredError + b.squaredError) ** 2 /
    (a.squaredError ** 2 / (arms[0].n - 1) + b.squaredError ** 2 / (arms[1].n - 1));
  const shared = quadratic(fit.inner, fit.theta) / (all.n - 2) / all.n;
  const plain = arms.reduce((sum, arm) => sum + arm.squares / (arm.n - 1) / arm.n, 0);
  const estimate = ({ mean, squaredError: own }: Estimate): Estimate => ({
    mean,
    squaredError: own + price / 2 + shared,
  });
  const freedom = Math.max(1, Math.min(df - fit.used, fit.left));
  return {
    ...tTest(b.mean - a.mean, Math.sqrt(squaredError), freedom, { confidence }),
    control: estimate(a),
    treatment: estimate(b),
    covariance: shared,
    theta: fit.theta,
    dropped: fit.dropped,
    varianceRatio: squaredError / plain,
  };
}

/** θ from both arms' deviations, with what it cost: covariates used and degrees of freedom left. */
function fitWithinArms(arms: readonly Linearised[], n: number) {
  const inner = arms[0].covariates.map((row, i) => row.map((value, j) => value + arms[1].covariates[i][j]));
  const pull = arms[0].crossed.map((value, j) => value + arms[1].crossed[j]);
  const { inverse, dropped } = sweptInverse(inner);
  const theta = inverse.map((row) => dot(row, pull));
  const used = theta.length - dropped.length;
  const left = n - 2 - used;
  if (left < 2) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "covariate adjustment",
      why: `${n} rows do not suffice for ${used} covariates`,
    });
  }
  return { inner, inverse, theta, dropped, used, left, correction: (n - 2) / left };
}

/** Moved to the common centre; `squares` is Σ (L - θᵀx)² about its mean. */
function adjustArm(
  arm: Linearised,
  { theta, correction }: { readonly theta: readonly number[]; readonly correction: number },
  centre: readonly number[],
): Estimate & { readonly squares: number } {
  const squares = Math.max(0, arm.squares - 2 * dot(theta, arm.crossed) + quadratic(arm.covariates, theta));
  const shift = dot(
    theta,
    arm.covariateMeans.map((mean, j) => mean - centre[j]),
  );
  return { mean: arm.estimate - shift, squares, squaredError: (correction * squares) / (arm.n - 1) / arm.n };
}

/** An arm's estimate with the scatter of its linearised values and covariates. */
interface Linearised {
  readonly n: number;
  readonly estimate: number;
  /** Σ (L - L̄)². */
  readonly squares: number;
  /** Σ (x - x̄)(L - L̄), one a covariate. */
  readonly crossed: number[];
  readonly covariates: number[][];
  readonly covariateMeans: readonly number[];
}

function linearise({ n, means, products }: Scatter, kind: OutcomeKind): Linearised {
  const first = kind === "ratio" ? 2 : 1;
  if (means.length < first)
    throw new BowerbirdError("BAD_INPUT", { what: "a ratio", why: "it has two columns" });
  if (kind === "ratio" && means[1] === 0) {
    throw new BowerbirdError("DOES_NOT_APPLY", { method: "a ratio metric", why: "its denominator is 0" });
  }
  const estimate = kind === "ratio" ? means[0] / means[1] : means[0];
  // the gradient of the estimate in the outcome's columns
  const slope = kind === "ratio" ? [1 / means[1], -estimate / means[1]] : [1];
  const linear = (row: readonly number[]): number => slope.reduce((sum, g, c) => sum + g * row[c], 0);
  return {
    n,
    estimate,
    squares: Math.max(
      0,
      slope.reduce((sum, g, c) => sum + g * linear(products[c]), 0),
    ),
    crossed: products.slice(first).map(linear),
    covariates: products.slice(first).map((row) => row.slice(first)),
    covariateMeans: means.slice(first),
  };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);
const quadratic = (matrix: readonly (readonly number[])[], x: readonly number[]): number =>
  dot(
    matrix.map((row) => dot(row, x)),
    x,
  );

/**
 * The inverse of a matrix of sums of squares by sweeping one column after the other; a column whose remainder is 1e-10
 * of itself follows from those before it and is left out, with 0 in its row and column.
 */
export function sweptInverse(matrix: readonly (readonly number[])[]): {
  readonly inverse: number[][];
  readonly dropped: number[];
} {
  checkFinite("the covariates", ...matrix.flat());
  const a = matrix.map((row) => [...row]);
  const dropped: number[] = [];
  for (let k = 0; k < a.length; k++) {
    const pivot = a[k][k];
    if (!(pivot > 1e-10 * matrix[k][k])) {
      dropped.push(k);
      continue;
    }
    for (let i = 0; i < a.length; i++) {
      if (i === k) continue;
      const factor = a[i][k] / pivot;
      for (let j = 0; j < a.length; j++) if (j !== k) a[i][j] -= factor * a[k][j];
      a[i][k] = -factor;
    }
    for (let j = 0; j < a.length; j++) a[k][j] = j === k ? 1 / pivot : a[k][j] / pivot;
  }
  const kept = (i: number): boolean => !dropped.includes(i);
  return { inverse: a.map((row, i) => row.map((value, j) => (kept(i) && kept(j) ? value : 0))), dropped };
}
