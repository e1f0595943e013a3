/** An outcome explained by others: linear, generalised, non-linear and quantile regression, and what the residuals say. */
export { parseFormula } from "../../math/formula.ts";
export {
  type GeneralisedFit,
  generalisedRegression,
  type NegativeBinomialFit,
  negativeBinomialRegression,
} from "./glm.ts";
export {
  clusterCovariance,
  type LinearFit,
  linearRegression,
  ridgeRegression,
  robustCovariance,
  rootDiagonal,
  twoWayClusterCovariance,
} from "./linear-regression.ts";
export { type NonlinearFit, type NonlinearModel, nonlinearRegression } from "./nonlinear-regression.ts";
export { type QuantileFit, quantileRegression } from "./quantile-regression.ts";
export {
  breuschPagan,
  cooksDistances,
  durbinWatson,
  hc4Covariance,
  neweyWestCovariance,
} from "./regression-diagnostics.ts";
