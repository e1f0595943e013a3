/** Quantiles and their differences, with and without ties. */
import {
  analyse,
  mannWhitney,
  quantileDifference,
  quantileInterval,
  quantileSummaryOf,
  type Random,
} from "../stats.ts";
import { draws, lognormal, poisson } from "./populations.ts";
import { type CalibrationFamily, type CalibrationRow, type Draw, holds } from "./row.ts";

const heavy = lognormal(1);
const smooth = (random: Random): number => heavy.draw(random);
/** Whole milliseconds of a few dozen: every value is tied with many. */
const rounded = (random: Random): number => Math.round(10 * heavy.draw(random));

const difference =
  (n: number, p: number, draw: (random: Random) => number): Draw =>
  (random) => {
    const arm = () =>
      quantileSummaryOf(
        draws(n, () => draw(random)),
        p,
      );
    return holds(quantileDifference(arm(), arm()).interval, 0);
  };

/** Medians of 200 people's five loads each, whose logarithms share half of their variance within a person. */
const pageLoads =
  (designEffect: number): Draw =>
  (random) => {
    const arm = () => {
      const loads = draws(200, () => {
        const own = 0.7 * random.normal();
        return draws(5, () => Math.exp(own + 0.7 * random.normal()));
      });
      return quantileSummaryOf(loads.flat(), 0.5, 0.95, designEffect);
    };
    return holds(quantileDifference(arm(), arm()).interval, 0);
  };

const share = { measure: "share", nominal: 0.95 } as const;

const rows: readonly CalibrationRow[] = [
  ...[0.5, 0.9, 0.99].map(
    (p): CalibrationRow => ({
      id: `quantile-difference-${100 * p}`,
      claim: `The 95 % interval of a difference of ${100 * p} % quantiles covers, 2,000 people an arm`,
      ...{ ...share, side: "at least", runs: 1500 },
      prepare: () => difference(2000, p, smooth),
    }),
  ),
  ...[0.5, 0.9].map(
    (p): CalibrationRow => ({
      id: `quantile-ties-${100 * p}`,
      claim: `The same with ties (whole numbers), ${100 * p} % quantiles, 1,000 people an arm`,
      ...{ ...share, side: "at least", runs: 2000 },
      prepare: () => difference(1000, p, rounded),
    }),
  ),
  {
    id: "quantile-one-sample",
    claim: "The order-statistic interval of one 90 % quantile covers at least as said, 200 people",
    ...{ ...share, side: "at least", runs: 5000 },
    prepare: () => {
      const truth = Math.exp(1.2815515655446004);
      return (random) =>
        holds(
          quantileInterval(
            draws(200, () => smooth(random)),
            0.9,
          ).interval,
          truth,
        );
    },
  },
  {
    id: "quantile-heavy-tie",
    claim:
      "Medians of counts of mean 2, where a value holds a quarter: at most 5 % false verdicts from `analyse`",
    ...{ measure: "share", nominal: 0.05, side: "at most", runs: 2000 },
    prepare: () => {
      const { draw } = poisson(2);
      return (random) => {
        const arm = () =>
          quantileSummaryOf(
            draws(400, () => draw(random)),
            0.5,
          );
        const metrics = [{ name: "m", kind: "quantile" as const, arms: { a: arm(), b: arm() } }];
        const [found] = analyse({ control: "a", metrics, looks: "fixed" }).results;
        return "verdict" in found && found.verdict !== "unclear";
      };
    },
  },
  {
    id: "quantile-design-effect",
    claim: "With 5 page loads a person that are alike, widened by their design effect, the interval covers",
    ...{ ...share, side: "at least", runs: 1500 },
    prepare: () => pageLoads(1 + 4 * 0.5),
  },
  {
    id: "quantile-design-effect-contrast",
    claim: "Contrast: the same page loads taken for independent cover less",
    ...{ ...share, side: "below", runs: 1500 },
    prepare: () => pageLoads(1),
  },
  {
    id: "quantile-mann-whitney-ties",
    claim: "Mann–Whitney among heavy ties keeps its 5 %, counts of mean 1, 50 people an arm",
    ...{ measure: "share", nominal: 0.05, side: "equal", runs: 8000 },
    prepare: () => {
      const { draw } = poisson(1);
      return (random) => {
        const arm = () => draws(50, () => draw(random));
        return mannWhitney(arm(), arm()).p < 0.05;
      };
    },
  },
];

export const quantileIntervals: CalibrationFamily = {
  id: "quantile",
  title: "Quantiles, with ties",
  about:
    "Medians and tails by order statistics. With ties an interval may only be wider than needed, never narrower.",
  rows,
};
