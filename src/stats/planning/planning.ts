/** How many people, what effect, what power; and the plan proven on the team’s own rows. */
export {
  type Design,
  type LookPlan,
  type PlannedSize,
  plannedEffect,
  plannedPower,
  plannedSize,
} from "./designs.ts";
export { type PlanData, type PlanProof, provePlan } from "./plan-proof.ts";
export { type Plan, type PlanRequest, planExperiment } from "./planner.ts";
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
