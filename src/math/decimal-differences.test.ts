import fc from "fast-check";
import { expect, test } from "vitest";
import { differencesFrom } from "./decimal-differences.ts";

test("a million million and four tenths less a million million and one tenth is three tenths", () => {
  expect(differencesFrom([1000000000000.4, 1000000000000.1], 1000000000000.1)[0]).toBe(0.3);
  expect(1000000000000.4 - 1000000000000.1).not.toBe(0.3);
});

test("whole numbers and numbers near their spread are subtracted as ever", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1 }), (values) => {
      const spread = Math.max(...values) - Math.min(...values);
      if (spread < 1) return;
      expect(differencesFrom(values, values[0])).toEqual(values.map((value) => value - values[0]));
    }),
    { seed: 1 },
  );
  expect(differencesFrom([2 ** 52 + 1, 2 ** 52 + 3], 2 ** 52)).toEqual([1, 3]);
  expect(differencesFrom([], 0)).toEqual([]);
});
