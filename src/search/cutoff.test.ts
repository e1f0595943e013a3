import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../core/random.ts";
import { dot, unit } from "../math/vectors.ts";
import { expectedByChance } from "./chance.ts";
import { calibrateCutoff } from "./cutoff.ts";

const random = seededRandom(7);
const background = Array.from({ length: 256 }, () => 0.1 + 0.05 * random.normal());

test("a normal background is cut where its tail holds the rate", () => {
  // 0.1 + 2.3263 · 0.05 = 0.216
  expect(calibrateCutoff(background, 0.01).similarity).toBeCloseTo(0.216, 1);
});

test("a smaller rate never cuts lower", () => {
  const rate = fc.double({ min: 1e-6, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(rate, rate, (a, b) => {
      const [strict, lax] = [Math.min(a, b), Math.max(a, b)];
      expect(calibrateCutoff(background, strict).similarity).toBeGreaterThanOrEqual(
        calibrateCutoff(background, lax).similarity,
      );
    }),
  );
});

test("related pictures in the sample hardly move the cutoff", () => {
  const mixed = [...background, ...Array.from({ length: 12 }, () => 0.8)];
  const moved = calibrateCutoff(mixed, 0.01).similarity - calibrateCutoff(background, 0.01).similarity;
  expect(Math.abs(moved)).toBeLessThan(0.03);
});

test("too small a background says nothing", () => {
  expect(calibrateCutoff([0.1, 0.2], 0.01).similarity).toBe(-1);
});

test("chance in three dimensions is the area of a cap: (1 - s) / 2", () => {
  for (const s of [-0.5, 0, 0.3, 0.9]) expect(expectedByChance(s, 3, 10)).toBeCloseTo(5 * (1 - s), 10);
});

test("chance agrees with random directions in 16 dimensions", () => {
  const direction = (): Float32Array => unit(Array.from({ length: 16 }, () => random.normal()));
  const query = direction();
  const similarities = Array.from({ length: 20_000 }, () => dot(query, direction()));
  const beyond = similarities.filter((similarity) => similarity >= 0.4).length;
  // a count near 20,000 · .06; four standard deviations
  expect(Math.abs(beyond - expectedByChance(0.4, 16, 20_000))).toBeLessThan(4 * Math.sqrt(beyond));
});

test("more similar is never likelier by chance", () => {
  const similarity = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(similarity, similarity, (a, b) => {
      expect(expectedByChance(Math.max(a, b), 256, 1000)).toBeLessThanOrEqual(
        expectedByChance(Math.min(a, b), 256, 1000) + 1e-9,
      );
    }),
  );
});
