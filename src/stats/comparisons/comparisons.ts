/** Do two samples, or several, differ, and by how much: means, rates, ranks, shapes and quantiles; resampling; many at once. */

export { oneWayAnova } from "./anova.ts";
export { type Independence, independenceTest } from "./contingency.ts";
export { type GapTest, kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";
export { deltaLift, fiellerLift, type Lift, type LiftSet, logLiftInterval } from "./lift.ts";
export {
  equivalence,
  type MeanTest,
  nonInferiority,
  pairedTest,
  pooledTest,
  tTest,
  welchTest,
} from "./means.ts";
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
export { barnardExact } from "./unconditional-exact.ts";
export { welchAnova } from "./welch-anova.ts";
