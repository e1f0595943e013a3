/** Cases about results that are looked at more than once. */
import { BowerbirdError } from "../../core/errors.ts";
import { normalUpper, normalUpperQuantile } from "../../math/normal.ts";
import * as anytime from "../sequential/anytime.ts";
import * as group from "../sequential/group-sequential.ts";
import { sequentialPlan } from "../sequential/group-sequential-design.ts";
import type { Family } from "./family.ts";
import { has, type Input, readCount, readFlag, readNumber, readNumbers, readText } from "./reading.ts";

const equally = (looks: number): number[] => Array.from({ length: looks }, (_, k) => (k + 1) / looks);

function bounds(input: Input) {
  const alpha = readNumber(input, "alpha") / 2;
  if (!Array.isArray(input.info)) {
    const looks = equally(readCount(input, "K", 500));
    return {
      pocock_constant: group.shapedBounds(looks, alpha, 0.5).constant,
      obrien_fleming_constant: group.shapedBounds(looks, alpha, 0).constant,
    };
  }
  const delta = readText(input, "type").startsWith("Pocock") ? 0.5 : 0;
  const result = group.shapedBounds(readNumbers(input, "info"), alpha, delta);
  return { z: result.z, constant: result.constant, cum_alpha_one_sided: result.cumulativeAlpha };
}

function spending(input: Input) {
  const name = readText(input, "spending");
  const alpha = has(input, "alpha_one_sided")
    ? readNumber(input, "alpha_one_sided")
    : readNumber(input, "alpha") / 2;
  let spend = group.powerSpending(2);
  if (name.includes("O'Brien")) spend = group.obrienFlemingSpending;
  else if (name.includes("Pocock")) spend = group.pocockSpending;
  // one-sided designs have no lower bound to leave by
  const twoSided = has(input, "alpha");
  const result = group.spendingBounds(readNumbers(input, "info"), alpha, spend, twoSided);
  return { z: result.z, cum_alpha: result.cumulativeAlpha, nominal_p_one_sided: result.z.map(normalUpper) };
}

function sampleSize(input: Input) {
  const [alpha, power] = [readNumber(input, "alpha_one_sided"), readNumber(input, "power")];
  if (readNumber(input, "delta") === 0) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "delta", actual: 0, range: "not 0" });
  }
  const looks = equally(readCount(input, "K", 500));
  const z =
    readText(input, "type") === "asOF"
      ? group.spendingBounds(looks, alpha, group.obrienFlemingSpending, false).z
      : group.shapedBounds(looks, alpha, 0, false).z;
  const plan = sequentialPlan(looks, z, alpha, power, false);
  const fixed =
    4 *
    ((normalUpperQuantile(alpha) + normalUpperQuantile(1 - power)) *
      (readNumber(input, "sd") / readNumber(input, "delta"))) **
      2;
  return {
    inflation: plan.inflation,
    shift: plan.drift,
    max_n_total: fixed * plan.inflation,
    expected_n_h1: fixed * plan.inflation * plan.expectedShareAlternative,
    fixed_n_total: fixed,
    ASN_ratio_h1: plan.inflation * plan.expectedShareAlternative,
    ASN_ratio_h0: plan.inflation * plan.expectedShareNull,
  };
}

function normalMixture(input: Input) {
  const alpha = readNumber(input, "alpha", 0.05);
  if (has(input, "V")) {
    return {
      boundary_on_sum: anytime.normalMixtureBound(readNumber(input, "V"), readNumber(input, "rho"), alpha),
    };
  }
  const twoSided = readFlag(input, "two_sided", true);
  const rho = anytime.mixtureTuning(
    readNumber(input, "v_opt"),
    readNumber(input, "alpha_opt", alpha),
    twoSided,
  );
  if (!has(input, "v")) return { rho };
  const v = readNumber(input, "v");
  const log = (s: number): number => anytime.logNormalMixture(s, v, rho, twoSided);
  return { rho, log_mixture: log(readNumber(input, "s")), bound: anytime.mixtureBound(log, v, alpha) };
}

export const sequentialFamily: Family = {
  "sequential.group.bounds": bounds,
  "sequential.group.spending": spending,
  "sequential.group.samplesize": sampleSize,
  "sequential.acs": (input) => {
    const [n, sigma, alpha] = [
      readNumber(input, "n"),
      readNumber(input, "sigma"),
      readNumber(input, "alpha"),
    ];
    const { rho, halfwidth } = anytime.asymptoticSequence(
      n,
      sigma,
      alpha,
      readNumber(input, "tuning_n_star"),
    );
    const fixed = (normalUpperQuantile(alpha / 2) * sigma) / Math.sqrt(n);
    return { rho, halfwidth, inflation_vs_fixed_z: halfwidth / fixed };
  },
  "sequential.acs.one_sided": (input) =>
    anytime.asymptoticSequenceOneSided(
      readNumber(input, "n"),
      readNumber(input, "sigma"),
      readNumber(input, "alpha"),
      readNumber(input, "tuning_n_star"),
    ),
  "sequential.normal_mixture": normalMixture,
  "sequential.normal_mixture.one_sided": normalMixture,
  "sequential.msprt": (input) => {
    const test = anytime.mixtureTest(
      readNumber(input, "n_per_arm"),
      readNumber(input, "mean_diff"),
      readNumber(input, "sigma2_per_arm"),
      readNumber(input, "tau2"),
      readNumber(input, "alpha"),
    );
    return {
      log_lambda: test.logLambda,
      always_valid_p: test.p,
      ci_halfwidth: test.halfwidth,
      reject: test.reject,
    };
  },
};
