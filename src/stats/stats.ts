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
export {
  type AdjustedQuantiles,
  adjustedQuantiles,
  type OutcomeWithCovariates,
} from "./adjusted-quantiles.ts";
export {
  asymptoticSequence,
  asymptoticSequenceOneSided,
  type MixtureTest,
  mixtureTest,
  mixtureTestOf,
  normalMixtureBound,
  sequenceTuning,
} from "./anytime.ts";
export {
  betaPosterior,
  chanceOfBest,
  comparePosteriors,
  gammaPosterior,
  learnPrior,
  normalPosterior,
} from "./bayes.ts";
export {
  addBivariate,
  type Bivariate,
  bivariateFromSums,
  bivariateOf,
  linearised,
  ratioEstimate,
} from "./bivariate.ts";
export { bettingInterval, boundedDifference, empiricalBernsteinInterval } from "./bounded-sequences.ts";
export { type Independence, independenceTest } from "./contingency.ts";
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
export { type CountedEstimate, type DifferenceSequence, differenceSequence } from "./difference-sequences.ts";
export * from "./experiments.ts";
export {
  crossingProbabilities,
  futilityBounds,
  obrienFlemingSpending,
  pocockSpending,
  powerSpending,
  shapedBounds,
  spendingBounds,
} from "./group-sequential.ts";
export { type Look, type SequentialAnalysis, sequentialAnalysis } from "./group-sequential-analysis.ts";
export {
  type SequentialDesign,
  type SequentialPlan,
  sequentialDesign,
  sequentialPlan,
} from "./group-sequential-design.ts";
export { heterogeneity } from "./heterogeneity.ts";
export { type GapTest, kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";
export { learnBetaPrior, learnGammaPrior } from "./learned-priors.ts";
export { deltaLift, type Estimate, fiellerLift, type Lift, type LiftSet, logLiftInterval } from "./lift.ts";
export {
  equivalence,
  type MeanTest,
  nonInferiority,
  pairedTest,
  pooledTest,
  tTest,
  welchTest,
} from "./means.ts";
export * from "./models.ts";
export { addMoments, type Moments, momentsFromSums, momentsOf, varianceOf } from "./moments.ts";
export { type Adjustment, adjust, adjustAll, combineP, dunnett } from "./multiplicity.ts";
export { geometricLift, logArms, winsorisedArms } from "./pooled-metrics.ts";
export {
  addProportions,
  clopperPearsonInterval,
  fisherExact,
  mantelHaenszel,
  newcombeInterval,
  type Proportion,
  twoProportions,
  wilsonInterval,
} from "./proportions.ts";
export {
  type QuantileDifference,
  type QuantileRanks,
  type QuantileSummary,
  quantileDifference,
  quantileRanks,
  quantileSummaryOf,
} from "./quantile-difference.ts";
export { quantileDifferenceSequence, quantileSequence, quantileSequenceTest } from "./quantile-sequences.ts";
export { quantileInterval, quantileOfSorted, trimmedMean, winsorise, winsorThresholds } from "./quantiles.ts";
export {
  brunnerMunzel,
  correlations,
  hodgesLehmann,
  kruskalWallis,
  mannWhitney,
  pearson,
} from "./ranks.ts";
export {
  bootstrapDifference,
  bootstrapInterval,
  exactPermutation,
  jackknifeError,
  sampledPermutation,
} from "./resampling.ts";
export { type CaseResult, runCases } from "./run/run-cases.ts";
export { addScatter, type Scatter, scatterFromSums, scatterOf } from "./scatter.ts";
export * from "./series/series.ts";
export { barnardExact } from "./unconditional-exact.ts";
export {
  betaBinomialMixture,
  distributionBound,
  gammaExponentialMixture,
  gammaPoissonMixture,
  rateSequence,
  stitchedBound,
} from "./uniform-boundaries.ts";
