import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { editsBetween, speller } from "./spelling.ts";

function nearest(word: string, uses: Readonly<Record<string, number>>): string | null {
  const names = Object.keys(uses);
  const spelling = speller();
  names.forEach((name, number) => {
    spelling.add(name, number);
  });
  const found = spelling.nearest(word, names, (number) => uses[names[number]]);
  return found === null ? null : names[found];
}

test("the nearest word is the one with fewest edits, then the one that more pins hold", () => {
  const words = { armchair: 5, lamp: 9, lamps: 2, velvet: 3, camp: 9 };
  expect(nearest("armchiar", words)).toBe("armchair");
  expect(nearest("velvte", words)).toBe("velvet");
  expect(nearest("lanp", words)).toBe("lamp");
  expect(nearest("xylophone", words)).toBeNull();
  expect(nearest("oak", words)).toBeNull();
});

test("a word that most pins hold is likelier than a rare one whose key lies nearer", () => {
  expect(nearest("stol", { stop: 1, stool: 40 })).toBe("stool");
});

test("a key beside the right one is likelier than a far one, and the first letter than another", () => {
  expect(nearest("vasr", { vase: 1, vast: 1, vasq: 9 })).not.toBe("vasq");
  expect(nearest("mirrar", { mirror: 1, nirrar: 9 })).toBe("mirror");
});

test("a word that no pin holds any more is not proposed", () => {
  expect(nearest("lanp", { lamp: 0 })).toBeNull();
});

const letters = fc.string({ unit: fc.constantFrom("a", "b", "q", "w"), maxLength: 11 });

test("edits are counted alike from both sides", () => {
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      expect(editsBetween(a, b, 20)).toBeCloseTo(editsBetween(b, a, 20), 9);
      expect(editsBetween(a, a, 20)).toBe(0);
    }),
  );
});

/** The slow exact version: every word is compared. */
function leastCost(word: string, names: readonly string[]): number {
  const allowed = word.length < 4 ? -1 : word.length < 8 ? 1 : 2;
  const costs = names
    .filter((name) => name !== word && name.length >= 3 && Math.abs(name.length - word.length) <= allowed)
    .map((name) => [editsBetween(word, name, allowed), name[0] === word[0] ? 0 : 0.5])
    .filter(([edits]) => edits <= allowed);
  return Math.min(Infinity, ...costs.map(([edits, start]) => edits + start));
}

test("what is filed finds a word as near as comparing all of them does", () => {
  fc.assert(
    fc.property(letters, fc.uniqueArray(letters, { minLength: 1, maxLength: 40 }), (word, names) => {
      const found = nearest(word, Object.fromEntries(names.map((name) => [name, 1])));
      const least = leastCost(word, names);
      if (found === null) expect(least).toBe(Infinity);
      else expect(leastCost(word, [found])).toBe(least);
    }),
    { numRuns: 500 },
  );
});

test("among 50,000 words a misspelt one is mended in less than two milliseconds", () => {
  const random = seededRandom(3);
  const letter = (): string => String.fromCharCode(97 + random.integer(26));
  const names = [
    ...new Set(
      Array.from({ length: 50_000 }, () => Array.from({ length: 5 + random.integer(8) }, letter).join("")),
    ),
  ];
  const spelling = speller();
  names.forEach((name, number) => {
    spelling.add(name, number);
  });
  const times = names
    .filter((name) => name[3] !== "x")
    .slice(0, 300)
    .map((name) => {
      const typed = `${name.slice(0, 3)}x${name.slice(4)}`;
      const started = performance.now();
      expect(spelling.nearest(typed, names, () => 1)).not.toBeNull();
      return performance.now() - started;
    });
  expect(times.sort((a, b) => a - b)[150]).toBeLessThan(2);
});
