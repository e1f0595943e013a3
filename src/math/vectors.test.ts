import { expect, test } from "vitest";
import { checkVector, dot, unit } from "./vectors.ts";

test("dot and unit, worked by hand", () => {
  expect(dot([1, 2, 3], [4, 5, 6])).toBe(32);
  expect([...unit([3, 4])]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
});

test("refuses what is no vector of the model", () => {
  expect(() => unit([0, 0])).toThrow(expect.objectContaining({ code: "NOT_FINITE" }));
  expect(() => checkVector(new Float32Array(3), 4)).toThrow(
    expect.objectContaining({ code: "BAD_VECTOR", details: { expected: 4, actual: 3 } }),
  );
  expect(() => checkVector(Float32Array.of(1, Number.NaN), 2)).toThrow(
    expect.objectContaining({ code: "NOT_FINITE" }),
  );
  expect(() => checkVector(Float32Array.of(1, 0), 2)).not.toThrow();
});
