/**
 * CUPAC: a model's guess at the outcome as the covariate. Cross-fitted, so that no row's guess has seen its own outcome
 * and any learner may be used without bias.
 *
 *   fold f: fit on the rows outside f (both arms, no treatment column), predict the rows inside
 *
 * The features must be known before a person enters the experiment. Hand the guesses to `adjustedDifference` as the
 * covariate and ask `covariateAlarms` first.
 *
 * Sources: Y. Tang, C. Huang, D. Kastelman, J. Bauman (2020), "Control using predictions as covariates in switchback
 * experiments"; V. Chernozhukov et al. (2018), "Double/debiased machine learning", Econometrics Journal 21; A. E. Hoerl
 * and R. W. Kennard (1970), "Ridge regression", Technometrics 12 (the built-in learner).
 */
import { BowerbirdError } from "../../core/errors.ts";
import type { Random } from "../../core/random.ts";
import { solvePositive } from "../../math/linear-algebra.ts";
import { checkCount, checkPositive, checkSameLength, checkValues } from "../checking.ts";
import { scatterOf } from "../summaries/scatter.ts";

export type Prediction = (features: readonly number[]) => number;
/** Learns to foretell `y` from the rows; called once a fold. */
export type Learner = (rows: readonly (readonly number[])[], y: readonly number[]) => Prediction;

/** Ridge regression on standardised features; `penalty` in units of rows, so that 1 weighs as much as one row. */
export function ridgeLearner(penalty = 1): Learner {
  checkPositive("the penalty", penalty);
  return (rows, y) => {
    const { n, means, products } = scatterOf(rows.map((row, i) => [y[i], ...row]));
    const scales = means.slice(1).map((_, j) => Math.sqrt(products[j + 1][j + 1] / n) || 1);
    const gram = scales.map((a, i) =>
      scales.map((b, j) => products[i + 1][j + 1] / (a * b) + (i === j ? penalty : 0)),
    );
    const slopes =
      scales.length === 0
        ? []
        : solvePositive(
            gram,
            scales.map((scale, j) => products[0][j + 1] / scale),
          );
    return (features) =>
      slopes.reduce((sum, slope, j) => sum + (slope * (features[j] - means[j + 1])) / scales[j], means[0]);
  };
}

export interface CrossFit {
  /** One guess a row, made by a model that did not see the row. */
  readonly predictions: number[];
  /** Share of the outcome's variance that the guesses explain; below 0 when they are worse than the mean. */
  readonly explained: number;
}

/**
 * Folds are drawn by `random`. O(folds · cost of the learner).
 *
 * @throws BowerbirdError EMPTY_SAMPLE below 2 rows a fold, BAD_INPUT, NOT_FINITE (also when the learner's guess is not).
 */
export function crossFitted(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  random: Random,
  { folds = 5, learner = ridgeLearner() }: { readonly folds?: number; readonly learner?: Learner } = {},
): CrossFit {
  checkCount("folds", folds, 2);
  checkSameLength("features and outcome", rows, y);
  checkValues(y, 2 * folds, "the outcome");
  if (rows.some((row) => row.length !== rows[0].length))
    throw new BowerbirdError("BAD_INPUT", { what: "the features", why: "the rows differ in length" });
  const order = random.shuffle(y.map((_, i) => i));
  const predictions = new Array<number>(y.length);
  for (let fold = 0; fold < folds; fold++) {
    const outside = order.filter((_, place) => place % folds !== fold);
    const predict = learner(
      outside.map((i) => rows[i]),
      outside.map((i) => y[i]),
    );
    for (let place = fold; place < order.length; place += folds) {
      predictions[order[place]] = predict(rows[order[place]]);
    }
  }
  checkValues(predictions, 1, "a prediction");
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const total = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const rest = y.reduce((sum, value, i) => sum + (value - predictions[i]) ** 2, 0);
  return { predictions, explained: total > 0 ? 1 - rest / total : 0 };
}
