import { expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { parseFormula } from "../../math/formula.ts";
import { type NonlinearModel, nonlinearRegression } from "./nonlinear-regression.ts";

const decay: NonlinearModel = {
  response: parseFormula("y"),
  mean: parseFormula("a*exp(-b*x)"),
  parameters: ["a", "b"],
};
const x = Array.from({ length: 40 }, (_, i) => i / 10);

test("an exact curve is found to the last digits, its errors being nothing but rounding", () => {
  const y = x.map((value) => 2.5 * Math.exp(-1.3 * value));
  const fit = nonlinearRegression(
    decay,
    new Map([
      ["x", x],
      ["y", y],
    ]),
    [1, 1],
  );
  expect(fit.parameters[0]).toBeCloseTo(2.5, 14);
  expect(fit.parameters[1]).toBeCloseTo(1.3, 14);
  expect(fit.sumSquares).toBeLessThan(1e-30);
});

test("a line is what linear least squares would give, its errors too", () => {
  const random = seededRandom(4);
  const y = x.map((value) => 1 + 2 * value + random.normal());
  const line = { ...decay, mean: parseFormula("a + b*x") };
  const fit = nonlinearRegression(
    line,
    new Map([
      ["x", x],
      ["y", y],
    ]),
    [100, -100],
  );
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = x.reduce((sum, value) => sum + (value - mean(x)) ** 2, 0);
  const slope = x.reduce((sum, value, i) => sum + (value - mean(x)) * (y[i] - mean(y)), 0) / spread;
  expect(fit.parameters[1]).toBeCloseTo(slope, 12);
  expect(fit.standardErrors[1]).toBeCloseTo(fit.residualDeviation / Math.sqrt(spread), 12);
});

test("parameters that cannot be told apart, too few points and holes are refused", () => {
  const y = x.map((value) => 1 + value);
  const both = { ...decay, mean: parseFormula("(a + b)*x") };
  const data = new Map([
    ["x", x],
    ["y", y],
  ]);
  expect(() => nonlinearRegression(both, data, [1, 1])).toThrow(
    expect.objectContaining({ code: "RANK_DEFICIENT" }),
  );
  const few = new Map([
    ["x", [1]],
    ["y", [2]],
  ]);
  expect(() => nonlinearRegression(decay, few, [1, 1])).toThrow(
    expect.objectContaining({ code: "EMPTY_SAMPLE" }),
  );
  const holed = new Map([
    ["x", x],
    ["y", y.map((value, i) => (i === 3 ? Number.NaN : value))],
  ]);
  expect(() => nonlinearRegression(decay, holed, [1, 1])).toThrow(
    expect.objectContaining({ code: "NOT_FINITE" }),
  );
});
