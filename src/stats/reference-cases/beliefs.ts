/** Cases about Bayesian comparison, and effects as published by peers (relative, delta method). */
import { betaDistribution, type Distribution, standardNormal } from "../../math/distributions.ts";
import { normalUpperQuantile } from "../../math/normal.ts";
import { betaPosterior, chanceOfBest, comparePosteriors, normalPosterior } from "../bayes/posteriors.ts";
import { deltaLift } from "../comparisons/lift.ts";
import { tTest } from "../comparisons/means.ts";
import { bivariateFromSums, ratioEstimate } from "../summaries/bivariate.ts";
import type { Estimate } from "../summaries/estimate.ts";
import { momentsFromSums, varianceOf } from "../summaries/moments.ts";
import type { Family } from "./family.ts";
import { bayesianEffect } from "./peer-statistics.ts";
import { asNumbers, has, type Input, readList, readNumber, readObject, readText } from "./reading.ts";

function normal([mean, sd]: readonly number[]): Distribution {
  return {
    lower: (x) => standardNormal.lower((x - mean) / sd),
    upper: (x) => standardNormal.upper((x - mean) / sd),
    density: (x) => standardNormal.density((x - mean) / sd) / sd,
    quantile: (p) => mean + sd * standardNormal.quantile(p),
    upperQuantile: (p) => mean + sd * standardNormal.upperQuantile(p),
  };
}

type Arm = Estimate & { readonly n: number };

function meanArm(input: Input, field: string): Arm {
  const part = readObject(input, field);
  const n = readNumber(part, "n");
  if (readText(part, "kind") === "Proportion") {
    const p = readNumber(part, "x") / n;
    return { n, mean: p, squaredError: (p * (1 - p)) / n };
  }
  const moments = momentsFromSums(n, readNumber(part, "sum"), readNumber(part, "sum_squares"));
  return { n, mean: moments.mean, squaredError: varianceOf(moments) / n };
}

function ratioArm(input: Input, field: string): Arm {
  const part = readObject(input, field);
  const [num, den] = [readObject(part, "num"), readObject(part, "den")];
  const n = readNumber(part, "n");
  const sums = [den, num].map((side) => [readNumber(side, "sum"), readNumber(side, "sum_squares")]);
  const pairs = bivariateFromSums(
    n,
    sums[0][0],
    sums[1][0],
    sums[0][1],
    sums[1][1],
    readNumber(part, "cross"),
  );
  return { n, ...ratioEstimate(pairs) };
}

/** The relative lift by the delta method with Welch's degrees of freedom, as GrowthBook publishes it. */
function relative(control: Arm, treatment: Arm, alpha: number) {
  const { standardError } = deltaLift(control, treatment, normalUpperQuantile(alpha / 2));
  const [a, b] = [control.squaredError, treatment.squaredError];
  const df = (a + b) ** 2 / (a ** 2 / (control.n - 1) + b ** 2 / (treatment.n - 1));
  const test = tTest(treatment.mean / control.mean - 1, standardError, df, { confidence: 1 - alpha });
  return { lift: test.difference, ci: test.interval, p: test.p };
}

export const beliefsFamily: Family = {
  "bayes.beta_binomial": (input) => {
    const prior = readObject(input, "prior");
    const read = (field: string) => {
      const part = readObject(input, field);
      const arm = { x: readNumber(part, "x"), n: readNumber(part, "n") };
      return betaPosterior(arm, readNumber(prior, "alpha"), readNumber(prior, "beta"));
    };
    const [control, treatment] = [read("control"), read("treatment")];
    const compared = comparePosteriors(control, treatment);
    const ends = (d: Distribution): number[] => [d.quantile(0.025), d.upperQuantile(0.025)];
    return {
      prob_treatment_better: compared.chanceTreatmentBetter,
      expected_loss_choose_treatment: compared.lossTreatment,
      expected_loss_choose_control: compared.lossControl,
      posterior_mean_control: control.mean,
      posterior_mean_treatment: treatment.mean,
      ci95_control: ends(control.distribution),
      ci95_treatment: ends(treatment.distribution),
    };
  },
  "bayes.normal_normal": (input) => {
    const [estimate, se] = [readNumber(input, "estimate"), readNumber(input, "se")];
    const posterior = normalPosterior(
      estimate,
      se,
      readNumber(input, "prior_mean"),
      readNumber(input, "prior_var"),
    );
    return {
      post_mean: posterior.mean,
      post_sd: posterior.deviation,
      chance_to_win: posterior.chanceToWin,
      ci95: posterior.interval,
      risk_choose_control: posterior.lossControl,
      risk_choose_treatment: posterior.lossTreatment,
    };
  },
  "bandit.thompson.prob_best": (input) => {
    const betas = has(input, "posteriors_beta");
    const rows = readList(input, betas ? "posteriors_beta" : "posteriors_normal_mean_sd").map((row) =>
      asNumbers(row, "posteriors"),
    );
    return {
      prob_best: chanceOfBest(rows.map((row) => (betas ? betaDistribution(row[0], row[1]) : normal(row)))),
    };
  },
  "test.welch.relative": (input) =>
    relative(meanArm(input, "control"), meanArm(input, "treatment"), readNumber(input, "alpha")),
  "test.welch.relative.ratio": (input) =>
    relative(ratioArm(input, "control"), ratioArm(input, "treatment"), readNumber(input, "alpha")),
  "bayes.effect.mean": (input) => {
    if (has(input, "strata")) return bayesianEffect(input); // GrowthBook's way of asking
    const [control, treatment] = [meanArm(input, "control"), meanArm(input, "treatment")];
    const { standardError } = deltaLift(control, treatment, 1);
    const posterior = normalPosterior(treatment.mean / control.mean - 1, standardError);
    return {
      effect: posterior.mean,
      credible_interval: posterior.interval,
      chance_to_win: posterior.chanceToWin,
    };
  },
};
