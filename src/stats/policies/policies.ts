/** Choosing while learning: bandits, honest intervals on their data, and what another policy would have earned. */

export {
  type AdaptiveEstimate,
  type ArmBatch,
  adaptiveDifference,
  adaptiveMean,
} from "./adaptive-intervals.ts";
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
  addPolicySums,
  type LoggedRound,
  type PolicyEstimator,
  type PolicySums,
  type PolicyValue,
  policySumsOf,
  policyValue,
  policyValueOf,
} from "./off-policy.ts";
