import fc from "fast-check";
import { expect, test } from "vitest";
import { nearWords, prefixEdits } from "./near-prefix.ts";

test("edits are to the nearest beginning", () => {
  expect(prefixEdits("armch", "armchair", 2)).toBe(0);
  expect(prefixEdits("amrch", "armchair", 2)).toBe(1);
  expect(prefixEdits("velvte", "velvet", 2)).toBe(1);
  expect(prefixEdits("xyz", "armchair", 1)).toBe(2);
});

test("never more than to any one beginning, and equal to the best of them", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(word, word, (typed, whole) => {
      const bound = 3;
      const edits = (beginning: string): number => Math.min(bound + 1, slowEdits(typed, beginning));
      const best = Math.min(
        ...Array.from({ length: whole.length + 1 }, (_, end) => edits(whole.slice(0, end))),
      );
      expect(Math.min(bound + 1, prefixEdits(typed, whole, bound))).toBe(best);
    }),
    { seed: 3, numRuns: 300 },
  );
});

/** Optimal string alignment by its definition. */
function slowEdits(a: string, b: string): number {
  if (a === "" || b === "") return Math.max(a.length, b.length);
  const [p, q] = [a.slice(0, -1), b.slice(0, -1)];
  let best = Math.min(
    slowEdits(p, b) + 1,
    slowEdits(a, q) + 1,
    slowEdits(p, q) + Number(a.at(-1) !== b.at(-1)),
  );
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    best = Math.min(best, slowEdits(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return best;
}

test("the nearest words come first, the most used among equals; two letters are not mended", () => {
  const words = (letter: string) =>
    (
      [
        ["chair", 3],
        ["chain", 9],
        ["cushion", 1],
        ["velvet", 2],
      ] as const
    ).filter(([word]) => word.startsWith(letter));
  expect(nearWords("chiar", words, 3)).toEqual(["chair"]);
  expect(nearWords("chaim", words, 3)).toEqual(["chain", "chair"]);
  expect(nearWords("hcair", words, 3)).toEqual(["chair"]);
  expect(nearWords("ch", words, 3)).toEqual([]);
});
