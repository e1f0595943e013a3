/** What every UnderstandingStore keeps, whatever it is made of. */
import { beforeEach, describe, expect, test } from "vitest";
import { type SeenObject, type Sight, type Understanding, vectorKey } from "../core/nouns.ts";
import type { PinStore, UnderstandingStore } from "../core/ports.ts";
import { draftOf } from "./pins.contract.ts";

const unit = (i: number): Float32Array => Float32Array.from({ length: 8 }, (_, j) => (i % 8 === j ? 1 : 0));
const sight = (i: number, name: string): Sight => ({
  embedding: unit(i),
  kind: { name, confidence: 0.5, path: ["furniture", name] },
  labels: [{ name, index: i, confidence: 0.5 }],
  palette: [{ hex: i % 2 ? "#ffffff" : "#2b777c", name: i % 2 ? "white" : "teal", share: 0.9 }],
  hash: "00000000000000ff",
});

export function understandingOf(i: number, objects: number, model = "toy@1"): Understanding {
  return {
    ...sight(i, `kind${i}`),
    model,
    objects: Array.from(
      { length: objects },
      (_, j): SeenObject => ({
        ...sight(i + j + 1, `part${j}`),
        ordinal: j + 1,
        box: { x: 0.1, y: 0.2, w: 0.3, h: 0.4 },
        confidence: 0.7,
      }),
    ),
    postings: [[3, 0.5]],
    sharpness: 12.5,
    exposure: 0.25,
  };
}

export function understandingStoreContract(
  name: string,
  open: () => { pins: PinStore; understandings: UnderstandingStore },
): void {
  describe(`${name} as an understanding store`, () => {
    let pins: PinStore;
    let store: UnderstandingStore;
    const admit = async (title: string): Promise<{ id: string; seq: number }> =>
      (await pins.admit(draftOf(title))).pin;
    beforeEach(() => {
      ({ pins, understandings: store } = open());
    });

    test("gives back what it was given, by model", async () => {
      const { seq } = await admit("a");
      await store.write([
        { seq, understanding: understandingOf(1, 2) },
        { seq, understanding: understandingOf(4, 0, "toy@2") },
      ]);
      expect((await store.read([seq, 99], "toy@1")).get(seq)).toEqual(understandingOf(1, 2));
      expect((await store.read([seq], "toy@2")).get(seq)?.objects).toEqual([]);
      expect((await store.read([99], "toy@1")).size).toBe(0);
      expect(await store.models()).toEqual(["toy@1", "toy@2"]);
      expect(await store.count("toy@1")).toEqual({ pictures: 1, objects: 2 });
    });

    test("knows what is missing, oldest first, living only", async () => {
      const all = [await admit("a"), await admit("b"), await admit("c"), await admit("d")];
      await store.write([{ seq: all[1].seq, understanding: understandingOf(1, 0) }]);
      await pins.remove([all[2].id]);
      const missing = await store.missing("toy@1", 10);
      expect(missing.map((pin) => pin.id)).toEqual([all[0].id, all[3].id]);
      expect((await store.missing("toy@1", 10, all[0].seq)).map((pin) => pin.id)).toEqual([all[3].id]);
    });

    test("changes since a watermark: what to add and what to drop", async () => {
      const a = await admit("a");
      const b = await admit("b");
      await store.write([{ seq: a.seq, understanding: understandingOf(1, 2) }]);
      await store.write([{ seq: b.seq, understanding: understandingOf(1, 0) }]);
      const mark = await store.watermark();
      expect(await store.changesSince(mark, "toy@1")).toEqual({ added: [], removed: [] });
      await store.write([{ seq: a.seq, understanding: understandingOf(1, 1) }]);
      await pins.remove([b.id]);
      const changes = await store.changesSince(mark, "toy@1");
      expect(changes.added).toEqual([vectorKey(a.seq, 0), vectorKey(a.seq, 1)]);
      expect(changes.removed).toContain(vectorKey(a.seq, 2));
      expect(changes.removed).toContain(vectorKey(b.seq, 0));
      await pins.restore([b.id]);
      expect((await store.changesSince(mark, "toy@1")).added).toContain(vectorKey(b.seq, 0));
      const keys: number[] = [];
      for await (const { key, vector } of store.vectors("toy@1")) {
        keys.push(key);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
      }
      expect(keys).toEqual([vectorKey(a.seq, 0), vectorKey(a.seq, 1), vectorKey(b.seq, 0)]);
    });

    test("pins are found by what was seen in them by the model in use", async () => {
      const { seq } = await admit("a");
      await store.write([{ seq, understanding: understandingOf(2, 1) }]);
      expect(await pins.count({ kinds: ["furniture"] })).toBe(0);
      await store.activate("toy@1");
      expect(await store.activeModel()).toBe("toy@1");
      expect(await pins.count({ kinds: ["Furniture"] })).toBe(1);
      expect(await pins.count({ kinds: ["part0"], colours: ["white"] })).toBe(1);
      expect(await pins.count({ kinds: ["part1"] })).toBe(0);
      expect(await pins.count({ colours: ["#FEFEFE"] })).toBe(1);
      expect(await pins.count({ colours: ["#c62f2f"] })).toBe(0);
      expect(await pins.count({ colours: ["red", "#ffffff"] })).toBe(1);
      // one thing before a ground: the ground is not what the picture is found by
      expect(await pins.count({ colours: ["teal"] })).toBe(0);
      expect(await pins.count({ colours: [] })).toBe(0);
      await store.write([{ seq, understanding: understandingOf(2, 0) }]);
      expect(await pins.count({ kinds: ["part0"] })).toBe(0);
      expect(await pins.count({ colours: ["#2A7079"] })).toBe(1);
      await expect(store.forget("toy@1")).rejects.toMatchObject({ code: "BAD_INPUT" });
      await store.activate("toy@2");
      await store.forget("toy@1");
      expect(await store.models()).toEqual([]);
    });
  });
}
