/** Cases about regression and the analysis of variance. */
import { BowerbirdError } from "../../core/errors.ts";
import { type Distribution, fisherF, standardNormal, studentT } from "../../math/distributions.ts";
import { rankOf } from "../../math/least-squares.ts";
import { oneWayAnova } from "../comparisons/anova.ts";
import { pooledTest } from "../comparisons/means.ts";
import {
  type Family as GlmFamily,
  generalisedRegression,
  negativeBinomialRegression,
} from "../regression/glm.ts";
import {
  clusterCovariance,
  type LinearFit,
  linearRegression,
  polynomialRows,
  ridgeRegression,
  robustCovariance,
  rootDiagonal,
  twoWayClusterCovariance,
} from "../regression/linear-regression.ts";
import { quantileRegression } from "../regression/quantile-regression.ts";
import {
  breuschPagan,
  cooksDistances,
  durbinWatson,
  hc4Covariance,
  neweyWestCovariance,
} from "../regression/regression-diagnostics.ts";
import { momentsOf } from "../summaries/moments.ts";
import type { Family } from "./family.ts";
import {
  asNumbers,
  has,
  type Input,
  readCount,
  readFlag,
  readLabels,
  readList,
  readMatrix,
  readNumber,
  readNumbers,
} from "./reading.ts";

const twoSided = (distribution: Distribution, values: readonly number[]): number[] =>
  values.map((value) => 2 * distribution.upper(Math.abs(value)));

function certified(input: Input): unknown {
  const intercept = readFlag(input, "intercept", true);
  const rows = has(input, "X")
    ? readMatrix(input, "X").map((row) => (has(input, "dataset") && intercept ? [1, ...row] : row))
    : polynomialRows(readNumbers(input, "x"), readCount(input, "degree", 100), intercept);
  let fit: LinearFit;
  try {
    fit = linearRegression(rows, readNumbers(input, "y"), { intercept });
  } catch (thrown) {
    if (!(thrown instanceof BowerbirdError) || thrown.code !== "RANK_DEFICIENT") throw thrown;
    return { status: "rank_deficient", rank: rankOf(rows) };
  }
  const dfRegression = rows[0].length - (intercept ? 1 : 0);
  const msRegression = fit.sumRegression / dfRegression;
  const msResidual = fit.sumResidual / fit.degreesResidual;
  return {
    coefficients: fit.coefficients,
    standard_errors: fit.standardErrors,
    residual_sd: fit.residualDeviation,
    r_squared: fit.rSquared,
    anova: {
      df_regression: dfRegression,
      ss_regression: fit.sumRegression,
      ms_regression: msRegression,
      df_residual: fit.degreesResidual,
      ss_residual: fit.sumResidual,
      ms_residual: msResidual,
      // an exact fit leaves only rounding
      F: msResidual > 1e-28 * msRegression ? msRegression / msResidual : Number.POSITIVE_INFINITY,
    },
  };
}

function robust(input: Input): unknown {
  const rows = readMatrix(input, "X");
  const fit = linearRegression(rows, readNumbers(input, "y"));
  const p = rows[0].length;
  const df = fit.degreesResidual;
  const t = fit.coefficients.map((value, j) => value / fit.standardErrors[j]);
  const reach = studentT(df).upperQuantile(0.025);
  const F = fit.sumRegression / (p - 1) / (fit.sumResidual / df);
  const names = ["HC0", "HC1", "HC2", "HC3"] as const;
  return {
    names: readList(input, "columns"),
    coef: fit.coefficients,
    se_classical: fit.standardErrors,
    t,
    p: twoSided(studentT(df), t),
    r2: fit.rSquared,
    adj_r2: 1 - ((1 - fit.rSquared) * (fit.n - 1)) / df,
    sigma: fit.residualDeviation,
    F,
    F_p: fisherF(p - 1, df).upper(F),
    loglik: fit.logLikelihood,
    aic: -2 * fit.logLikelihood + 2 * (p + 1),
    bic: -2 * fit.logLikelihood + Math.log(fit.n) * (p + 1),
    ci95_low: fit.coefficients.map((value, j) => value - reach * fit.standardErrors[j]),
    ci95_high: fit.coefficients.map((value, j) => value + reach * fit.standardErrors[j]),
    ...Object.fromEntries(
      names.map((kind) => [`se_${kind}`, rootDiagonal(robustCovariance(rows, fit, kind))]),
    ),
    se_HC4: rootDiagonal(hc4Covariance(rows, fit)),
    se_neweywest_lag3_bartlett_noadjust: rootDiagonal(neweyWestCovariance(rows, fit, 3)),
    hat: fit.leverages,
    cooks: cooksDistances(fit),
    breusch_pagan_studentized_p: breuschPagan(rows, fit),
    durbin_watson: durbinWatson(fit),
  };
}

function clustered(input: Input): unknown {
  const rows = readNumbers(input, "x").map((x) => [1, x]);
  const fit = linearRegression(rows, readNumbers(input, "y"));
  const [firm, year] = [readNumbers(input, "cluster"), readNumbers(input, "time")];
  return {
    coef: fit.coefficients,
    se_classical: fit.standardErrors,
    se_white_HC1: rootDiagonal(robustCovariance(rows, fit, "HC1")),
    se_cluster_firm: rootDiagonal(clusterCovariance(rows, fit, firm)),
    se_cluster_year: rootDiagonal(clusterCovariance(rows, fit, year)),
    se_two_way: rootDiagonal(twoWayClusterCovariance(rows, fit, firm, year)),
  };
}

/** A treatment given to whole clusters: the naive error beside those that know it. */
function clusteredEffect(input: Input): unknown {
  const [y, treat] = [readNumbers(input, "y"), readNumbers(input, "treat")];
  const clusters = readLabels(input, "cluster");
  const rows = treat.map((value) => [1, value]);
  if (clusters.length !== rows.length) {
    throw new BowerbirdError("BAD_INPUT", { what: "cluster", why: "it differs from y in length" });
  }
  const fit = linearRegression(rows, y);
  const groups = new Set(clusters).size;
  const scale = (groups / (groups - 1)) * ((fit.n - 1) / fit.degreesResidual);
  const error = rootDiagonal(clusterCovariance(rows, fit, clusters))[1];
  const means = (arm: number): number[] =>
    [...new Set(clusters.filter((_, i) => treat[i] === arm))].map(
      (cluster) => momentsOf(y.filter((_, i) => clusters[i] === cluster && treat[i] === arm)).mean,
    );
  const test = pooledTest(momentsOf(means(0)), momentsOf(means(1)));
  return {
    effect: fit.coefficients[1],
    se_naive: fit.standardErrors[1],
    se_CR0: error / Math.sqrt(scale),
    se_CR1: error,
    cluster_means_t: test.statistic,
    cluster_means_p: test.p,
    df: test.df,
  };
}

const designOf = (input: Input) => readMatrix(input, has(input, "X") ? "X" : "X_with_intercept");

const generalised =
  (family: GlmFamily) =>
  (input: Input): unknown => {
    const rows = designOf(input);
    const y = readNumbers(input, "y");
    const fit = generalisedRegression(rows, y, family);
    const alone = generalisedRegression(
      rows.map(() => [1]),
      y,
      family,
    );
    const z = fit.coefficients.map((value, j) => value / fit.standardErrors[j]);
    return {
      coef: fit.coefficients,
      se: fit.standardErrors,
      z_or_t: z,
      p: twoSided(standardNormal, z),
      deviance: fit.deviance,
      null_deviance: alone.deviance,
      loglik: fit.logLikelihood,
      aic: -2 * fit.logLikelihood + 2 * fit.coefficients.length,
      dispersion: 1,
      se_HC0: rootDiagonal(fit.robustCovariance),
      fitted: fit.fitted,
    };
  };

export const regressionFamily: Family = {
  "regression.ols": certified,
  "regression.ols.robust": robust,
  "regression.ols.cluster": clustered,
  "regression.logit": generalised("logit"),
  "regression.probit": generalised("probit"),
  "regression.poisson": generalised("poisson"),
  "regression.negbin": (input) => {
    const fit = negativeBinomialRegression(designOf(input), readNumbers(input, "y"));
    return {
      coef: fit.coefficients,
      se: fit.standardErrors,
      theta: fit.theta,
      se_theta: fit.thetaError,
      twologlik: 2 * fit.logLikelihood,
    };
  },
  "regression.quantile": (input) => {
    const rows = has(input, "x") ? readNumbers(input, "x").map((x) => [1, x]) : designOf(input);
    return {
      coef: quantileRegression(rows, readNumbers(input, "y"), readNumber(input, "tau", 0.5)).coefficients,
    };
  },
  "regression.ridge": (input) => ({
    coef: ridgeRegression(designOf(input), readNumbers(input, "y"), readNumber(input, "lambda")).coefficients,
  }),
  "metric.clustered": clusteredEffect,
  "regression.wls": (input) => {
    const weights = readNumbers(input, "weights");
    const fit = linearRegression(readMatrix(input, "X"), readNumbers(input, "y"), { weights });
    return { coef: fit.coefficients, se: fit.standardErrors };
  },
  "regression.simple": (input) => {
    const x = readNumbers(input, "x");
    const fit = linearRegression(
      x.map((value) => [1, value]),
      readNumbers(input, "y"),
    );
    const [intercept, slope] = fit.coefficients;
    const [interceptError, slopeError] = fit.standardErrors;
    return {
      slope,
      intercept,
      r: Math.sign(slope) * Math.sqrt(fit.rSquared),
      p: twoSided(studentT(fit.degreesResidual), [slope / slopeError])[0],
      se: slopeError,
      se_intercept: interceptError,
    };
  },
  "anova.oneway": (input) => {
    const found = oneWayAnova(readList(input, "groups").map((group) => asNumbers(group, "groups")));
    return {
      df_between: found.degreesBetween,
      ss_between: found.sumBetween,
      ms_between: found.sumBetween / found.degreesBetween,
      F: found.F,
      df_within: found.degreesWithin,
      ss_within: found.sumWithin,
      ms_within: found.sumWithin / found.degreesWithin,
      r_squared: found.rSquared,
      residual_sd: found.residualDeviation,
    };
  },
};
