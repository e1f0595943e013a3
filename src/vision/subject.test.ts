import { expect, test } from "vitest";
import { chooseRegion, coloursOf, subjectOf } from "./subject.ts";

const swatch = (name: string, share: number) => ({ hex: "#808080", name, share });
const thing = (ordinal: number, side: number, palette: ReturnType<typeof swatch>[]) => ({
  ...{ ordinal, palette, confidence: 0.6 },
  box: { x: 0.5 - side / 2, y: 0.5 - side / 2, w: side, h: side },
});
const wall = [swatch("blue", 0.8), swatch("white", 0.15), swatch("black", 0.05)];
const armchair = thing(1, 0.6, [swatch("white", 0.95), swatch("brown", 0.05)]);

test("a white armchair before a blue wall is white; colours of few pixels are nobody's", () => {
  const seen = { palette: wall, objects: [armchair] };
  expect(coloursOf(seen).map(({ name }) => name)).toEqual(["white"]);
  expect(subjectOf(seen)).toBe(armchair);
});

test("a room is of the colours of its walls and of what stands in it", () => {
  const seen = { palette: wall, objects: [armchair, thing(2, 0.5, [swatch("green", 1)])] };
  expect(coloursOf(seen).map(({ name }) => name)).toEqual(["blue", "white", "white", "green"]);
  expect(chooseRegion(seen).view).toBe("scene");
});

test("a picture in which nothing was found is of its own colours", () => {
  const seen = { palette: wall, objects: [] };
  expect(coloursOf(seen).map(({ name }) => name)).toEqual(["blue", "white"]);
  expect(subjectOf(seen)).toBe(seen);
});
