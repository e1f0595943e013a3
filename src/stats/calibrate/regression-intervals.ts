/** Coefficients of regressions and curves of survival: do their 95 % intervals cover? */
import {
  coxRegression,
  generalisedRegression,
  hc4Covariance,
  kaplanMeier,
  linearRegression,
  negativeBinomialRegression,
  type Random,
  robustCovariance,
  studentT,
} from "../stats.ts";
import { chiSquareDraw, draws, lifetime, poissonDraw } from "./populations.ts";
import { type CalibrationFamily, type CalibrationRow, z95 } from "./row.ts";

const share = { measure: "share", nominal: 0.95, side: "equal" } as const;

/** One predictor; the spread grows with it. */
const uneven = (random: Random, n: number) => {
  const rows = draws(n, () => [1, random.normal()]);
  return { rows, y: rows.map(([, x]) => 1 + x + (0.5 + Math.abs(x)) * random.normal()) };
};

const rows: readonly CalibrationRow[] = [
  {
    id: "regression-least-squares",
    claim: "Least squares, 20 rows, two predictors: the t interval covers",
    ...{ ...share, runs: 10_000 },
    prepare: () => (random) => {
      const x = draws(20, () => [1, random.normal(), random.normal()]);
      const fit = linearRegression(
        x,
        x.map(([, a, b]) => 1 + a - b + random.normal()),
      );
      const reach = studentT(fit.degreesResidual).upperQuantile(0.025) * fit.standardErrors[1];
      return Math.abs(fit.coefficients[1] - 1) <= reach;
    },
  },
  {
    id: "regression-hc3",
    claim: "HC3 where the spread grows with the predictor, 100 rows: the interval covers",
    ...{ ...share, runs: 4000, side: "at least" },
    floor: { value: 0.935, why: "100 rows, a few of which lie far out and vary most" },
    prepare: () => (random) => {
      const { rows: x, y } = uneven(random, 100);
      const fit = linearRegression(x, y);
      const error = Math.sqrt(robustCovariance(x, fit, "HC3")[1][1]);
      return Math.abs(fit.coefficients[1] - 1) <= studentT(98).upperQuantile(0.025) * error;
    },
  },
  {
    id: "regression-hc4",
    claim: "HC4 on the same rows covers, too",
    ...{ ...share, runs: 4000, side: "at least" },
    floor: { value: 0.935, why: "as for HC3" },
    prepare: () => (random) => {
      const { rows: x, y } = uneven(random, 100);
      const fit = linearRegression(x, y);
      const error = Math.sqrt(hc4Covariance(x, fit)[1][1]);
      return Math.abs(fit.coefficients[1] - 1) <= studentT(98).upperQuantile(0.025) * error;
    },
  },
  {
    id: "regression-classical-contrast",
    claim: "Contrast: the classical error on the same rows covers less",
    ...{ ...share, side: "below", runs: 4000 },
    prepare: () => (random) => {
      const { rows: x, y } = uneven(random, 100);
      const fit = linearRegression(x, y);
      return Math.abs(fit.coefficients[1] - 1) <= z95 * fit.standardErrors[1];
    },
  },
  {
    id: "regression-logistic",
    claim: "A logistic coefficient, 500 rows: the interval covers",
    ...{ ...share, runs: 2000 },
    prepare: () => (random) => {
      const x = draws(500, () => [1, random.normal()]);
      const y = x.map(([, value]) => (random.next() < 1 / (1 + Math.exp(0.5 - value)) ? 1 : 0));
      const { coefficients, standardErrors } = generalisedRegression(x, y, "logit");
      return Math.abs(coefficients[1] - 1) <= z95 * standardErrors[1];
    },
  },
  {
    id: "regression-poisson",
    claim: "A Poisson coefficient, 300 rows: the interval covers",
    ...{ ...share, runs: 2000 },
    prepare: () => {
      const unit = [poissonDraw(1), poissonDraw(2)];
      return (random) => {
        const x = draws(300, (i) => [1, i % 2]);
        const y = x.map(([, arm]) => unit[arm](random));
        const { coefficients, standardErrors } = generalisedRegression(x, y, "poisson");
        return Math.abs(coefficients[1] - Math.LN2) <= z95 * standardErrors[1];
      };
    },
  },
  {
    id: "regression-poisson-overdispersed",
    claim: "Contrast: counts that vary more than a Poisson's, with its model-based error, cover less",
    ...{ ...share, side: "below", runs: 1000 },
    prepare: () => (random) => {
      const x = draws(300, (i) => [1, i % 2]);
      const { coefficients, standardErrors } = generalisedRegression(x, overdispersed(random, x), "poisson");
      return Math.abs(coefficients[1] - Math.LN2) <= z95 * standardErrors[1];
    },
  },
  {
    id: "regression-negative-binomial",
    claim: "Those counts by the negative binomial, 300 rows: the interval covers",
    ...{ ...share, runs: 1000, side: "at least" },
    floor: { value: 0.935, why: "the dispersion is estimated and taken for known" },
    prepare: () => (random) => {
      const x = draws(300, (i) => [1, i % 2]);
      const { coefficients, standardErrors } = negativeBinomialRegression(x, overdispersed(random, x));
      return Math.abs(coefficients[1] - Math.LN2) <= z95 * standardErrors[1];
    },
  },
  {
    id: "regression-cox",
    claim: "A Cox coefficient, 200 lives, a third censored: the interval covers",
    ...{ ...share, runs: 1500 },
    prepare: () => (random) => {
      const x = draws(200, () => [random.normal()]);
      const lives = x.map(([value]) => lifetime(random, Math.exp(0.5 * value)));
      const { coefficients, standardErrors } = coxRegression(lives, x);
      return Math.abs(coefficients[0] - 0.5) <= z95 * standardErrors[0];
    },
  },
  {
    id: "regression-kaplan-meier",
    claim:
      "Kaplan–Meier with Greenwood's error at the median, 200 lives, a third censored: the interval covers",
    ...{ ...share, runs: 4000, side: "at least" },
    floor: { value: 0.935, why: "Greenwood's plain interval is symmetric and the estimate a step" },
    prepare: () => (random) => {
      const lives = draws(200, () => lifetime(random));
      const step = kaplanMeier(lives).findLast(({ time }) => time <= Math.LN2);
      return step !== undefined && Math.abs(step.survival - 0.5) <= z95 * step.standardError;
    },
  },
];

/** Poisson counts whose means are drawn from a gamma of shape 2. */
function overdispersed(random: Random, x: readonly (readonly number[])[]): number[] {
  return x.map(([, arm]) => {
    const mean = ((1 + arm) * chiSquareDraw(random, 4)) / 4;
    let [count, left] = [-1, 1];
    for (const edge = Math.exp(-mean); left > edge || count < 0; count++) left *= random.next();
    return count;
  });
}

export const regressionIntervals: CalibrationFamily = {
  id: "regression",
  title: "Regression and survival",
  about: "The share of 95 % intervals that hold the coefficient the data were made with.",
  rows,
};
