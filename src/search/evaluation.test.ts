import { expect, test } from "vitest";
import type { Box } from "../core/nouns.ts";
import { averagePrecision, type JudgedPicture, meanPrecisionByClass, recall } from "./evaluate-detection.ts";
import { type SeenPicture, scoreObjects } from "./evaluate-objects.ts";
import { scoreRetrieval } from "./evaluate-retrieval.ts";

const box = (x: number): Box => ({ x, y: 0, w: 0.2, h: 0.2 });
const towards = (degrees: number): Float32Array => {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
};

test("retrieval: a list worked by hand", () => {
  const row = (role: "query" | "catalogue", group: string, degrees: number) => ({
    file: `${role} ${degrees}`,
    set: "s",
    role,
    group,
    embedding: towards(degrees),
  });
  const rows = [
    row("query", "a", 0),
    row("query", "b", 90),
    row("catalogue", "a", 20),
    row("catalogue", "b", 10),
    row("catalogue", "a", 30),
  ];
  // a: misses, hit, hit -> (1/2 + 2/3)/2; b: at 30, 20, 10 -> third place, 1/3
  const score = scoreRetrieval(rows);
  expect(score.queries).toBe(2);
  expect(score.recallAt1).toBe(0);
  expect(score.recallAt10).toBe(1);
  expect(score.precisionAt10).toBeCloseTo((0.2 + 0.1) / 2, 12);
  expect(score.meanAveragePrecision).toBeCloseTo((7 / 12 + 1 / 3) / 2, 12);
});

test("retrieval: a file of both roles is left out of its own answer", () => {
  const files = [
    { file: "a1", set: "s", group: "a", embedding: towards(0) },
    { file: "a2", set: "s", group: "a", embedding: towards(30) },
    { file: "b1", set: "s", group: "b", embedding: towards(10) },
    { file: "b2", set: "s", group: "b", embedding: towards(80) },
  ];
  const rows = files.flatMap((row) => (["query", "catalogue"] as const).map((role) => ({ ...row, role })));
  // a1: b1, a2 -> 1/2; a2: b1, a1 -> 1/2; b1: a1, a2, b2 -> 1/3; b2: a2, b1 -> 1/2
  expect(scoreRetrieval(rows)).toMatchObject({ queries: 4, recallAt1: 0 });
  expect(scoreRetrieval(rows).meanAveragePrecision).toBeCloseTo((1 / 2 + 1 / 2 + 1 / 3 + 1 / 2) / 4, 12);
});

test("retrieval: a set without a catalogue is refused", () => {
  const only = { file: "", set: "s", role: "query" as const, group: "a", embedding: towards(0) };
  expect(() => scoreRetrieval([only])).toThrow(expect.objectContaining({ code: "NOTHING_TO_JUDGE" }));
});

test("detection: one right, one wrong, one missed at 101 points", () => {
  const picture: JudgedPicture = {
    truth: [
      { className: "cup", box: box(0) },
      { className: "cup", box: box(0.5) },
    ],
    found: [
      { className: "cup", box: box(0.01), confidence: 0.9 },
      { className: "cup", box: box(0.8), confidence: 0.8 },
    ],
  };
  // precision 1 up to recall .5: levels 0 … .50 are 51 of 101
  expect(averagePrecision([picture])).toBeCloseTo(51 / 101, 12);
  expect(recall([picture])).toBe(0.5);
});

test("detection: a second box on the same thing is wrong, and a class is judged by itself", () => {
  const truth = [{ className: "cup", box: box(0) }];
  const twice = [0.9, 0.8].map((confidence) => ({ className: "cup", box: box(0), confidence }));
  expect(recall([{ truth, found: twice }])).toBe(1);
  expect(averagePrecision([{ truth, found: twice }])).toBe(1);
  const misnamed = [{ className: "bowl", box: box(0), confidence: 0.9 }, ...twice];
  expect(meanPrecisionByClass([{ truth, found: misnamed }])).toBe(1);
  expect(
    averagePrecision([{ truth, found: [{ className: "cup", box: box(0.8), confidence: 1 }, ...twice] }]),
  ).toBe(0.5);
});

test("objects: a small thing in a scene is found by its object and not by the whole", () => {
  const studio = (itemId: number, degrees: number): SeenPicture => ({
    file: "",
    kind: "item",
    items: [{ itemId, box: box(0), share: 0.3 }],
    seen: { embedding: towards(degrees), objects: [] },
  });
  const scene: SeenPicture = {
    file: "",
    kind: "scene",
    items: [
      { itemId: 1, box: box(0), share: 0.01 },
      { itemId: 2, box: box(0.5), share: 0.001 },
    ],
    seen: {
      embedding: towards(80),
      objects: [{ box: box(0.02), embedding: towards(5), confidence: 0.5, ordinal: 1 }],
    },
  };
  const score = scoreObjects([studio(1, 0), studio(2, 90), scene]);
  expect(score.sceneToItem.objects).toEqual({ recallAt1: 1, recallAt5: 1, recallAt10: 1 });
  expect(score.sceneToItem.wholePictures.recallAt1).toBe(0);
  expect(score.itemToScenes.objects).toEqual({ meanAveragePrecision: 1, hitAt10: 1 });
});
