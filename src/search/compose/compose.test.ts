import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pinSet } from "../../catalog/pin-set.ts";
import { type Pin, type PinFilter, type Understanding, vectorKey } from "../../core/nouns.ts";
import { plainIndex } from "../../index/plain-index.ts";
import { analyzer } from "../../index/word-index/analyzer.ts";
import { unit } from "../../math/vectors.ts";
import { lexicon } from "../understanding/lexicon.ts";
import { noFacets, questionReader } from "../understanding/question-reader.ts";
import { composedSearch } from "./compose.ts";
import { judgingWeights } from "./judging.ts";
import { kinshipOf, ownKinship } from "./kinship.ts";
import { mentionsOf } from "./mentions.ts";
import { clueOf, oddsOf } from "./obeying.ts";

const labels = JSON.parse(readFileSync("models/labels.json", "utf8"));
const words = lexicon(analyzer(), labels, []);
const said = (title: string, more: Partial<Pin> = {}) =>
  mentionsOf({ title, description: "", tags: [], attributes: {}, ...more }, words, analyzer());
const obeys = (...asked: Parameters<typeof clueOf>): number => oddsOf(clueOf(...asked), judgingWeights);
const green = { facet: "colour", value: "green", path: [], pins: 0 } as const;
const chairs = new Map([["chair", 1]]);
const swatch = (hex: string) => [{ hex, name: "", share: 1 }];

test("a clause is one thing: the colour of the vase is not the chair's", () => {
  expect(obeys(green, said("A green chair and a blue vase"), chairs, [])).toBeGreaterThan(0);
  expect(obeys(green, said("A blue chair and a green vase"), chairs, [])).toBeLessThan(0);
  const [chair, vase] = said("A sage green chair with a navy vase");
  expect([chair, vase].map(({ attributes }) => attributes[0]?.path)).toEqual([["green"], ["blue"]]);
});

test("where words say nothing the pixels decide", () => {
  expect(obeys(green, [], chairs, swatch("#2f5141"))).toBeGreaterThan(0);
  expect(obeys(green, [], chairs, swatch("#c62f2f"))).toBeLessThan(0);
});

test("what a picture shows is called what its neighbours are called, beyond what all are", () => {
  const everything = [said("vase"), said("lamp"), said("rug"), said("mirror")];
  const kin = ["oak chair", "chair by a lamp", "green chair"].map((title, i) => ({
    score: 0.8 - i / 10,
    mentions: said(title),
  }));
  expect([...kinshipOf(kin, everything).keys()][0]).toBe("chair");
  expect(ownKinship(said("teapot", { tags: ["teapot", "kitchen"] })).get("teapot")).toBe(1);
  expect(kinshipOf([], []).size).toBe(0);
});

const catalogue = [
  ["Blue chair", "#2f62c4"],
  ["Green chair", "#2f5141"],
  ["", "#2f5141"],
  ["Red chair", "#c62f2f"],
  ["Green vase", "#2f5141"],
  ["Green velvet chair", "#4c9447"],
] as const;

async function shop() {
  const index = plainIndex("test@1", 4);
  const vectorOf = (title: string, i: number) =>
    unit(title.includes("vase") ? [0, 1, 0, i / 50] : [1, 0, i / 50, 0]);
  await index.add(catalogue.map(([title], i) => ({ key: vectorKey(i + 1, 0), vector: vectorOf(title, i) })));
  const pins = catalogue.map(([title], i) => pinOf(i + 1, title));
  const seen = new Map<number, Understanding>(
    catalogue.map(([title, hex], i) => [i + 1, seenOf(vectorOf(title, i), hex)]),
  );
  return composedSearch({
    pins: {
      read: async (ids) => pins.filter(({ id }) => ids.includes(id)),
      readSeqs: async (seqs) => seqs.flatMap((seq) => pins[seq - 1] ?? []),
      matching: async ({ priceTo = Infinity }: PinFilter) =>
        pinSet(pins.filter(({ price }) => (price?.amount ?? 0) <= priceTo).map(({ seq }) => seq)),
      sample: async () => pins.map(({ seq }) => seq),
    },
    understandings: { read: async (seqs) => new Map([...seen].filter(([seq]) => seqs.includes(seq))) },
    vision: {
      model: "test@1",
      understand: async () => seenOf(unit([1, 0, 0, 0]), "#2f62c4"),
      look: async () => seenOf(unit([1, 0, 0, 0]), "#2f62c4"),
    },
    blobPath: async (id) => id,
    index: () => index,
    questions: questionReader(noFacets, () => labels),
    tick: () => 0,
  });
}

test("a blue chair in green finds green chairs, the one without words among them", async () => {
  const { search } = await shop();
  const { hits, understood, relaxed } = await search({ pin: "pin1", text: "in green", limit: 10 });
  expect(new Set(hits.map(({ pin }) => pin.id))).toEqual(new Set(["pin2", "pin3", "pin6"]));
  expect(understood.map(({ kind, label }) => [kind, label])).toEqual([["colour", "green"]]);
  expect(relaxed).toEqual([]);
  expect(hits[0].reasons[0].text).toBe("As asked: green");
});

test("a picture from outside is asked alike, and pages continue each other", async () => {
  const { search } = await shop();
  const query = { picture: { bytes: new Uint8Array() }, text: "in green", limit: 2 };
  const first = await search(query);
  const next = await search({ ...query, cursor: first.cursor ?? "" });
  const all = await search({ ...query, limit: 10 });
  expect([...first.hits, ...next.hits].map(({ pin }) => pin.id)).toEqual(all.hits.map(({ pin }) => pin.id));
});

test("what nothing fits is let go, and said", async () => {
  const { search } = await shop();
  const { hits, relaxed } = await search({ pin: "pin1", text: "in marble", limit: 10 });
  expect(hits.length).toBeGreaterThan(0);
  expect(relaxed).toEqual(["material"]);
});

test("exclusions hold", async () => {
  const { search } = await shop();
  const { hits } = await search({ pin: "pin1", text: "green -velvet", limit: 10 });
  expect(hits.map(({ pin }) => pin.id)).not.toContain("pin6");
});

function pinOf(seq: number, title: string): Pin {
  return {
    ...{ id: `pin${seq}`, seq, blob: "", mime: "image/png", bytes: 1, width: 1, height: 1, placeholder: "" },
    ...{ title, description: "", link: "", domain: "", tags: [], price: null, attributes: {}, owner: "o" },
    ...{
      boards: [],
      sources: [],
      group: `pin${seq}`,
      createdAt: 0,
      updatedAt: 0,
      deletedAt: null,
      version: 1,
    },
  };
}

function seenOf(embedding: Float32Array, hex: string): Understanding {
  const kind = { name: "thing", confidence: 0.5, path: ["thing"] };
  return {
    ...{ embedding, kind, labels: [], palette: swatch(hex), hash: "0".repeat(16), model: "test@1" },
    ...{ objects: [], postings: [], sharpness: 1, exposure: 0.5 },
  };
}
