import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PinLook } from "../../core/guidance.ts";
import { seededRandom } from "../../core/random.ts";
import { phraseBook } from "./phrase-book.ts";
import { phrasesOf } from "./phrase-texts.ts";

const look = (seq: number, title: string, rest: Partial<PinLook> = {}): PinLook => ({
  ...{ seq, title, tags: [], attributes: {}, boards: [], kinds: [], colours: [] },
  ...rest,
});
const found = (book: ReturnType<typeof phraseBook>, start: string): Record<string, number> =>
  Object.fromEntries(
    book.best(start, 99, ({ pins }) => pins).map(({ kind, text, pins }) => [`${kind} ${text}`, pins]),
  );

test("phrases of a title go up to three words and not across a comma", () => {
  expect(phrasesOf("Oak chair, tall")).toEqual(["oak", "oak chair", "chair", "tall"]);
  expect(phrasesOf("One two three four")).toContain("one two three four");
  expect(phrasesOf("")).toEqual([]);
});

describe("a book", () => {
  const book = phraseBook();
  const titles = [
    "Bowl with a lid",
    "Vase with a lid",
    "Velvet sofa",
    "Velvet sofa in teal",
    "Sofa in velvet",
  ];
  titles.forEach((title, i) => {
    book.put(
      i,
      look(i, title, { tags: ["Vessel"], kinds: i < 2 ? ["vessel"] : ["sofa"], boards: ["Vera's"] }),
    );
  });

  test("counts pins, says each text once by what says most, and keeps boards apart", () => {
    expect(found(book, "v")).toMatchObject({
      "kind vessel": 5,
      "phrase velvet sofa": 2,
      "board Vera's": 5,
    });
    expect(found(book, "sofa")).toMatchObject({ "kind sofa": 3 });
  });

  test("words that begin and end nothing are no phrase, in no list of any language", () => {
    expect(Object.keys(found(book, "w"))).not.toContain("phrase with");
    expect(Object.keys(found(book, "w"))).not.toContain("phrase with a");
  });

  test("a pin taken out leaves nothing of it", () => {
    const other = phraseBook();
    other.put(1, look(1, "Blue hat", { boards: ["Secret"] }));
    other.put(1, look(1, "Blue hat"));
    expect(found(other, "se")).toEqual({});
    other.put(1, null);
    expect(other.phrases).toBe(0);
    expect(other.words.uses("blue")).toBe(0);
    expect(other.words.begins("b")).toBe(false);
  });

  test("too many phrases of one pin are dropped; what several pins hold stays", () => {
    const small = phraseBook(10);
    for (let i = 0; i < 40; i++) small.put(i, look(i, `Common chair, x${i} y`));
    expect(found(small, "common chair")["phrase common chair"]).toBeGreaterThan(20);
    expect(small.phrases).toBeLessThan(30);
  });
});

test("whatever is put and taken, a look-up finds what a scan of all pins finds", () => {
  const word = fc.constantFrom("oak", "old", "chair", "chest", "ché", "red");
  const act = fc.record({ seq: fc.nat(6), words: fc.option(fc.array(word, { maxLength: 3 })) });
  fc.assert(
    fc.property(
      fc.array(act, { maxLength: 30 }),
      fc.constantFrom("o", "ch", "chair r", "r"),
      (acts, start) => {
        const book = phraseBook();
        const now = new Map<number, string[]>();
        for (const { seq, words } of acts) {
          book.put(seq, words && look(seq, "", { tags: words }));
          if (words) now.set(seq, [...new Set(words)]);
          else now.delete(seq);
        }
        const expected = new Map<string, number>();
        for (const tags of now.values()) {
          for (const tag of tags) {
            const key = tag.replace("é", "e");
            if (key.startsWith(start)) expected.set(key, (expected.get(key) ?? 0) + 1);
          }
        }
        const actual = new Map(book.best(start, 99, ({ pins }) => pins).map(({ key, pins }) => [key, pins]));
        expect(actual).toEqual(expected);
        expect(book.size).toBe(now.size);
      },
    ),
    { seed: 5, numRuns: 200 },
  );
});

test("of thousands of phrases that come and go, a look-up finds those of the pins that are left", () => {
  const random = seededRandom(4);
  const syllables = ["ka", "lo", "mi", "ren", "tas", "vo", "del", "quin"];
  const aWord = () => `${syllables[random.integer(8)]}${syllables[random.integer(8)]}`;
  const book = phraseBook();
  const tags = new Map<number, readonly string[]>();
  for (let change = 0; change < 3000; change++) {
    const seq = random.integer(800);
    const some = Array.from(
      { length: 1 + random.integer(3) },
      () => `${aWord()} ${aWord()}${random.integer(9)}`,
    );
    const isGone = random.next() < 0.4;
    book.put(seq, isGone ? null : look(seq, "", { tags: some }));
    if (isGone) tags.delete(seq);
    else tags.set(seq, [...new Set(some)]);
  }
  for (const start of ["ka", "tasmi", "quin", "lolo v", ""]) {
    const expected = new Map<string, number>();
    for (const key of [...tags.values()].flat()) {
      if (key.startsWith(start) || key.includes(` ${start}`)) expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    const actual = book.best(start, 10_000, ({ pins }) => pins);
    expect(new Map(actual.map(({ key, pins }) => [key, pins]))).toEqual(expected);
    const few = book.best(start, 5, ({ pins }) => pins);
    expect(few.map(({ pins }) => pins)).toEqual(actual.slice(0, 5).map(({ pins }) => pins));
  }
});
