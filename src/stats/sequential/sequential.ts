/** Results that may be read while the data come in: at any time, or at a few planned looks. */
export {
  asymptoticSequence,
  asymptoticSequenceOneSided,
  type MixtureTest,
  mixtureTest,
  mixtureTestOf,
  normalMixtureBound,
  sequenceTuning,
} from "./anytime.ts";
export { bettingInterval, boundedDifference, empiricalBernsteinInterval } from "./bounded-sequences.ts";
export { type CountedEstimate, type DifferenceSequence, differenceSequence } from "./difference-sequences.ts";
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
export { quantileDifferenceSequence, quantileSequence, quantileSequenceTest } from "./quantile-sequences.ts";
export {
  betaBinomialMixture,
  distributionBound,
  gammaExponentialMixture,
  gammaPoissonMixture,
  rateSequence,
  stitchedBound,
} from "./uniform-boundaries.ts";
