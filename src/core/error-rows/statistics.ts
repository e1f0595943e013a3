/** Statistics that refuse instead of printing a number that does not apply. */
import type { ErrorRow } from "./error-row.ts";

export const statisticsErrors = {
  NOT_FINITE: [400, 2, "{what} holds a number that is not finite", "Clean the data first."],
  OUT_OF_RANGE: [400, 2, "{what} is {actual}, it must be {range}", "Correct it and try again."],
  ZERO_VARIANCE: [
    400,
    2,
    "{what} does not vary, so {method} does not apply",
    "Check that the metric is recorded.",
  ],
  RANK_DEFICIENT: [
    400,
    2,
    "column {column} is a combination of the others",
    "Leave it out; its effect cannot be told apart.",
  ],
  SEPARATED: [
    400,
    2,
    "the outcome is perfectly separated by the predictors",
    "Leave one out, or use a penalised model.",
  ],
  NOT_CONVERGED: [
    422,
    2,
    "{method} did not converge in {iterations} steps",
    "Rescale the data or simplify the model.",
  ],
  DOES_NOT_APPLY: [400, 2, "{method} does not apply: {why}", "See docs/statistics for when it does."],
  CALIBRATION_OUTSIDE: [
    500,
    1,
    "{count} of {rows} rows lie outside their bands: {ids}",
    "Run it again without --quick; if they stay outside, report it: a statistic does not keep its promise.",
  ],
} as const satisfies Record<string, ErrorRow>;
