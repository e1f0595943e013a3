import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Evidence } from "../../core/understood.ts";
import type { FacetCount } from "../../core/words.ts";
import { analyzer } from "../../index/word-index/analyzer.ts";
import { lexicon } from "./lexicon.ts";
import { findPrice } from "./prices.ts";
import { attemptsOf } from "./relaxing.ts";
import { understand } from "./understanding.ts";

const words = analyzer();
const labels = JSON.parse(readFileSync("models/labels.json", "utf8"));
const plain = lexicon(words, labels, []);
const read = (text: string) => understand(text, plain, words);
const said = ({ kind, text }: Evidence): string => `${kind}=${text}`;

const judged = readFileSync("test/fixtures/questions.txt", "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [text, truth = "", aim = ""] = line.split("|").map((part) => part.trim());
    return { text, aim, truth: truth.split(/ (?=[a-z]+=)/).filter((one) => one !== "") };
  });

test("of 150 questions and more, what is read is right and what is said is read", () => {
  let [right, found, there] = [0, 0, 0];
  const wrong: string[] = [];
  for (const { text, truth } of judged) {
    const evidence = read(text).evidence.map(said);
    const hits = truth.filter((one) => evidence.includes(one));
    [right, found, there] = [right + hits.length, found + evidence.length, there + truth.length];
    if (hits.length < truth.length || evidence.length > hits.length) {
      wrong.push(`${text}: ${evidence.join(" ")} instead of ${truth.join(" ")}`);
    }
  }
  const [precision, recall] = [right / found, right / there];
  console.log(
    `understanding of ${judged.length} questions: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
  );
  if (process.env.SHOW_WRONG) console.log(wrong.join("\n"));
  expect(judged.length).toBeGreaterThanOrEqual(150);
  expect(precision).toBeGreaterThan(0.9);
  expect(recall).toBeGreaterThan(0.9);
});

test("what someone is after, where it is clear", () => {
  const clear = judged.filter(({ aim }) => aim !== "");
  for (const { text, aim } of clear) expect([text, read(text).aim.name]).toEqual([text, aim]);
  expect(clear.length).toBeGreaterThan(15);
});

test("the issue's own question", () => {
  const question = read("blue velvet armchair under 300");
  expect(question.evidence.map(({ kind, meaning, rest }) => [kind, meaning?.value ?? null, rest])).toEqual([
    ["price", null, "blue velvet armchair"],
    ["colour", "blue", "velvet armchair under 300"],
    ["material", "velvet", "blue armchair under 300"],
    ["category", "armchair", "blue velvet under 300"],
  ]);
  expect(question.words.map(({ word }) => word)).toEqual(["blue", "velvet", "armchair"]);
  expect(question.price).toEqual({ from: null, to: 300, currency: "" });
});

test("what is a kind of what", () => {
  const [navy, sofa] = read("navy sofa").evidence.map(({ meaning }) => meaning);
  expect(navy?.path).toEqual(["blue"]);
  expect(sofa?.path).toContain("seat");
});

test("a change of what something is like takes the place of what it says of the same", () => {
  expect(read("like the teal linen armchair but in green").words.map(({ word }) => word)).toEqual([
    "linen",
    "armchair",
    "green",
  ]);
});

test("the collection's own values are known, and decide what a word of two meanings says", () => {
  const counts: FacetCount[] = [
    { name: "finish", value: "brushed", pins: 12 },
    { name: "colour", value: "oak", pins: 40 },
    { name: "board", value: "Garden ideas", pins: 1 },
    { name: "domain", value: "northlight.example", pins: 5 },
  ];
  const own = lexicon(words, labels, counts);
  const kinds = (text: string) => understand(text, own, words).evidence.map(said);
  expect(kinds("brushed oak lamp")).toEqual(["attribute=brushed", "colour=oak", "category=lamp"]);
  expect(read("brushed oak lamp").evidence.map(said)).toEqual(["material=oak", "category=lamp"]);
  expect(understand("garden ideas", own, words).aim.name).toBe("board");
  expect(understand("northlight lamps", own, words).aim.name).toBe("brand");
});

test.each([
  ["under $1,299.50", null, 1299.5, "USD"],
  ["between 25 and 10", 10, 25, ""],
  ["over 40€", 40, null, "EUR"],
  ["around £50", 40, 60, "GBP"],
  ["20-30 euros", 20, 30, "EUR"],
  ["at least 1.5k", 1500, null, ""],
])("%s is a price from %s to %s in %s", (text, from, to, currency) => {
  expect(findPrice(text)?.range).toEqual({ from, to, currency });
});

test.each(["route 66", "from 1960", "between 1950 and 1960", "under 30 cm", "20-30", "50 % off", "3 seater"])(
  "%s is no price",
  (text) => {
    expect(findPrice(text)).toBeNull();
  },
);

test("a price may be let go; a phrase and an exclusion bind", () => {
  const attempts = attemptsOf(read('lamp "table lamp" -brass under 5'));
  expect(attempts.map(({ relaxed }) => relaxed)).toEqual([[], ["price"]]);
  expect(attempts[1].question).toMatchObject({
    price: null,
    phrases: [["tabl", "lamp"]],
    without: [{ word: "brass" }],
  });
  expect(attemptsOf(read("lamp -brass"))).toHaveLength(1);
});

const part = fc.constantFrom(
  ..."blue navy velvet oak armchair lamp table christmas small kitchen zebra thing under 20 without not -brass".split(
    " ",
  ),
);
const question = fc.array(part, { maxLength: 9 }).map((parts) => parts.join(" "));
const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  question,
  fc
    .array(fc.constantFrom('"', "-", "$", "like", "but", "(", "\u0000", "🌵", "椅子", "5", "–", "under"), {
      maxLength: 60,
    })
    .map((parts) => parts.join(" ")),
);

test("no text is an error, spans are the text's own, and words keep within bounds", () => {
  fc.assert(
    fc.property(anything, (text) => {
      const { text: shown, words: asked, evidence } = read(text);
      expect(asked.length).toBeLessThanOrEqual(32);
      for (const { from, to, text: own, confidence } of evidence) {
        expect(shown.slice(from, to)).toBe(own);
        expect(own.length).toBeGreaterThan(0);
        expect(confidence > 0 && confidence <= 1).toBe(true);
      }
    }),
  );
});

test("reading what was read changes nothing", () => {
  fc.assert(
    fc.property(anything, (text) => {
      const once = read(text);
      expect(read(once.text)).toEqual(once);
    }),
  );
});

test("taking back an attribute leaves the question's other words, each as often as before", () => {
  const plainParts = fc.array(
    fc.constantFrom(..."blue navy velvet oak armchair lamp christmas small kitchen zebra thing".split(" ")),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(plainParts, (parts) => {
      const { evidence } = read(parts.join(" "));
      for (const { from, to, rest } of evidence) {
        const typed = parts.join(" ");
        const left = `${typed.slice(0, from)} ${typed.slice(to)}`.split(" ").filter((word) => word !== "");
        expect(rest.split(" ").filter((word) => word !== "")).toEqual(left);
        const before = new Set(read(typed).words.map(({ term }) => term));
        for (const { term } of read(rest).words) expect(before.has(term)).toBe(true);
      }
    }),
  );
});

test("a question of any kind and length is read in less than 5 ms", () => {
  read("warm");
  for (const piece of [
    '"a',
    "-a ",
    "under 5 ",
    "$1-2 ",
    "((((",
    "ａ ",
    "like a but ",
    "a".repeat(50),
    "oak ",
  ]) {
    const text = piece.repeat(10_000 / piece.length);
    const times = Array.from({ length: 12 }).map(() => {
      const started = performance.now();
      read(text);
      return performance.now() - started;
    });
    expect(Math.min(...times), piece).toBeLessThan(5);
  }
});
