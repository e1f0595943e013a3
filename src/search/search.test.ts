import { expect, test } from "vitest";
import { pinSet } from "../catalog/pin-set.ts";
import { type Kind, type Pin, type PinFilter, type Understanding, vectorKey } from "../core/nouns.ts";
import { seededRandom } from "../core/random.ts";
import { plainIndex } from "../index/plain-index.ts";
import { unit } from "../math/vectors.ts";
import { type VisualAnswer, type VisualSearch, visualSearch } from "./search.ts";

const dimensions = 64;
const random = seededRandom(11);
const direction = (): Float32Array => unit(Array.from({ length: dimensions }, () => random.normal()));
/** `noise` 0 is the same vector, 1 about as much noise as signal. */
const near = (vector: Float32Array, noise: number): Float32Array => {
  const other = direction();
  return unit(vector.map((value, i) => value + noise * other[i]));
};

const seen = (embedding: Float32Array, kind = "chair"): Understanding => ({
  embedding,
  kind: { name: kind, confidence: 0.95, path: ["furniture", kind] },
  labels: [],
  palette: [{ hex: "#808080", name: "grey", share: 1 }],
  hash: "0000000000000000",
  model: "test@1",
  objects: [],
  postings: [],
  sharpness: 1,
  exposure: 0.5,
});

const pin = (seq: number, words: Partial<Pin> = {}): Pin => ({
  id: `pin${seq}`,
  seq,
  blob: "",
  mime: "image/png",
  bytes: 1,
  width: 1,
  height: 1,
  placeholder: "",
  title: "",
  description: "",
  link: "",
  domain: "",
  tags: [],
  price: null,
  attributes: {},
  owner: "",
  boards: [],
  sources: [],
  group: `pin${seq}`,
  createdAt: 0,
  updatedAt: 0,
  deletedAt: null,
  version: 1,
  ...words,
});

async function collection(
  entries: ReadonlyArray<{ pin: Pin; seen: Understanding }>,
  asked: Float32Array,
  question: Understanding = seen(asked),
): Promise<VisualSearch> {
  const index = plainIndex("test@1", dimensions);
  await index.add(
    entries.map((entry) => ({ key: vectorKey(entry.pin.seq, 0), vector: entry.seen.embedding })),
  );
  const bySeq = new Map(entries.map((entry) => [entry.pin.seq, entry]));
  const keeps = (
    filter: PinFilter,
    { pin: { tags }, seen: { kind, palette } }: (typeof entries)[number],
  ): boolean =>
    (filter.tags ?? tags).every((tag) => tags.includes(tag)) &&
    (filter.kinds ?? kind.path).every((word) => kind.path.includes(word)) &&
    (filter.colours ?? []).every((colour) => palette.some(({ name }) => name === colour));
  return visualSearch(
    {
      pins: {
        read: async (ids) => entries.map((entry) => entry.pin).filter(({ id }) => ids.includes(id)),
        readSeqs: async (seqs) => seqs.flatMap((seq) => bySeq.get(seq)?.pin ?? []),
        matching: async (filter) =>
          pinSet(entries.filter((entry) => keeps(filter, entry)).map((entry) => entry.pin.seq)),
        sample: async (count) => entries.slice(0, count).map((entry) => entry.pin.seq),
      },
      understandings: {
        read: async (seqs) =>
          new Map(
            seqs.flatMap((seq) => {
              const entry = bySeq.get(seq);
              return entry ? [[seq, entry.seen] as const] : [];
            }),
          ),
      },
      vision: { model: "test@1", understand: async () => question, look: async () => question },
      blobPath: async () => "",
      index: () => index,
      tick: () => 0,
    },
    0.01,
  );
}

const chair: Kind = { name: "chair", confidence: 0.95, path: ["furniture", "chair"] };
const picture = { bytes: new Uint8Array() };
const asked = direction();
/** `related` pins near the query, then pins of any direction. */
const some = (related: number, unrelated: number) =>
  Array.from({ length: related + unrelated }, (_, i) => ({
    pin: pin(i + 1, { tags: i % 3 === 0 ? ["oak"] : ["steel"] }),
    seen: seen(i < related ? near(asked, 0.5) : direction(), i % 2 === 0 ? "chair" : "lamp"),
  }));

test("an empty collection answers that nothing is similar", async () => {
  const answer = await (await collection([], asked)).search({ picture, limit: 10 });
  expect(answer.hits).toEqual([]);
  expect(answer.nothingSimilar).toEqual({ nearestKinds: [] });
  expect(answer.cursor).toBeNull();
});

test.each([1, 5])("%i related pins are found without any background", async (count) => {
  const answer = await (await collection(some(count, 0), asked)).search({ picture, limit: 10 });
  expect(answer.hits).toHaveLength(count);
  expect(answer.nothingSimilar).toBeNull();
});

test("in a collection of five, what has nothing to do with the picture is not shown beside what has", async () => {
  const answer = await (await collection(some(2, 3), asked)).search({ picture, limit: 10 });
  expect(answer.hits.map((hit) => hit.pin.seq).sort()).toEqual([1, 2]);
});

test.each([5, 200])(
  "among %i unrelated pins nothing is similar, and the nearest kinds are named",
  async (count) => {
    const opposite = asked.map((value) => -value);
    const entries = some(0, count).map(({ pin: one }) => ({ pin: one, seen: seen(near(opposite, 0.5)) }));
    const answer = await (await collection(entries, asked)).search({ picture, limit: 10 });
    expect(answer.hits).toEqual([]);
    expect(answer.nothingSimilar).toEqual({ nearestKinds: ["chair"] });
  },
);

test("related pins pass the cutoff and unrelated ones seldom do", async () => {
  const answer = await (await collection(some(12, 300), asked)).search({ picture, limit: 100 });
  const found = answer.hits.map((hit) => hit.pin.seq);
  expect(found.filter((seq) => seq <= 12)).toHaveLength(12);
  expect(found.filter((seq) => seq > 12).length).toBeLessThan(12);
});

test("a collection of one kind only still shows the nearest", async () => {
  const entries = Array.from({ length: 60 }, (_, i) => ({ pin: pin(i + 1), seen: seen(near(asked, 0.5)) }));
  const answer = await (await collection(entries, asked)).search({ picture, limit: 10 });
  expect(answer.hits.length).toBeGreaterThan(0);
});

test("pages never repeat and never skip", async () => {
  const search = await collection(some(40, 200), asked);
  const all = (await search.search({ picture, limit: 1000 })).hits.map((hit) => hit.pin.id);
  const paged: string[] = [];
  let cursor: string | null | undefined;
  do {
    const answer: VisualAnswer = await search.search({ picture, limit: 7, ...(cursor ? { cursor } : {}) });
    paged.push(...answer.hits.map((hit) => hit.pin.id));
    cursor = answer.cursor;
  } while (cursor);
  expect(paged).toEqual(all);
  expect(paged.length).toBeGreaterThan(14);
});

test("every chip's filter keeps some hits and not all", async () => {
  const search = await collection(some(20, 100), asked);
  const before = await search.search({ picture, limit: 100 });
  expect(before.chips.length).toBeGreaterThan(0);
  for (const { filter } of before.chips) {
    const after = await search.search({ picture, limit: 100, filter });
    expect(after.hits.length).toBeGreaterThan(0);
    expect(after.hits.length).toBeLessThan(before.hits.length);
  }
});

test("near-duplicates are shown once, a pin is not its own answer, and slates differ", async () => {
  const entries = some(4, 0).map((entry, i) => ({
    ...entry,
    pin: { ...entry.pin, group: i < 3 ? "same" : "other" },
  }));
  const search = await collection(entries, asked);
  const first = await search.search({ picture, limit: 10 });
  expect(first.hits).toHaveLength(2);
  const similar = await search.search({ pin: "pin1", limit: 10 });
  expect(similar.hits.map((hit) => hit.pin.id)).not.toContain("pin1");
  expect(similar.slate).not.toBe(first.slate);
});

test("an unknown pin, an unknown object and a foreign cursor are refused by name", async () => {
  const search = await collection(some(2, 0), asked);
  await expect(search.search({ pin: "none", limit: 5 })).rejects.toMatchObject({ code: "PIN_NOT_FOUND" });
  await expect(search.search({ pin: "pin1", object: 3, limit: 5 })).rejects.toMatchObject({
    code: "OBJECT_NOT_FOUND",
  });
  await expect(search.search({ picture, limit: 5, cursor: "x" })).rejects.toMatchObject({
    code: "BAD_CURSOR",
  });
});

test("attributes are chips that are filters, and two attributes of one value are two chips", async () => {
  const entries = some(12, 0).map((entry, i) => ({
    ...entry,
    pin: pin(i + 1, { attributes: i % 2 ? { frame: "oak", seat: "linen" } : { top: "oak", folds: true } }),
  }));
  const { chips } = await (await collection(entries, asked)).search({ picture, limit: 20 });
  const attributes = chips.filter(({ facet }) => facet === "attribute");
  expect(attributes.map(({ text, filter }) => [text, filter])).toEqual(
    expect.arrayContaining([
      ["oak", { attributes: { frame: ["oak"] } }],
      ["oak", { attributes: { top: ["oak"] } }],
      ["folds: yes", { attributes: { folds: [true] } }],
    ]),
  );
});

test("the intent says what is meant and how well it shows", async () => {
  const { intent } = await (await collection(some(3, 0), asked)).search({ picture, limit: 5 });
  expect(intent).toMatchObject({
    view: "object",
    sight: { kind: { name: "chair" } },
    quality: { sharpness: 1, exposure: 0.5, trouble: "blurred" },
  });
});

test("what is surely another kind is left out, and later pages go on without it", async () => {
  const dog = { name: "dog", confidence: 0.99, path: ["animal", "dog"] };
  const entries = some(0, 230).map((entry, i) => ({
    ...entry,
    seen: i < 30 ? { ...seen(near(asked, 1.7)), kind: i % 3 === 0 ? dog : chair } : entry.seen,
  }));
  const search = await collection(entries, asked);
  const all = (await search.search({ picture, limit: 100 })).hits.map((hit) => hit.pin.seq);
  expect(all.length).toBeGreaterThan(10);
  expect(all.filter((seq) => seq <= 30 && (seq - 1) % 3 === 0)).toEqual([]);
});

test("of a bare ground nothing is similar but the same ground again; a part that is chosen is meant", async () => {
  const labels = [{ name: "window shade", index: 905, confidence: 0.1 }];
  const wall = (embedding: Float32Array): Understanding => ({ ...seen(embedding), labels });
  const rooms = some(0, 40).map((room, i) => (i < 5 ? { ...room, seen: seen(near(asked, 1)) } : room));
  const asking = (entries: typeof rooms): Promise<VisualSearch> => collection(entries, asked, wall(asked));
  const answer = await (await asking(rooms)).search({ picture, limit: 10 });
  expect(answer.hits).toEqual([]);
  expect(answer.nothingSimilar?.nearestKinds.length).toBeGreaterThan(0);
  const paints = [...rooms, { pin: pin(99), seen: wall(near(asked, 0.1)) }];
  const again = await (await asking(paints)).search({ picture, limit: 10 });
  expect(again.hits.map((hit) => hit.pin.seq)).toEqual([99]);
  const crop = { x: 0, y: 0, w: 0.5, h: 0.5 };
  expect((await (await asking(rooms)).search({ picture, crop, limit: 10 })).hits.length).toBeGreaterThan(0);
});

test("of a collection of one kind the ten nearest are shown, and told from those past the cutoff", async () => {
  const entries = Array.from({ length: 60 }, (_, i) => ({ pin: pin(i + 1), seen: seen(near(asked, 0.5)) }));
  const { hits } = await (await collection(entries, asked)).search({ picture, limit: 60 });
  expect(hits).toHaveLength(10);
  const past = hits.filter(({ similar }) => similar).length;
  expect(past).toBeLessThan(10);
  expect(hits.map(({ similar }) => similar)).toEqual(hits.map((_, i) => i < past));
});

test("a question may ask for the nearest, whatever they are", async () => {
  const search = await collection(some(3, 200), asked);
  const cut = await search.search({ picture, limit: 100 });
  const whole = await search.search({ picture, limit: 100, cutoff: 1 });
  expect(cut.hits.length).toBeLessThan(20);
  expect(whole.hits).toHaveLength(100);
  expect(whole.hits.every(({ similar }) => similar)).toBe(true);
  await expect(search.search({ picture, limit: 9, cursor: whole.cursor ?? "" })).rejects.toMatchObject({
    code: "BAD_CURSOR",
  });
});
