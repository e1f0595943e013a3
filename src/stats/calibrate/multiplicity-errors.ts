/** Many comparisons at once: family-wise errors, false discoveries, and the decision rule's budget. */
import {
  type Adjustment,
  adjust,
  analyse,
  combineP,
  type DecisionRule,
  decide,
  type MetricResult,
  type Random,
  type RuleResult,
  ruleSampleSize,
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

/** Two success metrics, three guardrails, one more that is watched for harm, and the sample ratio. */
const rule: DecisionRule = {
  metrics: [
    { name: "s1", role: "success" },
    { name: "s2", role: "success" },
    { name: "g1", role: "guardrail", margin: 0.1 },
    { name: "g2", role: "guardrail", margin: 0.1 },
    { name: "g3", role: "guardrail", margin: 0.1 },
    { name: "d1", role: "deterioration" },
    { name: "ratio", role: "quality" },
  ],
};

/** Metrics of variance 1 a person whose true differences are given by name. */
function results(random: Random, n: number, truth: Readonly<Record<string, number>>): RuleResult[] {
  return rule.metrics.map(({ name, role }): RuleResult => {
    if (role === "quality") return { name, p: random.next() };
    const arm = (mean: number) => ({ mean: mean + random.normal() / Math.sqrt(n), squaredError: 1 / n });
    return { name, control: arm(10), treatment: arm(10 + (truth[name] ?? 0)) };
  });
}

const people = (): number =>
  ruleSampleSize(rule, [
    ...["s1", "s2"].map((name) => ({ name, variance: 1, effect: 0.1 })),
    ...["g1", "g2", "g3"].map((name) => ({ name, variance: 1, effect: 0.1 })),
  ]).perArm;

const decisionRow = (
  id: string,
  claim: string,
  nominal: number,
  side: CalibrationRow["side"],
  truth: Readonly<Record<string, number>>,
  judged: (decision: ReturnType<typeof decide>) => boolean,
): CalibrationRow => ({
  ...{ id: `decision-${id}`, claim, measure: "share", nominal, side, runs: 20_000 },
  prepare: () => {
    const n = people();
    return (random) => judged(decide(rule, results(random, n, truth)));
  },
});

const ships = ({ decision }: ReturnType<typeof decide>): boolean => decision === "ship";

const decisions: readonly CalibrationRow[] = [
  decisionRow("no-effect", "Nothing moves: shipped in at most α", 0.05, "at most", {}, ships),
  decisionRow(
    "guardrail-at-margin",
    "Both successes are real, one guardrail lies at its margin: shipped in at most α",
    0.05,
    "at most",
    { s1: 0.3, s2: 0.3, g1: -0.1 },
    ships,
  ),
  decisionRow(
    "all-guardrails-at-margin",
    "All three guardrails lie at their margins: shipped in at most α, without a correction of α",
    0.05,
    "at most",
    { s1: 0.3, s2: 0.3, g1: -0.1, g2: -0.1, g3: -0.1 },
    ships,
  ),
  decisionRow(
    "power",
    "One success metric moves as planned, the guardrails do not: shipped in at least 1 - β",
    0.8,
    "at least",
    { s1: 0.1 },
    ships,
  ),
  decisionRow(
    "harm-alarm",
    "Nothing moves: any alarm of harm in at most 1 %",
    0.01,
    "at most",
    {},
    ({ metrics }) => metrics.some(({ verdict }) => verdict === "deteriorated"),
  ),
  decisionRow(
    "quality-alarm",
    "The experiment is sound: called invalid in 1 %",
    0.01,
    "equal",
    {},
    ({ decision }) => decision === "invalid",
  ),
  decisionRow(
    "harm-found",
    "A watched metric falls by three times the smallest effect: not shipped",
    0.99,
    "at least",
    { s1: 0.3, d1: -0.3 },
    (decision) => !ships(decision),
  ),
  {
    id: "decision-uncorrected-beta",
    claim:
      "Contrast: planned for one success metric alone, with its guardrails unbudgeted, it is shipped less often",
    ...{ measure: "share", nominal: 0.8, side: "below", runs: 20_000 },
    prepare: () => {
      const alone = {
        ...rule,
        metrics: rule.metrics.slice(0, 2),
        alphaDeterioration: 1e-9,
        alphaQuality: 1e-9,
      };
      const n = ruleSampleSize(alone, [{ name: "s1", variance: 1, effect: 0.1 }]).perArm;
      return (random) => ships(decide(rule, results(random, n, { s1: 0.1 })));
    },
  },
];

export const multiplicityErrors: CalibrationFamily = {
  id: "multiplicity",
  title: "Family-wise errors and false discoveries",
  about: "Many comparisons at once: the chance of any false win, or the share of wins that are false.",
  rows: adjustments,
};

export const decisionErrors: CalibrationFamily = {
  id: "decision",
  title: "The decision rule",
  about:
    "Two success metrics, three guardrails, one metric watched for harm and the sample-ratio check, at the size that `ruleSampleSize` names: α = 5 %, β = 20 %, 1 % for alarms of harm and of quality.",
  rows: decisions,
};
