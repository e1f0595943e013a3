/** A/A experiments looked at 100 times: how many are ever declared to differ? */
import {
  addMoments,
  addProportions,
  addScatter,
  adjustedDifference,
  analyse,
  bettingInterval,
  type CountedEstimate,
  differenceSequence,
  distributionBound,
  empiricalBernsteinInterval,
  type Moments,
  mixtureTestOf,
  normalPosterior,
  type Proportion,
  quantileDifferenceSequence,
  type Random,
  rateSequence,
  type Scatter,
  scatterOf,
  twoProportions,
  welchTest,
} from "../stats.ts";
import {
  binomialDraw,
  clicksAndViews,
  correlated,
  draws,
  estimateOf,
  lognormal,
  momentsBy,
  normalMoments,
  normalScatter,
  poissonDraw,
  zeroInflated,
} from "./populations.ts";
import type { CalibrationFamily, CalibrationRow, Draw } from "./row.ts";

/** Two arms that grow batch by batch; true when `declares` ever is. */
function watched<Arm>(
  looks: number,
  grow: (random: Random) => Arm,
  add: (a: Arm, b: Arm) => Arm,
  declares: (control: Arm, treatment: Arm) => boolean,
): Draw {
  return (random) => {
    let [control, treatment] = [grow(random), grow(random)];
    for (let look = 1; ; look++) {
      if (declares(control, treatment)) return true;
      if (look === looks) return false;
      control = add(control, grow(random));
      treatment = add(treatment, grow(random));
    }
  };
}

const sequenceRejects = (control: Moments, treatment: Moments): boolean =>
  control.m2 + treatment.m2 > 0 && differenceSequence(estimateOf(control), estimateOf(treatment)).p <= 0.05;

function adjustedRejects(control: Scatter, treatment: Scatter, kind: "mean" | "ratio"): boolean {
  const found = adjustedDifference(control, treatment, { kind });
  return (
    differenceSequence(
      { ...found.control, n: control.n },
      { ...found.treatment, n: treatment.n },
      {
        covariance: found.covariance,
      },
    ).p <= 0.05
  );
}

function analysisDeclares(control: Moments, treatment: Moments): boolean {
  const metric = { name: "m", kind: "mean" as const, arms: { control, treatment } };
  return analyse({ control: "control", metrics: [metric] }).results.some(
    (one) => "verdict" in one && one.verdict !== "unclear",
  );
}

const atMost = (id: string, claim: string, runs: number, prepare: () => Draw): CalibrationRow => ({
  ...{ id: `peeking-${id}`, claim, measure: "share", nominal: 0.05, side: "at most", runs, prepare },
});
/** The same with few repetitions in the quick run: each of these is slow. */
const slowly = (row: CalibrationRow): CalibrationRow => ({ ...row, quickRuns: 60 });
const naive = (id: string, claim: string, runs: number, prepare: () => Draw): CalibrationRow => ({
  ...{ id: `peeking-${id}`, claim, measure: "share", nominal: 0.05, side: "above", runs, prepare },
});

const normalBatch = (random: Random): Moments => normalMoments(random, 100, 10);
const rateRejects = (control: Proportion, treatment: Proportion): boolean => {
  const estimate = ({ x, n }: Proportion): CountedEstimate => ({
    n,
    mean: x / n,
    squaredError: (x * (n - x)) / (n - 1) / n ** 2,
  });
  const [c, t] = [estimate(control), estimate(treatment)];
  return c.squaredError + t.squaredError > 0 && differenceSequence(c, t).p <= 0.05;
};

const naiveRows: readonly CalibrationRow[] = [
  naive("naive-mean", "Contrast: a 5 % t-test read at 100 looks is wrong far more often", 10_000, () =>
    watched(100, normalBatch, addMoments, (c, t) => welchTest(c, t).p < 0.05),
  ),
  naive(
    "naive-proportion",
    "Contrast: a 5 % z-test of rates read at 100 looks is wrong far more often",
    4000,
    () => {
      const clicks = binomialDraw(200, 0.05);
      return watched(
        100,
        (random) => ({ x: clicks(random), n: 200 }),
        addProportions,
        (c, t) => c.x + t.x > 0 && twoProportions(c, t).p < 0.05,
      );
    },
  ),
  naive(
    "naive-bayes",
    "Contrast: a flat prior stopped at a 95 % chance to win, 20 looks, is wrong far more often",
    4000,
    () =>
      watched(20, normalBatch, addMoments, (c, t) => {
        const error = Math.sqrt(c.m2 / (c.n - 1) / c.n + t.m2 / (t.n - 1) / t.n);
        const { chanceToWin } = normalPosterior(t.mean - c.mean, error);
        return chanceToWin > 0.95 || chanceToWin < 0.05;
      }),
  ),
];

const meanRows: readonly CalibrationRow[] = [
  atMost(
    "mean",
    "A normal mean by the confidence sequence, 100 looks at 100 more people an arm",
    10_000,
    () => watched(100, normalBatch, addMoments, sequenceRejects),
  ),
  atMost("analyse", "`analyse` as it comes (anytime), 100 looks", 2000, () =>
    watched(100, normalBatch, addMoments, analysisDeclares),
  ),
  atMost(
    "proportion",
    "A 5 % rate by the confidence sequence, 100 looks at 200 more people an arm",
    4000,
    () => {
      const clicks = binomialDraw(200, 0.05);
      return watched(100, (random) => ({ x: clicks(random), n: 200 }), addProportions, rateRejects);
    },
  ),
  atMost("lognormal", "Lognormal amounts by the confidence sequence, 100 looks", 1000, () => {
    const spent = lognormal(1);
    return watched(100, (random) => momentsBy(spent, random, 100), addMoments, sequenceRejects);
  }),
  atMost("zero-inflated", "Amounts that 5 % spend at all, 100 looks at 200 more people an arm", 500, () => {
    const spent = zeroInflated(0.05, 1);
    return watched(100, (random) => momentsBy(spent, random, 200), addMoments, sequenceRejects);
  }),
  atMost("cuped", "CUPED by the confidence sequence, 100 looks", 2000, () =>
    watched(
      100,
      (random) => normalScatter(random, 100, [0, 0], correlated(0.7)),
      addScatter,
      (c, t) => adjustedRejects(c, t, "mean"),
    ),
  ),
  atMost(
    "ratio",
    "Clicks over views by the confidence sequence, 100 looks at 50 more people an arm",
    400,
    () => {
      const views = poissonDraw(3);
      return watched(
        100,
        (random) => scatterOf(clicksAndViews(random, 50, views)),
        addScatter,
        (c, t) => adjustedRejects(c, t, "ratio"),
      );
    },
  ),
  atMost("msprt", "The mixture sequential probability ratio test of a mean, 100 looks", 10_000, () =>
    watched(100, normalBatch, addMoments, (c, t) => {
      const error = Math.sqrt(c.m2 / (c.n - 1) / c.n + t.m2 / (t.n - 1) / t.n);
      return mixtureTestOf(t.mean - c.mean, error, 0.01, 0.05).reject;
    }),
  ),
];

/** Does an interval miss the truth at any of the looks, with `each` more values at every one? */
function missesEver(
  looks: number,
  each: number,
  draw: Draw,
  truth: number,
  interval: (seen: readonly number[]) => readonly [number, number],
): Draw {
  return (random) => {
    const seen: number[] = [];
    for (let look = 0; look < looks; look++) {
      for (let i = 0; i < each; i++) seen.push(Number(draw(random)));
      const [low, high] = interval(seen);
      if (truth < low || truth > high) return true;
    }
    return false;
  };
}

/** Beta(½, 2½) by its quantile would be slow; a square of a uniform has mean ⅓ and is as skewed. */
const skewedShare: Draw = (random) => random.next() ** 2;

const boundedRows: readonly CalibrationRow[] = [
  atMost("empirical-bernstein", "The mean of values in [0, 1] by empirical Bernstein, 100 looks", 1000, () =>
    missesEver(100, 10, skewedShare, 1 / 3, (seen) => empiricalBernsteinInterval(seen, 0.05)),
  ),
  atMost("betting", "The mean of values in [0, 1] by betting, 10 looks", 300, () =>
    missesEver(10, 20, skewedShare, 1 / 3, (seen) => bettingInterval(seen, 0.05)),
  ),
  atMost("rate-sequence", "A 10 % rate by the beta–binomial sequence, 100 looks", 500, () => {
    const clicks = binomialDraw(50, 0.1);
    return (random) => {
      let x = 0;
      for (let look = 1; look <= 100; look++) {
        x += clicks(random);
        const [low, high] = rateSequence(x, 50 * look, 0.05, 1000);
        if (low > 0.1 || high < 0.1) return true;
      }
      return false;
    };
  }),
  atMost("quantile", "A difference of medians by the quantile sequence, 100 looks", 200, () => (random) => {
    const arms: [number[], number[]] = [[], []];
    for (let look = 0; look < 100; look++) {
      for (const arm of arms) for (let i = 0; i < 10; i++) arm.push(random.normal());
      const [low, high] = quantileDifferenceSequence(arms[0], arms[1], 0.5, 0.05, 500);
      if (low > 0 || high < 0) return true;
    }
    return false;
  }),
  atMost(
    "distribution",
    "A whole distribution function by its uniform bound, 20 looks",
    500,
    () => (random) => {
      const seen: number[] = [];
      for (let look = 0; look < 20; look++) {
        seen.push(...draws(50, random.next));
        const rising = Float64Array.from(seen).sort();
        const gap = rising.reduce(
          (worst, x, i) => Math.max(worst, (i + 1) / seen.length - x, x - i / seen.length),
          0,
        );
        if (gap > distributionBound(seen.length, 0.05, 50)) return true;
      }
      return false;
    },
  ),
];

export const peeking: CalibrationFamily = {
  id: "peeking",
  title: "Looking often",
  about:
    "A/A experiments that are read while they grow. Measured is the share that is ever declared to differ, at a level of 5 %; the contrasts show what a test for one look does.",
  rows: [...naiveRows, ...meanRows, ...boundedRows.map(slowly)],
};
