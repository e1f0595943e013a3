/** An experiment whole: planned, checked, analysed and decided; with clusters, switchbacks, rankings, bandits and logs. */

export {
  type AdaptiveEstimate,
  type ArmBatch,
  adaptiveDifference,
  adaptiveMean,
} from "./adaptive-intervals.ts";
export {
  type AnalysedMetric,
  type Analysis,
  type AnalysisInput,
  analyse,
  type MetricResult,
  type RefusedResult,
  ruleResultsOf,
} from "./analysis.ts";
export { assignedArm, assignedShare } from "./assignment.ts";
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
export {
  type ArmComparison,
  type ArmStatistics,
  type ClusterTotal,
  compareArms,
  type MetricKind,
} from "./metric-statistics.ts";
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
  creditTest,
  drawList,
  optimisedInterleaving,
  summedCredit,
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
export { type Segment, type SegmentAnalysis, type SegmentResult, segmentEffects } from "./segment-effects.ts";
export { type Period, randomisationTest, type SwitchbackTest, switchbackEffect } from "./switchback.ts";
export { type UnitCheck, type UnitRows, unitCheck } from "./unit-check.ts";
export { type EffectPrior, type WinnersCurse, winnersCurse } from "./winners-curse.ts";
