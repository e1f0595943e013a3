/** A/A: p-values of tests that are not of a metric's mean, rate or quantile. */
import {
  brunnerMunzel,
  coxRegression,
  factorialTest,
  fisherF,
  independenceTest,
  kolmogorovSmirnov,
  kruskalWallis,
  linearRegression,
  logRank,
  mannWhitney,
  momentsOf,
  oneWayAnova,
  sampledPermutation,
  sampleRatioTest,
  segmentEffects,
  standardNormal,
  studentT,
  welchAnova,
  welchTest,
} from "../stats.ts";
import { draws, lifetime, normalMoments, normalScatter, poisson, poissonDraw } from "./populations.ts";
import { type CalibrationRow, neverTooSmall, uniformRow } from "./row.ts";

const twoSidedNormal = (z: number): number => 2 * standardNormal.upper(Math.abs(z));
const twoSidedT = (t: number, df: number): number => 2 * studentT(df).upper(Math.abs(t));

export const nullTests: readonly CalibrationRow[] = [
  uniformRow("aa-mann-whitney", "Mann–Whitney among ties, Poisson counts of 100 people an arm", 5000, () => {
    const { draw } = poisson(5);
    return (random) =>
      mannWhitney(
        draws(100, () => draw(random)),
        draws(100, () => draw(random)),
      ).p;
  }),
  uniformRow(
    "aa-brunner-munzel",
    "Brunner–Munzel with unequal spreads, 60 and 30 people",
    5000,
    () => (random) =>
      brunnerMunzel(
        draws(60, random.normal),
        draws(30, () => 3 * random.normal()),
      ).p,
  ),
  uniformRow(
    "aa-permutation",
    "A permutation test of Welch's t, 30 and 15 people, 999 splits",
    1500,
    () => (random) =>
      sampledPermutation(
        draws(30, random.normal),
        draws(15, () => 2 * random.normal()),
        random,
        999,
      ).p,
  ),
  neverTooSmall(
    "aa-kolmogorov-smirnov",
    "Kolmogorov–Smirnov, 400 and 397 people",
    3000,
    () => (random) => kolmogorovSmirnov(draws(400, random.normal), draws(397, random.normal)).p,
  ),
  uniformRow("aa-chi-square", "χ² of a 2 × 5 table of 20,000 people an arm", 8000, () => {
    const shares = [0.4, 0.3, 0.15, 0.1, 0.05];
    const counts = shares.map((share) => poissonDraw(20_000 * share));
    return (random) => independenceTest([0, 1].map(() => counts.map((count) => count(random)))).p;
  }),
  uniformRow("aa-anova", "One-way ANOVA of 4 groups of 12", 8000, () => (random) => {
    const { F, degreesBetween, degreesWithin } = oneWayAnova(draws(4, () => draws(12, random.normal)));
    return fisherF(degreesBetween, degreesWithin).upper(F);
  }),
  uniformRow(
    "aa-welch-anova",
    "Welch's ANOVA of groups of 20, 40 and 80 with unequal spreads",
    100_000,
    () => (random) =>
      welchAnova([
        normalMoments(random, 20, 0, 3),
        normalMoments(random, 40, 0, 2),
        normalMoments(random, 80),
      ]).p,
  ),
  uniformRow(
    "aa-kruskal-wallis",
    "Kruskal–Wallis of 3 groups of 60",
    4000,
    () => (random) => kruskalWallis(draws(3, () => draws(60, random.normal))).p,
  ),
  uniformRow("aa-log-rank", "The log-rank test, 150 lives an arm, a third censored", 2000, () => (random) => {
    const lives = () => draws(150, () => lifetime(random));
    return logRank([lives(), lives()]).p;
  }),
  uniformRow(
    "aa-cox",
    "A Cox coefficient of no effect, 150 lives, a third censored",
    1500,
    () => (random) => {
      const rows = draws(150, () => [random.normal()]);
      const { coefficients, standardErrors } = coxRegression(
        rows.map(() => lifetime(random)),
        rows,
      );
      return twoSidedNormal(coefficients[0] / standardErrors[0]);
    },
  ),
  uniformRow("aa-regression", "A coefficient of no effect, least squares, 30 rows", 6000, () => (random) => {
    const rows = draws(30, () => [1, random.normal(), random.normal()]);
    const fit = linearRegression(
      rows,
      rows.map(([, x]) => x + random.normal()),
    );
    return twoSidedT(fit.coefficients[2] / fit.standardErrors[2], fit.degreesResidual);
  }),
  uniformRow("aa-segments", "Cochran's Q over 6 segments with one effect", 8000, () => (random) => {
    const segments = draws(6, () => 0).map((_, i) => ({
      segment: String(i),
      control: normalScatter(random, 400, [0], [[1]]),
      treatment: normalScatter(random, 400, [0.1], [[1]]),
    }));
    return segmentEffects(segments).interaction?.p ?? Number.NaN;
  }),
  uniformRow("aa-factorial", "The interaction of two experiments that have none", 100_000, () => (random) => {
    const cell = (mean: number) => normalMoments(random, 100, mean);
    return factorialTest({
      control: { control: cell(0), treated: cell(0.2) },
      treated: { control: cell(0.1), treated: cell(0.3) },
    }).interaction.p;
  }),
  uniformRow("aa-sample-ratio", "The χ² sample-ratio check, 100,000 people in three arms", 100_000, () => {
    const arms = [50_000, 30_000, 20_000].map(poissonDraw);
    return (random) =>
      sampleRatioTest(
        arms.map((draw) => draw(random)),
        [5, 3, 2],
      ).p;
  }),
  uniformRow(
    "aa-small-means",
    "Welch's test of normal values from their rows, 8 people an arm",
    8000,
    () => (random) => welchTest(momentsOf(draws(8, random.normal)), momentsOf(draws(8, random.normal))).p,
  ),
];
