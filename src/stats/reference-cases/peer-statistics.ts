/** Cases about GrowthBook's statistics: sums in, effects with their intervals out, in its own names. */
import { BowerbirdError } from "../../core/errors.ts";
import {
  type Effect,
  effectOf,
  fixedTest,
  type NormalPrior,
  normalRisk,
  posterior,
  priorFor,
  scalingFactor,
  sequentialTest,
  signedLift,
  type TestKind,
} from "../peers/growthbook-effect.ts";
import type { Family } from "./family.ts";
import { readArm, readArms } from "./peer-arms.ts";

import { has, type Input, readFlag, readNumber, readObject, readText } from "./reading.ts";

interface Setting {
  readonly overrides: Input;
  readonly alpha: number;
  readonly relative: boolean;
  readonly testValue: number;
  readonly effect: Effect;
}

function readSetting(input: Input): Setting {
  const overrides = has(input, "config_overrides") ? readObject(input, "config_overrides") : {};
  const alpha = readNumber(overrides, "alpha", 0.05);
  if (!(alpha > 0 && alpha < 1)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "alpha", actual: alpha, range: "between 0 and 1" });
  }
  const relative = readText(overrides, "difference_type", "relative") === "relative";
  const effect = effectOf(readArms(input), relative, readFlag(overrides, "post_stratify", false));
  return { overrides, alpha, relative, testValue: readNumber(overrides, "test_value", 0), effect };
}

/** Impact of the whole traffic a day, where that was asked. */
function scaled(setting: Setting, value: number): number {
  const { overrides } = setting;
  if (readText(overrides, "difference_type", "relative") !== "scaled") return value;
  const people = has(overrides, "total_users")
    ? readNumber(overrides, "total_users")
    : setting.effect.arms[1].n;
  return (
    (value * people) /
    readNumber(overrides, "traffic_percentage", 1) /
    readNumber(overrides, "phase_length_days", 1)
  );
}

function described(
  setting: Setting,
  estimate: number,
  deviation: number,
  interval: readonly [number, number],
) {
  const [mean, stddev] = [scaled(setting, estimate), scaled(setting, deviation)];
  return {
    expected: mean,
    ci: interval.map((end) => scaled(setting, end)),
    uplift: { dist: "normal", mean, stddev },
    errorMessage: setting.effect.error,
  };
}

function frequentist(input: Input): unknown {
  const setting = readSetting(input);
  const { effect, alpha, testValue, overrides } = setting;
  const name = readText(input, "test", "TwoSidedTTest");
  const kind: TestKind = name.includes("Greater")
    ? "greater"
    : name.includes("Lesser")
      ? "less"
      : "two-sided";
  if (effect.error) {
    return { ...described(setting, 0, 0, [0, 0]), pValue: 1, pValueErrorMessage: null };
  }
  const found = name.startsWith("Sequential")
    ? sequentialTest(effect, kind, {
        alpha,
        testValue,
        best: readNumber(overrides, "sequential_tuning_parameter", 5000),
        rho: has(overrides, "rho") ? readNumber(overrides, "rho") : null,
      })
    : fixedTest(effect, kind, alpha, testValue);
  return {
    ...described(setting, effect.estimate, effect.standardError, found.interval),
    pValue: found.p,
    pValueErrorMessage: found.p === null ? "NUMERICAL_PVALUE_NOT_CONVERGED" : null,
  };
}

function readPrior(input: Input): NormalPrior {
  const prior = has(input, "prior_effect") ? readObject(input, "prior_effect") : {};
  return {
    mean: readNumber(prior, "mean", 0),
    variance: readNumber(prior, "variance", 1),
    proper: readFlag(prior, "proper", false),
  };
}

export function bayesianEffect(input: Input): unknown {
  const setting = readSetting(input);
  const { effect, alpha, relative, overrides } = setting;
  const riskType = relative ? "relative" : "absolute";
  if (effect.error) {
    return { ...described(setting, 0, 0, [0, 0]), chanceToWin: 0.5, risk: [0, 0], riskType };
  }
  const of = readText(overrides, "prior_type", "relative") === "absolute" ? "absolute" : "relative";
  const prior = priorFor(readPrior(overrides), of, relative, effect.arms[0].unadjusted);
  const found = posterior(effect, prior, alpha, readFlag(overrides, "inverse", false));
  return {
    ...described(setting, found.mean, found.deviation, found.interval),
    chanceToWin: found.chanceToWin,
    risk: found.risk,
    riskType,
  };
}

function midExperiment(input: Input): unknown {
  const effect = effectOf(
    [[readArm(readObject(input, "control")), readArm(readObject(input, "treatment"))]],
    true,
    false,
  );
  if (effect.error) throw new BowerbirdError("ZERO_VARIANCE", { what: "an arm", method: "the power" });
  const method = readText(input, "method", "frequentist");
  const sequential = /^sequential_tuning_([\d.e+-]+)$/.exec(method);
  const bayesian = /^bayesian_prior_N\(([^,]+),([^)]+)\)$/.exec(method);
  return {
    scaling_factor: scalingFactor(effect, {
      alpha: readNumber(input, "alpha", 0.05),
      power: readNumber(input, "target_power", 0.8),
      target: readNumber(input, "target_mde_relative"),
      ...(sequential ? { best: Number(sequential[1]) } : {}),
      ...(bayesian
        ? { prior: { mean: Number(bayesian[1]), variance: Number(bayesian[2]), proper: true } }
        : {}),
    }),
  };
}

const kinds = ["mean", "proportion", "ratio", "cuped", "cuped_ratio", "quantile"];
const named = (prefixes: readonly string[], answer: (input: Input) => unknown): Family =>
  Object.fromEntries(prefixes.flatMap((prefix) => kinds.map((kind) => [`${prefix}.${kind}`, answer])));

export const peerStatisticsFamily: Family = {
  ...named(
    [
      "test.welch",
      "test.welch.one_sided",
      "test.welch.post_stratified",
      "sequential.acs",
      "sequential.acs.one_sided",
      "sequential.acs.post_stratified",
    ],
    frequentist,
  ),
  ...Object.fromEntries(
    kinds.filter((kind) => kind !== "mean").map((kind) => [`bayes.effect.${kind}`, bayesianEffect]),
  ),
  "power.mid_experiment": midExperiment,
  "bayes.risk": (input) => {
    const [control, treatment] = normalRisk(readNumber(input, "mu"), readNumber(input, "sigma"));
    return { risk_choose_control: control, risk_choose_treatment: treatment };
  },
  "lift.sign": (input) => ({
    lift: signedLift(
      readNumber(input, "mean_control"),
      readNumber(input, "mean_treatment"),
      readFlag(input, "relative", false),
      has(input, "unadjusted_control_mean") ? readNumber(input, "unadjusted_control_mean") : undefined,
    ),
  }),
};
