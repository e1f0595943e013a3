import fc from "fast-check";
import { expect, test } from "vitest";
import { describe } from "./descriptive.ts";

test("a description keeps its digits far from 0", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 40 }), (values) => {
      if (values.every((value) => value === values[0])) return;
      const near = describe(values);
      const moved = describe(values.map((value) => value + 2 ** 40));
      expect(moved.deviation).toBeCloseTo(near.deviation, 9);
      expect(moved.lagOne).toBeCloseTo(near.lagOne, 9);
    }),
    { seed: 14 },
  );
  expect(() => describe([1])).toThrow(expect.objectContaining({ code: "EMPTY_SAMPLE" }));
  expect(() => describe([2, 2])).toThrow(expect.objectContaining({ code: "ZERO_VARIANCE" }));
});
