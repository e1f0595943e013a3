/** Cases about metrics of an experiment: proportions, ratios, lift, covariates, sample ratio, multiplicity. */
import { leastSquares } from "../../math/least-squares.ts";
import { normalUpperQuantile } from "../../math/normal.ts";
import { deltaLift, fiellerLift, logLiftInterval } from "../comparisons/lift.ts";
import { tTest, welchTest } from "../comparisons/means.ts";
import { adjustAll, combineP, dunnett } from "../comparisons/multiplicity.ts";
import {
  clopperPearsonInterval,
  fisherExact,
  mantelHaenszel,
  type Proportion,
  twoProportions,
  wilsonInterval,
} from "../comparisons/proportions.ts";
import { sampleRatioExact, sampleRatioSequential, sampleRatioTest } from "../experiments/sample-ratio.ts";
import { printedOddsRatio } from "../peers/r-odds-ratio.ts";
import { type Bivariate, bivariateFromSums, bivariateOf, ratioEstimate } from "../summaries/bivariate.ts";
import type { Estimate } from "../summaries/estimate.ts";
import { type Moments, momentsOf, varianceOf } from "../summaries/moments.ts";
import { type Cuped, cuped, postStratified } from "../variance-reduction/cuped.ts";
import type { Family } from "./family.ts";
import {
  asObject,
  type Input,
  readGroups,
  readList,
  readMatrix,
  readNumber,
  readNumbers,
  readObject,
  readText,
} from "./reading.ts";

const proportion = (input: Input, field: string): Proportion => {
  const part = readObject(input, field);
  return { x: readNumber(part, "x"), n: readNumber(part, "n") };
};

function ratio(input: Input) {
  const read = (field: string): Estimate => {
    const part = readObject(input, field);
    return ratioEstimate(bivariateOf(readNumbers(part, "den"), readNumbers(part, "num")));
  };
  const [control, treatment] = [read("control"), read("treatment")];
  const confidence = readNumber(input, "conf", 0.95);
  const standardError = Math.sqrt(control.squaredError + treatment.squaredError);
  const test = tTest(treatment.mean - control.mean, standardError, Number.POSITIVE_INFINITY, { confidence });
  return {
    ratio_control: control.mean,
    ratio_treatment: treatment.mean,
    var_control: control.squaredError,
    var_treatment: treatment.squaredError,
    diff: test.difference,
    se_diff: standardError,
    z: test.statistic,
    p_normal: test.p,
    ci_diff_normal: test.interval,
    rel_lift: treatment.mean / control.mean - 1,
    se_rel_lift_delta: deltaLift(control, treatment, normalUpperQuantile((1 - confidence) / 2)).standardError,
  };
}

function lift(input: Input) {
  const read = (field: string): Estimate => {
    const part = readObject(input, field);
    return {
      mean: readNumber(part, "mean"),
      squaredError: readNumber(part, "sd") ** 2 / readNumber(part, "n"),
    };
  };
  const [control, treatment, z] = [read("control"), read("treatment"), readNumber(input, "z")];
  const fieller = fiellerLift(control, treatment, z);
  const delta = deltaLift(control, treatment, z);
  return {
    lift: fieller.lift,
    fieller_ci: fieller.interval,
    fieller_g: fieller.g,
    delta_se: delta.standardError,
    delta_ci: delta.interval,
    log_ratio_ci: logLiftInterval(control, treatment, z),
    p_abs_diff_normal: fieller.p,
  };
}

const block = (result: Cuped) => ({
  theta: result.theta,
  adj_mean_control: result.control.mean,
  adj_mean_treatment: result.treatment.mean,
  diff: result.difference,
  se: result.standardError,
  t: result.statistic,
  p: result.p,
  var_ratio_vs_unadjusted: result.varianceRatio,
});

function cupedFromSums(input: Input) {
  const read = (field: string): Bivariate => {
    const part = readObject(input, field);
    const [pre, post] = [readObject(part, "pre"), readObject(part, "post")];
    const sums = [pre, post].map((side) => [readNumber(side, "sum"), readNumber(side, "sum_squares")]);
    return bivariateFromSums(
      readNumber(part, "n"),
      sums[0][0],
      sums[1][0],
      sums[0][1],
      sums[1][1],
      readNumber(part, "cross"),
    );
  };
  const result = cuped(read("control"), read("treatment"));
  return {
    theta: result.theta,
    variance_reduction: 1 - result.varianceRatio,
    adjusted_mean_treatment: result.treatment.mean,
    adjusted_mean_control: result.control.mean,
  };
}

function cupedMean(input: Input) {
  if (!Array.isArray(readObject(input, "control").pre)) return cupedFromSums(input);
  const rows = (field: string) => {
    const part = readObject(input, field);
    return { pre: readNumbers(part, "pre"), post: readNumbers(part, "post") };
  };
  const [control, treatment] = [rows("control"), rows("treatment")];
  const [a, b] = [bivariateOf(control.pre, control.post), bivariateOf(treatment.pre, treatment.post)];
  const y = [...control.post, ...treatment.post];
  const arm = [...control.post.map(() => 0), ...treatment.post.map(() => 1)];
  const x = [...control.pre, ...treatment.pre];
  const plain = welchTest(momentsOf(control.post), momentsOf(treatment.post));
  const centre = x.reduce((sum, value) => sum + value, 0) / x.length;
  const ancova = effectOf(
    arm.map((t, i) => [1, t, x[i]]),
    y,
  );
  const interacted = effectOf(
    arm.map((t, i) => [1, t, x[i] - centre, t * (x[i] - centre)]),
    y,
  );
  return {
    theta_within_arm: block(cuped(a, b)),
    theta_pooled_deng2013: block(cuped(a, b, "pooled")),
    ancova: { effect: ancova.effect, se_classical: ancova.classical },
    lin2013_interacted_HC2: { effect: interacted.effect, se: interacted.hc2 },
    unadjusted: { diff: plain.difference, t: plain.statistic, p: plain.p },
  };
}

/** The coefficient of column 1 with its classical and HC2 standard error. */
function effectOf(rows: readonly (readonly number[])[], y: readonly number[]) {
  const fit = leastSquares(rows, y);
  const variance = fit.residuals.reduce((sum, r) => sum + r * r, 0) / (rows.length - rows[0].length);
  const hc2 = rows.reduce((sum, row, i) => {
    const pull = row.reduce((inner, value, k) => inner + value * fit.inverseGram[1][k], 0);
    return sum + (pull * fit.residuals[i]) ** 2 / (1 - fit.leverages[i]);
  }, 0);
  return {
    effect: fit.coefficients[1],
    classical: Math.sqrt(variance * fit.inverseGram[1][1]),
    hc2: Math.sqrt(hc2),
  };
}

function poststratification(input: Input) {
  const described = (values: readonly number[]) => {
    const moments = momentsOf(values);
    return { n: moments.n, mean: moments.mean, variance: varianceOf(moments) };
  };
  const strata = readList(input, "strata").map((item) => {
    const stratum = asObject(item, "a stratum");
    const [control, treatment] = [readNumbers(stratum, "control"), readNumbers(stratum, "treatment")];
    return { weight: readNumber(stratum, "weight"), control, treatment };
  });
  const result = postStratified(
    strata.map((s) => ({
      weight: s.weight,
      control: described(s.control),
      treatment: described(s.treatment),
    })),
  );
  const plain = welchTest(
    momentsOf(strata.flatMap((s) => s.control)),
    momentsOf(strata.flatMap((s) => s.treatment)),
  );
  return {
    effect: result.effect,
    se: result.standardError,
    z: result.z,
    unadjusted_effect: plain.difference,
    unadjusted_se: plain.standardError,
  };
}

export const metricsFamily: Family = {
  "metric.ratio.delta": ratio,
  "lift.interval": lift,
  "cuped.mean": cupedMean,
  "cuped.multi": (input) => {
    const [y, arm, X] = [readNumbers(input, "y"), readNumbers(input, "treat"), readMatrix(input, "X")];
    const fit = effectOf(
      arm.map((t, i) => [1, t, ...X[i]]),
      y,
    );
    const mean = (of: number): number => momentsOf(y.filter((_, i) => arm[i] === of)).mean;
    return {
      effect: fit.effect,
      se_classical: fit.classical,
      se_HC2: fit.hc2,
      unadjusted_effect: mean(1) - mean(0),
    };
  },
  poststratification,
  "test.two_proportion": (input) => {
    const [control, treatment] = [proportion(input, "control"), proportion(input, "treatment")];
    const test = twoProportions(control, treatment, readNumber(input, "conf", 0.95));
    const exact = fisherExact(control, treatment);
    return {
      z_pooled: test.z,
      p_pooled: test.p,
      ci_wald_unpooled: test.interval,
      chi2_yates: test.yates,
      p_yates: test.yatesP,
      p_fisher: exact.p,
      fisher_cond_mle_odds_ratio: printedOddsRatio(
        treatment.x,
        treatment.n,
        control.n,
        control.x + treatment.x,
      ),
      odds_ratio_exact: exact.oddsRatio,
    };
  },
  "interval.proportion": (input) => {
    const arm = { x: readNumber(input, "x"), n: readNumber(input, "n") };
    const confidence = readNumber(input, "conf", 0.95);
    return {
      wilson: wilsonInterval(arm, confidence),
      clopper_pearson: clopperPearsonInterval(arm, confidence),
    };
  },
  "test.cmh_stratified": (input) => {
    const table = readObject(input, "table");
    const strata = Object.values(table).map((item) => {
      const [a, b, c, d] = readNumbers(asObject(item, "a stratum"), "Freq");
      return { a, b, c, d };
    });
    const test = mantelHaenszel(strata);
    return { statistic: test.statistic, p: test.p, common_or: test.oddsRatio, ci: test.interval };
  },
  "srm.chisq": (input) => {
    const test = sampleRatioTest(readNumbers(input, "counts"), readNumbers(input, "weights"));
    return { chi2: test.statistic, df: test.df, p: test.p };
  },
  "srm.exact_binomial": (input) => ({
    p: sampleRatioExact(readNumbers(input, "counts"), readNumbers(input, "weights")),
  }),
  "srm.sequential": (input) => {
    const concentration = readNumber(input, "dirichlet_concentration", 100);
    const test = sampleRatioSequential(
      readNumbers(input, "counts"),
      readNumbers(input, "weights"),
      concentration,
    );
    return { log_bayes_factor: test.logBayesFactor, always_valid_p: test.p };
  },
  "multiplicity.adjust": (input) => adjustAll(readNumbers(input, "p")),
  "multiplicity.combine": (input) => {
    const { chiSquare, chiSquareP, z, zP } = combineP(readNumbers(input, "p"));
    return { fisher_chi2: chiSquare, fisher_p: chiSquareP, stouffer_z: z, stouffer_p: zP };
  },
  "multiplicity.dunnett": (input) => {
    const groups = readGroups(input, "groups");
    const name = readText(input, "control");
    const arms: Moments[] = [...groups]
      .filter(([group]) => group !== name)
      .map(([, values]) => momentsOf(values));
    const result = dunnett(momentsOf(groups.get(name) ?? []), arms);
    return { t: result.map((arm) => arm.t), p_adj: result.map((arm) => arm.p) };
  },
};
