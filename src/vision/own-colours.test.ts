import fc from "fast-check";
import { expect, test } from "vitest";
import type { Box } from "../core/nouns.ts";
import { ownPixels } from "./own-colours.ts";
import { paletteOf } from "./palette.ts";

type Colour = readonly [red: number, green: number, blue: number];
const size = { width: 80, height: 80 };
const box: Box = { x: 0.25, y: 0.25, w: 0.5, h: 0.5 };
const teal: Colour = [43, 119, 124];
const cream: Colour = [239, 228, 204];

/** A disc that touches the box's sides, before a ground. */
function disc(thing: Colour, groundAt: (x: number, y: number) => Colour): Uint8Array {
  const rgb = new Uint8Array(3 * size.width * size.height);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const isThing = Math.hypot(x - 39.5, y - 39.5) < 20;
      rgb.set(isThing ? thing : groundAt(x, y), 3 * (y * size.width + x));
    }
  }
  return rgb;
}

const shareOf = (rgb: Uint8Array, name: string): number =>
  paletteOf(rgb).reduce((sum, swatch) => sum + (swatch.name === name ? swatch.share : 0), 0);

test("the corners of a box are not the thing in it", () => {
  const rgb = disc(teal, () => cream);
  expect(shareOf(ownPixels(rgb, size, box), "teal")).toBeGreaterThan(0.95);
});

test("a wall whose light falls off is still the ground", () => {
  const rgb = disc(teal, (x) => [239 - x, 228 - x, 204 - x]);
  const [first] = paletteOf(ownPixels(rgb, size, box));
  expect(first.name).toBe("teal");
  expect(first.share).toBeGreaterThan(0.9);
});

test("a thing of the colour of its ground keeps its pixels", () => {
  const rgb = disc(cream, () => cream);
  expect(ownPixels(rgb, size, box).length).toBeGreaterThan(3 * 30 * 30);
  expect(shareOf(ownPixels(rgb, size, box), "cream")).toBe(1);
});

test("a box that is the whole picture has no ground", () => {
  const whole = { x: 0, y: 0, w: 1, h: 1 };
  const rgb = disc(teal, () => cream);
  expect(shareOf(ownPixels(rgb, size, whole), "cream")).toBeCloseTo(1 - Math.PI / 16, 1);
});

test("any box of any picture has pixels, all of them colours that were there or means of them", () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.tuple(fraction, fraction, fraction, fraction),
      fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 })),
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      ([x, y, w, h], [width, height], bytes) => {
        const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => bytes[i % bytes.length]);
        const own = ownPixels(rgb, { width, height }, { x, y, w: w * (1 - x), h: h * (1 - y) });
        expect(own.length).toBeGreaterThan(0);
        expect(own.length % 3).toBe(0);
        expect(Math.max(...own)).toBeLessThanOrEqual(Math.max(...bytes));
      },
    ),
    { seed: 5, numRuns: 200 },
  );
});
