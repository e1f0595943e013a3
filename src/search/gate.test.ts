import { expect, test } from "vitest";
import type { Kind } from "../core/nouns.ts";
import { conforms } from "./gate.ts";

const kind = (confidence: number, ...path: string[]): Kind => ({
  name: path.at(-1) ?? "",
  confidence,
  path,
});
const armchair = kind(0.95, "furnishing", "furniture", "seat", "armchair");

test.each([
  ["a sure dog does not answer a sure armchair", kind(0.99, "animal", "dog"), 0.5, false],
  ["a sofa does: both are seats", kind(0.99, "furnishing", "furniture", "seat", "sofa"), 0.5, true],
  ["an unsure dog does", kind(0.6, "animal", "dog"), 0.5, true],
  ["what looks like the same piece does, whatever it is called", kind(0.99, "animal", "dog"), 0.9, true],
])("%s", (_, found, similarity, passes) => {
  expect(conforms(armchair, found, similarity)).toBe(passes);
});

test("an unsure question lets everything pass", () => {
  expect(conforms(kind(0.5, "animal", "dog"), armchair, 0.3)).toBe(true);
});
