import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  binomialDistribution,
  type CountDistribution,
  negativeBinomialDistribution,
  poissonDistribution,
} from "./discrete-quantiles.ts";
import {
  betaDistribution,
  chiSquare,
  type Distribution,
  fisherF,
  gammaDistribution,
  standardNormal,
  studentT,
} from "./distributions.ts";
import { noncentralT } from "./noncentral.ts";
import { integrate } from "./numerics.ts";

const continuous: Readonly<Record<string, Distribution>> = {
  normal: standardNormal,
  "t 1.5": studentT(1.5),
  "t 40": studentT(40),
  "chi-square 3": chiSquare(3),
  "gamma 2.5": gammaDistribution(2.5, 4),
  "F 4, 9": fisherF(4, 9),
  "beta 2, 5": betaDistribution(2, 5),
  "non-central t 7, 2": noncentralT(7, 2),
};
const counts: Readonly<Record<string, CountDistribution>> = {
  "binomial 40, 0.2": binomialDistribution(40, 0.2),
  "Poisson 7.5": poissonDistribution(7.5),
  "negative binomial 2.5, 0.3": negativeBinomialDistribution(2.5, 0.3),
};
const chance = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

describe.each(Object.entries(continuous))("%s", (_, distribution) => {
  test("the quantile undoes the distribution function in both tails", () => {
    fc.assert(
      fc.property(chance, (p) => {
        expect(distribution.lower(distribution.quantile(p)) / p).toBeCloseTo(1, 9);
        expect(distribution.upper(distribution.upperQuantile(p)) / p).toBeCloseTo(1, 9);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  test("the density integrates to the distribution function's rise, and the tails add to 1", () => {
    fc.assert(
      fc.property(chance, chance, (p, q) => {
        const [a, b] = [distribution.quantile(Math.min(p, q)), distribution.quantile(Math.max(p, q))];
        // wide stretches go through infinitely steep places: only the middle is integrated
        const [from, to] = [
          Math.max(a, distribution.quantile(0.02)),
          Math.min(b, distribution.quantile(0.98)),
        ];
        if (!(to > from)) return;
        const rise = distribution.lower(to) - distribution.lower(from);
        expect(integrate(distribution.density, from, to, 24)).toBeCloseTo(rise, 8);
        expect(distribution.lower(from) + distribution.upper(from)).toBeCloseTo(1, 12);
      }),
      { seed: 2, numRuns: 25 },
    );
  });

  test("ends of the range: 0, 1 and what is no chance", () => {
    expect(distribution.quantile(-0.1)).toBeNaN();
    expect(distribution.upperQuantile(1.1)).toBeNaN();
    expect(distribution.lower(distribution.quantile(0))).toBe(0);
    expect(distribution.upper(distribution.quantile(1))).toBe(0);
  });
});

describe.each(Object.entries(counts))("%s", (_, distribution) => {
  test("masses add up to the distribution function, tails to 1", () => {
    let sum = 0;
    for (let k = 0; k <= 40; k++) {
      sum += distribution.mass(k);
      expect(sum).toBeCloseTo(distribution.lower(k), 12);
      expect(distribution.lower(k) + distribution.upper(k)).toBeCloseTo(1, 12);
    }
    expect(distribution.mass(1.5)).toBe(0);
    expect(distribution.lower(-1)).toBe(0);
  });

  test("the quantile is the smallest count that reaches the chance", () => {
    fc.assert(
      fc.property(chance, (p) => {
        const k = distribution.quantile(p);
        expect(distribution.lower(k)).toBeGreaterThanOrEqual(p);
        if (k > 0) expect(distribution.lower(k - 1)).toBeLessThan(p);
        const u = distribution.upperQuantile(p);
        expect(distribution.upper(u)).toBeLessThanOrEqual(p);
        if (u > 0) expect(distribution.upper(u - 1)).toBeGreaterThan(p);
      }),
      { seed: 3 },
    );
  });
});

test("parameters that make no distribution are refused", () => {
  const refused = expect.objectContaining({ code: "OUT_OF_RANGE" });
  expect(() => binomialDistribution(2.5, 0.5)).toThrow(refused);
  expect(() => binomialDistribution(3, 1.5)).toThrow(refused);
  expect(() => poissonDistribution(-1)).toThrow(refused);
  expect(() => negativeBinomialDistribution(0, 0.5)).toThrow(refused);
  expect(() => noncentralT(0, 1)).toThrow(refused);
});

/** 701 values to 20 digits, down to 1e-304: see bench/distributions.ts. */
test("twelve digits everywhere, in the farthest tails too", () => {
  const file = new URL("../../bench/collections/distribution-references.json", import.meta.url);
  const references = z
    .array(z.tuple([z.string(), z.array(z.number()), z.string(), z.number(), z.string()]))
    .parse(JSON.parse(readFileSync(file, "utf8")));
  const make: Readonly<Record<string, (a: number, b: number) => object>> = {
    normal: () => standardNormal,
    t: studentT,
    chi2: chiSquare,
    beta: betaDistribution,
    f: fisherF,
    binomial: binomialDistribution,
    poisson: poissonDistribution,
    negbin: negativeBinomialDistribution,
    nct: noncentralT,
  };
  const wrong = references.filter(([name, [a, b], method, x, value]) => {
    const call: unknown = Object.entries(make[name](a, b)).find(([key]) => key === method)?.[1];
    return typeof call !== "function" || !(Math.abs(call(x) / Number(value) - 1) < 1e-12);
  });
  expect(wrong).toEqual([]);
});
