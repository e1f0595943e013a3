/** The library on experiments that others ran and published; skipped where ../shared/data/experiments is absent. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../core/random.ts";
import {
  analyse,
  type MetricResult,
  momentsOf,
  newcombeInterval,
  planExperiment,
  quantileSummaryOf,
  sampleRatioTest,
  scatterOf,
  winsorisedArms,
} from "./stats.ts";

const folder = new URL("../../../shared/data/experiments/", import.meta.url);
const table = (name: string): Record<string, string>[] => {
  const file = new URL(name, folder);
  // The body of a suite runs even when its tests are skipped.
  if (!existsSync(file)) return [];
  const text = gunzipSync(readFileSync(file)).toString();
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const columns = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  });
};

describe.runIf(existsSync(folder))("Cookie Cats (skipped where ../shared/data/experiments is absent)", () => {
  const players = table("cookie-cats.csv.gz");
  const arm = (version: string) => players.filter((player) => player.version === version);
  const kept = (version: string, day: string) => ({
    x: arm(version).filter((player) => player[day] === "TRUE").length,
    n: arm(version).length,
  });
  test("moving the gate to level 40 loses players after a week, and the published rates are ours", () => {
    const [early, late] = [kept("gate_30", "retention_7"), kept("gate_40", "retention_7")];
    expect(early.x / early.n).toBeCloseTo(0.1902, 4);
    expect(late.x / late.n).toBeCloseTo(0.182, 4);
    expect(newcombeInterval(early, late)[1]).toBeLessThan(0);
    const found = analyse({
      control: "gate_30",
      looks: "fixed",
      metrics: ["retention_1", "retention_7"].map((day) => ({
        name: day,
        kind: "proportion",
        arms: { gate_30: kept("gate_30", day), gate_40: kept("gate_40", day) },
      })),
    });
    const verdicts = found.results.map((one) => ("refused" in one ? one.refused.code : one.verdict));
    expect(verdicts).toEqual(["unclear", "worse"]);
  });
  test("the arms' sizes are odd enough to ask, not to block", () => {
    expect(sampleRatioTest([arm("gate_30").length, arm("gate_40").length], [1, 1]).p).toBeCloseTo(0.0086, 3);
  });
  test("one player with 49,854 rounds decides the plain mean; pooled winsorising takes that away", () => {
    const rounds = ["gate_30", "gate_40"].map((version) =>
      arm(version).map((player) => Number(player.sum_gamerounds)),
    );
    const { arms, thresholds } = winsorisedArms(rounds, { upper: 0.999 });
    expect(thresholds[1]).toBeLessThan(1500);
    const se = (moments: { n: number; m2: number }): number => Math.sqrt(moments.m2) / moments.n;
    expect(se(arms[0])).toBeLessThan(0.5 * se(momentsOf(rounds[0])));
    const summaries = rounds.map((values) => quantileSummaryOf(values, 0.9));
    expect(summaries[0].lower).toBeLessThanOrEqual(summaries[0].quantile);
  });
});

describe.runIf(existsSync(folder))("Hillstrom (skipped where ../shared/data/experiments is absent)", () => {
  const customers = table("hillstrom.csv.gz");
  const rows = (segment: string, outcome: string): number[][] =>
    customers
      .filter((customer) => customer.segment === segment)
      .map((customer) => [Number(customer[outcome]), Number(customer.history), Number(customer.recency)]);
  test("both e-mails bring visits; past spending explains a little; the arms are balanced", () => {
    const found = analyse({
      control: "none",
      metrics: [
        {
          name: "visit",
          kind: "mean",
          arms: {
            none: scatterOf(rows("No E-Mail", "visit")),
            men: scatterOf(rows("Mens E-Mail", "visit")),
            women: scatterOf(rows("Womens E-Mail", "visit")),
          },
        },
      ],
    });
    for (const one of found.results as MetricResult[]) {
      expect(one.verdict).toBe("better");
      expect(one.varianceRatio).toBeLessThan(1);
      expect(one.alarms).toEqual([]);
    }
  });
  test("a plan for visits on its own rows holds", () => {
    const random = seededRandom(1);
    const plan = planExperiment({ rows: rows("No E-Mail", "visit") }, { lift: 0.25, runs: 120 }, random);
    expect(plan.holds).toBe(true);
    expect(plan.baseline).toBeCloseTo(0.106, 2);
    expect(plan.proof.power.rate).toBeGreaterThan(0.7);
  });
});
