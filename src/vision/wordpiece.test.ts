import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wordPiece, wordsOf } from "./wordpiece.ts";

const vocabulary = readFileSync("models/vocab.txt", "utf8").trimEnd().split("\n");
const tokeniser = wordPiece(vocabulary);

describe("words", () => {
  test("case and accents go, punctuation and CJK characters stand alone", () => {
    expect(wordsOf("Café-Tisch, 青い!")).toEqual(["cafe", "-", "tisch", ",", "青", "い", "!"]);
    expect(wordsOf("$5+tax")).toEqual(["$", "5", "+", "tax"]);
  });
});

describe("pieces", () => {
  test("the longest piece first, the rest marked as a continuation", () => {
    const spelt = tokeniser.ids("unaffable").map((id) => vocabulary[id]);
    expect(spelt).toEqual(["[CLS]", "una", "##ffa", "##ble", "[SEP]"]);
  });

  test("a word with an unknown letter, or an endless one, is unknown as a whole", () => {
    expect(tokeniser.ids("\u{1F6CB}").map((id) => vocabulary[id])).toEqual(["[CLS]", "[UNK]", "[SEP]"]);
    expect(tokeniser.ids("a".repeat(101))).toHaveLength(3);
  });

  test("words and compounds of words are known, rows of letters are not", () => {
    for (const word of ["chair", "kitchenware", "minimalist", "12"])
      expect(tokeniser.knows(word), word).toBe(true);
    for (const word of ["zzqxv", "asdfgh", "qwerty", "q", "", "\u{1F6CB}", "blorptang", "aaaaaa"]) {
      expect(tokeniser.knows(word), word).toBe(false);
    }
  });

  test("any text gives 2 to 256 rows of the vocabulary", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const ids = tokeniser.ids(text);
        expect(ids.length).toBeGreaterThanOrEqual(2);
        expect(ids.length).toBeLessThanOrEqual(256);
        expect(ids.every((id) => vocabulary[id] !== undefined)).toBe(true);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
