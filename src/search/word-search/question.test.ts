import fc from "fast-check";
import { expect, test } from "vitest";
import { analyzer } from "../../index/word-index/analyzer.ts";
import { parseQuestion } from "./question.ts";

const parse = (text: string) => parseQuestion(text, analyzer());
const wordsOf = (text: string) => parse(text).words.map(({ word }) => word);

test("a price, an exclusion and a phrase are understood and shown", () => {
  const question = parse('blue "velvet armchair" under $300 -leather');
  expect(question.words.map(({ word }) => word)).toEqual(["blue", "velvet", "armchair"]);
  expect(question.phrases).toEqual([["velvet", "armchair"]]);
  expect(question.without.map(({ word }) => word)).toEqual(["leather"]);
  expect([question.priceFrom, question.priceTo]).toEqual([null, 300]);
  expect(question.chips.map(({ kind, text }) => [kind, text])).toEqual([
    ["price", "under $300"],
    ["without", "-leather"],
    ["phrase", '"velvet armchair"'],
  ]);
});

test.each([
  ["mugs between 10 and 25.50", 10, 25.5],
  ["mugs over 40€", 40, null],
  ["route 66 sign", null, null],
])("%s: from %s to %s", (text, from, to) => {
  expect([parse(text).priceFrom, parse(text).priceTo]).toEqual([from, to]);
});

test("a hyphen inside a word excludes nothing", () => {
  expect(wordsOf("mid-century lamp")).toEqual(["mid", "century", "lamp"]);
  expect(parse("mid-century - lamp").without).toEqual([]);
});

const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc
    .array(
      fc.constantFrom('"', "-", "*", "AND", "NEAR(", ")", "^", "\u0000", "🌵", "lamp", "椅子", "under", "5"),
      {
        maxLength: 60,
      },
    )
    .map((parts) => parts.join(" ")),
);

test("no text is an error and none makes a long question", () => {
  fc.assert(
    fc.property(anything, (text) => {
      const { words, chips } = parse(text);
      expect(words.length).toBeLessThanOrEqual(32);
      for (const chip of chips) expect(text.replace(/\p{Cc}/gu, " ").toWellFormed()).toContain(chip.text);
    }),
  );
});

test("ten thousand bytes of anything are read in no time", () => {
  for (const piece of ['"a', "-a ", "under 5 ", "((((", "ａ ", "a".repeat(50)]) {
    const started = performance.now();
    parse(piece.repeat(10_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(250);
  }
});
