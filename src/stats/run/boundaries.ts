/** Cases about time-uniform boundaries. */
import { mixtureBound } from "../anytime.ts";
import {
  betaBinomialMixture,
  distributionBound,
  gammaExponentialMixture,
  gammaPoissonMixture,
  type LogMixture,
  rateSequence,
  stitchedBound,
} from "../uniform-boundaries.ts";
import type { Family } from "./family.ts";
import { type Input, readFlag, readNumber } from "./reading.ts";

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
  "sequential.bernoulli_ci": (input) => ({
    ci: rateSequence(
      readNumber(input, "successes"),
      readNumber(input, "n"),
      readNumber(input, "alpha"),
      readNumber(input, "t_opt"),
    ),
  }),
};
