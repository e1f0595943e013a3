import { describe, expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { groupingAgreement } from "./agreement.ts";
import { kMeans } from "./k-means.ts";
import { principalComponents } from "./principal-components.ts";

const random = seededRandom(31);

describe("structure", () => {
  const far = [0, 10, 25].flatMap((centre) =>
    Array.from({ length: 20 }, () => [centre + random.normal(), random.normal()]),
  );

  test("three far clusters are found whatever the order of the points", () => {
    const found = kMeans(far, 3);
    expect(found.sizes).toEqual([20, 20, 20]);
    const turned = kMeans([...far].reverse(), 3);
    expect(turned.within).toBeCloseTo(found.within, 9);
    expect(groupingAgreement(found.labels, [...turned.labels].reverse()).adjustedRand).toBe(1);
    expect(() => kMeans([[1], [1]], 2)).toThrow(expect.objectContaining({ code: "EMPTY_SAMPLE" }));
  });

  test("agreement does not care for names, and chance is about 0", () => {
    const labels = far.map((_, i) => Math.floor(i / 20));
    const renamed = labels.map((label) => ["c", "a", "b"][label]);
    const same = groupingAgreement(labels, renamed);
    expect([same.adjustedRand, same.adjustedInformation, same.vMeasure]).toEqual([1, 1, 1]);
    const mixed = groupingAgreement(labels, random.shuffle(labels));
    expect(Math.abs(mixed.adjustedRand)).toBeLessThan(0.15);
    expect(Math.abs(mixed.adjustedInformation)).toBeLessThan(0.15);
  });

  test("components hold all the variance and turn with the data", () => {
    const pairs = Array.from({ length: 400 }, () => [random.normal(), random.normal()]);
    const { deviations, rotation, shares } = principalComponents(
      pairs.map(([a, b]) => [a + 2 * b, a - b, 3 * a]),
    );
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    expect(deviations[2]).toBeCloseTo(0, 10);
    const dot = rotation.reduce((sum, row) => sum + row[0] * row[1], 0);
    expect(dot).toBeCloseTo(0, 12);
  });
});
