import { expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { followFreshness, freshnessOf, type ShownAge } from "./freshness.ts";

/** An age at which each of some pins was shown a hundred times. */
function age(of: number, acts: readonly number[], shown = 100): ShownAge {
  const sum = (part: (act: number) => number): number => acts.reduce((total, act) => total + part(act), 0);
  return {
    ...{ age: of, pins: acts.length, shown: shown * acts.length, acts: sum((act) => act) },
    ...{ shownSquared: shown * shown * acts.length, crossed: sum((act) => shown * act) },
    actsSquared: sum((act) => act * act),
  };
}
const near = (rate: number, random: ReturnType<typeof seededRandom>): number[] =>
  Array.from({ length: 60 }, () => Array.from({ length: 100 }).filter(() => random.next() < rate).length);

test("what is acted on more when it is new is fresher, and never rises with age", () => {
  const random = seededRandom(3);
  const freshness = freshnessOf([0.2, 0.12, 0.125, 0.1, 0.1].map((rate, of) => age(of, near(rate, random))));
  expect(freshness.get(0)).toBeCloseTo(Math.log(0.2 / 0.8) - Math.log(0.1 / 0.9), 0);
  expect(freshness.get(4)).toBe(0);
  const values = [0, 1, 2, 3, 4].map((of) => freshness.get(of) ?? Number.NaN);
  expect(values).toEqual(values.toSorted((a, b) => b - a));
});

test("without data, or where ages differ only by chance or by one liked pin, nothing is fresher", () => {
  expect(freshnessOf([])).toEqual(new Map());
  const even = [0, 1, 2, 3].map((of) =>
    age(
      of,
      Array.from({ length: 20 }, () => 10),
    ),
  );
  expect(freshnessOf(even)).toEqual(new Map());
  const random = seededRandom(4);
  const liked = [0, 1, 2, 3].map((of) => age(of, near(0.1, random)));
  liked[0] = age(0, [90, 10, 9, 11, 10, 8, 12]);
  expect(freshnessOf(liked).get(0) ?? 0).toBeLessThan(0.2);
});

test("pins get the value of their age by when they came; deleted ones do no harm", async () => {
  const random = seededRandom(5);
  const ages = [0.3, 0.2, 0.1, 0.05].map((rate, of) => age(of, near(rate, random)));
  const freshness = followFreshness({
    log: {
      query: async (sql) => ({
        ...{ columns: [], truncated: false },
        rows: sql.includes("each_pin")
          ? ages.map((one) => [
              ...[one.age, one.pins, one.shown, one.acts, one.shownSquared, one.crossed, one.actsSquared],
            ])
          : ages.map((one) => [one.age, `p${40 - 10 * one.age}`]),
      }),
    },
    pins: { read: async (ids) => ids.map((id) => ({ id, seq: Number(id.slice(1)) }) as never) },
    now: () => 0,
  });
  expect(freshness.of(45)).toBe(0);
  await freshness.look();
  freshness.stop();
  expect(freshness.of(45)).toBeGreaterThan(freshness.of(35));
  expect(freshness.of(35)).toBeGreaterThan(freshness.of(25));
  expect(freshness.of(10)).toBe(0);
  expect(freshness.of(3)).toBe(0);
});
