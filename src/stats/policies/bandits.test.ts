/** Bandits: chances worked by hand, the better arm is found, and intervals stay valid on what a bandit gathered. */
import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../../core/random.ts";
import { normalLower } from "../../math/normal.ts";
import {
  type ArmBatch,
  adaptiveDifference,
  adaptiveMean,
  drawArm,
  emptyLinearArm,
  type LinearArm,
  learnLinear,
  linearThompson,
  momentsOf,
  thompsonMeans,
  thompsonRates,
  topTwo,
} from "../stats.ts";

const draws = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe("Thompson's chances", () => {
  test("two betas by hand: 1 of 1 against nothing seen is 2/3", () => {
    // P(Beta(2,1) > Beta(1,1)) = ∫ 2x · x dx = 2/3
    const chances = thompsonRates(
      [
        { x: 1, n: 1 },
        { x: 0, n: 0 },
      ],
      { floor: 0 },
    );
    expect(chances[0]).toBeCloseTo(2 / 3, 9);
    expect(sum(chances)).toBeCloseTo(1, 12);
  });
  test("equal arms share, no arm falls below the floor, and a far better one takes the rest", () => {
    for (const chance of thompsonRates(draws(4, () => ({ x: 30, n: 100 }))))
      expect(chance).toBeCloseTo(0.25, 9);
    const chances = thompsonRates(
      [
        { x: 10, n: 1000 },
        { x: 300, n: 1000 },
      ],
      { floor: 0.05 },
    );
    expect(chances[0]).toBeCloseTo(0.05, 9);
  });
  test("means of any scale are drawn from Student's t", () => {
    const random = seededRandom(1);
    const [a, b] = [draws(6, random.normal), draws(5, () => 0.4 + random.normal())].map(momentsOf);
    const [, chance] = thompsonMeans([a, b], { floor: 0 });
    // Monte Carlo: t of 5 and 4 degrees of freedom
    const t = (df: number): number =>
      random.normal() / Math.sqrt(sum(draws(df, () => random.normal() ** 2)) / df);
    const drawMean = ({ n, mean, m2 }: typeof a): number => mean + Math.sqrt(m2 / (n - 1) / n) * t(n - 1);
    const won = sum(draws(20_000, () => (drawMean(b) > drawMean(a) ? 1 : 0))) / 20_000;
    expect(chance).toBeCloseTo(won, 1.7);
  });
  test("top-two by hand, and with a sure winner the challengers are still shown", () => {
    // α = .6 .3 .1: challenge of the first = .3 · .6/.7 + .1 · .6/.9
    const chances = topTwo([0.6, 0.3, 0.1], 0.5, { floor: 0 });
    expect(chances[0]).toBeCloseTo(0.5 * 0.6 + 0.5 * ((0.3 * 0.6) / 0.7 + (0.1 * 0.6) / 0.9), 12);
    expect(sum(chances)).toBeCloseTo(1, 12);
    expect(topTwo([1, 0, 0], 0.5, { floor: 0 })).toEqual([0.5, 0.25, 0.25]);
  });
});

test("a contextual bandit learns which arm suits whom", () => {
  const random = seededRandom(2);
  let arms: LinearArm[] = [emptyLinearArm(2), emptyLinearArm(2)];
  let right = 0;
  for (let t = 0; t < 600; t++) {
    const context = [1, random.next() < 0.5 ? 1 : -1];
    const shown = drawArm(linearThompson(arms, context, { noise: 0.5 }), random);
    const reward = (shown === 0 ? 1 : -1) * context[1] * 0.5 + 0.5 * random.normal();
    arms = arms.map((arm, i) => (i === shown ? learnLinear(arm, context, reward) : arm));
    if (t >= 300 && shown === (context[1] > 0 ? 0 : 1)) right++;
  }
  expect(right / 300).toBeGreaterThan(0.9);
});

describe("intervals on a bandit's data", () => {
  /** Two equal arms of normal outcomes in 20 batches of 40, shown by Thompson's chances. */
  function gather(random: Random): { batches: [ArmBatch[], ArmBatch[]]; outcomes: [number[], number[]] } {
    const batches: [ArmBatch[], ArmBatch[]] = [[], []];
    const outcomes: [number[], number[]] = [[], []];
    for (let b = 0; b < 20; b++) {
      const [one, other] = outcomes.map((seen) => ({
        n: Math.max(1, seen.length),
        mean: sum(seen) / Math.max(1, seen.length),
      }));
      // Thompson's chance for two normal means of known spread, kept between 2 and 98 %
      const best = normalLower((one.mean - other.mean) / Math.sqrt(1 / one.n + 1 / other.n));
      const chances = [0.02 + 0.96 * best, 0.98 - 0.96 * best];
      const seen: [number[], number[]] = [[], []];
      for (let i = 0; i < 40; i++) seen[drawArm(chances, random) as 0 | 1].push(random.normal());
      for (const arm of [0, 1] as const) {
        outcomes[arm].push(...seen[arm]);
        const squares = sum(seen[arm].map((y) => y * y));
        batches[arm].push({
          chance: chances[arm],
          people: 40,
          n: seen[arm].length,
          sum: sum(seen[arm]),
          squares,
        });
      }
    }
    return { batches, outcomes };
  }
  test("adaptive weights cover and are unbiased; the sample mean is biased downward", () => {
    const random = seededRandom(3);
    let [covered, plain, bias, plainBias] = [0, 0, 0, 0];
    const runs = 600;
    for (let run = 0; run < runs; run++) {
      const { batches, outcomes } = gather(random);
      const { mean, squaredError } = adaptiveMean(batches[0]);
      if (Math.abs(mean) <= 1.96 * Math.sqrt(squaredError)) covered++;
      const naive = momentsOf(outcomes[0]);
      if (Math.abs(naive.mean) <= (1.96 * 1) / Math.sqrt(naive.n)) plain++;
      bias += mean / runs;
      plainBias += naive.mean / runs;
    }
    expect(covered / runs).toBeGreaterThan(0.92);
    expect(Math.abs(bias)).toBeLessThan(0.025);
    expect(plainBias).toBeLessThan(-0.012);
    expect(plain / runs).toBeLessThan(covered / runs);
  });
  test("a difference between the arms keeps its level", () => {
    const random = seededRandom(4);
    let rejected = 0;
    for (let run = 0; run < 200; run++) {
      const { batches } = gather(random);
      if (adaptiveDifference(batches[0], batches[1]).p < 0.05) rejected++;
    }
    expect(rejected / 200).toBeLessThan(0.09);
  });
  test("with a chance that never changes it is the mean", () => {
    const random = seededRandom(5);
    const seen = draws(50, random.normal);
    const batch = { chance: 1, people: 50, n: 50, sum: sum(seen), squares: sum(seen.map((y) => y * y)) };
    expect(adaptiveMean([batch]).mean).toBeCloseTo(momentsOf(seen).mean, 12);
  });
});
