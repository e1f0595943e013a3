import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { generalisedRegression } from "./glm.ts";
import { linearRegression, robustCovariance, rootDiagonal } from "./linear-regression.ts";

const number = fc.double({ min: -100, max: 100, noNaN: true });

test("a line through three points, worked by hand", () => {
  // x = 0, 1, 2; y = 1, 2, 4: slope 3/2, intercept 5/6, residuals 1/6, -1/3, 1/6, s² = 1/6
  const fit = linearRegression(
    [
      [1, 0],
      [1, 1],
      [1, 2],
    ],
    [1, 2, 4],
  );
  expect(fit.coefficients[0]).toBeCloseTo(5 / 6, 14);
  expect(fit.coefficients[1]).toBeCloseTo(1.5, 14);
  expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(1 / 12), 14);
});

test("residuals are orthogonal to every predictor", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number), { minLength: 6, maxLength: 20 }), (points) => {
      const rows = points.map(([x], i) => [1, x + 300 * i, i * i]);
      const { residuals } = linearRegression(
        rows,
        points.map(([, y]) => y),
      );
      for (let j = 0; j < 3; j++) {
        const size = rows.reduce((sum, row, i) => sum + Math.abs(row[j] * residuals[i]), 0);
        const dot = rows.reduce((sum, row, i) => sum + row[j] * residuals[i], 0);
        expect(Math.abs(dot)).toBeLessThanOrEqual(1e-8 * size + 1e-8);
      }
    }),
    { seed: 7, numRuns: 50 },
  );
});

test("with one spread everywhere the robust errors come close to the classical ones", () => {
  const random = seededRandom(3);
  const rows = Array.from({ length: 4000 }, () => [1, random.normal()]);
  const fit = linearRegression(
    rows,
    rows.map(([, x]) => 2 + 3 * x + random.normal()),
  );
  const robust = rootDiagonal(robustCovariance(rows, fit, "HC3"));
  expect(robust[1] / fit.standardErrors[1]).toBeGreaterThan(0.93);
  expect(robust[1] / fit.standardErrors[1]).toBeLessThan(1.07);
});

test("weights of 2 are as good as rows seen twice, for the coefficients", () => {
  const rows = [
    [1, 1],
    [1, 2],
    [1, 4],
    [1, 7],
  ];
  const y = [1, 3, 2, 5];
  const weighted = linearRegression(rows, y, { weights: [2, 1, 1, 1] });
  const doubled = linearRegression([...rows, rows[0]], [...y, y[0]]);
  weighted.coefficients.forEach((value, j) => {
    expect(value).toBeCloseTo(doubled.coefficients[j], 12);
  });
});

test.each([
  [
    "RANK_DEFICIENT",
    [
      [1, 2],
      [2, 4],
      [3, 6],
    ],
    [1, 2, 3],
  ],
  ["EMPTY_SAMPLE", [[1, 2]], [1]],
  [
    "NOT_FINITE",
    [
      [1, 2],
      [1, Number.NaN],
      [1, 4],
    ],
    [1, 2, 3],
  ],
])("%s is refused", (code, rows, y) => {
  expect(() => linearRegression(rows, y)).toThrow(expect.objectContaining({ code }));
});

test("perfect and quasi-complete separation are refused, overlap is not", () => {
  const rows = [1, 2, 3, 4, 5, 6].map((x) => [1, x]);
  const refused = expect.objectContaining({ code: "SEPARATED" });
  expect(() => generalisedRegression(rows, [0, 0, 0, 1, 1, 1], "logit")).toThrow(refused);
  const touching = [1, 2, 3, 3, 4, 5].map((x) => [1, x]);
  expect(() => generalisedRegression(touching, [0, 0, 0, 1, 1, 1], "logit")).toThrow(refused);
  expect(generalisedRegression(rows, [0, 1, 0, 1, 0, 1], "logit").coefficients[1]).toBeGreaterThan(0);
});
