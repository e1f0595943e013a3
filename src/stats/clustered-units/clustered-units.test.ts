/** Clusters and switchbacks: against brute force with full matrices, and coverage with few, unequal clusters. */
import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../../core/random.ts";
import { invertPositive, multiply, symmetricEigen, transpose } from "../../math/linear-algebra.ts";
import {
  type AssignedCluster,
  addClusterSums,
  clusteredDifference,
  clusterRobustFit,
  clusterSumsOf,
  linearRegression,
  momentsOf,
  type Period,
  randomisationTest,
  switchbackEffect,
  unitCheck,
  welchTest,
} from "../stats.ts";

const draws = <T>(n: number, draw: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => draw(i));

/** Seven clusters of 2 to 8 rows with an intercept, a treatment by cluster and a covariate. */
function sample(seed: number) {
  const random = seededRandom(seed);
  return draws(7, (g) => {
    const shared = random.normal();
    const rows = draws(2 + g, () => [1, g % 2, random.normal()]);
    return { rows, y: rows.map(([, t, x]) => 1 + 0.5 * t + x + shared + random.normal()) };
  });
}

/** V and Satterthwaite's df of coefficient 1 with matrices of the rows' size. */
function bruteForce(clusters: ReturnType<typeof sample>, exponent: number) {
  const X = clusters.flatMap(({ rows }) => rows);
  const y = clusters.flatMap((cluster) => cluster.y);
  const M = invertPositive(multiply(transpose(X), X));
  const H = multiply(multiply(X, M), transpose(X));
  const { residuals } = linearRegression(X, y);
  let from = 0;
  const pulls = clusters.map(({ rows }) => {
    const places = rows.map((_, i) => from + i);
    from += rows.length;
    const { values, vectors } = symmetricEigen(
      places.map((i) => places.map((j) => (i === j ? 1 : 0) - H[i][j])),
    );
    const A = places.map((_, i) =>
      places.map((_j, j) => vectors.reduce((sum, v, k) => sum + values[k] ** exponent * v[i] * v[j], 0)),
    );
    const own = multiply(A, multiply(rows, transpose([M[1]]))).map(([value]) => value);
    return X.map((_, i) => (places.includes(i) ? own[places.indexOf(i)] : 0));
  });
  const variance = pulls.reduce(
    (sum, a) => sum + a.reduce((s, value, i) => s + value * residuals[i], 0) ** 2,
    0,
  );
  const seen = pulls.map((a) => a.map((value, i) => value - H[i].reduce((sum, h, j) => sum + h * a[j], 0)));
  const Q = seen.map((a) => seen.map((b) => a.reduce((sum, value, i) => sum + value * b[i], 0)));
  const trace = Q.reduce((sum, row, g) => sum + row[g], 0);
  return { variance, df: trace ** 2 / Q.flat().reduce((sum, q) => sum + q * q, 0) };
}

describe("cluster-robust covariance", () => {
  test.each([
    ["CR0", 0],
    ["CR2", -0.5],
    ["CR3", -1],
  ] as const)("%s is what full matrices give", (kind, exponent) => {
    const clusters = sample(1);
    const fit = clusterRobustFit(
      clusters.map(({ rows, y }) => clusterSumsOf(rows, y)),
      kind,
    );
    const slow = bruteForce(clusters, exponent);
    expect(fit.covariance[1][1]).toBeCloseTo(slow.variance, 9);
    if (kind !== "CR0") expect(fit.df[1]).toBeCloseTo(slow.df, 7);
  });
  test("halves of a cluster merge", () => {
    const [{ rows, y }] = sample(2).slice(-1);
    const merged = addClusterSums(
      clusterSumsOf(rows.slice(0, 3), y.slice(0, 3)),
      clusterSumsOf(rows.slice(3), y.slice(3)),
    );
    expect(merged.gram.flat()[4]).toBeCloseTo(clusterSumsOf(rows, y).gram.flat()[4], 12);
  });
  test("clusters of one are Welch's test with HC2", () => {
    const random = seededRandom(3);
    const units = draws(
      30,
      (i): AssignedCluster => ({ arm: i % 3 === 0 ? "control" : "treatment", n: 1, sum: random.normal() }),
    );
    const of = (arm: string) => momentsOf(units.filter((unit) => unit.arm === arm).map(({ sum }) => sum));
    const welch = welchTest(of("control"), of("treatment"));
    expect(clusteredDifference(units).standardError).toBeCloseTo(welch.standardError, 10);
  });
  const experiment = (random: Random, treated: number): AssignedCluster[] =>
    draws(12, (g) => {
      const n = 5 + (g % 4) * 15;
      return {
        arm: g < treated ? "treatment" : "control",
        n,
        sum: n * 0.6 * random.normal() + Math.sqrt(n) * random.normal(),
      };
    });
  test("with 12 unequal clusters, 3 of them treated, CR2 covers; people counted as independent do not", () => {
    const random = seededRandom(4);
    let [robust, plain, naive] = [0, 0, 0];
    const runs = 1000;
    for (let run = 0; run < runs; run++) {
      const units = experiment(random, 3);
      const holds = ([low, high]: readonly [number, number]): boolean => low <= 0 && 0 <= high;
      const found = clusteredDifference(units);
      if (holds(found.interval)) robust++;
      if (holds(clusteredDifference(units, { kind: "CR0" }).interval)) plain++;
      const people = (arm: string): number =>
        units.reduce((sum, unit) => sum + (unit.arm === arm ? unit.n : 0), 0);
      const error = Math.sqrt(1.36 / people("control") + 1.36 / people("treatment"));
      if (Math.abs(found.difference) <= 1.96 * error) naive++;
    }
    expect(robust / runs).toBeGreaterThan(0.925);
    expect(robust / runs).toBeLessThan(0.99);
    expect(plain / runs).toBeLessThan(0.9);
    expect(naive / runs).toBeLessThan(0.6);
  });
  test("one treated cluster says nothing", () => {
    expect(() => clusteredDifference(experiment(seededRandom(5), 1))).toThrow(
      expect.objectContaining({ code: "EMPTY_SAMPLE" }),
    );
  });
});

describe("switchbacks", () => {
  const simulate = (random: Random, effect: number, memory: number): Period[] => {
    let [arm, carried]: [Period["arm"], number] = ["control", 0];
    return draws(240, (hour) => {
      if (hour % 4 === 0) arm = random.next() < 0.5 ? "control" : "treatment";
      const today = arm === "treatment" ? effect : 0;
      carried = memory * carried + (1 - memory) * today;
      return {
        market: "Lyon",
        time: hour,
        arm,
        n: 20,
        sum: 20 * (1 + carried) + Math.sqrt(20) * random.normal(),
      };
    });
  };
  test("without an effect the level is kept", () => {
    const random = seededRandom(6);
    let rejected = 0;
    for (let run = 0; run < 400; run++) if (switchbackEffect(simulate(random, 0, 0)).p < 0.05) rejected++;
    expect(rejected / 400).toBeLessThan(0.08);
    expect(rejected / 400).toBeGreaterThan(0.02);
  });
  test("what the last block leaves behind biases the effect, and the burn-in removes it", () => {
    const random = seededRandom(7);
    const means = [0, 0];
    for (let run = 0; run < 60; run++) {
      const periods = simulate(random, 1, 0.5);
      means[0] += switchbackEffect(periods).difference / 60;
      means[1] += switchbackEffect(periods, { burnIn: 3 }).difference / 60;
    }
    expect(means[0]).toBeLessThan(0.93);
    expect(means[1]).toBeGreaterThan(means[0] + 0.03);
    const found = switchbackEffect(simulate(random, 1, 0.5), { burnIn: 2 });
    expect(found.dropped).toBeGreaterThan(0);
    expect(found.carryOver?.difference).toBeLessThan(found.difference);
  });
  test("named blocks are the units, whichever arm came before; only a change of arm has a burn-in", () => {
    const hours = draws(24, (hour): Period => {
      const arm = [1, 1, 0, 0, 1, 0][Math.floor(hour / 4)] === 1 ? "treatment" : "control";
      return { market: "Lyon", time: hour, arm, block: Math.floor(hour / 4), n: 10, sum: 10 + (hour % 7) };
    });
    const named = switchbackEffect(hours, { burnIn: 1 });
    expect(named.clusters).toEqual([3, 3]);
    expect(named.dropped).toBe(3);
    const runs = switchbackEffect(hours.map(({ block: _, ...hour }) => hour));
    expect(runs.clusters).toEqual([2, 2]);
    expect(runs.difference).toBeCloseTo(switchbackEffect(hours).difference, 12);
  });
  test("the randomisation test keeps its level with 8 units and its interval holds the effect", () => {
    const random = seededRandom(8);
    let [rejected, held] = [0, 0];
    for (let run = 0; run < 200; run++) {
      const units = draws(
        8,
        (i): AssignedCluster => ({
          arm: i % 2 === 0 ? "control" : "treatment",
          n: 1 + i,
          sum: (1 + i) * (random.normal() + (i % 2)),
        }),
      );
      const found = randomisationTest(units, random, { draws: 99, confidence: 0.9 });
      if (found.interval[0] <= 1 && 1 <= found.interval[1]) held++;
      const none = units.map((unit) => ({
        ...unit,
        sum: unit.arm === "treatment" ? unit.sum - unit.n : unit.sum,
      }));
      if (randomisationTest(none, random, { draws: 99, confidence: 0.9 }).p <= 0.1) rejected++;
    }
    expect(rejected / 200).toBeLessThan(0.16);
    expect(held / 200).toBeGreaterThan(0.84);
  });
});

describe("the unit that was assigned", () => {
  const people = (random: Random, likeness: number) =>
    draws(200, (i) => {
      const taste = likeness * random.normal();
      return {
        arm: i % 2 === 0 ? "a" : "b",
        rows: momentsOf(draws(1 + random.integer(9), () => taste + random.normal())),
      };
    });
  test("views of one person that are alike are noticed, with the design effect", () => {
    const found = unitCheck(people(seededRandom(9), 1));
    expect(found.mismatch).toBe(true);
    expect(found.icc).toBeGreaterThan(0.35);
    expect(found.icc).toBeLessThan(0.65);
    expect(found.designEffect).toBeGreaterThan(2);
  });
  test("independent rows, and one row a person, are fine", () => {
    expect(unitCheck(people(seededRandom(10), 0)).mismatch).toBe(false);
    const random = seededRandom(11);
    expect(unitCheck(draws(50, () => ({ arm: "a", rows: momentsOf([random.normal()]) }))).mismatch).toBe(
      false,
    );
  });
});
