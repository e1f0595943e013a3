import fc from "fast-check";
import { expect, test } from "vitest";
import { sortedWords } from "./sorted-words.ts";

const word = fc.string({ unit: fc.constantFrom("a", "b", "é", "椅"), maxLength: 6 });

test("however many words were added, a prefix finds those that begin with it, each once", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { maxLength: 60 }),
      word,
      fc.integer({ min: 0, max: 1500 }),
      (words, prefix, more) => {
        const all = [...words, ...Array.from({ length: more }, (_, i) => `z${(i * 7919) % 100_003}`)];
        const sorted = sortedWords();
        for (const one of all) sorted.add(one);
        const found: string[] = [];
        sorted.forEach(prefix, (one) => found.push(one));
        expect(found.sort()).toEqual(all.filter((one) => one.startsWith(prefix)).sort());
      },
    ),
  );
});
