/** A few planned looks: level, power, what is reported after stopping, and what futility costs. */
import {
  type Look,
  obrienFlemingSpending,
  pocockSpending,
  powerSpending,
  type Random,
  sequentialAnalysis,
  sequentialDesign,
  shapedBounds,
  spendingBounds,
} from "../stats.ts";
import type { CalibrationFamily, CalibrationRow, Draw } from "./row.ts";

const unequal = [0.15, 0.4, 0.55, 1];

/** z at each share of the information when the expected z at the end is `drift`. */
function scores(random: Random, information: readonly number[], drift: number): number[] {
  let [score, before] = [0, 0];
  return information.map((t) => {
    score += drift * (t - before) + Math.sqrt(t - before) * random.normal();
    before = t;
    return score / Math.sqrt(t);
  });
}

const crosses =
  (information: readonly number[], bounds: readonly number[]): Draw =>
  (random) =>
    scores(random, information, 0).some((z, k) => Math.abs(z) >= bounds[k]);

const level = (id: string, claim: string, prepare: () => Draw): CalibrationRow => ({
  ...{ id: `group-sequential-${id}`, claim, measure: "share", nominal: 0.05, side: "equal" },
  ...{ runs: 200_000, prepare },
});

const equal = [0.2, 0.4, 0.6, 0.8, 1];
/** What is looked at while the final standard error is 1, so that effects are in its units. */
const looksOf = (random: Random, effect: number): Look[] =>
  scores(random, unequal, effect).map((z, k) => ({
    effect: z / Math.sqrt(unequal[k]),
    standardError: 1 / Math.sqrt(unequal[k]),
  }));

/** The looks up to the one that stops, as a team would have them. */
function stopped(random: Random, effect: number, bounds: readonly number[]): Look[] {
  const looks = looksOf(random, effect);
  const at = looks.findIndex((look, k) => Math.abs(look.effect / look.standardError) >= bounds[k]);
  return at < 0 ? looks : looks.slice(0, at + 1);
}

const stops = (): readonly number[] => spendingBounds(unequal, 0.025, obrienFlemingSpending).z;

const rows: readonly CalibrationRow[] = [
  level("obrien-fleming", "O'Brien–Fleming's bounds at five equal looks: 5 % false positives", () =>
    crosses(equal, shapedBounds(equal, 0.025, 0).z),
  ),
  level("pocock", "Pocock's bounds at five equal looks: 5 % false positives", () =>
    crosses(equal, shapedBounds(equal, 0.025, 0.5).z),
  ),
  level("spending-obrien-fleming", "O'Brien–Fleming spending at unequal looks: 5 % false positives", () =>
    crosses(unequal, stops()),
  ),
  level("spending-pocock", "Pocock spending at unequal looks: 5 % false positives", () =>
    crosses(unequal, spendingBounds(unequal, 0.025, pocockSpending).z),
  ),
  level("spending-power", "Quadratic spending at unequal looks: 5 % false positives", () =>
    crosses(unequal, spendingBounds(unequal, 0.025, powerSpending(2)).z),
  ),
  {
    id: "group-sequential-power",
    claim: "A design with futility bounds for 80 % power has it when futility is obeyed",
    ...{ measure: "share", nominal: 0.8, side: "equal", runs: 100_000 },
    prepare: () => {
      const { upper, lower, drift } = sequentialDesign(unequal);
      return (random) => {
        for (const [k, z] of scores(random, unequal, drift).entries()) {
          if (z >= upper[k]) return true;
          if (z < lower[k]) return false;
        }
        return false;
      };
    },
  },
  {
    id: "group-sequential-futility-level",
    claim: "The same design's false positives stay at 2.5 % when futility is ignored",
    ...{ measure: "share", nominal: 0.025, side: "equal", runs: 100_000 },
    prepare: () => {
      const { upper } = sequentialDesign(unequal);
      return (random) => scores(random, unequal, 0).some((z, k) => z >= upper[k]);
    },
  },
  {
    id: "group-sequential-expected-size",
    claim: "The share of people used under the effect is what the design says",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 100_000 },
    prepare: () => {
      const { upper, lower, drift, expectedShareEffect } = sequentialDesign(unequal);
      return (random) => {
        const at = scores(random, unequal, drift).findIndex((z, k) => z >= upper[k] || z < lower[k]);
        return unequal[at < 0 ? unequal.length - 1 : at] - expectedShareEffect;
      };
    },
  },
  {
    id: "group-sequential-coverage",
    claim: "After stopping, the stage-wise 95 % interval covers the effect",
    ...{ measure: "share", nominal: 0.95, side: "equal", runs: 400, quickRuns: 50 },
    prepare: () => {
      const bounds = stops();
      return (random) => {
        const { interval } = sequentialAnalysis(stopped(random, 2, bounds), 1);
        return interval[0] <= 2 && 2 <= interval[1];
      };
    },
  },
  {
    id: "group-sequential-median",
    claim: "After stopping, the reported effect lies above the truth in half of all experiments",
    ...{ measure: "share", nominal: 0.5, side: "equal", runs: 400, quickRuns: 50 },
    prepare: () => {
      const bounds = stops();
      return (random) => sequentialAnalysis(stopped(random, 2, bounds), 1).effect > 2;
    },
  },
  {
    id: "group-sequential-plain-estimate",
    claim: "Contrast: the plain estimate after stopping is too large on average (truth 2)",
    ...{ measure: "mean", nominal: 2, side: "above", runs: 20_000 },
    prepare: () => {
      const bounds = stops();
      return (random) => stopped(random, 2, bounds).at(-1)?.effect ?? 0;
    },
  },
];

export const groupSequentialErrors: CalibrationFamily = {
  id: "group-sequential",
  title: "Group-sequential looks",
  about: "Four or five planned looks, some at unequal information.",
  rows,
};
