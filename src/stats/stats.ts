/**
 * `bowerbird/stats`: the public face of the statistics library. Pure functions over sufficient statistics; what does not
 * apply is refused with a BowerbirdError, never answered with a number.
 */
export { BowerbirdError } from "../core/errors.ts";
export { type Random, seededRandom } from "../core/random.ts";
export {
  binomialLower,
  binomialMass,
  binomialUpper,
  poissonLower,
  poissonMass,
  poissonUpper,
} from "../math/discrete-distributions.ts";
export {
  binomialDistribution,
  type CountDistribution,
  negativeBinomialDistribution,
  poissonDistribution,
} from "../math/discrete-quantiles.ts";
export {
  betaDistribution,
  chiSquare,
  type Distribution,
  fisherF,
  gammaDistribution,
  standardNormal,
  studentT,
} from "../math/distributions.ts";
export {
  noncentralChiSquareUpper,
  noncentralFUpper,
  noncentralT,
  noncentralTLower,
  noncentralTUpper,
  studentizedRangeUpper,
} from "../math/noncentral.ts";
export * from "./bayes/bayes.ts";
export * from "./classification/classification.ts";
export * from "./clustered-units/clustered-units.ts";
export * from "./clustering/clustering.ts";
export * from "./comparisons/comparisons.ts";
export * from "./experiments/experiments.ts";
export * from "./planning/planning.ts";
export * from "./policies/policies.ts";
export * from "./rankings/rankings.ts";
export { type CaseResult, runCases } from "./reference-cases/reference-cases.ts";
export * from "./regression/regression.ts";
export * from "./sequential/sequential.ts";
export * from "./series/series.ts";
export * from "./summaries/summaries.ts";
export * from "./survival/survival.ts";
export * from "./variance-reduction/variance-reduction.ts";
