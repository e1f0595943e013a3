/** An experiment whole: assigned, checked, analysed and decided. */

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
  type Decision,
  type DecisionRule,
  decide,
  type MetricBudget,
  type RuleMetric,
  type RuleResult,
  ruleBudget,
  ruleSampleSize,
} from "./decision-rule.ts";
export { heterogeneity } from "./heterogeneity.ts";
export { type Factorial, type FactorialCells, factorialTest } from "./interaction.ts";
export {
  type ArmComparison,
  type ArmStatistics,
  type ClusterTotal,
  compareArms,
  type MetricKind,
} from "./metric-statistics.ts";
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
export { type EffectPrior, type WinnersCurse, winnersCurse } from "./winners-curse.ts";
