import { rgbaToThumbHash } from "thumbhash";
import { expect, test } from "vitest";
import { pictureRow } from "./picture-row.ts";

const red = Uint8Array.from({ length: 4 * 64 }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 255 : 0));
const hash = Buffer.from(rgbaToThumbHash(8, 8, red)).toString("base64");

test("two pictures side by side in a terminal of many colours", () => {
  const text = pictureRow([hash, hash], { isTTY: true, getColorDepth: () => 24 });
  const lines = text.trimEnd().split("\n");
  expect(lines).toHaveLength(8);
  expect(lines[0].split("▀")).toHaveLength(2 * 16 + 1);
  expect(lines[0]).toMatch(/38;2;2[45]\d;\d;\d/);
});

test.each([
  ["no terminal", { isTTY: false }],
  ["few colours", { isTTY: true, getColorDepth: () => 8 }],
])("%s shows none", (_, terminal) => {
  expect(pictureRow([hash], terminal)).toBe("");
});
