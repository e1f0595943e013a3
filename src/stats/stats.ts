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
  type AdaptiveEstimate,
  type ArmBatch,
  adaptiveDifference,
  adaptiveMean,
} from "./adaptive-intervals.ts";
export {
  type AdjustedQuantiles,
  adjustedQuantiles,
  type OutcomeWithCovariates,
} from "./adjusted-quantiles.ts";
export {
  type AnalysedMetric,
  type Analysis,
  type AnalysisInput,
  analyse,
  type MetricResult,
  type RefusedResult,
  ruleResultsOf,
} from "./analysis.ts";
export {
  asymptoticSequence,
  asymptoticSequenceOneSided,
  mixtureTest,
  normalMixtureBound,
  sequenceTuning,
} from "./anytime.ts";
export {
  drawArm,
  emptyLinearArm,
  type LinearArm,
  learnLinear,
  linearThompson,
  thompsonMeans,
  thompsonRates,
  topTwo,
} from "./bandits.ts";
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
export {
  type CascadeSession,
  type ClickCell,
  type ClickModel,
  cascadeModel,
  positionBasedModel,
} from "./click-models.ts";
export {
  type AssignedCluster,
  addClusterSums,
  type ClusteredTest,
  type ClusterFit,
  type ClusterSums,
  clusteredDifference,
  clusterRobustFit,
  clusterSumsOf,
} from "./cluster-robust.ts";
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
export {
  type Decision,
  type DecisionRule,
  decide,
  type MetricBudget,
  type RuleMetric,
  type RuleResult,
  ruleBudget,
  ruleSampleSize,
} from "./decision-rule.ts";
export { type CountedEstimate, type DifferenceSequence, differenceSequence } from "./difference-sequences.ts";
export {
  crossingProbabilities,
  futilityBounds,
  obrienFlemingSpending,
  pocockSpending,
  powerSpending,
  sequentialPlan,
  shapedBounds,
  spendingBounds,
} from "./group-sequential.ts";
export { type Look, type SequentialAnalysis, sequentialAnalysis } from "./group-sequential-analysis.ts";
export { type SequentialDesign, sequentialDesign } from "./group-sequential-design.ts";
export { heterogeneity } from "./heterogeneity.ts";
export { type Factorial, type FactorialCells, factorialTest } from "./interaction.ts";
export {
  addTallies,
  balancedCredit,
  balancedInterleaving,
  type Credit,
  creditOf,
  type InterleavingTally,
  preference,
  signTest,
  tally,
  teamDraft,
} from "./interleaving.ts";
export { type GapTest, kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";
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
export {
  type ArmComparison,
  type ArmStatistics,
  type ClusterTotal,
  compareArms,
  type MetricKind,
} from "./metric-statistics.ts";
export * from "./models.ts";
export { addMoments, type Moments, momentsFromSums, momentsOf, varianceOf } from "./moments.ts";
export { adjust, adjustAll, combineP, dunnett } from "./multiplicity.ts";
export {
  addPolicySums,
  type LoggedRound,
  type PolicyEstimator,
  type PolicySums,
  type PolicyValue,
  policySumsOf,
  policyValue,
  policyValueOf,
} from "./off-policy.ts";
export {
  drawList,
  optimisedInterleaving,
  type WeighedList,
  weighedCredit,
} from "./optimised-interleaving.ts";
export { type PlanData, type PlanProof, provePlan } from "./plan-proof.ts";
export { type Plan, type PlanRequest, planExperiment } from "./planner.ts";
export {
  type Design,
  type LookPlan,
  type PlannedSize,
  plannedEffect,
  plannedPower,
  plannedSize,
} from "./planning.ts";
export { geometricLift, logArms, winsorisedArms } from "./pooled-metrics.ts";
export {
  cupedVarianceRatio,
  designEffect,
  detectableEffect,
  detectableEffectT,
  powerOfChiSquare,
  powerOfT,
  sampleSizeAllocated,
  sampleSizeNonInferiority,
  sampleSizeNormal,
  sampleSizeProportions,
  sampleSizeT,
  typeSM,
} from "./power.ts";
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
export {
  sampleRatioBySegment,
  sampleRatioExact,
  sampleRatioSequential,
  sampleRatioTest,
} from "./sample-ratio.ts";
export {
  type RatioCause,
  type RatioCell,
  type RatioSuspect,
  sampleRatioCause,
} from "./sample-ratio-cause.ts";
export { addScatter, type Scatter, scatterFromSums, scatterOf } from "./scatter.ts";
export { type Segment, type SegmentAnalysis, type SegmentResult, segmentEffects } from "./segment-effects.ts";
export * from "./series/series.ts";
export { type Period, randomisationTest, type SwitchbackTest, switchbackEffect } from "./switchback.ts";
export { barnardExact } from "./unconditional-exact.ts";
export {
  betaBinomialMixture,
  distributionBound,
  gammaExponentialMixture,
  gammaPoissonMixture,
  rateSequence,
  stitchedBound,
} from "./uniform-boundaries.ts";
export { type UnitCheck, type UnitRows, unitCheck } from "./unit-check.ts";
export { type EffectPrior, type WinnersCurse, winnersCurse } from "./winners-curse.ts";
