import { describe, expect, test } from "vitest";
import { colourName, colourNames, type Oklab, oklab, oklabOfHex } from "./colour.ts";
import { decodeByClass, decodeDetections, mergeOverlaps } from "./detections.ts";
import { kindOf, labelWeights, namesOf, postingsOf, softmax } from "./labels.ts";
import { hashDistance, perceptualHash, sharpnessOf } from "./measures.ts";
import { averaged, detectorSize, embeddingSize, planes } from "./model-inputs.ts";
import { paletteOf } from "./palette.ts";

const names = [
  { name: "armchair", synonyms: [], gloss: "", path: ["artifact", "furniture", "chair"] },
  { name: "rocking chair", synonyms: [], gloss: "", path: ["artifact", "furniture", "chair"] },
  { name: "tench", synonyms: [], gloss: "", path: ["animal", "fish"] },
];

describe("inputs", () => {
  test("an embedding input keeps the shape in multiples of 32", () => {
    expect(embeddingSize({ width: 576, height: 768 }, 288)).toEqual({ width: 256, height: 320 });
    expect(embeddingSize({ width: 10, height: 1000 }, 192)).toEqual({ width: 96, height: 384 });
  });
  test("the detector's input is padded right and below with 127", () => {
    const { picture, input } = detectorSize({ width: 1024, height: 700 });
    expect(picture).toEqual({ width: 512, height: 350 });
    expect(input).toEqual({ width: 512, height: 352 });
    const out = planes(Uint8Array.of(1, 2, 3), { width: 1, height: 1 }, { width: 2, height: 1 });
    expect([...out]).toEqual([1, 127, 2, 127, 3, 127]);
  });
});

describe("averaging down", () => {
  test("each pixel is the mean of those it covers; a side too small repeats", () => {
    const rgb = Uint8Array.of(10, 20, 30, 20, 40, 60, 0, 0, 0, 2, 4, 6);
    expect([...averaged(rgb, { width: 4, height: 1 }, { width: 2, height: 2 })]).toEqual([
      15, 30, 45, 1, 2, 3, 15, 30, 45, 1, 2, 3,
    ]);
  });
});

describe("labels", () => {
  test("a sure label is said by name, an unsure one by what the candidates share", () => {
    expect(kindOf(Float32Array.of(9, 0, 0), names)).toMatchObject({ name: "armchair" });
    const unsure = kindOf(Float32Array.of(3, 2.9, 2.8), names);
    expect(unsure).toMatchObject({ name: "chair", path: ["furniture", "chair"] });
    expect(unsure.confidence).toBeGreaterThan(0.6);
  });
  test("a cup is a vessel, not a drink; what is too general is no kind", () => {
    const listed = [
      { name: "cup", synonyms: [], gloss: "", path: ["matter", "substance", "food", "punch"] },
      { name: "cucumber", synonyms: [], gloss: "", path: ["matter", "solid", "food", "vegetable"] },
    ];
    expect(kindOf(Float32Array.of(9, 0), namesOf(listed)).path).toEqual(["container", "vessel", "cup"]);
    expect(kindOf(Float32Array.of(0, 9), namesOf(listed)).path).toEqual(["food", "vegetable", "cucumber"]);
  });
  test("probabilities add up to one and postings have unit length", () => {
    const logits = Float32Array.from({ length: 32 }, (_, i) => Math.sin(i));
    expect(softmax(logits).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(postingsOf(logits).reduce((sum, [, weight]) => sum + weight * weight, 0)).toBeCloseTo(1, 5);
  });
  test("words weigh the label they mean most", () => {
    const weights = labelWeights(Float32Array.of(1, 0, 0, 1, -1, 0), Float32Array.of(0, 1));
    expect(weights[1]).toBeGreaterThan(0.99);
  });
});

describe("detections", () => {
  test("a single peak becomes one box", () => {
    const heat = new Float32Array(80 * 4);
    heat[56 * 4 + 3] = 0.8;
    const sides = new Float32Array(16).fill(2);
    const [found, ...others] = decodeDetections(
      heat,
      sides,
      { rows: 2, columns: 2 },
      { width: 8, height: 8 },
      0.1,
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({ className: "chair", box: { x: 0.25, y: 0.25, w: 0.5, h: 0.5 } });
    expect(mergeOverlaps([found, { ...found, confidence: 0.5 }], 0.5, 12)).toEqual([found]);
  });
  test("class by class, one place can hold two things; of any kind, it holds one", () => {
    const heat = new Float32Array(80 * 4);
    heat[56 * 4 + 3] = 0.8;
    heat[57 * 4 + 3] = 0.6;
    const grid = { rows: 2, columns: 2 };
    const given = [heat, new Float32Array(16).fill(2), grid, { width: 8, height: 8 }, 0.1] as const;
    expect(decodeDetections(...given)).toHaveLength(1);
    const found = decodeByClass(...given, 100);
    expect(found.map(({ className }) => className)).toEqual(["chair", "couch"]);
    expect(decodeByClass(...given, 1)).toEqual(found.slice(0, 1));
  });
});

describe("measures", () => {
  test("a palette names its colours and shares, largest first, the same every time", () => {
    const rgb = Uint8Array.from(
      [...Array(30).fill([43, 119, 124]), ...Array(10).fill([246, 244, 240])].flat(),
    );
    const palette = paletteOf(rgb);
    expect(palette).toMatchObject([
      { hex: "#2b777c", name: "teal", share: 0.75 },
      { hex: "#f6f4f0", name: "white", share: 0.25 },
    ]);
    expect(paletteOf(rgb)).toEqual(palette);
    expect(new Set(colourNames.map(({ name }) => name)).size).toBe(colourNames.length);
  });
  test("grey is never called by a hue, a strong hue never grey nor by a hue far from it", () => {
    const chroma = ([, a, b]: Oklab): number => Math.hypot(a, b);
    const hue = ([, a, b]: Oklab): number => (180 / Math.PI) * Math.atan2(b, a);
    const own = new Map(colourNames.map(({ name, hex }) => [name, oklabOfHex(hex)]));
    for (let code = 0; code < 4096; code++) {
      const hex = `#${[8, 4, 0].map((shift) => ((code >> shift) & 15).toString(16).repeat(2)).join("")}`;
      const colour = oklabOfHex(hex);
      const name = colourName(colour);
      const named = own.get(name) ?? colour;
      if (chroma(colour) < 0.012) expect(chroma(named), `${hex} is ${name}`).toBeLessThan(0.03);
      // in the dark a hue is hardly seen
      if (chroma(colour) < 0.08 || colour[0] < 0.3) continue;
      expect(chroma(named), `${hex} is ${name}`).toBeGreaterThan(0.03);
      const apart = Math.abs(((hue(colour) - hue(named) + 540) % 360) - 180);
      expect(apart, `${hex} is ${name}`).toBeLessThan(50);
    }
  });
  test.each([
    ["#5d473b", "brown"],
    ["#a6a5a2", "grey"],
    ["#4e3b31", "dark brown"],
    ["#555555", "dark grey"],
    ["#1f5559", "teal"],
  ])("%s is %s", (hex, name) => {
    expect(colourName(oklabOfHex(hex))).toBe(name);
  });
  test("white is white in OKLab", () => {
    const [lightness, a, b] = oklab(255, 255, 255);
    expect(lightness).toBeCloseTo(1, 4);
    expect(Math.hypot(a, b)).toBeLessThan(1e-4);
  });
  test("a little brighter is the same hash; another picture is far", () => {
    const a = Uint8Array.from({ length: 1024 }, (_, i) => 100 + 60 * Math.sin(i / 40) + (i % 32));
    const b = a.map((value) => value + 10);
    const c = Uint8Array.from({ length: 1024 }, (_, i) => 100 + 60 * Math.cos((i % 32) / 3) + i / 20);
    expect(hashDistance(perceptualHash(a), perceptualHash(b))).toBeLessThanOrEqual(4);
    expect(hashDistance(perceptualHash(a), perceptualHash(c))).toBeGreaterThan(12);
  });
  test("a flat picture has no sharpness", () => {
    expect(sharpnessOf(new Uint8Array(100).fill(9), 10, 10)).toBe(0);
  });
});
