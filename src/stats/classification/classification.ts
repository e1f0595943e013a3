/** Predicted chances: how good they are, and how to make them mean what they say. */
export {
  type AreaUnderCurve,
  areaUnderCurve,
  averagePrecision,
  brierScore,
  confusionScores,
  expectedCalibrationError,
  logLoss,
} from "./classification-scores.ts";
export { isotonicRegression, plattProbability, plattScaling } from "./score-calibration.ts";
