import fc from "fast-check";
import { expect, test } from "vitest";
import type { WordDocument } from "../../core/words.ts";
import { analyzer, wordsIn } from "./analyzer.ts";
import { inverseFrequency, k1, saturation, strengthUnit } from "./bm25.ts";
import { wordIndex } from "./word-index.ts";

const document = (seq: number, title: string): WordDocument => ({
  seq,
  texts: [{ place: "description", text: title, weight: 1 }],
  facets: [],
  group: String(seq),
  labels: [],
  price: null,
  createdAt: 0,
});

test.each([
  ["Crème brûlée’s bowl", ["creme", "brulee", "bowl"]],
  ["mid-century 70s", ["mid", "century", "70s"]],
  ["Straße Ærø", ["strasse", "aero"]],
  ["日本の椅子", ["日本", "の", "椅子"]],
  ["한국어 의자", ["한국어", "의자"]],
  ["🌵 cactus", ["🌵", "cactus"]],
  ['( ) " * AND', ["and"]],
])("%s is read as words", (text, words) => {
  expect(wordsIn(text)).toEqual(words);
});

test("a word alone scores as the formula worked by hand", () => {
  const index = wordIndex(analyzer());
  index.add([document(1, "oak table"), document(2, "steel lamp lamp")]);
  const found = index.all([{ terms: [{ term: index.terms.find("oak"), weight: 1 }], weight: 1 }]);
  // lengths 2 and 3, average 2.5; one of two documents holds it
  const norm = saturation(2, 2.5);
  const byHand = (inverseFrequency(2, 1) * (k1 + 1) * strengthUnit) / (strengthUnit + norm);
  expect([...found.documents]).toEqual([0]);
  expect(found.scores[0]).toBeCloseTo(byHand, 5);
});

const vocabulary = ["oak", "lamp", "blue", "velvet", "chair"];
const text = fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 6 });
const change = fc.record({ seq: fc.integer({ min: 1, max: 12 }), words: fc.option(text, { nil: null }) });

test("after any changes the index answers as a plain search through the texts", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), text, (changes, asked) => {
      const index = wordIndex(analyzer());
      const plain = new Map<number, readonly string[]>();
      for (const { seq, words } of changes) {
        if (words) index.add([document(seq, words.join(" "))]);
        else index.remove([seq]);
        if (words) plain.set(seq, words);
        else plain.delete(seq);
      }
      const groups = [...new Set(asked)].map((word) => {
        const term = index.terms.find(analyzer().term(word));
        return { terms: term < 0 ? [] : [{ term, weight: 1 }], weight: 1 };
      });
      const seqs = (documents: Uint32Array) => [...documents].map(index.table.seq).sort((a, b) => a - b);
      const holding = (least: number) =>
        [...plain].filter(([, words]) => new Set(asked.filter((word) => words.includes(word))).size >= least);
      const expected = (least: number) =>
        holding(least)
          .map(([seq]) => seq)
          .sort((a, b) => a - b);
      expect(seqs(index.all(groups).documents)).toEqual(expected(groups.length));
      expect(seqs(index.any(groups).documents)).toEqual(expected(1));
      expect(index.size).toBe(plain.size);
    }),
  );
});

test("documents with all words score the same by all and by any", () => {
  const index = wordIndex(analyzer());
  index.add([document(1, "blue velvet chair"), document(2, "blue chair"), document(3, "velvet")]);
  const groups = ["blue", "chair"].map((word) => ({
    terms: [{ term: index.terms.find(word), weight: 1 }],
    weight: 1,
  }));
  const any = index.any(groups);
  const all = index.all(groups);
  all.documents.forEach((one, i) => {
    expect(all.scores[i]).toBeCloseTo(any.scores[any.documents.indexOf(one)], 4);
  });
});
