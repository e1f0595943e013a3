/** Plans agree with known formulas, and experiments of the planned size have the power that was promised. */
import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../../core/random.ts";
import {
  type Design,
  type PlanData,
  type PlanRequest,
  planExperiment,
  plannedEffect,
  plannedPower,
  plannedSize,
  pocockSpending,
  sampleSizeT,
  sequentialPlan,
  spendingBounds,
} from "../stats.ts";

const draws = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);

describe("the arithmetic", () => {
  test("a fixed plan is Cohen's: d = ½ needs 64 an arm", () => {
    const size = plannedSize({ variance: 1 }, 0.5);
    expect(size.control).toBe(64);
    expect(size.total).toBe(128);
    expect(size.control).toBe(Math.ceil(sampleSizeT(0.5, 1, { alpha: 0.05, power: 0.8 })));
  });
  test("covariates and clusters act on the variance", () => {
    const plain = plannedSize({ variance: 1 }, 0.05).control;
    expect(plannedSize({ variance: 1, explained: 0.5 }, 0.05).control / plain).toBeCloseTo(0.5, 2);
    const clustered = plannedSize({ variance: 1, clusterSize: 20, icc: 0.05 }, 0.05);
    expect(clustered.control / plain).toBeCloseTo(1.95, 1);
    expect(clustered.control % 20).toBe(0);
  });
  test("several arms share α; Dunnett asks for less than Bonferroni", () => {
    const of = (correction: Design["correction"]) =>
      plannedSize({ variance: 1, treatments: 3, correction }, 0.2).control;
    expect(of("dunnett")).toBeLessThan(of("bonferroni"));
    expect(of("none")).toBeLessThan(of("dunnett"));
  });
  test("looks cost what their inflation says", () => {
    const information = [0.25, 0.5, 0.75, 1];
    const fixed = plannedSize({ variance: 1 }, 0.02).control;
    const group = plannedSize(
      { variance: 1, looks: { kind: "group-sequential", information, spending: pocockSpending } },
      0.02,
    );
    const { inflation } = sequentialPlan(
      information,
      spendingBounds(information, 0.025, pocockSpending).z,
      0.025,
      0.8,
    );
    expect(group.control / fixed).toBeCloseTo(inflation, 2);
    expect(plannedSize({ variance: 1, looks: { kind: "anytime" } }, 0.02).control).toBeGreaterThan(
      group.control,
    );
  });
  const designs: readonly [string, Design][] = [
    ["fixed", { variance: 4 }],
    ["unequal arms", { variance: 4, allocation: 0.25 }],
    ["one-sided", { variance: 4, sides: 1 }],
    ["non-inferiority", { variance: 4, margin: 0.3 }],
    ["anytime", { variance: 4, looks: { kind: "anytime", looks: 10 } }],
    ["group-sequential", { variance: 4, looks: { kind: "group-sequential", information: [0.4, 1] } }],
  ];
  test.each(designs)("%s: size, effect and power are one relation", (_, design) => {
    const effect = plannedEffect(design, 700);
    expect(plannedPower(design, effect, 700)).toBeCloseTo(0.8, 7);
    const size = plannedSize(design, effect + 1e-7);
    expect(size.control).toBe(700);
  });
});

describe("the planner's answer, simulated on the data it was given", () => {
  const people = (random: Random): number[][] =>
    draws(1500, () => {
      const x = random.normal();
      return [Math.exp(0.5 * x + 0.5 * random.normal()), Math.exp(0.5 * x)];
    });
  const views = (random: Random): number[][] =>
    draws(1500, () => {
      const shown = 1 + random.integer(10);
      return [draws(shown, random.next).filter((u) => u < 0.3).length, shown];
    });
  const shops = (random: Random): PlanData => {
    const rows: number[][] = [];
    const clusters: string[] = [];
    for (let shop = 0; shop < 150; shop++) {
      const level = 0.4 * random.normal();
      for (let i = 0; i < 4 + (shop % 5) * 3; i++) {
        rows.push([5 + level + random.normal()]);
        clusters.push(`shop ${shop}`);
      }
    }
    return { rows, clusters };
  };
  const cases: readonly [string, (random: Random) => PlanData, PlanRequest][] = [
    ["a skewed mean", (random) => ({ rows: people(random).map(([y]) => [y]) }), { lift: 0.1 }],
    ["with CUPED", (random) => ({ rows: people(random) }), { lift: 0.1 }],
    [
      "scaled instead of shifted",
      (random) => ({ rows: people(random) }),
      { lift: 0.1, effectShape: "scale" },
    ],
    ["a rate", (random) => ({ rows: draws(1000, () => [random.next() < 0.2 ? 1 : 0]) }), { effect: 0.06 }],
    ["a ratio", (random) => ({ kind: "ratio", rows: views(random) }), { lift: 0.1 }],
    ["clusters", shops, { effect: 0.3 }],
    ["non-inferiority", (random) => ({ rows: people(random) }), { margin: 0.1 }],
    ["three treatments", (random) => ({ rows: people(random) }), { lift: 0.12, treatments: 3 }],
    ["unequal arms", (random) => ({ rows: people(random) }), { lift: 0.12, allocation: 0.3 }],
    [
      "group-sequential",
      (random) => ({ rows: people(random) }),
      { lift: 0.12, looks: { kind: "group-sequential", information: [0.5, 0.75, 1] } },
    ],
    [
      "anytime",
      (random) => ({ rows: people(random) }),
      { lift: 0.15, looks: { kind: "anytime", looks: 10 } },
    ],
  ];
  test.each(cases)("%s", (_, make, request) => {
    const random = seededRandom(11);
    const plan = planExperiment(make(random), { runs: 250, ...request }, random);
    expect(plan.holds).toBe(true);
    expect(plan.enlarged).toBeLessThanOrEqual(1);
    expect(plan.proof.power.rate).toBeGreaterThan(0.73);
    // not far too many people either
    expect(plan.proof.power.rate).toBeLessThan(0.92);
    expect(plan.proof.falsePositives.rate).toBeLessThan(0.09);
    if (request.looks) expect(plan.proof.usedShare).toBeLessThan(0.95);
    else expect(plan.proof.usedShare).toBeCloseTo(1, 12);
  });
  test("a plan that its data cannot carry is enlarged, or says that it does not hold", () => {
    // one person in 300 spends a thousand times as much: the normal limit is far away
    const random = seededRandom(12);
    const rows = draws(900, () => [random.integer(300) === 0 ? 1000 : random.next()]);
    const plan = planExperiment({ rows }, { lift: 2, effectShape: "scale", runs: 100 }, random);
    expect(plan.enlarged > 0 || plan.proof.power.band[1] >= 0.8).toBe(true);
    expect(plan.holds).toBe(plan.proof.power.band[1] >= 0.8 && plan.proof.falsePositives.band[0] <= 0.05);
  });
});
