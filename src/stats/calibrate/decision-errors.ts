/** The decision rule: does it keep the risks it was given? */
import { type DecisionRule, decide, type Random, type RuleResult, ruleSampleSize } from "../stats.ts";
import type { CalibrationFamily, CalibrationRow } from "./row.ts";

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

type Truth = Readonly<Record<string, number>>;

/** Metrics of variance 1 a person whose true differences are given by name. */
function results(random: Random, n: number, truth: Truth): RuleResult[] {
  return rule.metrics.map(({ name, role }): RuleResult => {
    if (role === "quality") return { name, p: random.next() };
    const arm = (mean: number) => ({ mean: mean + random.normal() / Math.sqrt(n), squaredError: 1 / n });
    return { name, control: arm(10), treatment: arm(10 + (truth[name] ?? 0)) };
  });
}

/** The same metrics after `each` more people an arm, n in all. */
function lookResults(
  random: Random,
  sums: ReadonlyMap<string, { control: number; treatment: number }>,
  n: number,
  each: number,
): RuleResult[] {
  return rule.metrics.map(({ name, role }): RuleResult => {
    const sum = sums.get(name);
    // a sound experiment: the quality check is another row's
    if (role === "quality" || sum === undefined) return { name, p: 1 };
    sum.control += Math.sqrt(each) * random.normal();
    sum.treatment += Math.sqrt(each) * random.normal();
    const arm = (total: number) => ({ mean: 10 + total / n, squaredError: 1 / n });
    return { name, control: arm(sum.control), treatment: arm(sum.treatment), people: 2 * n };
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
  truth: Truth,
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
    id: "decision-arms",
    claim: "Nothing moves in either of two treatments: any of them shipped in at most α",
    ...{ measure: "share", nominal: 0.05, side: "at most", runs: 20_000 },
    prepare: () => {
      const n = people();
      return (random) => [1, 2].some(() => ships(decide({ ...rule, arms: 2 }, results(random, n, {}))));
    },
  },
  {
    id: "decision-anytime",
    claim: "Nothing moves, decided at each of 20 looks (anytime): ever shipped in at most α",
    ...{ measure: "share", nominal: 0.05, side: "at most", runs: 4000 },
    prepare: () => {
      const each = Math.ceil(people() / 10);
      return (random) => {
        const sums = new Map(rule.metrics.map(({ name }) => [name, { control: 0, treatment: 0 }]));
        for (let look = 1; look <= 20; look++) {
          if (ships(decide(rule, lookResults(random, sums, look * each, each), { looks: "anytime" })))
            return true;
        }
        return false;
      };
    },
  },
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

export const decisionErrors: CalibrationFamily = {
  id: "decision",
  title: "The decision rule",
  about:
    "Two success metrics, three guardrails, one metric watched for harm and the sample-ratio check, at the size that `ruleSampleSize` names: α = 5 %, β = 20 %, 1 % for alarms of harm and of quality.",
  rows: decisions,
};
