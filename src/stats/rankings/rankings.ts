/** Is a list well ordered: by judgements, by clicks, or against another list mixed into it. */
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
} from "../../math/ranking-metrics.ts";
export {
  type CascadeSession,
  type ClickCell,
  type ClickModel,
  cascadeModel,
  positionBasedModel,
} from "./click-models.ts";
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
  creditTest,
  drawList,
  optimisedInterleaving,
  summedCredit,
  type WeighedList,
  weighedCredit,
} from "./optimised-interleaving.ts";
