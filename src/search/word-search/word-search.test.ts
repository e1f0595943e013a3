/** The whole search over a small collection in memory, whatever is asked. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Pin } from "../../core/nouns.ts";
import { seededRandom } from "../../core/random.ts";
import { type PinChanges, steps } from "../../core/words.ts";
import { wordKeeper } from "../../index/word-index/word-keeper.ts";
import { dot, unit } from "../../math/vectors.ts";
import { noFacets, questionReader } from "../understanding/question-reader.ts";
import type { Fusion } from "./word-order.ts";
import { type WordAnswer, wordSearch } from "./word-search.ts";

type Said = Partial<Pick<Pin, "title" | "tags" | "description" | "group" | "price" | "boards">>;

function pinOf(said: Said, seq: number): Pin {
  const id = `p${seq}`;
  return {
    ...{ id, seq, group: id, blob: id, owner: "person:a", title: "", tags: [], description: "", boards: [] },
    ...{ mime: "image/webp", bytes: 1, width: 1, height: 1, placeholder: "", link: "", domain: "" },
    ...{ price: null, attributes: {}, sources: [], createdAt: 0, updatedAt: 0, deletedAt: null, version: 1 },
    ...said,
  };
}

/** Labels 0 to 3; every third pin shows label `seq % 4` and nothing is said of it. */
const labelVectors = Float32Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0));
const randomVector = (random: ReturnType<typeof seededRandom>): Float32Array =>
  unit(Array.from({ length: 4 }, () => random.normal()));

function searchOver(collection: readonly Said[], fusion: Fusion = "learned", reads = false) {
  const random = seededRandom(5);
  const pins = collection.map((said, i) => pinOf(said, i + 1));
  const looks = pins.map(() => randomVector(random));
  const meanings = pins.map(() => randomVector(random));
  const changes: PinChanges = {
    latest: () => 1,
    since: ({ seq }) => ({
      changes: pins.slice(seq).map((pin) => ({
        ...{ seq: pin.seq, pin },
        seen: {
          ...{ kind: { name: "thing", confidence: 1, path: ["thing"] }, labels: [], palette: [], hash: "" },
          ...{ objects: [], postings: [[pin.seq % 4, 0.9] as const, [(pin.seq + 1) % 4, 0.3] as const] },
        },
      })),
      mark: { revision: 1, seq: pins.length },
    }),
  };
  return wordSearch({
    pins: {
      readSeqs: async (seqs) => seqs.flatMap((seq) => pins[seq - 1] ?? []),
      currencies: async () => [...new Set(pins.flatMap(({ price }) => price?.currency ?? []))],
      matching: async ({ priceFrom = -Infinity, priceTo = Infinity }) => {
        const fitting = pins.filter(
          ({ price }) => price && price.amount >= priceFrom && price.amount <= priceTo,
        );
        const seqs = Uint32Array.from(fitting, ({ seq }) => seq);
        return { size: seqs.length, seqs, has: (seq) => seqs.includes(seq) };
      },
    },
    understandings: { read: async () => new Map() },
    questions: questionReader(noFacets, () => []),
    keeper: wordKeeper({ changes, model: () => "m", labels: () => [], tick: () => 0 }),
    model: () => "m",
    fusion,
    priors: (seq) => [{ name: "popularity", value: (seq % 3) / 4 }],
    meaning: {
      size: pins.length,
      embed: async (text) => randomVector(seededRandom(text.length)),
      knows: async (word) => !/^[^aeiou]{4,}$/.test(word),
      ofPin: (seq) => (seq % 5 === 0 ? null : meanings[seq - 1]),
      nearest: async (query, count, keep) =>
        pins
          .filter(({ seq }) => seq % 5 !== 0 && (!keep || keep.has(seq)))
          .map(({ seq }) => ({ seq, similarity: dot(meanings[seq - 1], query) }))
          .sort((a, b) => b.similarity - a.similarity)
          .slice(0, count),
    },
    labelVectors: () => labelVectors,
    lookOf: (seq) => looks[seq - 1],
    composed: { search: () => Promise.reject(new Error("no pictures here")) },
    embedText: () => (reads ? async (texts) => texts.map((text) => looks[Number(text.slice(-1))]) : null),
    nearestPictures: async (query, count) =>
      looks
        .map((look, i) => ({ seq: i + 1, similarity: dot(look, query) }))
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, count),
    tick: () => performance.now(),
  });
}

const titlesOf = ({ hits }: WordAnswer): string[] => hits.map(({ pin }) => pin.title);

describe("a question", () => {
  const search = searchOver([
    { title: "blue velvet sofa", price: { amount: 400, currency: "EUR" } },
    { title: "velvet cushion, blue", price: { amount: 20, currency: "EUR" } },
    { title: "blue lamp", tags: ["brass"], price: { amount: 90, currency: "EUR" } },
    { title: "brass lamp", description: "a lamp of brass" },
    { title: "lamp in blue", group: "p3" },
  ]);
  const ask = (text: string, rest: object = {}) => search.search({ text, limit: 20, ...rest });

  test("finds the phrase before the words apart, and most words after all of them", async () => {
    const answer = await ask("blue velvet");
    expect(answer.hits.slice(0, 2).map(({ step }) => step)).toEqual(["phrase", "all words"]);
    expect(titlesOf(answer).slice(0, 2)).toEqual(["blue velvet sofa", "velvet cushion, blue"]);
  });

  test("in quotation marks is a bound: nothing without the phrase is found by any step", async () => {
    const answer = await ask('"blue velvet"');
    expect(titlesOf(answer)).toEqual(["blue velvet sofa"]);
    expect(answer.hits[0].step).toBe("phrase");
  });

  test("leaves out what is not wanted, in every step", async () => {
    expect(titlesOf(await ask("lamp -brass"))).not.toContain("brass lamp");
    expect(titlesOf(await ask("lamp -brass"))).not.toContain("blue lamp");
  });

  test("with a price alone gives everything at that price, the latest first", async () => {
    expect(titlesOf(await ask("under 100"))).toEqual(["blue lamp", "velvet cushion, blue"]);
  });

  test("shows a photograph once, and counts it once", async () => {
    const { hits, total } = await ask("blue lamp", { limit: 1 });
    expect(hits).toHaveLength(1);
    expect(total).toBe(1);
  });

  test("counts the values of what it found", async () => {
    const { facets } = await ask("blue lamp", { limit: 1 });
    expect(facets).toContainEqual({ name: "kind", value: "thing", pins: 1 });
  });

  test("about prices where nothing has one passes over the price and says so", async () => {
    const free = searchOver([{ title: "blue lamp" }]);
    const { hits, notes } = await free.search({ text: "lamp under 50", limit: 5 });
    expect(hits).toHaveLength(1);
    expect(notes.map(({ code }) => code)).toEqual(["no prices"]);
  });
});

test("words that say nothing need not be there, and are not mended", async () => {
  const search = searchOver([
    { title: "navy vase", description: "smoothing" },
    { title: "navy lamp" },
    { title: "teal vase" },
  ]);
  for (const text of [
    "the navy vase",
    "something navy, a vase",
    "show me navy vase ideas",
    "a navy vase of mine",
  ]) {
    const { hits, corrections } = await search.search({ text, limit: 1 });
    expect([hits[0].pin.title, corrections], text).toEqual(["navy vase", []]);
    expect(["phrase", "all words"]).toContain(hits[0].step);
  }
});

test("prices in two currencies are not compared, and that is said", async () => {
  const mixed = searchOver([
    { title: "lamp one", price: { amount: 40, currency: "EUR" } },
    { title: "lamp two", price: { amount: 50, currency: "JPY" } },
    { title: "lamp three", price: { amount: 30, currency: "EUR" } },
  ]);
  const { notes } = await mixed.search({ text: "lamp under 60", limit: 5 });
  expect(notes).toEqual([
    {
      code: "several currencies",
      sentence:
        "Prices here are in EUR and JPY; those in EUR are compared. Name a currency to compare others.",
    },
  ]);
  expect((await mixed.search({ text: "lamp under 60 yen", limit: 5 })).notes).toEqual([]);
  const byPrice = await mixed.search({ text: "lamp", limit: 5, sort: "price" });
  expect(titlesOf(byPrice)).toEqual(["lamp three", "lamp one", "lamp two"]);
});

describe("of one thing", () => {
  const rooms = [
    { title: "Cream armchair before a blue wall" },
    { title: "Navy armchair with a cream cushion" },
    { title: "Armchair", tags: ["armchair", "blue"] },
    { title: "Blue cushion and a grey armchair" },
    { title: "Armchair, pale blue" },
    { title: "Blue vase" },
  ];

  test("what is asked of it is said of it; others of its kind come next, then what is only like it", async () => {
    const { hits, notes } = await searchOver(rooms).search({ text: "blue armchair", limit: 20 });
    const titles = hits.map(({ pin }) => pin.title);
    expect(titles.slice(0, 3).toSorted()).toEqual([
      "Armchair",
      "Armchair, pale blue",
      "Navy armchair with a cream cushion",
    ]);
    expect(titles.slice(3, 5).toSorted()).toEqual([rooms[3].title, rooms[0].title]);
    expect(hits.slice(3, 5).map(({ step }) => step)).toEqual(["most words", "most words"]);
    expect(titles[5]).toBe("Blue vase");
    expect(notes).toEqual([]);
  });

  test("where no such thing is, that is said, and others of its kind come first", async () => {
    const none = searchOver([rooms[5], rooms[0], rooms[3]]);
    const { hits, notes, relaxed } = await none.search({ text: "blue armchair", limit: 20 });
    expect(hits.slice(0, 2).map(({ pin }) => pin.title)).not.toContain("Blue vase");
    expect(notes.map(({ code }) => code)).toEqual(["not of one thing"]);
    expect(notes[0].sentence).toContain("“blue armchair”");
    expect(relaxed).toEqual(["colour"]);
  });
});

test("letters that are no word find nothing by meaning, and that is said", async () => {
  const search = searchOver([{ title: "zigzag cushion" }, {}, {}]);
  const { hits, notes } = await search.search({ text: "zzqxv", limit: 5 });
  expect(hits).toEqual([]);
  expect(notes.map(({ code, sentence }) => [code, sentence.includes("zzqxv")])).toEqual([
    ["unknown words", true],
  ]);
  expect((await search.search({ text: "banana", limit: 5 })).notes).toEqual([]);
});

test("where the vision model reads, its pictures are asked, the nearest first and none that is no nearer than most", async () => {
  const { hits, reached } = await searchOver(
    Array.from({ length: 40 }, () => ({})),
    "learned",
    true,
  ).search({ text: "banana3", limit: 40, explain: true });
  expect(reached).toBe("picture");
  const shown = hits.filter(({ step }) => step === "picture");
  expect(shown[0].parts?.map(({ name }) => name)).toEqual(["shows the words"]);
  expect(shown.length).toBeLessThan(30);
  const scores = shown.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

const words = ["oak", "lamp", "blue", "velvet", "chair", "brass", "椅子", "stoel", "the"];
const said = fc.record({
  title: fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((some) => some.join(" ")),
  tags: fc.array(fc.constantFrom(...words), { maxLength: 2 }),
  group: fc.constantFrom("p1", "p2", "g", "h", "i", "j"),
});
const collection = fc.array(said, { minLength: 1, maxLength: 25 });
const question = fc
  .array(fc.constantFrom(...words, "lmap", "velvte", "-blue", '"blue velvet"', "under 30"), {
    minLength: 1,
    maxLength: 5,
  })
  .map((some) => some.join(" "));

test("pages hold together what is counted, each photograph once, step by step, and scores are the sums of their parts", async () => {
  await fc.assert(
    fc.asyncProperty(
      collection,
      question,
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      fc.constantFrom<Fusion>("learned", "standardised", "ranks"),
      async (all, text, limit, prefix, fusion) => {
        const { search } = searchOver(all, fusion);
        const found: WordAnswer["hits"][number][] = [];
        let cursor: string | null | undefined;
        let total: number | null = null;
        do {
          const answer: WordAnswer = await search({
            text,
            limit,
            prefix,
            explain: true,
            ...(cursor && { cursor }),
          });
          total ??= answer.total;
          expect(answer.total).toBe(total);
          found.push(...answer.hits);
          cursor = answer.cursor;
        } while (cursor !== null);
        expect(found).toHaveLength(total ?? 0);
        expect(new Set(found.map(({ pin }) => pin.group)).size).toBe(found.length);
        const places = found.map(({ step }) => steps.indexOf(step));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        for (const [i, { score, parts, step }] of found.entries()) {
          const added = (parts ?? []).reduce((sum, { value }) => sum + value, 0);
          // likenesses and postings are kept in single precision
          const largest = Math.max(1, ...(parts ?? []).map(({ value }) => Math.abs(value)));
          expect(Math.abs(added - score)).toBeLessThan(1e-4 * largest);
          if (i > 0 && found[i - 1].step === step)
            expect(score).toBeLessThanOrEqual(found[i - 1].score + 1e-6);
        }
      },
    ),
    { numRuns: 150 },
  );
});

const piece = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    ...[
      '"',
      "-",
      "*",
      "AND",
      "OR NOT",
      "NEAR(a b)",
      "title:lamp",
      "^",
      "\u0000",
      "\u202e",
      "🌵👩‍👩‍👧",
      "lamp",
      "椅子",
      "стул",
    ],
    ...[
      "under",
      "between 5 and",
      "(a+)+$",
      "'; drop table pins;--",
      "<b>",
      "%00",
      "the of a",
      "a".repeat(300),
    ],
  ),
);
const hostile = fc.array(piece, { maxLength: 200 }).map((parts) => parts.join(" ").slice(0, 10_000));

/** Milliseconds of this thread's own work, whatever else the machine does. */
const worked = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

test("whatever is typed is answered, quickly, and the same again", async () => {
  const { search } = searchOver(words.map((title) => ({ title, description: words.join(" ") })));
  await search({ text: "lamp", limit: 1 });
  await fc.assert(
    fc.asyncProperty(hostile, fc.boolean(), async (text, prefix) => {
      const started = worked();
      const answer = await search({ text, limit: 5, prefix });
      expect(worked() - started).toBeLessThan(250);
      expect(answer.hits.length).toBeLessThanOrEqual(5);
      const again = await search({ text, limit: 5, prefix });
      expect(again.hits.map(({ pin }) => pin.id)).toEqual(answer.hits.map(({ pin }) => pin.id));
    }),
    { numRuns: 200 },
  );
});

test("a word that something holds is never corrected", async () => {
  await fc.assert(
    fc.asyncProperty(collection, question, async (all, text) => {
      const { corrections } = await searchOver(all).search({ text, limit: 5 });
      const held = all.flatMap(({ title, tags }) => [...title.split(" "), ...tags]);
      for (const { from, to } of corrections) {
        expect(held).not.toContain(from);
        expect(held).toContain(to);
      }
    }),
  );
});
