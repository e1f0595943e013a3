/** Every family of the calibration table, in its order. A row is found by its id's first word. */
import { assignmentQuality } from "./assignment-quality.ts";
import { banditIntervals, policyIntervals } from "./bandit-intervals.ts";
import { clusterIntervals } from "./cluster-intervals.ts";
import { covariates } from "./covariates.ts";
import { coverage, liftSets } from "./coverage.ts";
import { decisionErrors } from "./decision-errors.ts";
import { forecastLimits } from "./forecast-limits.ts";
import { groupSequentialErrors } from "./group-sequential-errors.ts";
import { interleavingFairness } from "./interleaving-fairness.ts";
import { bayes, margins, segments, winners } from "./margins-and-shrinkage.ts";
import { multiplicityErrors } from "./multiplicity-errors.ts";
import { nullUniformity } from "./null-uniformity.ts";
import { numericalInvariance } from "./numerical-invariance.ts";
import { peeking } from "./peeking.ts";
import { plannedPower } from "./planned-power.ts";
import { quantileIntervals } from "./quantile-intervals.ts";
import { regressionIntervals } from "./regression-intervals.ts";
import type { CalibrationFamily } from "./row.ts";
import { sampleRatioAlarms } from "./sample-ratio-alarms.ts";
import { seriesAlarms } from "./series-alarms.ts";

export const families: readonly CalibrationFamily[] = [
  nullUniformity,
  peeking,
  groupSequentialErrors,
  coverage,
  liftSets,
  covariates,
  sampleRatioAlarms,
  assignmentQuality,
  plannedPower,
  multiplicityErrors,
  decisionErrors,
  margins,
  winners,
  segments,
  clusterIntervals,
  quantileIntervals,
  banditIntervals,
  policyIntervals,
  interleavingFairness,
  bayes,
  regressionIntervals,
  forecastLimits,
  seriesAlarms,
  numericalInvariance,
];
