import { expect, test } from "vitest";
import { followPopularity, popularityOf } from "./popularity.ts";

const pins = [
  { seq: 1, shown: 1000, acts: 200 },
  { seq: 2, shown: 1000, acts: 20 },
  { seq: 3, shown: 1000, acts: 25 },
  { seq: 4, shown: 10, acts: 2 },
];

test("what is acted on more often is popular; the same rate counts less when it was seen less", () => {
  const popularity = popularityOf(pins);
  expect(popularity.get(1)).toBeGreaterThan(0.5);
  expect(popularity.get(4) ?? 0).toBeLessThan(popularity.get(1) ?? 0);
  expect(popularity.has(2)).toBe(false);
});

test("pins that differ no more than by chance are none more popular than another", () => {
  expect(popularityOf(pins.map((pin) => ({ ...pin, acts: pin.shown / 10 })))).toEqual(new Map());
  expect(popularityOf([])).toEqual(new Map());
});

test("the log's counts become the popularity of the pins that are still there", async () => {
  const popularity = followPopularity({
    log: {
      query: async () => ({
        columns: [],
        rows: [...pins, { seq: 9, shown: 50, acts: 1 }].map(({ seq, shown, acts }) => [
          `p${seq}`,
          shown,
          acts,
        ]),
        truncated: false,
      }),
    },
    pins: {
      read: async (ids) =>
        ids.filter((id) => id !== "p9").map((id) => ({ id, seq: Number(id.slice(1)) }) as never),
    },
  });
  expect(popularity.of(1)).toBe(0);
  await popularity.look();
  popularity.stop();
  expect(popularity.of(1)).toBeGreaterThan(0);
  expect(popularity.of(9)).toBe(0);
});
