/** Non-inferiority and equivalence at their margins; what is left of a win; segments; posteriors. */
import {
  betaPosterior,
  comparePosteriors,
  type EffectPrior,
  equivalence,
  heterogeneity,
  learnPrior,
  nonInferiority,
  normalPosterior,
  type Random,
  segmentEffects,
  typeSM,
  winnersCurse,
} from "../stats.ts";
import { draws, normalMoments, normalScatter } from "./populations.ts";
import { type CalibrationFamily, type CalibrationRow, holds, z95 } from "./row.ts";

const marginRows: readonly CalibrationRow[] = [
  {
    id: "margin-non-inferiority",
    claim: "A treatment exactly at the margin is called non-inferior in 5 %",
    ...{ measure: "share", nominal: 0.05, side: "equal", runs: 100_000 },
    prepare: () => (random) =>
      nonInferiority(normalMoments(random, 200, 1), normalMoments(random, 200, 0.8), 0.2).nonInferior,
  },
  {
    id: "margin-non-inferiority-down",
    claim: "The same where less is better",
    ...{ measure: "share", nominal: 0.05, side: "equal", runs: 100_000 },
    prepare: () => (random) =>
      nonInferiority(normalMoments(random, 200, 1), normalMoments(random, 200, 1.2), 0.2, {
        higherIsBetter: false,
      }).nonInferior,
  },
  {
    id: "margin-equivalence",
    claim: "A difference exactly at the margin is called equivalent (TOST) in 5 %",
    ...{ measure: "share", nominal: 0.05, side: "equal", runs: 100_000 },
    prepare: () => (random) =>
      equivalence(normalMoments(random, 1000, 1), normalMoments(random, 1000, 1.2), 0.2).equivalent,
  },
  {
    id: "margin-equivalence-small",
    claim: "With so few people that equivalence can hardly be shown, it is called in at most 5 %",
    ...{ measure: "share", nominal: 0.05, side: "at most", runs: 40_000 },
    prepare: () => (random) =>
      equivalence(normalMoments(random, 50, 1), normalMoments(random, 50, 1.4), 0.4).equivalent,
  },
];

/** Effects as a team's past experiments have them, and one experiment's reading of one. */
const prior: EffectPrior = { mean: 0, variance: 1 };
const read = (random: Random, error = 1) => {
  const truth = Math.sqrt(prior.variance) * random.normal();
  return { truth, seen: truth + error * random.normal() };
};

/** The first experiment that is significant. */
function win(random: Random): { truth: number; seen: number } {
  for (;;) {
    const found = read(random);
    if (Math.abs(found.seen) > z95) return found;
  }
}

const shrinkage: readonly CalibrationRow[] = [
  {
    id: "shrinkage-winners",
    claim: "Over significant effects the shrunken one is right on average (error 0)",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 40_000 },
    prepare: () => (random) => {
      const { truth, seen } = win(random);
      return Math.sign(seen) * (winnersCurse(seen, 1, { prior }).shrunken - truth);
    },
  },
  {
    id: "shrinkage-winners-contrast",
    claim: "Contrast: the effect as it was seen is too large on average",
    ...{ measure: "mean", nominal: 0, side: "above", runs: 40_000 },
    prepare: () => (random) => {
      const { truth, seen } = win(random);
      return Math.sign(seen) * (seen - truth);
    },
  },
  {
    id: "shrinkage-winners-interval",
    claim: "Over significant effects the shrunken interval holds the truth in 95 %",
    ...{ measure: "share", nominal: 0.95, side: "equal", runs: 40_000 },
    prepare: () => (random) => {
      const { truth, seen } = win(random);
      const { interval } = winnersCurse(seen, 1, { prior });
      return interval !== undefined && holds(interval, truth);
    },
  },
  {
    id: "shrinkage-winners-alone",
    claim:
      "Without past experiments the shrunken effect of a significant one is nearer the truth than the seen one",
    ...{ measure: "mean", nominal: 0, side: "above", runs: 40_000 },
    prepare: () => (random) => {
      const { truth, seen } = win(random);
      return (seen - truth) ** 2 - (winnersCurse(seen, 1).shrunken - truth) ** 2;
    },
  },
  {
    id: "shrinkage-type-m",
    claim: "The exaggeration of a significant effect of one standard error is what `typeSM` says",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 40_000 },
    prepare: () => {
      const { exaggeration } = typeSM(1, 1);
      return (random) => {
        for (;;) {
          const seen = 1 + random.normal();
          if (Math.abs(seen) > z95) return Math.abs(seen) - exaggeration;
        }
      };
    },
  },
  {
    id: "shrinkage-type-s",
    claim:
      "The share of significant effects of half a standard error with the wrong sign is what `typeSM` says",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 40_000 },
    prepare: () => {
      const { typeS } = typeSM(0.5, 1);
      return (random) => {
        for (;;) {
          const seen = 0.5 + random.normal();
          if (Math.abs(seen) > z95) return (seen < 0 ? 1 : 0) - typeS;
        }
      };
    },
  },
  {
    id: "shrinkage-learned-prior",
    claim: "A prior learned from 200 past experiments has their variance on average",
    ...{ measure: "mean", nominal: 1, side: "equal", runs: 2000 },
    prepare: () => (random) =>
      learnPrior(
        draws(200, () => {
          const standardError = 0.5 + random.next();
          return { estimate: read(random, standardError).seen, standardError };
        }),
      ).variance,
  },
];

const segmentRows: readonly CalibrationRow[] = [
  {
    id: "segment-family-wise",
    claim: "Eight segments without an effect: any declared in at most 5 %",
    ...{ measure: "share", nominal: 0.05, side: "at most", runs: 8000 },
    prepare: () => (random) => {
      const segments = draws(8, (i) => ({
        segment: String(i),
        control: normalScatter(random, 300, [0], [[1]]),
        treatment: normalScatter(random, 300, [0], [[1]]),
      }));
      return segmentEffects(segments).segments.some(({ p }) => p < 0.05);
    },
  },
  {
    id: "segment-false-heterogeneity",
    claim: "Eight segments with the same effect: called different in 5 %",
    ...{ measure: "share", nominal: 0.05, side: "equal", runs: 40_000 },
    prepare: () => (random) =>
      heterogeneity(draws(8, () => ({ effect: 1 + random.normal(), standardError: 1 }))).p < 0.05,
  },
  {
    id: "segment-shrunken-error",
    claim: "Shrunken segment effects are nearer the truth than the raw ones",
    ...{ measure: "mean", nominal: 0, side: "above", runs: 8000 },
    prepare: () => (random) => {
      const truths = draws(12, () => 0.5 * random.normal());
      const seen = truths.map((truth) => ({ effect: truth + random.normal(), standardError: 1 }));
      const { shrunken } = heterogeneity(seen);
      return truths.reduce(
        (sum, truth, i) => sum + (seen[i].effect - truth) ** 2 - (shrunken[i] - truth) ** 2,
        0,
      );
    },
  },
  {
    id: "segment-shrunken-coverage",
    claim:
      "The shrunken 95 % interval of a segment drawn with its peers covers, 20 segments that really differ",
    ...{ measure: "share", nominal: 0.95, side: "at least", runs: 4000 },
    floor: { value: 0.94, why: "the variance between 20 segments is itself an estimate" },
    prepare: () => (random) => {
      const truths = draws(20, () => 0.1 * random.normal());
      const segments = truths.map((truth, i) => ({
        segment: String(i),
        control: normalScatter(random, 400, [0], [[1]]),
        treatment: normalScatter(random, 400, [truth], [[1]]),
      }));
      return holds(segmentEffects(segments).segments[0].shrunkenInterval, truths[0]);
    },
  },
  {
    id: "segment-overall",
    claim: "The post-stratified effect over segments covers in 95 %",
    ...{ measure: "share", nominal: 0.95, side: "equal", runs: 8000 },
    prepare: () => (random) => {
      const segments = draws(6, (i) => ({
        segment: String(i),
        control: normalScatter(random, 30, [i], [[1]]),
        treatment: normalScatter(random, 30, [i + 0.2], [[1]]),
      }));
      return holds(segmentEffects(segments).overall.interval, 0.2);
    },
  },
];

const posteriors: readonly CalibrationRow[] = [
  {
    id: "bayes-normal-coverage",
    claim: "Effects drawn from the prior: the 95 % credible interval holds them in 95 %",
    ...{ measure: "share", nominal: 0.95, side: "equal", runs: 40_000 },
    prepare: () => (random) => {
      const { truth, seen } = read(random);
      return holds(normalPosterior(seen, 1, prior.mean, prior.variance).interval, truth);
    },
  },
  {
    id: "bayes-chance-calibrated",
    claim:
      "Effects drawn from the prior: the chance to win is right on average, also when stopped at 95 % within 20 looks",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 20_000 },
    prepare: () => (random) => {
      const truth = random.normal();
      let [seen, chance] = [0, 0];
      for (let look = 1; look <= 20 && !(chance > 0.95 || (look > 1 && chance < 0.05)); look++) {
        seen += truth + 4 * random.normal();
        chance = normalPosterior(seen / look, 4 / Math.sqrt(look), prior.mean, prior.variance).chanceToWin;
      }
      return chance - (truth > 0 ? 1 : 0);
    },
  },
  {
    id: "bayes-beta-chance",
    claim: "Rates drawn from a uniform prior: the chance that one is better is right on average",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 2000 },
    prepare: () => (random) => {
      const rates = [random.next(), random.next()];
      const [c, t] = rates.map((rate) =>
        betaPosterior({ x: draws(60, () => random.next()).filter((u) => u < rate).length, n: 60 }),
      );
      return comparePosteriors(c, t).chanceTreatmentBetter - (rates[1] > rates[0] ? 1 : 0);
    },
  },
  {
    id: "bayes-expected-loss",
    claim:
      "Effects drawn from the prior: the expected loss of choosing treatment is what it costs on average",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 40_000 },
    prepare: () => (random) => {
      const { truth, seen } = read(random);
      return normalPosterior(seen, 1, prior.mean, prior.variance).lossTreatment - Math.max(0, -truth);
    },
  },
];

export const margins: CalibrationFamily = {
  id: "margin",
  title: "Non-inferiority and equivalence",
  about: "A treatment whose true difference lies exactly at the margin may be let through in 5 %.",
  rows: marginRows,
};

export const winners: CalibrationFamily = {
  id: "shrinkage",
  title: "What is left of a win",
  about: "Significant effects are exaggerated; the shrunken ones are not.",
  rows: shrinkage,
};

export const segments: CalibrationFamily = {
  id: "segment",
  title: "Segments",
  about: "Effects in many segments: false alarms, and effects shrunken toward their mean.",
  rows: segmentRows,
};

export const bayes: CalibrationFamily = {
  id: "bayes",
  title: "Posteriors",
  about: "True effects are drawn from the prior, so that what a posterior says can be counted.",
  rows: posteriors,
};
