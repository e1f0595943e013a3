/** Whole clusters and blocks of time assigned: do the intervals cover, and what becomes of those that forget it? */
import {
  type AssignedCluster,
  clusteredDifference,
  type Period,
  type Random,
  randomisationTest,
  switchbackEffect,
  unitCheck,
} from "../stats.ts";
import { draws, normalMoments } from "./populations.ts";
import { type CalibrationFamily, type CalibrationRow, holds } from "./row.ts";

/** Clusters of 5 to 44 people who share a third of their variance. */
function clusters(random: Random, controls: number, treatments: number): AssignedCluster[] {
  return draws(controls + treatments, (i) => {
    const n = 5 + random.integer(40);
    const sum = n * Math.SQRT1_2 * random.normal() + Math.sqrt(n) * random.normal();
    return { arm: i < controls ? "control" : "treatment", n, sum };
  });
}

/**
 * A market switched at random every six hours for 20 days. With a rhythm, the hours of the day differ by more than the
 * effect.
 */
function periods(random: Random, effect: number, rhythm: number, named: boolean): Period[] {
  let arm: Period["arm"] = "control";
  return draws(480, (hour) => {
    if (hour % 6 === 0) arm = random.next() < 0.5 ? "control" : "treatment";
    const level = 3 + rhythm * Math.sin((2 * Math.PI * hour) / 24) + (arm === "treatment" ? effect : 0);
    const n = 10 + random.integer(20);
    const sum = n * level + Math.sqrt(n) * 2 * random.normal();
    return { market: "Lyon", time: hour, arm, n, sum, block: named ? Math.floor(hour / 6) : undefined };
  });
}

/** People as if they were independent. */
function forgetful(units: readonly AssignedCluster[]): boolean {
  const of = (arm: string) => units.filter((unit) => unit.arm === arm);
  const people = (arm: string): number => of(arm).reduce((sum, { n }) => sum + n, 0);
  const mean = (arm: string): number => of(arm).reduce((sum, unit) => sum + unit.sum, 0) / people(arm);
  const error = Math.sqrt(1.5 / people("control") + 1.5 / people("treatment"));
  return Math.abs(mean("treatment") - mean("control")) <= 1.96 * error;
}

const share = { measure: "share", nominal: 0.95, side: "equal" } as const;

const rows: readonly CalibrationRow[] = [
  {
    id: "cluster-many",
    claim: "CR2 with Satterthwaite's df covers, 25 and 25 unequal clusters",
    ...{ ...share, runs: 4000 },
    prepare: () => (random) => holds(clusteredDifference(clusters(random, 25, 25)).interval, 0),
  },
  {
    id: "cluster-few",
    claim: "CR2 with Satterthwaite's df covers, 6 and 6 unequal clusters",
    ...{ ...share, side: "at least", runs: 8000 },
    floor: { value: 0.94, why: "unequal sizes are random here, and the df are of the sizes drawn" },
    prepare: () => (random) => holds(clusteredDifference(clusters(random, 6, 6)).interval, 0),
  },
  {
    id: "cluster-lopsided",
    claim: "CR2 with Satterthwaite's df covers, 20 and 5 unequal clusters",
    ...{ ...share, side: "at least", runs: 6000 },
    floor: { value: 0.935, why: "five clusters of unequal sizes are an arm's whole experience" },
    prepare: () => (random) => holds(clusteredDifference(clusters(random, 20, 5)).interval, 0),
  },
  {
    id: "cluster-cr0",
    claim: "Contrast: CR0 (the plain sandwich) covers less, 6 and 6 clusters",
    ...{ ...share, side: "below", runs: 4000 },
    prepare: () => (random) =>
      holds(clusteredDifference(clusters(random, 6, 6), { kind: "CR0" }).interval, 0),
  },
  {
    id: "cluster-forgotten",
    claim: "Contrast: taking the people of 25 and 25 clusters for independent covers far less",
    ...{ ...share, side: "below", runs: 4000 },
    prepare: () => (random) => forgetful(clusters(random, 25, 25)),
  },
  {
    id: "cluster-randomisation",
    claim: "The randomisation test of 6 and 6 clusters keeps its 5 %",
    ...{ measure: "share", nominal: 0.05, side: "equal", runs: 2000 },
    prepare: () => (random) =>
      randomisationTest(clusters(random, 6, 6), random, { draws: 199, confidence: 0.95 }).p <= 0.05,
  },
  {
    id: "cluster-unit-alarm",
    claim: "Views of one person that are independent are taken for alike in at most 5 %",
    ...{ measure: "share", nominal: 0.05, side: "at most", runs: 2000 },
    prepare: () => (random) =>
      unitCheck(
        draws(200, (i) => ({
          arm: i % 2 === 0 ? "a" : "b",
          rows: normalMoments(random, 1 + random.integer(9)),
        })),
      ).mismatch,
  },
  {
    id: "cluster-switchback-coverage",
    claim: "A switchback of 80 named blocks with a daily rhythm: the 95 % interval covers the effect",
    ...{ ...share, side: "equal", runs: 4000 },
    prepare: () => (random) => holds(switchbackEffect(periods(random, 0.5, 1, true)).interval, 0.5),
  },
  {
    id: "cluster-switchback-null",
    claim: "The same without an effect is declared to have one in 5 %",
    ...{ measure: "share", nominal: 0.05, side: "equal", runs: 4000 },
    prepare: () => (random) => switchbackEffect(periods(random, 0, 1, true)).p < 0.05,
  },
  {
    id: "cluster-switchback-runs",
    claim: "Without names, runs of one arm as blocks, no rhythm: the 95 % interval covers the effect",
    ...{ ...share, side: "equal", runs: 4000 },
    prepare: () => (random) => holds(switchbackEffect(periods(random, 0.5, 0, false)).interval, 0.5),
  },
  {
    id: "cluster-switchback-runs-rhythm",
    claim: "Contrast: without names and with a daily rhythm it covers less",
    ...{ ...share, side: "below", runs: 2000, quickRuns: 500 },
    prepare: () => (random) => holds(switchbackEffect(periods(random, 0.5, 1, false)).interval, 0.5),
  },
];

export const clusterIntervals: CalibrationFamily = {
  id: "cluster",
  title: "Clusters and switchbacks",
  about: "Teams, shops or blocks of time were assigned, and are the units that count.",
  rows,
};
