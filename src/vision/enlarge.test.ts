import fc from "fast-check";
import { expect, test } from "vitest";
import { enlarged } from "./enlarge.ts";

const grey = (...values: number[]): Uint8Array => Uint8Array.from(values.flatMap((v) => [v, v, v]));
const line = (rgb: Uint8Array): number[] => [...rgb].filter((_, i) => i % 3 === 0);

test("agrees with the formula worked by hand", () => {
  // middles at -.25, .25, .75, 1.25; k(.25) = .8671875, k(.75) = .2265625: of two pixels only these, normalised
  const near = 0.8671875 / (0.8671875 + 0.2265625);
  const outer = 0.8671875 / (0.8671875 - 0.0703125);
  const expected = [outer, near, 1 - near, 1 - outer].map((share) =>
    Math.min(255, Math.max(0, Math.round(200 * share))),
  );
  const wide = enlarged(grey(200, 0), { width: 2, height: 1 }, { width: 4, height: 1 });
  expect(line(wide)).toEqual(expected);
  const tall = enlarged(grey(200, 0), { width: 1, height: 2 }, { width: 1, height: 4 });
  expect(line(tall)).toEqual(expected);
});

test("the same size is the same picture", () => {
  const rgb = Uint8Array.from({ length: 3 * 35 }, (_, i) => (i * 37) % 256);
  const size = { width: 7, height: 5 };
  expect(enlarged(rgb, size, size)).toEqual(rgb);
});

test("a picture turned and enlarged is the enlarged picture turned; one colour stays that colour", () => {
  const side = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(side, side, fc.uint8Array({ minLength: 1, maxLength: 90 }), (width, more, bytes) => {
      const values = Array.from({ length: width }, (_, i) => bytes[i % bytes.length]);
      const [from, to] = [
        { width, height: 1 },
        { width: width + more, height: 1 },
      ];
      const there = line(enlarged(grey(...values), from, to));
      const back = line(enlarged(grey(...values.reverse()), from, to)).reverse();
      for (const [i, value] of there.entries()) expect(Math.abs(value - back[i])).toBeLessThanOrEqual(1);
      const plain = enlarged(grey(...values.map(() => bytes[0])), from, to);
      expect(new Set(plain)).toEqual(new Set([bytes[0]]));
    }),
    { seed: 3, numRuns: 200 },
  );
});
