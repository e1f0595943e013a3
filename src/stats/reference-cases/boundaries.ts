/** Cases about time-uniform boundaries. */
import { BowerbirdError } from "../../core/errors.ts";
import { mixtureBound } from "../sequential/anytime.ts";
import { quantileSequenceTest, quantileStitchedBound } from "../sequential/quantile-sequences.ts";
import {
  betaBinomialMixture,
  distributionBound,
  gammaExponentialMixture,
  gammaPoissonMixture,
  type LogMixture,
  rateSequence,
  stitchedBound,
} from "../sequential/uniform-boundaries.ts";
import type { Family } from "./family.ts";
import { type Input, readFlag, readNumber, readNumbers } from "./reading.ts";

/** Numbers, or "a..b" for all whole numbers from a to b. */
function readRange(input: Input, field: string): readonly number[] {
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(String(input[field]));
  if (!range) return readNumbers(input, field);
  const [from, to] = [Number(range[1]), Number(range[2])];
  if (!(to - from < 1e7)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: field, actual: to - from, range: "below 10,000,000" });
  }
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

function mixture(input: Input, log: LogMixture, largest = Number.POSITIVE_INFINITY) {
  const [v, s] = [readNumber(input, "v"), readNumber(input, "s")];
  const bounded = (sum: number): number => log(Math.min(sum, largest), v);
  return { log_mixture: log(s, v), bound: mixtureBound(bounded, v, readNumber(input, "alpha")) };
}

const tuning = (input: Input): [number, number] => [
  readNumber(input, "v_opt"),
  readNumber(input, "alpha_opt", readNumber(input, "alpha")),
];

export const boundariesFamily: Family = {
  "sequential.gamma_exponential": (input) =>
    mixture(input, gammaExponentialMixture(...tuning(input), readNumber(input, "c"))),
  "sequential.gamma_poisson": (input) =>
    mixture(input, gammaPoissonMixture(...tuning(input), readNumber(input, "c"))),
  "sequential.beta_binomial": (input) => {
    const [g, h] = [readNumber(input, "g"), readNumber(input, "h")];
    const log = betaBinomialMixture(...tuning(input), g, h, readFlag(input, "two_sided", true));
    return mixture(input, log, readNumber(input, "v") / g);
  },
  "sequential.poly_stitching": (input) => ({
    bound: stitchedBound(
      readNumber(input, "v"),
      readNumber(input, "alpha"),
      readNumber(input, "v_min"),
      readNumber(input, "c"),
      readNumber(input, "s"),
      readNumber(input, "eta"),
    ),
  }),
  "sequential.empirical_process_lil": (input) => ({
    bound: distributionBound(
      readNumber(input, "t"),
      readNumber(input, "alpha"),
      readNumber(input, "t_min"),
      readNumber(input, "A"),
    ),
  }),
  "sequential.quantile.double_stitching": (input) => ({
    bound: quantileStitchedBound(
      readNumber(input, "quantile_p"),
      readNumber(input, "t"),
      readNumber(input, "alpha"),
      readNumber(input, "t_opt"),
      {
        delta: readNumber(input, "delta", 0.5),
        s: readNumber(input, "s", 1.4),
        eta: readNumber(input, "eta", 2),
      },
    ),
  }),
  "sequential.quantile.ab": (input) => ({
    p_value: quantileSequenceTest(
      readNumber(input, "quantile_p"),
      readRange(input, "arm_a"),
      readRange(input, "arm_b"),
      readNumber(input, "t_opt"),
      readNumber(input, "alpha_opt", 0.05),
    ),
  }),
  "sequential.bernoulli_ci": (input) => ({
    ci: rateSequence(
      readNumber(input, "successes"),
      readNumber(input, "n"),
      readNumber(input, "alpha"),
      readNumber(input, "t_opt"),
    ),
  }),
};
