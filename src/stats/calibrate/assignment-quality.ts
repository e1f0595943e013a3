/** Assignment over 100 salts: uniform within each, independent from one to the next. */
import { assignedArm, assignedShare, independenceTest, sampleRatioTest } from "../stats.ts";
import { draws } from "./populations.ts";
import type { CalibrationFamily, CalibrationRow, Draw } from "./row.ts";

const people = 10_000;
const naming: Readonly<Record<string, (i: number) => string>> = {
  "rising numbers": (i) => String(i),
  "e-mail addresses": (i) => `person${i}@example.org`,
  "long identifiers": (i) => `0000-${(i * 2654435761).toString(16).padStart(14, "0")}-ffff`,
};

/** One repetition a salt: the salts are numbered, as a careless team would name them. */
const perSalt = (run: (salt: string, next: string) => number | boolean): (() => Draw) => {
  return () => {
    let salt = 0;
    return () => run(`experiment-${salt}`, `experiment-${++salt}`);
  };
};

const rows: readonly CalibrationRow[] = [
  ...Object.entries(naming).map(
    ([names, nameOf]): CalibrationRow => ({
      id: `assignment-uniform-${names.replace(/ .*/, "")}`,
      claim: `10,000 people named by ${names} fall into 20 equal buckets: χ²'s p over 100 salts is uniform`,
      ...{ measure: "uniform", nominal: 0, side: "at most", runs: 100, quickRuns: 100 },
      prepare: perSalt((salt) => {
        const counts = draws(20, () => 0);
        for (let i = 0; i < people; i++) counts[Math.floor(20 * assignedShare(salt, nameOf(i)))]++;
        return sampleRatioTest(
          counts,
          counts.map(() => 1),
        ).p;
      }),
    }),
  ),
  {
    id: "assignment-independent",
    claim: "Arms under one salt and the next are independent: χ²'s p over 100 pairs of salts is uniform",
    ...{ measure: "uniform", nominal: 0, side: "at most", runs: 100, quickRuns: 100 },
    prepare: perSalt((salt, next) => {
      const table = draws(3, () => draws(3, () => 0));
      for (let i = 0; i < people; i++) {
        const unit = String(i);
        table[assignedArm(salt, unit, [1, 1, 1])][assignedArm(next, unit, [1, 1, 1])]++;
      }
      return independenceTest(table).p;
    }),
  },
  {
    id: "assignment-weights",
    claim: "Weights of 90, 5 and 5 are kept: χ²'s p over 100 salts is uniform",
    ...{ measure: "uniform", nominal: 0, side: "at most", runs: 100, quickRuns: 100 },
    prepare: perSalt((salt) => {
      const counts = [0, 0, 0];
      for (let i = 0; i < people; i++) counts[assignedArm(salt, String(i), [90, 5, 5])]++;
      return sampleRatioTest(counts, [90, 5, 5]).p;
    }),
  },
  {
    id: "assignment-stable",
    claim: "Raising the last arm's share from 5 to 10 of 100 moves nobody else",
    ...{ measure: "worst", nominal: 0, side: "at most", runs: 100, quickRuns: 100 },
    prepare: perSalt((salt) => {
      let moved = 0;
      for (let i = 0; i < 1000; i++) {
        const unit = String(i);
        const before = assignedArm(salt, unit, [40, 40, 15, 5]);
        const after = assignedArm(salt, unit, [40, 40, 10, 10]);
        if (before !== after && !(before === 2 && after === 3)) moved++;
      }
      return moved;
    }),
  },
  {
    id: "assignment-neighbours",
    claim: "Neighbouring people are assigned independently: χ²'s p over 100 salts is uniform",
    ...{ measure: "uniform", nominal: 0, side: "at most", runs: 100, quickRuns: 100 },
    prepare: perSalt((salt) => {
      const table = draws(2, () => draws(2, () => 0));
      for (let i = 0; i < people; i += 2) {
        table[assignedArm(salt, String(i), [1, 1])][assignedArm(salt, String(i + 1), [1, 1])]++;
      }
      return independenceTest(table).p;
    }),
  },
];

export const assignmentQuality: CalibrationFamily = {
  id: "assignment",
  title: "Assignment",
  about: "Who is in which arm, by a hash of the experiment's salt and the person's name, over 100 salts.",
  rows,
};
