import { expect, test } from "vitest";
import { cocoClasses, pathOfClass } from "./coco-classes.ts";

test("80 different classes in COCO's order", () => {
  expect(new Set(cocoClasses).size).toBe(80);
  expect([cocoClasses[0], cocoClasses[56], cocoClasses[79]]).toEqual(["person", "chair", "toothbrush"]);
});

test("a filter for furniture finds chairs and beds; a path ends in the class itself", () => {
  expect(pathOfClass("chair")).toEqual(["furnishing", "furniture", "seat", "chair"]);
  expect(pathOfClass("bed")).toContain("furniture");
  for (const name of cocoClasses) expect(pathOfClass(name).at(-1)).toBe(name);
});

test("every class but people and books has a general word above it", () => {
  const bare = cocoClasses.filter((name) => pathOfClass(name).length === 1);
  expect(bare).toEqual(["person", "book"]);
});
