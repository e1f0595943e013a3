/** Comparisons of two samples beyond the mean: values worked by hand or by SciPy 1.17, and coverage under simulation. */
import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../../core/random.ts";
import { binomialMass } from "../../math/discrete-distributions.ts";
import { checkCount } from "../checking.ts";
import {
  barnardExact,
  bootstrapDifference,
  brunnerMunzel,
  geometricLift,
  hodgesLehmann,
  independenceTest,
  kolmogorovSmirnov,
  logArms,
  mannWhitney,
  momentsOf,
  quantileDifference,
  quantileOfSorted,
  quantileRanks,
  quantileSummaryOf,
  sampledPermutation,
  varianceOf,
  winsorisedArms,
} from "../stats.ts";

const a = [1.1, 2.4, 3.3, 4.8, 5.0, 6.1, 7.7, 8.2];
const b = [2.0, 3.5, 5.5, 6.6, 9.1, 10.4, 11.0, 12.3, 13.9];
const draws = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw);
const meanOf = (values: readonly number[]): number => momentsOf(values).mean;

/** Share of `runs` in which the interval of `run` holds `truth`. */
function coverage(runs: number, truth: number, run: () => readonly [number, number]): number {
  let held = 0;
  for (let i = 0; i < runs; i++) {
    const [low, high] = run();
    if (low <= truth && truth <= high) held++;
  }
  return held / runs;
}

describe("tables of counts", () => {
  test("χ² and G of a 2 × 3 table worked by hand", () => {
    // expected 15 15 20 in both rows; χ² = 2 (25/15 + 0 + 25/20) = 35/6; G = 2 Σ O ln(O/E)
    const found = independenceTest([
      [10, 15, 25],
      [20, 15, 15],
    ]);
    expect(found.chiSquare).toBeCloseTo(35 / 6, 12);
    expect(found.df).toBe(2);
    expect(found.p).toBeCloseTo(Math.exp(-35 / 12), 12);
    const G =
      2 * (10 * Math.log(10 / 15) + 25 * Math.log(25 / 20) + 20 * Math.log(20 / 15) + 15 * Math.log(15 / 20));
    expect(found.G).toBeCloseTo(G, 12);
  });
  test("a table with hardly anything in it is refused", () => {
    expect(() =>
      independenceTest([
        [1, 2],
        [2, 1],
      ]),
    ).toThrow(expect.objectContaining({ code: "DOES_NOT_APPLY" }));
    expect(() =>
      independenceTest([
        [9, 0],
        [9, 0],
      ]),
    ).toThrow(expect.objectContaining({ code: "ZERO_VARIANCE" }));
  });
});

describe("Barnard's test", () => {
  test("agrees with SciPy and with all tables counted one by one", () => {
    // a grid of 20,001 rates in SciPy's binom; its barnard_exact stops at a lower peak, 0.068153
    const found = barnardExact({ x: 7, n: 15 }, { x: 12, n: 15 });
    expect(found.p).toBeCloseTo(0.06821831, 7);
    const z = (x0: number, x1: number): number => {
      const pooled = (x0 + x1) / 30;
      const spread = Math.sqrt(pooled * (1 - pooled) * (2 / 15));
      return spread > 0 ? Math.abs(x1 - x0) / 15 / spread : 0;
    };
    let sum = 0;
    for (let x0 = 0; x0 <= 15; x0++) {
      for (let x1 = 0; x1 <= 15; x1++) {
        if (z(x0, x1) < z(7, 12) * (1 - 1e-12)) continue;
        sum += binomialMass(x0, 15, found.worstRate) * binomialMass(x1, 15, found.worstRate);
      }
    }
    expect(found.p).toBeCloseTo(sum, 12);
  });
  test("keeps its level at every rate", () => {
    const level = (rate: number): number => {
      let rejected = 0;
      for (let x0 = 0; x0 <= 12; x0++) {
        for (let x1 = 0; x1 <= 9; x1++) {
          if (barnardP(x0, x1) <= 0.05) rejected += binomialMass(x0, 12, rate) * binomialMass(x1, 9, rate);
        }
      }
      return rejected;
    };
    const known = new Map<number, number>();
    const barnardP = (x0: number, x1: number): number => {
      const found = known.get(x0 * 100 + x1) ?? barnardExact({ x: x0, n: 12 }, { x: x1, n: 9 }).p;
      known.set(x0 * 100 + x1, found);
      return found;
    };
    for (const rate of [0.05, 0.2, 0.5, 0.77]) expect(level(rate)).toBeLessThanOrEqual(0.05 + 1e-9);
  });
});

describe("order and shape", () => {
  test("Brunner and Munzel's statistic is SciPy's", () => {
    const found = brunnerMunzel(a, b);
    expect(found.probability).toBeCloseTo(55 / 72, 12);
    expect(found.statistic).toBeCloseTo(2.1410574453, 9);
    expect(found.p).toBeCloseTo(0.0535380222, 9);
  });
  test("Mann and Whitney's exact p by hand: all of 3 above all of 4 is 1 order in 35, both ways", () => {
    expect(mannWhitney([1, 2, 3, 4], [5, 6, 7]).pExact).toBeCloseTo(2 / 35, 12);
    expect(mannWhitney([1, 2, 3, 4], [4, 6, 7]).pExact).toBeUndefined();
  });
  test("Kolmogorov and Smirnov's exact p is SciPy's, with ties too", () => {
    const found = kolmogorovSmirnov(a, b);
    expect(found.exact).toBe(true);
    expect(found.statistic).toBeCloseTo(0.5555555556, 9);
    expect(found.p).toBeCloseTo(0.0785684903, 9);
    expect(kolmogorovSmirnov([1], [1])).toEqual({ statistic: 0, exact: true, p: 1 });
    // three 1s cannot be shared evenly, so every order shows the gap of 1/3
    expect(kolmogorovSmirnov([1, 1, 2], [1, 2, 2]).p).toBeCloseTo(1, 12);
  });
  test("in large samples the exact p meets Smirnov's limit", () => {
    const random = seededRandom(3);
    const [x, y] = [draws(100, random.normal), draws(100, random.normal)];
    const exact = kolmogorovSmirnov(x, y);
    const limit = kolmogorovSmirnov([...x, ...x.map((v) => v + 1e-9)], [...y, ...y.map((v) => v + 1e-9)]);
    expect(exact.exact).toBe(true);
    expect(limit.exact).toBe(false);
    expect(limit.statistic).toBeCloseTo(exact.statistic, 9);
  });
  test("the median shift is that of all pairs listed", () => {
    const random = seededRandom(12);
    for (const [n, m] of [
      [5, 7],
      [6, 6],
      [1, 1],
      [9, 4],
    ]) {
      const x = draws(n, () => random.integer(8));
      const y = draws(m, () => random.integer(8));
      const pairs = y.flatMap((t) => x.map((c) => t - c)).sort((p, q) => p - q);
      expect(hodgesLehmann(x, y)).toBe(quantileOfSorted(pairs, 0.5));
    }
  });
});

describe("quantiles of two arms", () => {
  type Case = readonly [string, number, (random: Random) => number];
  const smooth: readonly Case[] = [
    ["the median of a lognormal", 0.5, (random) => Math.exp(random.normal())],
    ["the 90 % quantile of a lognormal", 0.9, (random) => Math.exp(random.normal())],
  ];
  const tied: readonly Case[] = [
    ["a median among ties", 0.5, (random) => random.integer(5)],
    ["a median between two ties", 0.5, (random) => random.integer(6)],
  ];
  const comparisons = (p: number, draw: (random: Random) => number) => {
    const random = seededRandom(41);
    const arm = () => {
      for (;;) {
        const values = draws(300, () => draw(random));
        const summary = quantileSummaryOf(values, p);
        // bounds that fall on one tie are refused: nothing to compare
        if (summary.lower < summary.upper) return summary;
      }
    };
    return draws(600, () => 0).map(() => quantileDifference(arm(), arm()));
  };
  const share = (intervals: readonly (readonly [number, number])[]): number =>
    intervals.filter(([low, high]) => low <= 0 && 0 <= high).length / intervals.length;

  test.each(smooth)("both intervals of %s cover", (_, p, draw) => {
    const found = comparisons(p, draw);
    for (const held of [share(found.map((f) => f.interval)), share(found.map((f) => f.orderStatistics))]) {
      expect(held).toBeGreaterThan(0.925);
      expect(held).toBeLessThan(0.99);
    }
  });
  test.each(tied)("the density-free interval of %s covers", (_, p, draw) => {
    expect(share(comparisons(p, draw).map((found) => found.interval))).toBeGreaterThan(0.94);
  });
  test("the interval leaves out 0 exactly when p is below 5 %", () => {
    for (const { interval, p } of comparisons(0.5, (random) => random.normal())) {
      expect(p < 0.05).toBe(interval[0] > 0 || interval[1] < 0);
    }
  });
  test("ranks widen with the design effect and are refused where there is nothing to see", () => {
    // 1000 · ½ ± 1.96 √250 = 469.01 … 530.99
    expect(quantileRanks(1000, 0.5)).toEqual({ lower: 469, upper: 532 });
    expect(quantileRanks(1000, 0.5, 0.95, 4)).toEqual({ lower: 438, upper: 563 });
    expect(() => quantileRanks(50, 0.99)).toThrow(expect.objectContaining({ code: "DOES_NOT_APPLY" }));
  });
});

describe("tamed metrics", () => {
  test("one pooled threshold clips all arms", () => {
    const found = winsorisedArms([draws(99, () => 1), [...draws(99, () => 1), 1000]], { upper: 0.99 });
    expect(found.thresholds).toEqual([1, 1]);
    expect(found.clipped).toEqual([0, 0.01]);
    expect(found.arms[1].mean).toBe(1);
  });
  test("the lift of logarithms is the ratio of geometric means", () => {
    const [control, treatment] = logArms([
      [1, 2, 4],
      [2, 4, 8],
    ]);
    expect(geometricLift(control, treatment).lift).toBeCloseTo(1, 12);
    expect(() => logArms([[0, 1]])).toThrow(expect.objectContaining({ code: "OUT_OF_RANGE" }));
  });
  test("winsorised means differ by nothing between equal arms", () => {
    const random = seededRandom(8);
    let rejected = 0;
    for (let run = 0; run < 400; run++) {
      const arm = () => draws(150, () => Math.exp(2 * random.normal()));
      const { arms } = winsorisedArms([arm(), arm()], { upper: 0.95 });
      const se = Math.sqrt(varianceOf(arms[0]) / 150 + varianceOf(arms[1]) / 150);
      if (Math.abs(arms[1].mean - arms[0].mean) > 1.96 * se) rejected++;
    }
    expect(rejected / 400).toBeLessThan(0.08);
    expect(rejected / 400).toBeGreaterThan(0.02);
  });
});

test("the two-sample bootstrap covers a difference of means of skewed data", () => {
  const random = seededRandom(17);
  const held = coverage(200, 1, () => {
    const [x, y] = [
      draws(60, () => -Math.log(1 - random.next())),
      draws(60, () => -2 * Math.log(1 - random.next())),
    ];
    return bootstrapDifference(x, y, meanOf, random, { replicates: 300 }).interval;
  });
  expect(held).toBeGreaterThan(0.88);
  expect(held).toBeLessThan(0.99);
});

test("the permutation test keeps its level for equal means of unequal spread; by the plain difference it does not", () => {
  const random = seededRandom(18);
  const rejected = { t: 0, difference: 0 };
  for (let run = 0; run < 400; run++) {
    const [x, y] = [draws(10, () => 3 * random.normal()), draws(30, random.normal)];
    for (const statistic of ["t", "difference"] as const)
      if (sampledPermutation(x, y, random, 99, statistic).p <= 0.05) rejected[statistic]++;
  }
  expect(rejected.t / 400).toBeLessThan(0.085);
  expect(rejected.difference / 400).toBeGreaterThan(0.12);
});

test("a count is a whole number", () => {
  expect(() => checkCount("n", 1.5)).toThrow(expect.objectContaining({ code: "OUT_OF_RANGE" }));
});
