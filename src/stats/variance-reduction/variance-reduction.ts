/** Smaller errors from what was known before the experiment: CUPED, CUPAC, strata; and what a covariate must not do. */

export {
  type AdjustedQuantiles,
  adjustedQuantiles,
  type OutcomeWithCovariates,
} from "./adjusted-quantiles.ts";
export {
  type Adjusted,
  type AdjustmentOptions,
  adjustedDifference,
  type OutcomeKind,
} from "./covariate-adjustment.ts";
export {
  type CovariateBalance,
  type CovariateCheck,
  covariateAlarms,
  covariateBalance,
} from "./covariate-alarms.ts";
export { type CrossFit, crossFitted, type Learner, ridgeLearner } from "./cross-fitting.ts";
export { type Cuped, cuped, postStratified, preDifference } from "./cuped.ts";
