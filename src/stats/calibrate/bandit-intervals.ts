/** Means from data that a bandit gathered, and policies judged from logs. */
import {
  type ArmBatch,
  adaptiveDifference,
  adaptiveMean,
  drawArm,
  type LoggedRound,
  momentsOf,
  type PolicyEstimator,
  policyValue,
  type Random,
  thompsonMeans,
  thompsonRates,
} from "../stats.ts";
import { draws } from "./populations.ts";
import { type CalibrationFamily, type CalibrationRow, holds, z95 } from "./row.ts";

const total = (x: readonly number[]): number => x.reduce((sum, value) => sum + value, 0);

/** Two arms of mean 0 and `gap`, shown by Thompson's chances in 20 batches of 50. */
function gathered(random: Random, gap: number): { batches: ArmBatch[][]; seen: number[][] } {
  const batches: ArmBatch[][] = [[], []];
  const seen: number[][] = [[], []];
  let chances = [0.5, 0.5];
  for (let batch = 0; batch < 20; batch++) {
    const now: number[][] = [[], []];
    for (let i = 0; i < 50; i++) {
      const arm = drawArm(chances, random);
      now[arm].push(arm * gap + random.normal());
    }
    now.forEach((outcomes, arm) => {
      seen[arm].push(...outcomes);
      const squares = total(outcomes.map((y) => y * y));
      batches[arm].push({
        chance: chances[arm],
        people: 50,
        n: outcomes.length,
        sum: total(outcomes),
        squares,
      });
    });
    chances = thompsonMeans(seen.map(momentsOf), { floor: 0.02 });
  }
  return { batches, seen };
}

const share = { measure: "share", nominal: 0.95 } as const;

const bandits: readonly CalibrationRow[] = [
  {
    id: "bandit-coverage",
    claim:
      "The adaptively weighted 95 % interval of an arm's mean covers, two equal arms under Thompson sampling",
    ...{ ...share, side: "at least", runs: 1000, quickRuns: 60 },
    floor: { value: 0.93, why: "1,000 people in 20 batches are few for the limit theorem of a bandit" },
    prepare: () => (random) => {
      const { mean, squaredError } = adaptiveMean(gathered(random, 0).batches[0]);
      return Math.abs(mean) <= z95 * Math.sqrt(squaredError);
    },
  },
  {
    id: "bandit-bias",
    claim: "The adaptively weighted mean of an arm lies above the truth in half of all experiments",
    ...{ measure: "share", nominal: 0.5, side: "equal", runs: 1000, quickRuns: 60 },
    prepare: () => (random) => adaptiveMean(gathered(random, 0).batches[0]).mean > 0,
  },
  {
    id: "bandit-bias-contrast",
    claim: "Contrast: the plain mean of an arm is too low on average (error 0)",
    ...{ measure: "mean", nominal: 0, side: "below", runs: 1000, quickRuns: 300 },
    prepare: () => (random) => momentsOf(gathered(random, 0).seen[0]).mean,
  },
  {
    id: "bandit-difference",
    claim: "The difference of two arms, one better by 0.2: the 95 % interval covers",
    ...{ ...share, side: "at least", runs: 1000, quickRuns: 60 },
    floor: { value: 0.93, why: "the worse arm is shown to few" },
    prepare: () => (random) => {
      const [control, treatment] = gathered(random, 0.2).batches;
      return holds(adaptiveDifference(control, treatment).interval, 0.2);
    },
  },
  {
    id: "bandit-best-chance",
    claim: "Thompson's chance to be best is calibrated: rates from its prior, 100 people an arm",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 2000 },
    prepare: () => (random) => {
      const rates = [random.next(), random.next()];
      const arms = rates.map((rate) => ({
        n: 100,
        x: total(draws(100, () => (random.next() < rate ? 1 : 0))),
      }));
      return thompsonRates(arms, { floor: 0 })[0] - (rates[0] > rates[1] ? 1 : 0);
    },
  },
];

/** Three actions with context-dependent rates; the log shows them by 0.6, 0.3 and 0.1, the policy by 0.2, 0.3, 0.5. */
function log(random: Random, n: number): LoggedRound[] {
  const [shown, wanted] = [
    [0.6, 0.3, 0.1],
    [0.2, 0.3, 0.5],
  ];
  return draws(n, () => {
    const context = random.next();
    const rates = [0.2, 0.1 + 0.2 * context, 0.3 - 0.2 * context];
    const action = drawArm(shown, random);
    // a model that is wrong by a constant
    const model = rates.map((rate) => rate + 0.1);
    return {
      reward: random.next() < rates[action] ? 1 : 0,
      propensity: shown[action],
      target: wanted[action],
      predictedShown: model[action],
      predictedTarget: model.reduce((sum, rate, i) => sum + wanted[i] * rate, 0),
    };
  });
}

const truth = 0.2 * 0.2 + 0.3 * 0.2 + 0.5 * 0.2;

const policy = (id: string, name: string, estimator: PolicyEstimator): CalibrationRow => ({
  id: `off-policy-${id}`,
  claim: `${name}: the 95 % interval of another policy's value covers, 2,000 rounds`,
  ...{ ...share, side: "equal", runs: 2000 },
  prepare: () => (random) => {
    const { low, high } = policyValue(log(random, 2000), estimator);
    return holds([low, high], truth);
  },
});

const policies: readonly CalibrationRow[] = [
  policy("ips", "Inverse propensity", "ips"),
  policy("self-normalised", "Self-normalised", "self-normalised"),
  policy("doubly-robust", "Doubly robust with a wrong model", "doubly robust"),
  {
    id: "off-policy-weights",
    claim: "The mean weight is 1 when propensities were logged right",
    ...{ measure: "mean", nominal: 1, side: "equal", runs: 2000 },
    prepare: () => (random) => policyValue(log(random, 500), "ips").weightMean,
  },
];

export const banditIntervals: CalibrationFamily = {
  id: "bandit",
  title: "Bandits",
  about: "Arms shown by Thompson sampling. Who starts unlucky is shown no more, so the plain mean is biased.",
  rows: bandits,
};

export const policyIntervals: CalibrationFamily = {
  id: "off-policy",
  title: "Off-policy values",
  about: "What another policy would have earned, from the log of the one that ran.",
  rows: policies,
};
