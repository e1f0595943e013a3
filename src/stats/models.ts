/** What is fitted to data and how well it fits: regression, survival, classification, rankings, clusters, components. */
export { parseFormula } from "../math/formula.ts";
export {
  averagePrecisionAt,
  binaryPreference,
  discountedGain,
  type Grade,
  interpolatedPrecision,
  normalisedGain,
  precisionAt,
  recallAt,
  reciprocalRank,
  successAt,
} from "../math/ranking-metrics.ts";
export { type Agreement, groupingAgreement } from "./agreement.ts";
export { oneWayAnova } from "./anova.ts";
export { isotonicRegression, plattProbability, plattScaling } from "./calibration.ts";
export {
  type AreaUnderCurve,
  areaUnderCurve,
  averagePrecision,
  brierScore,
  confusionScores,
  expectedCalibrationError,
  logLoss,
} from "./classification.ts";
export { type CoxFit, coxRegression } from "./cox.ts";
export { type Description, describe } from "./descriptive.ts";
export {
  type GeneralisedFit,
  generalisedRegression,
  type NegativeBinomialFit,
  negativeBinomialRegression,
} from "./glm.ts";
export { type Clustering, kMeans } from "./k-means.ts";
export { type NonlinearFit, type NonlinearModel, nonlinearRegression } from "./nonlinear-regression.ts";
export { type PrincipalComponents, principalComponents } from "./principal-components.ts";
export { type QuantileFit, quantileRegression } from "./quantile-regression.ts";
export {
  clusterCovariance,
  type LinearFit,
  linearRegression,
  ridgeRegression,
  robustCovariance,
  rootDiagonal,
  twoWayClusterCovariance,
} from "./regression.ts";
export {
  breuschPagan,
  cooksDistances,
  durbinWatson,
  hc4Covariance,
  neweyWestCovariance,
} from "./regression-diagnostics.ts";
export { kaplanMeier, type Lifetime, type LogRank, logRank } from "./survival.ts";
export { welchAnova } from "./welch-anova.ts";
