import fc from "fast-check";
import { expect, test } from "vitest";
import { nearWords } from "./near-prefix.ts";

test("the same words as by the definition, whatever runs they stand in", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(word, fc.uniqueArray(word, { maxLength: 40 }), fc.nat(40), (typed, words, cut) => {
      const runs = [words.slice(0, cut).sort(), words.slice(cut).sort()];
      const edits = (whole: string): number =>
        Math.min(
          ...Array.from({ length: whole.length + 1 }, (_, end) => slowEdits(typed, whole.slice(0, end))),
        );
      const expected = words.filter((whole) => {
        const isNear = edits(whole) === 1 && (whole[0] === typed[0] || whole[0] === typed[1]);
        return typed.length > 2 && whole.length !== 4 && isNear;
      });
      const found = nearWords(typed, runs, ({ length }) => (length === 4 ? 0 : 1), 99);
      expect(found).toEqual(expected.sort());
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
  const words = new Map([
    ["chain", 9],
    ["chair", 3],
    ["cushion", 1],
    ["velvet", 2],
  ]);
  const near = (typed: string) => nearWords(typed, [[...words.keys()]], (word) => words.get(word) ?? 0, 3);
  expect(near("chiar")).toEqual(["chair"]);
  expect(near("chaim")).toEqual(["chain", "chair"]);
  expect(near("hcair")).toEqual(["chair"]);
  expect(near("velvte")).toEqual(["velvet"]);
  expect(near("cushiondd")).toEqual(["cushion"]);
  expect(near("ch")).toEqual([]);
});
