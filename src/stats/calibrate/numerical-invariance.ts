/** The same data shifted, scaled, shuffled or merged from shards must give the same answer. */
import {
  addMoments,
  addScatter,
  adjustedDifference,
  analyse,
  clusteredDifference,
  momentsOf,
  quantileDifference,
  quantileSummaryOf,
  type Random,
  type Scatter,
  scatterOf,
  welchTest,
} from "../stats.ts";
import { draws } from "./populations.ts";
import type { CalibrationFamily, CalibrationRow, Draw } from "./row.ts";

type Rows = readonly (readonly number[])[];

/** On a grid of 2⁻²⁰, so that adding a million loses nothing before the library has seen it. */
const gridded = (value: number): number => Math.round(value * 2 ** 20) / 2 ** 20;

/** Outcome and covariate of 200 people. */
const people = (random: Random): Rows =>
  draws(200, () => {
    const x = random.normal();
    return [Math.exp(0.5 * x + 0.5 * random.normal()), x].map(gridded);
  });

/** Relative; absolute between numbers below 1, as a t near 0 has no relative precision. */
const change = (a: number, b: number): number => Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
const worst = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, value, i) => Math.max(most, change(value, b[i])), 0);

/** Statistic, p and standard error, the last in units of `scale`. */
const welchOf = (control: Rows, treatment: Rows, scale = 1): number[] => {
  const arms = [control, treatment].map((rows) => momentsOf(rows.map(([y]) => y)));
  const { statistic, p, standardError } = welchTest(arms[0], arms[1]);
  return [statistic, p, standardError / scale];
};

const adjustedOf = (control: Scatter, treatment: Scatter, scale = 1): number[] => {
  const { statistic, p, standardError, varianceRatio } = adjustedDifference(control, treatment);
  return [statistic, p, standardError / scale, varianceRatio];
};

const changed = (rows: Rows, by: (value: number) => number): Rows => rows.map((row) => row.map(by));

const merged = <T>(rows: Rows, of: (part: Rows) => T, add: (a: T, b: T) => T): T =>
  draws(7, (k) => of(rows.filter((_, i) => i % 7 === k))).reduce(add);

const invariant = (id: string, claim: string, tolerance: number, draw: Draw): CalibrationRow => ({
  ...{ id: `invariance-${id}`, claim, measure: "worst", nominal: tolerance, side: "at most" },
  ...{ runs: 500, prepare: () => draw },
});

const rows: readonly CalibrationRow[] = [
  invariant("shift", "Welch's test does not change when 10⁶ is added to everybody", 1e-8, (random) => {
    const [c, t] = [people(random), people(random)];
    const moved = (rows: Rows) => changed(rows, (value) => value + 1e6);
    return worst(welchOf(c, t), welchOf(moved(c), moved(t)));
  }),
  invariant("scale", "Welch's test does not change when units are 10⁹ times smaller", 1e-12, (random) => {
    const [c, t] = [people(random), people(random)];
    const finer = (rows: Rows) => changed(rows, (value) => value * 1e9);
    return worst(welchOf(c, t), welchOf(finer(c), finer(t), 1e9));
  }),
  invariant("order", "Welch's test does not depend on the order of the rows", 1e-12, (random) => {
    const [c, t] = [people(random), people(random)];
    return worst(welchOf(c, t), welchOf(random.shuffle(c), random.shuffle(t)));
  }),
  invariant("shards", "Seven shards' moments merged give Welch's test of all rows", 1e-11, (random) => {
    const arms = [people(random), people(random)];
    const [c, t] = arms.map((rows) => merged(rows, (part) => momentsOf(part.map(([y]) => y)), addMoments));
    const { statistic, p, standardError } = welchTest(c, t);
    return worst(welchOf(arms[0], arms[1]), [statistic, p, standardError]);
  }),
  invariant(
    "cuped-shift",
    "CUPED does not change when 10⁶ is added to outcome and covariate",
    1e-8,
    (random) => {
      const [c, t] = [people(random), people(random)];
      const moved = (rows: Rows) => scatterOf(changed(rows, (value) => value + 1e6));
      return worst(adjustedOf(scatterOf(c), scatterOf(t)), adjustedOf(moved(c), moved(t)));
    },
  ),
  invariant("cuped-scale", "CUPED does not change when units are 10⁹ times smaller", 1e-10, (random) => {
    const [c, t] = [people(random), people(random)];
    const finer = (rows: Rows) => scatterOf(changed(rows, (value) => value * 1e9));
    return worst(adjustedOf(scatterOf(c), scatterOf(t)), adjustedOf(finer(c), finer(t), 1e9));
  }),
  invariant("cuped-shards", "Seven shards merged give CUPED of all rows", 1e-10, (random) => {
    const arms = [people(random), people(random)];
    const [c, t] = arms.map((rows) => merged(rows, scatterOf, addScatter));
    return worst(adjustedOf(scatterOf(arms[0]), scatterOf(arms[1])), adjustedOf(c, t));
  }),
  invariant(
    "lift-scale",
    "The lift and its interval do not change with the metric's unit",
    1e-12,
    (random) => {
      const [c, t] = [people(random), people(random)].map((rows) => rows.map(([y]) => [y]));
      const of = (control: Rows, treatment: Rows): number[] => {
        const arms = { c: scatterOf(control), t: scatterOf(treatment) };
        const [found] = analyse({ control: "c", metrics: [{ name: "m", kind: "mean", arms }] }).results;
        if ("refused" in found || found.lift === undefined || found.lift.interval === "unbounded") return [];
        return [found.lift.lift, ...found.lift.interval, found.p];
      };
      const finer = (rows: Rows) => changed(rows, (value) => value * 1e9);
      return worst(of(c, t), of(finer(c), finer(t)));
    },
  ),
  invariant("swap", "Swapping the arms flips the difference's sign and nothing else", 0, (random) => {
    const [c, t] = [people(random), people(random)].map((rows) => momentsOf(rows.map(([y]) => y)));
    const [there, back] = [welchTest(c, t), welchTest(t, c)];
    return worst(
      [there.difference, there.p, there.interval[0]],
      [-back.difference, back.p, -back.interval[1]],
    );
  }),
  invariant(
    "quantile-monotone",
    "A difference of medians follows a change of units and of zero",
    1e-9,
    (random) => {
      const arms = [people(random), people(random)];
      const of = (by: (y: number) => number): number[] => {
        const [c, t] = arms.map((rows) =>
          quantileSummaryOf(
            rows.map(([y]) => by(y)),
            0.5,
          ),
        );
        const { difference, interval, p } = quantileDifference(c, t);
        return [difference, ...interval, p];
      };
      const [difference, low, high, p] = of((y) => 1000 * y + 5000);
      return worst(
        of((y) => y),
        [difference / 1000, low / 1000, high / 1000, p],
      );
    },
  ),
  invariant("cluster-order", "Clusters may come in any order", 1e-10, (random) => {
    const units = draws(20, (i) => {
      const n = 5 + random.integer(20);
      return { arm: i % 2 ? ("control" as const) : ("treatment" as const), n, sum: n + 3 * random.normal() };
    });
    const of = (some: typeof units): number[] => {
      const { statistic, p, df } = clusteredDifference(some);
      return [statistic, p, df];
    };
    return worst(of(units), of(random.shuffle(units)));
  }),
];

export const numericalInvariance: CalibrationFamily = {
  id: "invariance",
  title: "Numerical invariance",
  about: "The largest change of any figure over 500 data sets, relative (absolute below 1); 0 is exact.",
  rows,
};
