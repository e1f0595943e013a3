import { expect, test } from "vitest";
import { recallGauge } from "./recall-gauge.ts";

test("one search in N is due; never for 0", () => {
  const gauge = recallGauge(3);
  expect(Array.from({ length: 7 }, () => gauge.isDue())).toEqual([
    false,
    false,
    true,
    false,
    false,
    true,
    false,
  ]);
  expect(recallGauge(0).isDue()).toBe(false);
});

test("the mean of the overlaps, and of the recent ones", () => {
  const gauge = recallGauge(1);
  expect(gauge.read()).toEqual({ mean: null, recent: null, count: 0 });
  gauge.record([1, 2], []);
  gauge.record([1, 2], [2, 1]);
  gauge.record([1, 2], [3, 1]);
  expect(gauge.read()).toEqual({ mean: 0.75, recent: 0.75, count: 2 });
  for (let i = 0; i < 100; i++) gauge.record([1], [1]);
  expect(gauge.read()).toMatchObject({ recent: 1, count: 102 });
  expect(gauge.read().mean).toBeCloseTo((1.5 + 100) / 102, 12);
});
