import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { generalisedRegression, negativeBinomialRegression } from "./glm.ts";
import { linearRegression, ridgeRegression } from "./linear-regression.ts";
import { quantileRegression } from "./quantile-regression.ts";

const random = seededRandom(31);
const code = (wanted: string) => expect.objectContaining({ code: wanted });
const rows = Array.from({ length: 400 }, () => [1, random.normal(), random.normal()]);
const line = (row: readonly number[], b: readonly number[]): number =>
  row.reduce((sum, x, j) => sum + x * b[j], 0);

describe("generalised regression", () => {
  test("probit finds what it was made with; its scale is not logit's", () => {
    const y = rows.map((row) => (line(row, [0.3, 1, -0.5]) + random.normal() > 0 ? 1 : 0));
    const probit = generalisedRegression(rows, y, "probit");
    expect(Math.abs(probit.coefficients[1] - 1)).toBeLessThan(3.5 * probit.standardErrors[1]);
    const logit = generalisedRegression(rows, y, "logit");
    expect(logit.coefficients[1] / probit.coefficients[1]).toBeGreaterThan(1.5);
    expect(Math.abs(logit.logLikelihood - probit.logLikelihood)).toBeLessThan(2);
  });

  test("turning the outcome round turns the coefficients round", () => {
    const y = rows.map((row) => (line(row, [0, 1, 1]) + random.normal() > 0 ? 1 : 0));
    for (const family of ["logit", "probit"] as const) {
      const [a, b] = [y, y.map((value) => 1 - value)].map((one) => generalisedRegression(rows, one, family));
      a.coefficients.forEach((value, j) => {
        expect(b.coefficients[j]).toBeCloseTo(-value, 9);
      });
    }
  });

  test("negative binomial: overdispersed counts give θ back, others are refused", () => {
    const poisson = (mean: number): number => {
      let [k, product] = [0, random.next()];
      for (const bound = Math.exp(-mean); product > bound; product *= random.next()) k++;
      return k;
    };
    const gamma = (): number => (random.normal() ** 2 + random.normal() ** 2) / 2; // shape 1: θ = 1
    const many = rows.map((row) => poisson(Math.exp(line(row, [1, 0.4, 0])) * gamma()));
    const fit = negativeBinomialRegression(rows, many);
    expect(Math.abs(fit.theta - 1)).toBeLessThan(3.5 * fit.thetaError);
    expect(Math.abs(fit.coefficients[1] - 0.4)).toBeLessThan(3.5 * fit.standardErrors[1]);
    const even = rows.map((_, i) => 3 + (i % 2));
    expect(() => negativeBinomialRegression(rows, even)).toThrow(code("DOES_NOT_APPLY"));
  });

  test("separation, copies of a predictor, one outcome only and impossible outcomes are refused", () => {
    const x = [1, 2, 3, 4, 5, 6].map((value) => [1, value]);
    for (const family of ["logit", "probit"] as const) {
      expect(() => generalisedRegression(x, [0, 0, 0, 1, 1, 1], family)).toThrow(code("SEPARATED"));
      expect(() => generalisedRegression(x, [1, 1, 1, 1, 1, 1], family)).toThrow(code("ZERO_VARIANCE"));
      expect(() => generalisedRegression(x, [0, 1, 0, 2, 0, 1], family)).toThrow(code("OUT_OF_RANGE"));
      const copied = x.map(([one, value]) => [one, value, 2 * value]);
      expect(() => generalisedRegression(copied, [0, 1, 0, 1, 1, 0], family)).toThrow(code("RANK_DEFICIENT"));
    }
    expect(() => generalisedRegression(x, [0, 1, 2, -1, 0, 1], "poisson")).toThrow(code("OUT_OF_RANGE"));
    expect(() => generalisedRegression(x, [0, 1, Number.NaN, 1, 0, 1], "poisson")).toThrow(
      code("NOT_FINITE"),
    );
  });
});

describe("quantile regression", () => {
  test("τ of the outcomes lie below, as many points on the plane as it has coefficients", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 19 }), fc.integer({ min: 0, max: 1000 }), (twentieth, seed) => {
        const own = seededRandom(seed);
        const tau = twentieth / 20;
        const x = Array.from({ length: 60 }, () => [1, own.normal()]);
        const fit = quantileRegression(
          x,
          x.map(([, value]) => value + own.normal()),
          tau,
        );
        const below = fit.residuals.filter((r) => r < 0).length;
        const on = fit.residuals.filter((r) => r === 0).length;
        expect(on).toBe(2);
        expect(below).toBeLessThanOrEqual(tau * 60);
        expect(below + on).toBeGreaterThanOrEqual(tau * 60);
      }),
      { seed: 13, numRuns: 40 },
    );
  });

  test("no other plane through two of the points costs less", () => {
    const own = seededRandom(5);
    const x = Array.from({ length: 12 }, () => [1, own.normal()]);
    const y = x.map(() => own.normal());
    const { loss } = quantileRegression(x, y, 0.3);
    for (let i = 0; i < 12; i++) {
      for (let j = i + 1; j < 12; j++) {
        const slope = (y[j] - y[i]) / (x[j][1] - x[i][1]);
        const cost = y.reduce((sum, value, k) => {
          const r = value - y[i] - slope * (x[k][1] - x[i][1]);
          return sum + r * (r < 0 ? -0.7 : 0.3);
        }, 0);
        expect(cost).toBeGreaterThanOrEqual(loss - 1e-9);
      }
    }
  });

  test("outcomes full of ties end, bad ones are refused", () => {
    const y = rows.map((_, i) => i % 3);
    expect(quantileRegression(rows, y, 0.5).coefficients).toHaveLength(3);
    expect(() => quantileRegression(rows, y, 1)).toThrow(code("OUT_OF_RANGE"));
    expect(() =>
      quantileRegression(
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        [1, 2, 3],
        0.5,
      ),
    ).toThrow(code("RANK_DEFICIENT"));
  });
});

test("ridge without a penalty is least squares, with a huge one nothing", () => {
  const y = rows.map((row) => line(row, [2, -1, 0.5]) + random.normal());
  const plain = linearRegression(rows, y).coefficients;
  ridgeRegression(rows, y, 0).coefficients.forEach((value, j) => {
    expect(value).toBeCloseTo(plain[j], 10);
  });
  expect(Math.max(...ridgeRegression(rows, y, 1e9).coefficients.map(Math.abs))).toBeLessThan(1e-5);
  expect(() => ridgeRegression(rows, y, -1)).toThrow(code("OUT_OF_RANGE"));
});
