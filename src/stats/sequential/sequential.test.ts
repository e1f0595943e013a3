/** Results that are looked at more than once: what they promise is counted under many looks. */
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import {
  boundedDifference,
  crossingProbabilities,
  differenceSequence,
  empiricalBernsteinInterval,
  mixtureTest,
  mixtureTestOf,
  momentsOf,
  obrienFlemingSpending,
  pocockSpending,
  quantileDifferenceSequence,
  quantileSequence,
  sampleRatioCause,
  sampleRatioSequential,
  sampleRatioTest,
  sequentialAnalysis,
  sequentialDesign,
  spendingBounds,
  varianceOf,
} from "../stats.ts";

const draws = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);
const estimateOf = (values: readonly number[]) => {
  const moments = momentsOf(values);
  return { n: moments.n, mean: moments.mean, squaredError: varianceOf(moments) / moments.n };
};

describe("two arms at any time", () => {
  test("p is α exactly where the interval's edge is 0", () => {
    const control = { n: 900, mean: 5, squaredError: 0.01 };
    const at = (mean: number) =>
      differenceSequence(control, { n: 1100, mean, squaredError: 0.02 }, { best: 2000 });
    const { critical, standardError } = at(5);
    expect(at(5 + critical * standardError).p).toBeCloseTo(0.05, 10);
    expect(at(5 + critical * standardError).interval[0]).toBeCloseTo(0, 12);
    expect(at(5 + critical * standardError * 1.0001).lift?.set).toMatchObject({ kind: "between" });
  });
  test("30 looks at skewed A/A arms stay within the level, and absolute and relative verdicts agree", () => {
    const random = seededRandom(2);
    let fooled = 0;
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const arms: [number[], number[]] = [[], []];
      let p = 1;
      for (let look = 0; look < 30; look++) {
        for (const arm of arms) arm.push(...draws(50, () => -Math.log(1 - random.next())));
        const found = differenceSequence(estimateOf(arms[0]), estimateOf(arms[1]), {
          best: 1000,
          previousP: p,
        });
        const outside = found.interval[0] > 0 || found.interval[1] < 0;
        const set = found.lift?.set;
        expect(set?.kind === "between" && (set.low > 0 || set.high < 0)).toBe(outside);
        p = found.p;
      }
      if (p <= 0.05) fooled++;
    }
    expect(fooled / runs).toBeLessThanOrEqual(0.06);
  });
});

test("the mixture test of an estimate is that of equal arms, and keeps its level for unequal ones", () => {
  const known = mixtureTest(100, 0.3, 2, 0.1, 0.05);
  const same = mixtureTestOf(0.3, Math.sqrt(4 / 100), 0.1, 0.05);
  expect(same.logLambda).toBeCloseTo(known.logLambda, 12);
  expect(same.halfwidth).toBeCloseTo(known.halfwidth, 12);
  const random = seededRandom(9);
  let fooled = 0;
  for (let run = 0; run < 300; run++) {
    let [a, b, p] = [0, 0, 1];
    for (let look = 1; look <= 40; look++) {
      a += Math.sqrt(10) * random.normal();
      b += Math.sqrt(50) * random.normal();
      p = mixtureTestOf(
        a / (10 * look) - b / (50 * look),
        Math.sqrt(1 / (10 * look) + 1 / (50 * look)),
        0.01,
        0.05,
        p,
      ).p;
    }
    if (p <= 0.05) fooled++;
  }
  expect(fooled / 300).toBeLessThanOrEqual(0.05);
});

describe("bounded values", () => {
  test("both sequences hold the mean at all of 40 looks", () => {
    const random = seededRandom(3);
    let lost = 0;
    for (let run = 0; run < 100; run++) {
      const values = draws(400, () => random.next() ** 3);
      for (let n = 10; n <= 400; n += 10) {
        const [low, high] = empiricalBernsteinInterval(values.slice(0, n), 0.1);
        if (low > 0.25 || high < 0.25) {
          lost++;
          break;
        }
      }
    }
    expect(lost / 100).toBeLessThanOrEqual(0.1);
  });
  test("a difference between two arms is found and held", () => {
    const random = seededRandom(4);
    const arm = (rate: number) => draws(600, () => (random.next() < rate ? 1 : 0));
    const [low, high] = boundedDifference(arm(0.2), arm(0.5), 0.05);
    expect(low).toBeGreaterThan(0.05);
    expect(low).toBeLessThan(0.3);
    expect(high).toBeGreaterThan(0.3);
  });
  test("nothing seen, nothing known", () => {
    expect(empiricalBernsteinInterval([], 0.05)).toEqual([0, 1]);
    expect(boundedDifference([], [], 0.05)).toEqual([-1, 1]);
  });
});

test("a quantile's sequence holds it at every look, with ties too", () => {
  const random = seededRandom(5);
  let [lost, apart] = [0, 0];
  for (let run = 0; run < 100; run++) {
    const [a, b] = [draws(500, () => random.integer(9)), draws(500, () => random.integer(9))];
    const looks = [20, 50, 100, 200, 350, 500];
    if (looks.some((n) => !holds(quantileSequence(a.slice(0, n), 0.5, 0.1, 50), 4))) lost++;
    if (looks.some((n) => !holds(quantileDifferenceSequence(a.slice(0, n), b.slice(0, n), 0.5, 0.1, 50), 0)))
      apart++;
  }
  expect(lost).toBeLessThanOrEqual(10);
  expect(apart).toBeLessThanOrEqual(10);
  expect(quantileSequence([1, 2, 3], 0.5, 0.05, 100)).toEqual([
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
});
const holds = ([low, high]: readonly [number, number], truth: number): boolean =>
  low <= truth && truth <= high;

describe("group-sequential designs", () => {
  const looks = [0.3, 0.55, 0.8, 1];
  test("bounds meet at the end, spend α and give the power asked", () => {
    const design = sequentialDesign(looks, { power: 0.9 });
    expect(design.upper[3]).toBe(design.lower[3]);
    const under = (shift: number) => crossingProbabilities(looks, design.upper, design.lower, shift);
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    expect(sum(under(design.drift).upper)).toBeCloseTo(0.9, 8);
    // α is spent as if nobody stopped for futility; with stopping it is less
    const ignoring = crossingProbabilities(
      looks,
      design.upper,
      design.upper.map(() => Number.NEGATIVE_INFINITY),
    );
    expect(sum(ignoring.upper)).toBeCloseTo(0.025, 8);
    expect(sum(under(0).upper)).toBeLessThan(0.025);
    expect(design.expectedShareNull).toBeLessThan(0.7);
    expect(design.inflation).toBeGreaterThan(1);
  });
  test("a known design: O'Brien–Fleming-like spending at thirds without futility, to 1e-6", () => {
    // Lan and DeMets' bounds as in gsDesign(k = 3, test.type = 2, sfu = sfLDOF)
    const { z } = spendingBounds([1 / 3, 2 / 3, 1], 0.025, obrienFlemingSpending);
    expect(z[0]).toBeCloseTo(3.7103029, 6);
    expect(z[1]).toBeCloseTo(2.511427, 5);
    expect(z[2]).toBeCloseTo(1.9930448, 5);
  });
  test("after stopping: the level is kept, the median is unbiased, the interval covers", () => {
    const random = seededRandom(6);
    const runs = 250;
    const truth = 0.5;
    let [rejected, above, covered] = [0, 0, 0];
    const simulate = (effect: number) => {
      // information 9, 18, 36 for a final standard error of 1/6
      const errors = [1 / 3, 1 / Math.sqrt(18), 1 / 6];
      let [score, information] = [0, 0];
      const path = errors.map((standardError) => {
        const step = standardError ** -2 - information;
        information += step;
        score += effect * step + Math.sqrt(step) * random.normal();
        return { effect: score / information, standardError };
      });
      for (let k = 1; k <= 3; k++) {
        const found = sequentialAnalysis(path.slice(0, k), 1 / 6, { spending: pocockSpending });
        if (found.stoppedAt !== undefined || k === 3) return found;
      }
      throw new Error("unreachable");
    };
    for (let run = 0; run < runs; run++) {
      const none = simulate(0);
      if (none.stoppedAt !== undefined) rejected++;
      expect(none.p <= 0.05 + 1e-7).toBe(none.stoppedAt !== undefined);
      const some = simulate(truth);
      if (some.effect > truth) above++;
      if (some.interval[0] <= truth && truth <= some.interval[1]) covered++;
    }
    expect(rejected / runs).toBeLessThan(0.08);
    expect(above / runs).toBeGreaterThan(0.41);
    expect(above / runs).toBeLessThan(0.59);
    expect(covered / runs).toBeGreaterThan(0.91);
    expect(covered / runs).toBeLessThan(0.98);
  });
  test("a look without promise is called futile, and no more than β of good ones are", () => {
    const random = seededRandom(8);
    const futility = { effect: 0.5, beta: 0.2 };
    const futile = (truth: number): number => {
      let called = 0;
      for (let run = 0; run < 300; run++) {
        // half of the information of a final standard error of 1/6
        const look = { effect: truth + random.normal() / Math.sqrt(18), standardError: 1 / Math.sqrt(18) };
        if (sequentialAnalysis([look], 1 / 6, { futility }).looks[0].futile) called++;
      }
      return called / 300;
    };
    expect(futile(0.5)).toBeLessThan(0.12);
    expect(futile(0)).toBeGreaterThan(0.3);
    expect(sequentialAnalysis([{ effect: -1, standardError: 1 }], 0.5).looks[0].futile).toBe(false);
  });
  test("a single look is the z-test", () => {
    const found = sequentialAnalysis([{ effect: 2.2, standardError: 1 }], 1);
    expect(found.effect).toBeCloseTo(2.2, 8);
    expect(found.interval[0]).toBeCloseTo(2.2 - 1.959964, 5);
    expect(found.p).toBeCloseTo(0.0278069, 6);
  });
});

describe("the sample-ratio check", () => {
  test("watched daily for 60 days, the sequential check keeps its level; repeating χ² does not", () => {
    const random = seededRandom(7);
    let [sequential, repeated] = [0, 0];
    const runs = 1000;
    for (let run = 0; run < runs; run++) {
      const counts = [0, 0];
      let [p, alarmed] = [1, false];
      for (let day = 0; day < 60; day++) {
        // 200 people by the normal limit of their split
        const first = Math.round(100 + Math.sqrt(50) * random.normal());
        counts[0] += first;
        counts[1] += 200 - first;
        p = sampleRatioSequential(counts, [1, 1], 1000, p).p;
        alarmed ||= sampleRatioTest(counts, [1, 1]).p < 0.01;
      }
      if (p < 0.01) sequential++;
      if (alarmed) repeated++;
    }
    expect(sequential / runs).toBeLessThanOrEqual(0.01);
    expect(repeated / runs).toBeGreaterThan(0.04);
  });
  test("the browser that loses an arm is found, with how many people it lost", () => {
    const cells = ["Chrome", "Safari", "Firefox"].flatMap((browser) =>
      ["DE", "JP"].map((country) => ({
        attributes: { browser, country },
        counts: browser === "Safari" ? [5000, 4400] : [5000, 5030],
      })),
    );
    const found = sampleRatioCause(cells, [1, 1]);
    expect(found.cause).toMatchObject({ attribute: "browser", value: "Safari", missing: [0, 1200] });
    expect(found.cause?.pOutside).toBeGreaterThan(0.001);
    const fair = cells.map((cell) => ({ ...cell, counts: [5000, 5030] }));
    expect(sampleRatioCause(fair, [1, 1]).cause).toBeUndefined();
  });
});
