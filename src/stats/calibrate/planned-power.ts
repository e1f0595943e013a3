/** Experiments of the size that the planner names: do they find the effect as often as it says? */
import {
  addMoments,
  adjustedDifference,
  clusteredDifference,
  type Design,
  differenceSequence,
  equivalence,
  type Moments,
  nonInferiority,
  obrienFlemingSpending,
  type PlanData,
  planExperiment,
  plannedSize,
  powerOfT,
  type Random,
  sampleSizeProportions,
  scatterOf,
  seededRandom,
  spendingBounds,
  twoProportions,
  varianceOf,
  welchTest,
} from "../stats.ts";
import { dunnettCritical, dunnettT } from "./dunnett-critical.ts";
import { binomialDraw, correlated, draws, normalMoments, normalScatter } from "./populations.ts";
import type { CalibrationFamily, CalibrationRow, Draw } from "./row.ts";

const power = (id: string, claim: string, runs: number, prepare: () => Draw): CalibrationRow => ({
  ...{ id: `power-${id}`, claim, measure: "share", nominal: 0.8, side: "equal", runs, prepare },
});

const effect = 0.1;
const sizeOf = (design: Omit<Design, "variance">): number =>
  plannedSize({ variance: 1, ...design }, effect).control;

/** Arms that grow to each share of `n` people; true when |z| reaches its bound. */
function reachesBound(
  n: number,
  information: readonly number[],
  bounds: readonly number[],
  random: Random,
): boolean {
  let arms: [Moments, Moments] | undefined;
  let before = 0;
  for (let k = 0; k < information.length; k++) {
    const now = Math.round(information[k] * n);
    const batch = [0, effect].map((mean) => normalMoments(random, now - before, mean)) as [Moments, Moments];
    arms = arms ? [addMoments(arms[0], batch[0]), addMoments(arms[1], batch[1])] : batch;
    before = now;
    const { statistic } = welchTest(...arms);
    if (Math.abs(statistic) >= bounds[k]) return true;
  }
  return false;
}

const formulas: readonly CalibrationRow[] = [
  power("t-test", "A fixed t-test of the planned size finds the effect", 40_000, () => {
    const n = sizeOf({});
    return (random) => welchTest(normalMoments(random, n), normalMoments(random, n, effect)).p < 0.05;
  }),
  {
    ...power(
      "t-test-small",
      "`powerOfT` at 12 and 8 people, one standard deviation",
      40_000,
      () => (random) => {
        const [c, t] = [normalMoments(random, 12), normalMoments(random, 8, 1)];
        const pooled = Math.sqrt(((c.m2 + t.m2) / 18) * (1 / 12 + 1 / 8));
        return Math.abs(t.mean - c.mean) / pooled > 2.100922;
      },
    ),
    nominal: powerOfT(1, 12, 8, 0.05),
  },
  power("allocation", "Four times as many in control as in treatment", 20_000, () => {
    const n = sizeOf({ allocation: 0.25 });
    const few = Math.ceil(n / 4);
    return (random) => welchTest(normalMoments(random, n), normalMoments(random, few, effect)).p < 0.05;
  }),
  power("proportion", "A rate of 10 % that rises to 12 %", 40_000, () => {
    const n = Math.ceil(sampleSizeProportions(0.1, 0.12, { alpha: 0.05, power: 0.8 }).pooled);
    const [before, after] = [binomialDraw(n, 0.1), binomialDraw(n, 0.12)];
    return (random) => twoProportions({ x: before(random), n }, { x: after(random), n }).p < 0.05;
  }),
  power("cuped", "With a covariate that explains half, and half the people", 20_000, () => {
    const n = sizeOf({ explained: 0.5 });
    const root = correlated(Math.SQRT1_2);
    return (random) =>
      adjustedDifference(normalScatter(random, n, [0, 0], root), normalScatter(random, n, [effect, 0], root))
        .p < 0.05;
  }),
  power("cluster", "Clusters of 20 whose people correlate by 0.05", 1000, () => {
    const clusters = sizeOf({ clusterSize: 20, icc: 0.05 }) / 20;
    const deviation = Math.sqrt(20 * (0.95 + 20 * 0.05));
    return (random) =>
      clusteredDifference(
        draws(2 * clusters, (i) => {
          const arm = i % 2 === 0 ? ("control" as const) : ("treatment" as const);
          return { arm, n: 20, sum: (i % 2) * 20 * effect + deviation * random.normal() };
        }),
      ).p < 0.05;
  }),
  power("non-inferiority", "No difference, and a margin of a tenth of a standard deviation", 20_000, () => {
    const n = plannedSize({ variance: 1, margin: effect }, 0).control;
    return (random) => nonInferiority(normalMoments(random, n), normalMoments(random, n), effect).nonInferior;
  }),
  power("bonferroni", "One of three arms against control, Bonferroni", 20_000, () => {
    const n = sizeOf({ treatments: 3 });
    return (random) => welchTest(normalMoments(random, n), normalMoments(random, n, effect)).p < 0.05 / 3;
  }),
  power("dunnett", "One of three arms against control, Dunnett", 20_000, () => {
    const n = sizeOf({ treatments: 3, correction: "dunnett" });
    const critical = dunnettCritical(n, 3);
    return (random) => {
      const [control, ...arms] = [0, effect, 0, 0].map((mean) => normalMoments(random, n, mean));
      return dunnettT(control, arms)[0] > critical;
    };
  }),
  power("group-sequential", "Four looks, O'Brien–Fleming spending at unequal information", 20_000, () => {
    const information = [0.2, 0.5, 0.8, 1];
    const n = sizeOf({ looks: { kind: "group-sequential", information } });
    const { z } = spendingBounds(information, 0.025, obrienFlemingSpending);
    return (random) => reachesBound(n, information, z, random);
  }),
  power("anytime", "Anytime, read 20 times up to the planned end", 10_000, () => {
    const n = sizeOf({ looks: { kind: "anytime", looks: 20 } });
    return (random) => {
      let arms = [0, effect].map((mean) => normalMoments(random, Math.round(n / 20), mean));
      for (let look = 1; look <= 20; look++) {
        const [c, t] = arms.map((arm) => ({ ...arm, squaredError: varianceOf(arm) / arm.n }));
        if (differenceSequence(c, t, { best: 2 * n }).p <= 0.05) return true;
        const more = Math.round(((look + 1) * n) / 20) - Math.round((look * n) / 20);
        arms = arms.map((arm, i) => addMoments(arm, normalMoments(random, more, i * effect)));
      }
      return false;
    };
  }),
  {
    ...power(
      "equivalence",
      "Equivalence (TOST) of equal arms where the non-centrality says 80 %",
      20_000,
      () => {
        // 1 - 2 P(Z > δ/se - 1.645) = 0.8 at δ/se = 1.645 + 1.282
        const n = Math.ceil(2 * (2.926405 / effect) ** 2);
        return (random) => equivalence(normalMoments(random, n), normalMoments(random, n), effect).equivalent;
      },
    ),
  },
];

const planner = (id: string, claim: string, data: () => PlanData, lift: number): CalibrationRow => ({
  id: `power-${id}`,
  claim,
  ...{ measure: "share", nominal: 0.8, side: "at least", runs: 2000 },
  prepare: () => {
    const given = data();
    const { control, treatment, effect: planted } = planExperiment(given, { lift }, seededRandom(7));
    return (random) => {
      const arm = (n: number, gain: number) =>
        draws(n, () => {
          const row = given.rows[random.integer(given.rows.length)];
          const added = given.kind === "ratio" ? gain * row[1] : gain;
          return [row[0] + added, ...row.slice(1)];
        });
      const [c, t] = [arm(control, 0), arm(treatment, planted)].map(scatterOf);
      return adjustedDifference(c, t, { kind: given.kind ?? "mean" }).p < 0.05;
    };
  },
});

const onData: readonly CalibrationRow[] = [
  planner(
    "planner-mean",
    "The planner on 2,000 rows of skewed spending with a covariate, a lift of 10 %",
    () => {
      const random = seededRandom(11);
      const rows = draws(2000, () => {
        const x = random.normal();
        return [Math.exp(0.7 * x + 0.5 * random.normal()), Math.exp(0.7 * x)];
      });
      return { rows };
    },
    0.1,
  ),
  planner(
    "planner-ratio",
    "The planner on 2,000 rows of sales and visits, a lift of 10 %",
    () => {
      const random = seededRandom(12);
      const rows = draws(2000, () => {
        const visits = 1 + random.integer(6);
        return [visits * Math.exp(0.4 * random.normal()), visits];
      });
      return { kind: "ratio" as const, rows };
    },
    0.1,
  ),
];

export const plannedPower: CalibrationFamily = {
  id: "power",
  title: "Realised power of the planner",
  about: "Experiments of the planned size with the effect that was planned for; 80 % were asked.",
  rows: [...formulas, ...onData],
};
