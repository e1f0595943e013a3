/** Cases about one and two samples: means, ranks, quantiles, resampling, sums. */
import { preciseSum } from "../../math/numerics.ts";
import {
  type Alternative,
  type MeanTest,
  nonInferiority,
  pairedTest,
  welchTest,
} from "../comparisons/means.ts";
import {
  correlations,
  hodgesLehmann,
  kruskalWallis,
  mannWhitney,
  mannWhitneyExactUpper,
} from "../comparisons/ranks.ts";
import { exactPermutation, jackknifeError } from "../comparisons/resampling.ts";
import { welchAnova } from "../comparisons/welch-anova.ts";
import { describe } from "../summaries/descriptive.ts";
import { addMoments, checkSample, type Moments, momentsOf, varianceOf } from "../summaries/moments.ts";
import {
  type QuantileType,
  quantileInterval,
  quantileOfSorted,
  sorted,
  trimmedMean,
  winsorise,
  winsorThresholds,
} from "../summaries/quantiles.ts";
import type { Family } from "./family.ts";
import { type Input, readGroups, readNumber, readNumbers, readObject, readText } from "./reading.ts";

const arm = (input: Input, field: string): Moments => momentsOf(readNumbers(input, field));
const described = (test: MeanTest) => ({
  statistic: test.statistic,
  p_value: test.p,
  df: test.df,
  ci: test.interval.map((end) => (Number.isFinite(end) ? end : String(end))),
  se: test.standardError,
});

function welch(input: Input) {
  const [control, treatment] = [arm(input, "control"), arm(input, "treatment")];
  const alternative = readText(input, "alternative", "two-sided") as Alternative;
  const test = welchTest(control, treatment, { alternative, confidence: readNumber(input, "conf", 0.95) });
  return { ...described(test), estimate: [treatment.mean, control.mean] };
}

export const samplesFamily: Family = {
  "numerics.sum": (input) => ({ sum: preciseSum(readNumbers(input, "values")) }),
  descriptive: (input) => {
    const { n, mean, deviation, lagOne } = describe(readNumbers(input, "values"));
    return { n, mean, sd_n_minus_1: deviation, lag1_autocorrelation: lagOne };
  },
  "descriptive.merge": (input) => {
    const [a, b] = [readObject(input, "a"), readObject(input, "b")].map((part) => ({
      n: readNumber(part, "n"),
      mean: readNumber(part, "mean"),
      m2: readNumber(part, "m2"),
    }));
    return addMoments(checkSample(a, 0), checkSample(b, 0));
  },
  "test.welch": welch,
  "test.welch.one_sided": welch,
  "test.paired": (input) => {
    const test = pairedTest(readNumbers(input, "control"), readNumbers(input, "treatment"));
    return { ...described(test), estimate: test.difference };
  },
  "test.noninferiority": (input) => {
    const [control, treatment] = [arm(input, "control"), arm(input, "treatment")];
    const higherIsBetter = readText(input, "direction", "higher is better") === "higher is better";
    const test = nonInferiority(control, treatment, readNumber(input, "margin"), {
      alpha: readNumber(input, "alpha", 0.05),
      higherIsBetter,
    });
    return { ...described(test), estimate: [treatment.mean, control.mean] };
  },
  "test.mann_whitney": (input) => {
    const test = mannWhitney(readNumbers(input, "control"), readNumbers(input, "treatment"));
    return {
      U_treatment: test.uTreatment,
      p_normal_continuity: test.pContinuity,
      p_normal_no_continuity: test.p,
    };
  },
  "test.mann_whitney.exact": (input) => {
    const [x, y] = [readNumbers(input, "x"), readNumbers(input, "y")];
    const W = mannWhitney(y, x).uTreatment;
    const greater = mannWhitneyExactUpper(W, x.length, y.length);
    const less = mannWhitneyExactUpper(x.length * y.length - W, x.length, y.length);
    const p = { greater, less, "two-sided": Math.min(1, 2 * Math.min(greater, less)) };
    return {
      W,
      p_exact: p[readText(input, "alternative", "two-sided") as Alternative],
      hodges_lehmann: hodgesLehmann(y, x),
    };
  },
  "test.kruskal": (input) => {
    const { statistic, p, df } = kruskalWallis([...readGroups(input, "groups").values()]);
    return { statistic, p_value: p, df };
  },
  "anova.welch": (input) => welchAnova([...readGroups(input, "groups").values()].map(momentsOf)),
  "test.permutation": (input) => {
    const test = exactPermutation(readNumbers(input, "control"), readNumbers(input, "treatment"));
    return {
      n_permutations: test.permutations,
      p_two_sided: test.p,
      p_greater: test.pGreater,
      observed: test.observed,
    };
  },
  jackknife: (input) => ({ se: jackknifeError(readNumbers(input, "values")) }),
  correlation: (input) => {
    const result = correlations(readNumbers(input, "x"), readNumbers(input, "y"));
    return {
      pearson: result.pearson,
      pearson_p: result.p,
      fisher_ci95: result.interval,
      spearman: result.spearman,
      kendall_tau_b: result.kendall,
    };
  },
  winsorise: (input) => {
    const values = readNumbers(input, "values");
    const type = readNumber(input, "quantile_type", 7) as QuantileType;
    const ends = winsorThresholds(values, readNumber(input, "lower_p"), readNumber(input, "upper_p"), type);
    const moments = momentsOf(winsorise(values, ends));
    return {
      lower: ends[0],
      upper: ends[1],
      mean: moments.mean,
      sd: Math.sqrt(varianceOf(checkSample(moments))),
    };
  },
  "quantile.types": (input) => {
    const rising = sorted(readNumbers(input, "values"));
    const type = readNumber(input, "type") as QuantileType;
    return { q: readNumbers(input, "p").map((p) => quantileOfSorted(rising, p, type)) };
  },
  "robust.trimmed_mean": (input) => {
    const values = readNumbers(input, "values");
    const rising = sorted(values);
    const median = quantileOfSorted(rising, 0.5);
    return {
      mean: trimmedMean(values, readNumber(input, "proportion")),
      median,
      mad_raw: quantileOfSorted(sorted(values.map((value) => Math.abs(value - median))), 0.5),
      iqr_type7: quantileOfSorted(rising, 0.75) - quantileOfSorted(rising, 0.25),
    };
  },
  "quantile.ci": (input) => {
    const result = quantileInterval(
      readNumbers(input, "values"),
      readNumber(input, "p"),
      readNumber(input, "conf", 0.95),
    );
    return {
      lower_rank_1based: result.ranks[0],
      upper_rank_1based: result.ranks[1],
      ci: result.interval,
      exact_coverage: result.coverage,
    };
  },
};
