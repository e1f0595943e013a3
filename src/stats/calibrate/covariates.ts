/** CUPED and its kin: is the variance 1 - ρ², do the intervals cover, are the alarms quiet? */
import {
  adjustedDifference,
  adjustedQuantiles,
  covariateAlarms,
  crossFitted,
  cuped,
  cupedVarianceRatio,
  fiellerLift,
  type Lift,
  postStratified,
  quantileDifference,
  type Random,
  type Scatter,
  scatterOf,
  studentT,
  varianceOf,
} from "../stats.ts";
import { liftHolds } from "./coverage.ts";
import {
  correlated,
  draws,
  lognormal,
  normalMoments,
  normalScatter,
  poissonDraw,
  withCovariate,
} from "./populations.ts";
import { type CalibrationFamily, type CalibrationRow, holds, z95 } from "./row.ts";

const people = 20_000;
const correlatedArm = (random: Random, rho: number, means = [0, 0], n = people): Scatter =>
  normalScatter(random, n, means, correlated(rho));

/** Squared difference over the plain difference's true variance 2/n: its mean is what is left of the variance. */
const varianceRow = (rho: number): CalibrationRow => ({
  id: `cuped-variance-${rho}`,
  claim: `The difference's variance falls to 1 - ρ² with a covariate of ρ = ${rho}`,
  ...{ measure: "mean", nominal: cupedVarianceRatio(rho), side: "equal", runs: 40_000 },
  prepare: () => (random) =>
    adjustedDifference(correlatedArm(random, rho), correlatedArm(random, rho)).difference ** 2 / (2 / people),
});

const reportedRow = (rho: number): CalibrationRow => ({
  id: `cuped-reported-${rho}`,
  claim: `The reported variance ratio is 1 - ρ² with a covariate of ρ = ${rho}`,
  ...{ measure: "mean", nominal: cupedVarianceRatio(rho), side: "equal", runs: 10_000 },
  prepare: () => (random) =>
    adjustedDifference(correlatedArm(random, rho), correlatedArm(random, rho)).varianceRatio,
});

function liftOf(control: Scatter, treatment: Scatter, kind: "mean" | "ratio" = "mean"): Lift {
  const found = adjustedDifference(control, treatment, { kind });
  const critical = studentT(found.df).upperQuantile(0.025);
  return fiellerLift(found.control, found.treatment, critical, found.covariance);
}

/** Outcome with two covariates that together explain 64 %. */
const three = [
  [1, 0, 0],
  [0.6, 0.8, 0],
  [0.6, 0.35, Math.sqrt(1 - 0.36 - 0.1225)],
];

/** Sales over visits of people whose earlier sales and visits are known: numerator, denominator, covariate. */
function salesPerVisit(random: Random, visits: (random: Random) => number, lift: number): Scatter {
  return scatterOf(
    draws(400, () => {
      const taste = Math.exp(0.5 * random.normal());
      const count = 1 + visits(random);
      const sales = (1 + lift) * taste * count + random.normal();
      return [sales, count, taste + 0.3 * random.normal()];
    }),
  );
}

const share = { measure: "share", nominal: 0.95, side: "equal" } as const;

const intervals: readonly CalibrationRow[] = [
  {
    id: "cuped-coverage-absolute",
    claim: "The adjusted difference's 95 % interval covers, ρ = 0.8, 50 people an arm",
    ...{ ...share, runs: 40_000 },
    prepare: () => (random) => {
      const [c, t] = [correlatedArm(random, 0.8, [5, 2], 50), correlatedArm(random, 0.8, [5.5, 2], 50)];
      return holds(adjustedDifference(c, t).interval, 0.5);
    },
  },
  {
    id: "cuped-coverage-relative",
    claim: "The adjusted lift's 95 % interval covers, ρ = 0.8, 50 people an arm",
    ...{ ...share, runs: 40_000 },
    prepare: () => (random) => {
      const [c, t] = [correlatedArm(random, 0.8, [2, 2], 50), correlatedArm(random, 0.8, [2.2, 2], 50)];
      return liftHolds(liftOf(c, t), 0.1);
    },
  },
  {
    id: "cuped-coverage-several",
    claim: "With two covariates and unequal arms (40 and 120 people) the 95 % interval covers",
    ...{ ...share, runs: 20_000 },
    prepare: () => (random) => {
      const arm = (n: number): Scatter => normalScatter(random, n, [1, 1, 1], three);
      return holds(adjustedDifference(arm(40), arm(120)).interval, 0);
    },
  },
  {
    id: "cuped-coverage-ratio",
    claim: "A ratio metric's lift, adjusted, 400 people an arm: the 95 % interval covers",
    ...{ ...share, runs: 2000 },
    prepare: () => {
      const visits = poissonDraw(2);
      return (random) =>
        liftHolds(liftOf(salesPerVisit(random, visits, 0), salesPerVisit(random, visits, 0.1), "ratio"), 0.1);
    },
  },
  {
    id: "cuped-coverage-median",
    claim: "A median's difference, adjusted, 500 people an arm: the 95 % interval covers",
    ...{ ...share, runs: 1500 },
    prepare: () => (random) => {
      const [c, t] = [withCovariate(random, 500), withCovariate(random, 500)];
      const { control, treatment } = adjustedQuantiles(c, t, 0.5);
      return holds(quantileDifference(control, treatment).interval, 0);
    },
  },
  {
    id: "cuped-coverage-cross-fitted",
    claim:
      "With cross-fitted guesses as the covariate, 150 people an arm, 10 features: the 95 % interval covers",
    ...{ ...share, runs: 1000, quickRuns: 100 },
    prepare: () => (random) => {
      const features = draws(300, () => draws(10, random.normal));
      const y = features.map((row) => row[0] + 0.5 * row[1] + random.normal());
      const { predictions } = crossFitted(features, y, random);
      const rows = y.map((value, i) => [value, predictions[i]]);
      return holds(adjustedDifference(scatterOf(rows.slice(0, 150)), scatterOf(rows.slice(150))).interval, 0);
    },
  },
  {
    id: "cuped-coverage-strata",
    claim: "Post-stratified over three strata of different means: 95 % intervals cover",
    ...{ ...share, runs: 20_000 },
    prepare: () => (random) => {
      const strata = [0, 5, 10].map((mean, i) => {
        const arm = (effect: number) => {
          const moments = normalMoments(random, 200 + 100 * i, mean + effect);
          return { n: moments.n, mean: moments.mean, variance: varianceOf(moments) };
        };
        return { weight: [0.5, 0.3, 0.2][i], control: arm(0), treatment: arm(0.3) };
      });
      const { effect, standardError } = postStratified(strata);
      return Math.abs(effect - 0.3) <= z95 * standardError;
    },
  },
];

const alarms: readonly CalibrationRow[] = [
  {
    id: "cuped-centring",
    claim: "From pairs (`cuped`), the lift's interval with the shared centre's covariance covers",
    ...{ ...share, runs: 20_000 },
    prepare: () => (random) => {
      const arm = (mean: number) => {
        const { n, means, products } = correlatedArm(random, 0.8, [mean, 2], 200);
        const [meanY, meanX] = means;
        return { n, meanX, meanY, xx: products[1][1], yy: products[0][0], xy: products[0][1] };
      };
      const { control, treatment, covariance } = cuped(arm(2), arm(2.2));
      return liftHolds(fiellerLift(control, treatment, z95, covariance), 0.1);
    },
  },
  {
    id: "cuped-centring-contrast",
    claim: "Contrast: without that covariance the lift's interval does not cover as said",
    ...{ measure: "share", nominal: 0.95, side: "above", runs: 20_000 },
    prepare: () => (random) => {
      const [c, t] = [correlatedArm(random, 0.9, [1, 2], 400), correlatedArm(random, 0.9, [2, 2], 400)];
      const found = adjustedDifference(c, t);
      return liftHolds(fiellerLift(found.control, found.treatment, z95, 0), 1);
    },
  },
  {
    id: "cuped-imbalance-alarm",
    claim: "The imbalance alarm is raised in one of 1,000 experiments that are in order",
    ...{ measure: "share", nominal: 0.001, side: "equal", runs: 40_000 },
    prepare: () => (random) => {
      const arm = (): Scatter => normalScatter(random, 300, [0, 0, 0], three);
      return covariateAlarms(arm(), arm()).alarms.includes("imbalance");
    },
  },
  {
    id: "cuped-imbalance-power",
    claim: "An imbalance of a tenth of a standard deviation among 10,000 people an arm is noticed",
    ...{ measure: "share", nominal: 0.99, side: "at least", runs: 4000 },
    prepare: () => (random) => {
      const [c, t] = [
        correlatedArm(random, 0.5, [0, 0], 10_000),
        correlatedArm(random, 0.5, [0, 0.1], 10_000),
      ];
      return covariateAlarms(c, t).alarms.includes("imbalance");
    },
  },
  {
    id: "cuped-skewed",
    claim: "Lognormal spending with last month's as covariate, 2,000 people an arm: the 95 % interval covers",
    ...{ ...share, runs: 1500 },
    prepare: () => {
      const { draw } = lognormal(0.8);
      const arm = (random: Random): Scatter =>
        scatterOf(
          draws(2000, () => {
            const before = draw(random);
            return [before * draw(random), before];
          }),
        );
      return (random) => holds(adjustedDifference(arm(random), arm(random)).interval, 0);
    },
  },
];

export const covariates: CalibrationFamily = {
  id: "cuped",
  title: "CUPED and other adjustments",
  about:
    "What a covariate of correlation ρ leaves of the variance is 1 - ρ². Measured is the variance that the difference really has over many experiments, then what is reported, then coverage.",
  rows: [...[0.3, 0.6, 0.9].flatMap((rho) => [varianceRow(rho), reportedRow(rho)]), ...intervals, ...alarms],
};
