/** Two identical rankings interleaved: nobody may win. Two that differ, under clicks without taste: nobody either. */
import {
  balancedCredit,
  balancedInterleaving,
  type Credit,
  creditOf,
  creditTest,
  drawList,
  momentsOf,
  optimisedInterleaving,
  preference,
  type Random,
  signTest,
  summedCredit,
  tally,
  teamDraft,
  weighedCredit,
} from "../stats.ts";
import { draws } from "./populations.ts";
import type { CalibrationFamily, CalibrationRow, Draw } from "./row.ts";

const ranking = draws(10, String);
/** Shares half of its top five with `ranking`. */
const other = ["3", "7", "0", "8", "1", "9", "2", "5", "4", "6"];

/** Looks at every place less than at the one before; clicks with chance 0.3 on what is looked at, whatever it is. */
const biasedClicks = (random: Random, length: number): number[] =>
  draws(length, (place) => place).filter((place) => random.next() < 0.3 / (1 + place));

/** Clicks any place alike. */
const blindClicks = (random: Random, length: number): number[] =>
  draws(length, (place) => place).filter(() => random.next() < 0.2);

type Impression = (random: Random) => Credit;

const byTeams =
  (a: readonly string[], b: readonly string[], clicks: typeof biasedClicks): Impression =>
  (random) => {
    const { teams } = teamDraft(a, b, 5, random);
    return creditOf(teams, clicks(random, 5));
  };

const balanced: Impression = (random) => {
  const shown = balancedInterleaving(ranking, ranking, 5, random);
  return balancedCredit(ranking, ranking, shown, biasedClicks(random, 5));
};

const optimised = (): Impression => {
  const lists = optimisedInterleaving(ranking, other, 5);
  return (random) => weighedCredit(drawList(lists, random).credits, blindClicks(random, 5));
};

/** Of 500 impressions. */
const preferenceOf =
  (impression: Impression): Draw =>
  (random) =>
    preference(tally(draws(500, () => impression(random))));

const wins =
  (impression: Impression): Draw =>
  (random) =>
    signTest(tally(draws(500, () => impression(random)))).p < 0.05;

const rows: readonly CalibrationRow[] = [
  {
    id: "interleaving-identical",
    claim: "Team draft of identical rankings under position-biased clicks: the mean preference is 0",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 2000 },
    prepare: () => preferenceOf(byTeams(ranking, ranking, biasedClicks)),
  },
  {
    id: "interleaving-identical-level",
    claim: "Team draft of identical rankings: the sign test declares a winner in at most 5 %",
    ...{ measure: "share", nominal: 0.05, side: "at most", runs: 2000 },
    prepare: () => wins(byTeams(ranking, ranking, biasedClicks)),
  },
  {
    id: "interleaving-blind",
    claim: "Team draft of different rankings under clicks without taste: the mean preference is 0",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 2000 },
    prepare: () => preferenceOf(byTeams(ranking, other, blindClicks)),
  },
  {
    id: "interleaving-balanced",
    claim: "Balanced interleaving of identical rankings: every impression is a tie",
    ...{ measure: "worst", nominal: 0, side: "at most", runs: 500 },
    prepare: () => (random) => Math.abs(preferenceOf(balanced)(random) as number),
  },
  {
    id: "interleaving-optimised",
    claim: "Optimised interleaving of different rankings under clicks without taste: the mean credit is 0",
    ...{ measure: "mean", nominal: 0, side: "equal", runs: 20_000 },
    prepare: () => {
      const lists = optimisedInterleaving(ranking, other, 5);
      return (random) => {
        const { credits } = drawList(lists, random);
        return summedCredit(credits, blindClicks(random, 5));
      };
    },
  },
  {
    id: "interleaving-optimised-level",
    claim:
      "Optimised interleaving under clicks without taste: the test of the mean credit declares a winner in 5 %",
    ...{ measure: "share", nominal: 0.05, side: "equal", runs: 4000 },
    prepare: () => {
      const lists = optimisedInterleaving(ranking, other, 5);
      const impression = (random: Random): number =>
        summedCredit(drawList(lists, random).credits, blindClicks(random, 5));
      return (random) => creditTest(momentsOf(draws(500, () => impression(random)))).p < 0.05;
    },
  },
  {
    id: "interleaving-optimised-wins",
    claim: "Contrast: counting wins of optimised interleaving by the sign test declares a winner more often",
    ...{ measure: "share", nominal: 0.05, side: "above", runs: 2000, quickRuns: 500 },
    prepare: () => wins(optimised()),
  },
];

export const interleavingFairness: CalibrationFamily = {
  id: "interleaving",
  title: "Interleaving",
  about: "500 impressions of two mixed rankings. Whoever clicks without taste must not prefer either.",
  rows,
};
