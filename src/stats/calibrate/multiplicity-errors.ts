/** Many comparisons at once: family-wise errors and false discoveries. */
import {
  type Adjustment,
  adjust,
  analyse,
  combineP,
  type MetricResult,
  type Random,
  standardNormal,
} from "../stats.ts";
import { liftHolds } from "./coverage.ts";
import { dunnettCritical, dunnettT } from "./dunnett-critical.ts";
import { draws, normalMoments } from "./populations.ts";
import { type CalibrationFamily, type CalibrationRow, holds } from "./row.ts";

const twoSided = (z: number): number => 2 * standardNormal.upper(Math.abs(z));

/** p-values of `count` comparisons; each two share `common` of their noise, the first `real` have an effect of 3. */
function pValues(random: Random, count: number, real: number, common = 0): number[] {
  const shared = random.normal();
  return draws(count, (i) => {
    const noise = Math.sqrt(common) * shared + Math.sqrt(1 - common) * random.normal();
    return twoSided(noise + (i < real ? 3 : 0));
  });
}

const errors = (
  method: Adjustment,
  id: string,
  what: string,
  side: CalibrationRow["side"],
  real: number,
  common: number,
): CalibrationRow => ({
  id: `multiplicity-${id}`,
  claim: `${what}: any false win in at most 5 %`,
  ...{ measure: "share", nominal: 0.05, side, runs: 40_000 },
  prepare: () => (random) =>
    adjust(pValues(random, 10, real, common), method)
      .slice(real)
      .some((p) => p < 0.05),
});

/** Share of the wins that are false. */
const discoveries = (
  method: Adjustment,
  id: string,
  what: string,
  nominal: number,
  common: number,
  side: CalibrationRow["side"],
) => ({
  id: `multiplicity-${id}`,
  claim: what,
  ...{ measure: "mean" as const, nominal, side, runs: 40_000 },
  prepare: () => (random: Random) => {
    const won = adjust(pValues(random, 20, 5, common), method).map((p) => p < 0.05);
    const all = won.filter(Boolean).length;
    return all === 0 ? 0 : won.slice(5).filter(Boolean).length / all;
  },
});

/** Ten metrics in two arms that are the control's. */
function analysed(random: Random): MetricResult[] {
  const metrics = draws(10, (i) => ({
    name: String(i),
    kind: "mean" as const,
    arms: Object.fromEntries(["a", "b", "c"].map((arm) => [arm, normalMoments(random, 500, 10)])),
  }));
  const { results } = analyse({ control: "a", metrics, looks: "fixed" });
  return results.filter((one): one is MetricResult => "verdict" in one);
}

const adjustments: readonly CalibrationRow[] = [
  errors("bonferroni", "bonferroni", "Bonferroni, 10 true nulls", "at most", 0, 0),
  errors("holm", "holm", "Holm, 3 effects among 10", "at most", 3, 0),
  errors("holm", "holm-correlated", "Holm, 10 correlated nulls", "at most", 0, 0.5),
  errors("hochberg", "hochberg", "Hochberg, 3 effects among 10", "at most", 3, 0),
  errors("hommel", "hommel", "Hommel, 10 true nulls", "at most", 0, 0),
  {
    id: "multiplicity-none",
    claim: "Contrast: 10 true nulls without a correction give a false win far more often",
    ...{ measure: "share", nominal: 0.05, side: "above", runs: 10_000 },
    prepare: () => (random) => pValues(random, 10, 0).some((p) => p < 0.05),
  },
  discoveries(
    "BH",
    "benjamini-hochberg",
    "Benjamini–Hochberg at 5 %, 5 effects among 20: false discoveries are 5 % × 15/20",
    0.0375,
    0,
    "equal",
  ),
  discoveries(
    "BH",
    "benjamini-hochberg-correlated",
    "Benjamini–Hochberg at 5 %, correlated, 5 effects among 20: false discoveries are at most 5 % × 15/20",
    0.0375,
    0.5,
    "at most",
  ),
  discoveries(
    "BY",
    "benjamini-yekutieli",
    "Benjamini–Yekutieli at 5 %, correlated: false discoveries are at most 5 %",
    0.05,
    0.5,
    "at most",
  ),
  {
    id: "multiplicity-dunnett",
    claim: "Dunnett's test of four arms of 30 people against control: any false win in 5 %",
    ...{ measure: "share", nominal: 0.05, side: "equal", runs: 40_000 },
    prepare: () => {
      const critical = dunnettCritical(30, 4);
      return (random) => {
        const [control, ...arms] = draws(5, () => normalMoments(random, 30));
        return dunnettT(control, arms).some((t) => t > critical);
      };
    },
  },
  {
    id: "multiplicity-analyse",
    claim: "`analyse` of 10 metrics in 2 arms, read once: any false verdict in at most 5 %",
    ...{ measure: "share", nominal: 0.05, side: "at most", runs: 4000 },
    prepare: () => (random) => analysed(random).some(({ verdict }) => verdict !== "unclear"),
  },
  {
    id: "multiplicity-simultaneous",
    claim: "Its simultaneous 95 % intervals all hold the truth at once, of differences and of lifts",
    ...{ measure: "share", nominal: 0.95, side: "at least", runs: 4000 },
    prepare: () => (random) =>
      analysed(random).every(
        ({ simultaneous: { interval, lift } }) =>
          holds(interval, 0) && lift !== undefined && liftHolds(lift, 0),
      ),
  },
  {
    id: "multiplicity-simultaneous-contrast",
    claim: "Contrast: its 95 % intervals of each comparison all hold at once less often",
    ...{ measure: "share", nominal: 0.95, side: "below", runs: 4000 },
    prepare: () => (random) => analysed(random).every(({ interval }) => holds(interval, 0)),
  },
  {
    id: "multiplicity-fisher",
    claim: "Fisher's combination of 6 independent p-values is uniform",
    ...{ measure: "uniform", nominal: 0, side: "at most", runs: 20_000 },
    prepare: () => (random) => combineP(draws(6, () => 1e-12 + (1 - 2e-12) * random.next())).chiSquareP,
  },
];

export const multiplicityErrors: CalibrationFamily = {
  id: "multiplicity",
  title: "Family-wise errors and false discoveries",
  about: "Many comparisons at once: the chance of any false win, or the share of wins that are false.",
  rows: adjustments,
};
