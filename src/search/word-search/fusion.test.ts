import fc from "fast-check";
import { expect, test } from "vitest";
import { fuseRanks, fuseStandardised, standardised } from "./fusion.ts";

test("two rankings by hand", () => {
  const equal = (...scores: number[]) => ({ scores, weight: 1 });
  // standardised: (−1, 1) and (1, −1) cancel
  expect([...fuseStandardised([equal(0, 2), equal(5, 3)])]).toEqual([0, 0]);
  expect([...fuseRanks([equal(0, 2), equal(1, 3)])]).toEqual([2 / 62, 2 / 61]);
});

test("standardised scores keep their order, whatever their unit", () => {
  const scores = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 50 }), (values, unit) => {
      const one = standardised(values);
      const other = standardised(values.map((value) => unit * value + 7));
      one.forEach((value, i) => {
        expect(other[i]).toBeCloseTo(value, 6);
      });
    }),
  );
});

test("what says nothing changes nothing", () => {
  expect([...standardised([4, 4, 4])]).toEqual([0, 0, 0]);
  expect([...fuseStandardised([])]).toEqual([]);
});
