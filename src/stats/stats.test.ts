/** What must hold of the tests of two arms, whatever the data. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../core/random.ts";
import {
  addBivariate,
  addMoments,
  adjustAll,
  asymptoticSequence,
  betaDistribution,
  bettingInterval,
  bivariateOf,
  bootstrapInterval,
  crossingProbabilities,
  cuped,
  fiellerLift,
  fisherExact,
  linearised,
  mixtureTest,
  momentsOf,
  newcombeInterval,
  noncentralTLower,
  quantileOfSorted,
  ratioEstimate,
  sampledPermutation,
  sampleRatioSequential,
  sampleSizeT,
  shapedBounds,
  standardNormal,
  studentT,
  varianceOf,
  welchTest,
  wilsonInterval,
} from "./stats.ts";

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 3, maxLength: 40 });

describe("sufficient statistics", () => {
  test("merging equals taking all at once", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = addMoments(momentsOf(a), momentsOf(b));
        const whole = momentsOf([...a, ...b]);
        expect(merged.mean).toBeCloseTo(whole.mean, 9);
        expect(merged.m2).toBeCloseTo(whole.m2, 5);
      }),
    );
  });
  test("pairs merge likewise", () => {
    const random = seededRandom(7);
    const x = Array.from({ length: 50 }, random.normal);
    const y = x.map((value) => value + random.normal());
    const parts = addBivariate(
      bivariateOf(x.slice(0, 20), y.slice(0, 20)),
      bivariateOf(x.slice(20), y.slice(20)),
    );
    expect(parts.xy).toBeCloseTo(bivariateOf(x, y).xy, 10);
  });
  test("NaN in the middle is refused", () => {
    expect(() => momentsOf([1, Number.NaN, 3])).toThrow(expect.objectContaining({ code: "NOT_FINITE" }));
  });
});

describe("two arms", () => {
  const control = { n: 10, mean: 20, m2: 36 };
  const treatment = { n: 15, mean: 22, m2: 126 };
  test("Welch agrees with the formula worked by hand", () => {
    // 4/10 = 0.4, 9/15 = 0.6: se = 1, t = 2, df = 1 / (0.16/9 + 0.36/14)
    const result = welchTest(control, treatment);
    expect(result.statistic).toBeCloseTo(2, 12);
    expect(result.df).toBeCloseTo(22.9927007299, 9);
  });
  test("swapping the arms flips the sign and nothing else", () => {
    expect(welchTest(treatment, control).statistic).toBe(-welchTest(control, treatment).statistic);
    expect(welchTest(treatment, control).p).toBe(welchTest(control, treatment).p);
  });
  test("one observation and a constant metric are refused", () => {
    expect(() => welchTest({ ...control, n: 1 }, treatment)).toThrow(
      expect.objectContaining({ code: "EMPTY_SAMPLE" }),
    );
    const constant = { n: 5, mean: 1, m2: 0 };
    expect(() => welchTest(constant, constant)).toThrow(expect.objectContaining({ code: "ZERO_VARIANCE" }));
  });
  test("Fieller's set excludes 0 exactly when the absolute test rejects", () => {
    const z = 1.959963984540054;
    const positive = fc.double({ min: 0.01, max: 10, noNaN: true });
    fc.assert(
      fc.property(positive, positive, positive, positive, (m0, m1, v0, v1) => {
        const lift = fiellerLift({ mean: m0, squaredError: v0 }, { mean: m1, squaredError: v1 }, z);
        if (lift.interval === "unbounded" || Math.abs(lift.p - 0.05) < 1e-6) return;
        const outside = lift.interval[0] > 0 || lift.interval[1] < 0;
        expect(outside).toBe(lift.p < 0.05);
      }),
    );
  });
  test("the linearisation's variance of the mean is the delta method's", () => {
    const random = seededRandom(3);
    const x = Array.from({ length: 30 }, () => 1 + random.integer(5));
    const y = x.map((count) => count * random.next());
    const line = momentsOf(linearised(x, y));
    const ratio = ratioEstimate(bivariateOf(x, y));
    expect(line.mean).toBeCloseTo(ratio.mean, 12);
    expect(varianceOf(line) / line.n).toBeCloseTo(ratio.squaredError, 12);
  });
  test("CUPED leaves 1 - ρ² of the variance", () => {
    const random = seededRandom(11);
    const arm = () => {
      const x = Array.from({ length: 4000 }, random.normal);
      return bivariateOf(
        x,
        x.map((value) => 0.8 * value + 0.6 * random.normal()),
      );
    };
    expect(cuped(arm(), arm()).varianceRatio).toBeCloseTo(1 - 0.8 ** 2, 1);
  });
  test("intervals of rates stay inside their range and hold the estimate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 500 }), (n, k) => {
        const x = Math.min(k, n);
        const [low, high] = wilsonInterval({ x, n });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low <= x / n && x / n <= high).toBe(true);
      }),
    );
    const [low, high] = newcombeInterval({ x: 0, n: 10 }, { x: 10, n: 10 });
    expect(low).toBeGreaterThan(0.5);
    expect(high).toBeLessThanOrEqual(1);
  });
  test("Fisher's tea: three of four cups", () => {
    // (16 + 1)/70 in one tail, doubled by symmetry; the conditional odds ratio of R is 6.408309
    const { p, midP, oddsRatio } = fisherExact({ x: 1, n: 4 }, { x: 3, n: 4 });
    expect(p).toBeCloseTo(34 / 70, 10);
    expect(midP).toBeCloseTo(26 / 70, 10);
    expect(oddsRatio).toBeCloseTo(6.408309, 4);
  });
  test("a sampled permutation's p is never 0 and repeats with its seed", () => {
    const run = () => sampledPermutation([1, 2, 3, 4], [101, 102, 103, 104], seededRandom(5), 199);
    expect(run().p).toBeGreaterThan(0);
    expect(run()).toEqual(run());
  });
  test("the bootstrap's interval holds the mean it was drawn from", () => {
    const random = seededRandom(9);
    const sample = Array.from({ length: 60 }, random.normal);
    const [low, high] = bootstrapInterval(sample, (v) => momentsOf(v).mean, random, { replicates: 500 });
    expect(low).toBeLessThan(momentsOf(sample).mean);
    expect(high).toBeGreaterThan(momentsOf(sample).mean);
  });
});

describe("distributions", () => {
  test("quantiles undo tails", () => {
    for (const p of [1e-200, 1e-12, 0.01, 0.3, 0.5, 0.77, 0.999]) {
      for (const distribution of [standardNormal, studentT(5), betaDistribution(2, 9)]) {
        expect(distribution.lower(distribution.quantile(p)) / p).toBeCloseTo(1, 10);
      }
    }
  });
  test("a t with no shift is the central one", () => {
    expect(noncentralTLower(1.3, 17, 0)).toBeCloseTo(studentT(17).lower(1.3), 11);
  });
  test("quantile types agree at the median of an odd sample", () => {
    for (const type of [1, 2, 5, 6, 7, 8, 9] as const) expect(quantileOfSorted([1, 2, 4], 0.5, type)).toBe(2);
    expect(quantileOfSorted([1, 2, 4], 0.5, 4)).toBe(1.5);
  });
});

describe("looking more than once", () => {
  test("Pocock's bounds spend exactly alpha", () => {
    const looks = [0.2, 0.4, 0.6, 0.8, 1];
    const { z, constant } = shapedBounds(looks, 0.025, 0.5);
    expect(constant).toBeCloseTo(2.413, 3);
    const total = crossingProbabilities(
      looks,
      z,
      z.map((bound) => -bound),
    );
    expect([...total.upper, ...total.lower].reduce((sum, p) => sum + p, 0)).toBeCloseTo(0.05, 9);
  });
  test("anytime-valid p-values never rise", () => {
    const first = mixtureTest(100, 0.5, 1, 0.01, 0.05);
    expect(mixtureTest(200, 0, 1, 0.01, 0.05, first.p).p).toBe(first.p);
    const ratio = sampleRatioSequential([900, 1100], [1, 1]);
    expect(sampleRatioSequential([5000, 5000], [1, 1], 100, ratio.p).p).toBe(ratio.p);
  });
  test("100 looks at a null stay within the level; naive looks do not", () => {
    const random = seededRandom(2024);
    let [anytime, naive] = [0, 0];
    const runs = 300;
    for (let run = 0; run < runs; run++) {
      let [sum, seen, fooled] = [0, false, false];
      for (let n = 1; n <= 2000; n++) {
        sum += random.normal();
        if (n % 20 !== 0) continue;
        seen ||= Math.abs(sum / n) > asymptoticSequence(n, 1, 0.05, 500).halfwidth;
        fooled ||= Math.abs(sum / n) > 1.96 / Math.sqrt(n);
      }
      if (seen) anytime += 1;
      if (fooled) naive += 1;
    }
    expect(anytime / runs).toBeLessThanOrEqual(0.06);
    expect(naive / runs).toBeGreaterThan(0.2);
  });
  test("the betting sequence holds the mean", () => {
    const random = seededRandom(4);
    const [low, high] = bettingInterval(
      Array.from({ length: 400 }, () => (random.next() < 0.3 ? 1 : 0)),
      0.05,
    );
    expect(low).toBeLessThan(0.3);
    expect(high).toBeGreaterThan(0.3);
    expect(high - low).toBeLessThan(0.25);
  });
});

test("adjusted p-values are ordered: BH ≤ Hochberg ≤ Holm ≤ Bonferroni, and none below the raw", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }),
      (p) => {
        const all = adjustAll(p);
        p.forEach((raw, i) => {
          expect(all.BH[i]).toBeGreaterThanOrEqual(raw - 1e-12);
          expect(all.hochberg[i]).toBeLessThanOrEqual(all.holm[i] + 1e-12);
          expect(all.hommel[i]).toBeLessThanOrEqual(all.hochberg[i] + 1e-12);
          expect(all.holm[i]).toBeLessThanOrEqual(all.bonferroni[i] + 1e-12);
        });
      },
    ),
  );
});

test("the planner's sample size has the power it promises", () => {
  const random = seededRandom(77);
  const n = Math.ceil(sampleSizeT(0.5, 1, { alpha: 0.05, power: 0.8 }));
  let won = 0;
  for (let run = 0; run < 600; run++) {
    const arm = (mean: number) => momentsOf(Array.from({ length: n }, () => mean + random.normal()));
    if (welchTest(arm(0), arm(0.5)).p < 0.05) won += 1;
  }
  expect(won / 600).toBeGreaterThan(0.74);
  expect(won / 600).toBeLessThan(0.86);
});
