/** How often intervals of the absolute and the relative difference hold the truth. */
import {
  addMoments,
  bootstrapInterval,
  clopperPearsonInterval,
  deltaLift,
  differenceSequence,
  fiellerLift,
  type Lift,
  type Moments,
  momentsOf,
  newcombeInterval,
  type Random,
  studentT,
  welchTest,
  wilsonInterval,
} from "../stats.ts";
import {
  binomialDraw,
  draws,
  estimateOf,
  lognormal,
  momentsBy,
  normalMoments,
  type Population,
  poisson,
  zeroInflated,
} from "./populations.ts";
import { type CalibrationFamily, type CalibrationRow, holds } from "./row.ts";

const trueLift = 0.1;

interface Shape {
  readonly id: string;
  readonly name: string;
  readonly mean: number;
  /** n people whose values are multiplied by `factor`. */
  readonly sample: (random: Random, n: number, factor: number) => Moments;
}

const shapeOf = (id: string, name: string, population: Population): Shape => ({
  id,
  name,
  mean: population.mean,
  sample: (random, n, factor) => momentsBy(population, random, n, factor),
});

const shapes: readonly Shape[] = [
  {
    id: "normal",
    name: "normal values",
    mean: 4,
    sample: (random, n, factor) => normalMoments(random, n, 4 * factor, factor),
  },
  shapeOf("poisson", "Poisson counts of mean 2", poisson(2)),
  shapeOf("lognormal", "lognormal amounts (σ = 1)", lognormal(1)),
  shapeOf("zero-inflated", "amounts that 20 % spend at all", zeroInflated(0.2, 1)),
];

/** What is promised instead of 95 % where the limit theorem has not arrived. */
const floors: Readonly<Record<string, number>> = {
  "lognormal-50": 0.93,
  "zero-inflated-50": 0.92,
};

/** With the t quantile that Welch's interval uses, so that both verdicts agree. */
export function liftOf(control: Moments, treatment: Moments): Lift {
  const { df } = welchTest(control, treatment);
  return fiellerLift(estimateOf(control), estimateOf(treatment), studentT(df).upperQuantile(0.025));
}

/** An unbounded set is judged as the set it is. */
export function liftHolds({ set }: Lift, truth: number): boolean {
  if (set.kind === "everything") return true;
  return set.kind === "between"
    ? holds([set.low, set.high], truth)
    : truth <= set.below || truth >= set.above;
}

function shapeRows({ id, name, mean, sample }: Shape, n: number): CalibrationRow[] {
  const key = `${id}-${n}`;
  const value = floors[key];
  const why = `${n} people an arm are few for so skewed a metric`;
  const floor = value === undefined ? undefined : { value, why };
  const runs = { 50: 50_000, 500: 20_000, 5000: 4000 }[n] ?? 2000;
  const shared = {
    measure: "share",
    nominal: 0.95,
    side: floor ? "at least" : "equal",
    floor,
    runs,
  } as const;
  const arms = (random: Random): [Moments, Moments] => [
    sample(random, n, 1),
    sample(random, n, 1 + trueLift),
  ];
  const people = `${n.toLocaleString("en")} people an arm`;
  return [
    {
      id: `coverage-absolute-${key}`,
      claim: `Welch's 95 % interval of the difference, ${name}, ${people}`,
      ...shared,
      prepare: () => (random) => holds(welchTest(...arms(random)).interval, trueLift * mean),
    },
    {
      id: `coverage-relative-${key}`,
      claim: `Fieller's 95 % interval of the lift, ${name}, ${people}`,
      ...shared,
      prepare: () => (random) => liftHolds(liftOf(...arms(random)), trueLift),
    },
  ];
}

const byShape = shapes.flatMap((shape) => [50, 500, 5000].flatMap((n) => shapeRows(shape, n)));

/** n = 100 and a spread of five times the mean: the published case in which the delta method covers 91.8 %. */
const noisy = (random: Random): [Moments, Moments] => [
  normalMoments(random, 100, 1, 5),
  normalMoments(random, 100, 1, 5),
];

const fieller: readonly CalibrationRow[] = [
  {
    id: "fieller-noisy",
    claim: "Fieller's 95 % set of the lift covers where the spread is 5 × the mean, 100 people an arm",
    ...{ measure: "share", nominal: 0.95, side: "equal", runs: 100_000 },
    prepare: () => (random) => liftHolds(liftOf(...noisy(random)), 0),
  },
  {
    id: "fieller-delta-noisy",
    claim: "Contrast: the delta method's 95 % interval of the same lift covers less",
    ...{ measure: "share", nominal: 0.95, side: "below", runs: 100_000 },
    prepare: () => (random) => {
      const [c, t] = noisy(random);
      return holds(deltaLift(estimateOf(c), estimateOf(t), 1.96).interval, 0);
    },
  },
  {
    id: "fieller-agreement",
    claim: "The absolute and the relative verdict never disagree",
    ...{ measure: "share", nominal: 0, side: "equal", runs: 100_000 },
    prepare: () => (random) => {
      const [c, t] = [normalMoments(random, 200, 1, 3), normalMoments(random, 200, 1.4, 3)];
      return liftHolds(liftOf(c, t), 0) !== holds(welchTest(c, t).interval, 0);
    },
  },
  {
    id: "fieller-delta-agreement",
    claim: "Contrast: with the delta method the absolute and the relative verdict disagree now and then",
    ...{ measure: "share", nominal: 0, side: "above", runs: 20_000 },
    prepare: () => (random) => {
      const [c, t] = [normalMoments(random, 200, 1, 3), normalMoments(random, 200, 1.4, 3)];
      const { interval } = deltaLift(estimateOf(c), estimateOf(t), 1.96);
      return holds(interval, 0) !== holds(welchTest(c, t).interval, 0);
    },
  },
];

/** The coverage of a rate's interval swings with the rate, so the rate is drawn anew each time. */
const rates = (
  id: string,
  claim: string,
  interval: typeof wilsonInterval,
  side: "at least" | "equal",
): CalibrationRow => ({
  ...{ id: `coverage-${id}`, claim, measure: "share", nominal: 0.95, side, runs: 40_000 },
  prepare: () => {
    const clicks = draws(101, (i) => ({ rate: 0.02 + i / 5000, draw: binomialDraw(2000, 0.02 + i / 5000) }));
    return (random) => {
      const { rate, draw } = clicks[random.integer(clicks.length)];
      return holds(interval({ x: draw(random), n: 2000 }), rate);
    };
  },
});

const sequential = (
  id: string,
  claim: string,
  judge: (c: Moments, t: Moments) => boolean,
): CalibrationRow => ({
  ...{ id: `coverage-${id}`, claim, measure: "share", nominal: 0.95, side: "at least", runs: 2000 },
  prepare: () => (random) => {
    let [control, treatment] = [normalMoments(random, 100, 5), normalMoments(random, 100, 5.5)];
    for (let look = 1; look <= 100; look++) {
      if (!judge(control, treatment)) return false;
      control = addMoments(control, normalMoments(random, 100, 5));
      treatment = addMoments(treatment, normalMoments(random, 100, 5.5));
    }
    return true;
  },
});

const sequenceOf = (c: Moments, t: Moments) => differenceSequence(estimateOf(c), estimateOf(t));

const others: readonly CalibrationRow[] = [
  rates("wilson", "Wilson's 95 % interval of rates from 2 to 4 %, 2,000 people", wilsonInterval, "equal"),
  rates(
    "clopper-pearson",
    "Clopper and Pearson's 95 % interval of rates from 2 to 4 %, 2,000 people",
    clopperPearsonInterval,
    "at least",
  ),
  {
    id: "coverage-newcombe",
    claim: "Newcombe's 95 % interval of the difference of a 2 % and a 3 % rate, 1,000 people an arm",
    ...{ measure: "share", nominal: 0.95, side: "at least", runs: 100_000 },
    prepare: () => {
      const [control, treatment] = [binomialDraw(1000, 0.02), binomialDraw(1000, 0.03)];
      return (random) =>
        holds(newcombeInterval({ x: control(random), n: 1000 }, { x: treatment(random), n: 1000 }), 0.01);
    },
  },
  {
    id: "coverage-bootstrap",
    claim: "The BCa bootstrap's 95 % interval of a mean of lognormal values (σ = ½), 100 people",
    ...{ measure: "share", nominal: 0.95, side: "at least", runs: 1000, quickRuns: 100 },
    floor: { value: 0.92, why: "a bootstrap of 100 skewed values knows little of the tail" },
    prepare: () => {
      const { mean, draw } = lognormal(0.5);
      return (random) =>
        holds(
          bootstrapInterval(
            draws(100, () => draw(random)),
            (x) => momentsOf(x).mean,
            random,
            { replicates: 500 },
          ),
          mean,
        );
    },
  },
  sequential(
    "anytime-absolute",
    "The difference's confidence sequence holds the truth at 100 looks at once",
    (c, t) => holds(sequenceOf(c, t).interval, 0.5),
  ),
  sequential(
    "anytime-relative",
    "The lift's confidence sequence holds the truth at 100 looks at once",
    (c, t) => {
      const { lift } = sequenceOf(c, t);
      return lift !== undefined && liftHolds(lift, 0.1);
    },
  ),
];

export const coverage: CalibrationFamily = {
  id: "coverage",
  title: "Coverage of intervals",
  about:
    "A true lift of 10 %, and the share of 95 % intervals that hold it. Where so few people are too few for the limit theorem, the row says what is promised instead.",
  rows: [...byShape, ...others],
};

export const liftSets: CalibrationFamily = {
  id: "fieller",
  title: "Fieller against the delta method",
  about: "The relative lift where the control's mean is noisy, and whether both verdicts agree.",
  rows: fieller,
};
