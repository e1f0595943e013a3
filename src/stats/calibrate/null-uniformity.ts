/** A/A: without an effect every p-value must be uniform, whatever the metric is made of. */
import {
  adjustedDifference,
  adjustedQuantiles,
  analyse,
  clusteredDifference,
  geometricLift,
  logArms,
  pairedTest,
  pooledTest,
  quantileDifference,
  quantileSummaryOf,
  type Random,
  type Scatter,
  scatterOf,
  twoProportions,
  welchTest,
  winsorisedArms,
} from "../stats.ts";
import { nullTests } from "./null-tests.ts";
import {
  binomialDraw,
  clicksAndViews,
  correlated,
  draws,
  lognormal,
  momentsBy,
  normalMoments,
  normalScatter,
  type Population,
  poisson,
  poissonDraw,
  withCovariate,
  zeroInflated,
} from "./populations.ts";
import { type CalibrationFamily, type CalibrationRow, type Draw, neverTooSmall, uniformRow } from "./row.ts";

const welchOf = (population: Population, n: number) => (): Draw => (random) =>
  welchTest(momentsBy(population, random, n), momentsBy(population, random, n)).p;

const spent = lognormal(1);

const metrics: readonly CalibrationRow[] = [
  uniformRow(
    "aa-mean-normal",
    "Welch's test of normal values, 200 people an arm",
    100_000,
    () => (random) => welchTest(normalMoments(random, 200), normalMoments(random, 200)).p,
  ),
  uniformRow(
    "aa-mean-unequal",
    "Welch's test, 300 and 30 people, the few with three times the spread",
    100_000,
    () => {
      return (random) => welchTest(normalMoments(random, 300), normalMoments(random, 30, 0, 3)).p;
    },
  ),
  uniformRow(
    "aa-mean-lognormal",
    "Welch's test of lognormal amounts, 1,000 people an arm",
    4000,
    welchOf(spent, 1000),
  ),
  uniformRow(
    "aa-mean-poisson",
    "Welch's test of Poisson counts, 500 people an arm",
    8000,
    welchOf(poisson(2), 500),
  ),
  uniformRow(
    "aa-mean-zero-inflated",
    "Welch's test of amounts that 5 % spend at all, 5,000 people an arm",
    2000,
    welchOf(zeroInflated(0.05, 1), 5000),
  ),
  uniformRow(
    "aa-mean-pooled",
    "The pooled t-test of normal values, 20 people an arm",
    100_000,
    () => (random) => pooledTest(normalMoments(random, 20), normalMoments(random, 20)).p,
  ),
  uniformRow("aa-mean-paired", "The paired t-test, 25 pairs", 8000, () => (random) => {
    const before = draws(25, random.normal);
    return pairedTest(
      before,
      before.map((value) => value + random.normal()),
    ).p;
  }),
  uniformRow("aa-proportion", "The z-test of a 10 % rate, 200,000 people an arm", 100_000, () => {
    const clicks = binomialDraw(200_000, 0.1);
    return (random) => twoProportions({ x: clicks(random), n: 200_000 }, { x: clicks(random), n: 200_000 }).p;
  }),
  uniformRow(
    "aa-ratio",
    "A ratio metric by the delta method, clicks over views of 500 people an arm",
    3000,
    () => {
      const views = poissonDraw(3);
      const arm = (random: Random): Scatter => scatterOf(clicksAndViews(random, 500, views));
      return (random) => adjustedDifference(arm(random), arm(random), { kind: "ratio" }).p;
    },
  ),
  neverTooSmall(
    "aa-median",
    "The difference of medians of lognormal values, 1,000 people an arm",
    3000,
    () => (random) => {
      const arm = () =>
        quantileSummaryOf(
          draws(1000, () => spent.draw(random)),
          0.5,
        );
      return quantileDifference(arm(), arm()).p;
    },
  ),
  neverTooSmall(
    "aa-p90",
    "The difference of 90th percentiles of lognormal values, 2,000 people an arm",
    2000,
    () => {
      return (random) => {
        const arm = () =>
          quantileSummaryOf(
            draws(2000, () => spent.draw(random)),
            0.9,
          );
        return quantileDifference(arm(), arm()).p;
      };
    },
  ),
  uniformRow(
    "aa-winsorised",
    "Welch's test of lognormal values cut at the pooled 99 %, 1,000 an arm",
    2000,
    () => {
      const heavy = lognormal(1.5);
      return (random) => {
        const drawn = [0, 1].map(() => draws(1000, () => heavy.draw(random)));
        const [control, treatment] = winsorisedArms(drawn).arms;
        return welchTest(control, treatment).p;
      };
    },
  ),
  uniformRow("aa-log", "The ratio of geometric means of lognormal values, 50 people an arm", 8000, () => {
    const heavy = lognormal(1.5);
    return (random) => {
      const [c, t] = logArms([0, 1].map(() => draws(50, () => heavy.draw(random))));
      return geometricLift(c, t).p;
    };
  }),
  uniformRow(
    "aa-clustered",
    "20 and 20 clusters of unequal sizes, CR2 with Satterthwaite's df",
    4000,
    () => (random) =>
      clusteredDifference(
        draws(40, () => 0).map((_, i) => {
          const n = 5 + random.integer(40);
          const sum = n * random.normal() + Math.sqrt(n) * random.normal();
          return { arm: i < 20 ? ("control" as const) : ("treatment" as const), n, sum };
        }),
      ).p,
  ),
  uniformRow(
    "aa-cuped",
    "CUPED with a covariate of correlation 0.7, 100 people an arm",
    100_000,
    () => (random) =>
      adjustedDifference(
        normalScatter(random, 100, [0, 0], correlated(0.7)),
        normalScatter(random, 100, [0, 0], correlated(0.7)),
      ).p,
  ),
  neverTooSmall("aa-cuped-median", "CUPED of a median, 500 people an arm", 1500, () => (random) => {
    const [c, t] = [withCovariate(random, 500), withCovariate(random, 500)];
    const { control, treatment } = adjustedQuantiles(c, t, 0.5);
    return quantileDifference(control, treatment).p;
  }),
  uniformRow(
    "aa-analyse-fixed",
    "`analyse` read once, two metrics uncorrected, the first one's p",
    10_000,
    () => {
      return (random) => {
        const metric = (name: string) => ({
          name,
          kind: "mean" as const,
          arms: { a: normalMoments(random, 500, 10), b: normalMoments(random, 500, 10) },
        });
        const [first] = analyse({
          control: "a",
          metrics: [metric("one"), metric("two")],
          looks: "fixed",
          correction: "none",
        }).results;
        return "refused" in first ? Number.NaN : first.p;
      };
    },
  ),
];

export const nullUniformity: CalibrationFamily = {
  id: "aa",
  title: "A/A: p-values without an effect",
  about:
    "Two arms that are the same, compared over and over. Measured is the greatest gap between the distribution of the p-values and the uniform one; 0 is perfect.",
  rows: [...metrics, ...nullTests],
};
