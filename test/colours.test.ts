/** Names of colours against the truth of the sample catalogue: what each item was made in, and the pixels that show it. */
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { expect, test } from "vitest";
import { colourName, oklabOfHex } from "../src/vision/colour.ts";
import { paletteOf } from "../src/vision/palette.ts";

interface Picture {
  file: string;
  width: number;
  height: number;
  kind: "item" | "scene";
  items: { colour: string; colourHex: string; box: { x: number; y: number; w: number; h: number } }[];
}
const pictures = readFileSync("samples/home/pins.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line): Picture => JSON.parse(line));

/** The catalogue names materials too; and a thing in light or shade has its neighbour's colour. */
const alsoCalled: Readonly<Record<string, readonly string[]>> = {
  "chalk white": ["white", "cream", "light grey"],
  sand: ["beige", "cream", "tan"],
  oak: ["tan", "brown", "beige"],
  walnut: ["brown", "dark brown"],
  brass: ["mustard", "tan"],
  mustard: ["brass", "yellow"],
  charcoal: ["dark grey", "black"],
  "sage green": ["green"],
  "forest green": ["green"],
  terracotta: ["red", "orange"],
  "sky blue": ["blue"],
  lavender: ["purple"],
  plum: ["burgundy", "purple"],
  blush: ["pink"],
};
const isRight = (name: string, colour: string): boolean =>
  name === colour || (alsoCalled[colour] ?? []).includes(name);

test("the colour that an item was made in has its name", () => {
  for (const { colour, colourHex } of pictures.flatMap(({ items }) => items)) {
    const name = colourName(oklabOfHex(colourHex));
    expect(isRight(name, colour), `${colour} ${colourHex} is called ${name}`).toBe(true);
  }
});

test("six in ten items have their colour's name in the palette of the pixels that show them", async () => {
  const chosen = pictures.filter(({ kind }, i) => kind === "item" && i % 3 === 0);
  const right = await Promise.all(
    chosen.map(async ({ file, width, height, items: [{ box, colour }] }) => {
      const middle = {
        left: Math.round((box.x + 0.2 * box.w) * width),
        top: Math.round((box.y + 0.25 * box.h) * height),
        width: Math.max(1, Math.round(0.6 * box.w * width)),
        height: Math.max(1, Math.round(0.5 * box.h * height)),
      };
      const rgb = await sharp(`samples/home/${file}`).extract(middle).resize(32, 32).raw().toBuffer();
      return paletteOf(rgb).some(({ name, share }) => share >= 0.1 && isRight(name, colour));
    }),
  );
  expect(right.filter(Boolean).length / chosen.length).toBeGreaterThan(0.6);
});
