import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../../core/random.ts";
import { automatic } from "./forecast.ts";
import { isSeasonal } from "./seasonality.ts";

const wave = (t: number, period: number): number => Math.sin((2 * Math.PI * t) / period);

function walk(n: number, random: Random, drift = 0): number[] {
  let level = 0;
  return Array.from({ length: n }, () => {
    level += drift + random.normal();
    return level;
  });
}

/** Share of 200 series that are said to have a season. */
function seen(period: number, make: (random: Random) => number[]): number {
  let count = 0;
  for (let i = 0; i < 200; i++) if (isSeasonal(make(seededRandom(900 + i)), period)) count++;
  return count / 200;
}

describe.each([
  [4, 24],
  [4, 64],
  [12, 48],
  [12, 120],
])("period %i, %i values", (period, n) => {
  const noise = (random: Random): number[] => Array.from({ length: n }, () => random.normal());

  test.each<[string, (random: Random) => number[]]>([
    ["noise", noise],
    ["a steep line", (random) => noise(random).map((value, t) => value + 3 * t)],
    ["a parabola", (random) => noise(random).map((value, t) => value + t * t)],
    ["a jump", (random) => noise(random).map((value, t) => value + (t > n / 2 ? 20 : 0))],
    ["a walk", (random) => walk(n, random)],
    ["a walk with drift", (random) => walk(n, random, 2)],
  ])("%s has a season no more often than the level of 10 %", (_, make) => {
    // 200 series: three standard errors above 10 %
    expect(seen(period, make)).toBeLessThan(0.1 + 3 * Math.sqrt(0.09 / 200));
  });

  test("a season twice the noise is seen on a steep trend, as often as without it", () => {
    const season = (random: Random): number[] =>
      noise(random).map((value, t) => value + 100 + 2 * Math.SQRT2 * wave(t, period));
    const flat = seen(period, season);
    const steep = seen(period, (random) => season(random).map((value, t) => value + 5 * t));
    expect(steep).toBe(flat);
    expect(steep).toBeGreaterThan(0.95);
  });
});

test("no line, however steep, changes the answer, and no scale", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 12, maxLength: 40 }),
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: 1, max: 9 }),
      (y, slope, scale) => {
        fc.pre(new Set(y).size > 1);
        expect(
          isSeasonal(
            y.map((value, t) => scale * (value + slope * t)),
            4,
          ),
        ).toBe(isSeasonal(y, 4));
      },
    ),
    { seed: 3 },
  );
});

test("a straight line, a constant and fewer than three periods have no season", () => {
  expect(isSeasonal([1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1], 4)).toBe(false);
  expect(isSeasonal(new Array<number>(24).fill(7), 4)).toBe(false);
  expect(isSeasonal([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3], 4)).toBe(false);
});

test("the automatic forecast carries the season of a steep series on", () => {
  const random = seededRandom(4);
  const past = Array.from({ length: 48 }, (_, t) => 100 + 4 * t + 8 * wave(t, 12) + random.normal());
  const { mean } = automatic(past, 12, 12);
  // the crest stands 8 above, the trough 8 below the line between the places half a period apart
  expect(mean[3] - (mean[0] + mean[6]) / 2).toBeGreaterThan(6);
  expect(mean[8] - (mean[5] + mean[11]) / 2).toBeLessThan(-4);
});
