import { beforeEach, describe, expect, test } from "vitest";
import { type Sight, seqOfKey, type Understanding, vectorKey } from "../core/nouns.ts";
import type { UnderstandingStore } from "../core/ports.ts";
import { seededRandom } from "../core/random.ts";
import { type IndexKeeper, type IndexShelf, indexKeeper } from "./index-keeper.ts";
import { recallGauge } from "./recall-gauge.ts";
import type { SnapshotFiles, SnapshotHeader } from "./snapshot.ts";
import { clusteredVectors } from "./synthetic-vectors.ts";
import { openVectorIndex } from "./vector-index.ts";

const dimensions = 16;
const draw = clusteredVectors(seededRandom(9), dimensions, 8);
const sight = (): Sight => ({
  embedding: draw(),
  kind: { name: "thing", confidence: 1, path: ["thing"] },
  labels: [],
  palette: [],
  hash: "0000000000000000",
});
const understandingOf = (model: string, objects: number): Understanding => ({
  ...sight(),
  model,
  objects: Array.from({ length: objects }, (_, i) => ({
    ...sight(),
    ordinal: i + 1,
    box: { x: 0, y: 0, w: 1, h: 1 },
    confidence: 1,
  })),
  postings: [],
  sharpness: 0,
  exposure: 0,
});

/** A state in memory: pins by number with what each model saw, and one counter of changes. */
function memoryState() {
  const pins = new Map<number, { revision: number; alive: boolean; seen: Map<string, Understanding> }>();
  let revision = 0;
  let active = "";
  let reads = 0;
  const regionsOf = (seq: number, model: string) => {
    const seen = pins.get(seq)?.seen.get(model);
    if (!seen) return [];
    return [{ ordinal: 0, embedding: seen.embedding }, ...seen.objects].map(({ ordinal, embedding }) => ({
      key: vectorKey(seq, ordinal),
      vector: embedding,
    }));
  };
  const living = (model: string) =>
    [...pins].flatMap(([seq, pin]) => (pin.alive ? regionsOf(seq, model) : []));
  const store: Pick<
    UnderstandingStore,
    "watermark" | "changesSince" | "vectors" | "read" | "count" | "activate"
  > = {
    watermark: async () => revision,
    changesSince: async (mark, model) => {
      const changed = [...pins].filter(([, pin]) => pin.revision > mark);
      const added = changed.flatMap(([seq, pin]) =>
        pin.alive ? regionsOf(seq, model).map(({ key }) => key) : [],
      );
      const all = changed.flatMap(([seq]) => Array.from({ length: 16 }, (_, i) => vectorKey(seq, i)));
      return { added, removed: all.filter((key) => !added.includes(key)) };
    },
    vectors: async function* (model) {
      reads++;
      yield* living(model);
    },
    read: async (seqs, model) =>
      new Map(
        seqs.flatMap((seq) => {
          const seen = pins.get(seq)?.seen.get(model);
          return seen ? [[seq, seen] as const] : [];
        }),
      ),
    count: async (model) => {
      const keys = living(model).map(({ key }) => key);
      const pictures = keys.filter((key) => key % 16 === 0).length;
      return { pictures, objects: keys.length - pictures };
    },
    activate: async (model) => {
      active = model;
    },
  };
  return {
    store,
    see: (seq: number, objects: number, ...models: string[]) => {
      const pin = pins.get(seq) ?? { revision: 0, alive: true, seen: new Map<string, Understanding>() };
      for (const model of models) pin.seen.set(model, understandingOf(model, objects));
      pin.revision = ++revision;
      pins.set(seq, pin);
    },
    remove: (seq: number) => {
      const pin = pins.get(seq);
      if (pin) Object.assign(pin, { alive: false, revision: ++revision });
    },
    rewind: () => {
      revision = 1;
    },
    get active() {
      return active;
    },
    get fullReads() {
      return reads;
    },
  };
}

/** Snapshots in memory, which can be damaged. */
function memoryShelf() {
  let writes = 0;
  let linked = 0;
  const saved = new Map<string, { header: SnapshotHeader; bytes: Uint8Array }>();
  const filesOf = (model: string): SnapshotFiles => ({
    write: async (header, table) => {
      writes++;
      saved.set(model, { header, bytes: Uint8Array.from([...table].flatMap((chunk) => [...chunk])) });
    },
    read: async () => {
      const snapshot = saved.get(model);
      if (!snapshot) return null;
      let at = 0;
      return {
        header: snapshot.header,
        graphPath: null,
        fill: async (target) => {
          target.set(snapshot.bytes.subarray(at, at + target.length));
          at += target.length;
        },
        close: async () => {},
      };
    },
    clear: async () => {
      saved.delete(model);
    },
  });
  const settings = { "index.exactUpTo": 100_000, "index.selective": 0.05 };
  const open: IndexShelf["open"] = async (model, dimensions) => {
    const parts = { model, dimensions, settings, graphs: null, files: filesOf(model), gauge: recallGauge(0) };
    const opened = await openVectorIndex(parts);
    return { ...opened, index: Object.create(opened.index, { linked: { get: () => linked } }) };
  };
  return {
    open,
    /** As a graph does by itself, without a change of the state. */
    grow: () => linked++,
    get writes() {
      return writes;
    },
    discard: (model: string) => filesOf(model).clear(),
    damage: (model: string) => {
      const snapshot = saved.get(model);
      if (snapshot) saved.set(model, { ...snapshot, header: { ...snapshot.header, model: "another@1" } });
    },
  };
}

describe("the keeper of the indexes", () => {
  let state: ReturnType<typeof memoryState>;
  let shelf: ReturnType<typeof memoryShelf>;
  let keeper: IndexKeeper;
  const reopened = async () => {
    await keeper.close();
    keeper = indexKeeper(shelf, state.store);
    return keeper.start("a@1", dimensions);
  };
  /** The index holds exactly what the state does. */
  const expectTrue = async (model = "a@1"): Promise<void> => {
    const keys: number[] = [];
    for await (const { key, vector } of state.store.vectors(model)) {
      keys.push(key);
      const stored = keeper.prepared(model).vector(key);
      expect(stored?.[0]).toBeCloseTo(vector[0], 3);
    }
    expect(keeper.prepared(model).size).toBe(keys.length);
  };

  beforeEach(async () => {
    state = memoryState();
    shelf = memoryShelf();
    for (let seq = 1; seq <= 40; seq++) state.see(seq, seq % 4, "a@1");
    keeper = indexKeeper(shelf, state.store);
    expect(await keeper.start("a@1", dimensions)).toEqual({
      kind: "rebuilt",
      added: 100,
      why: "there was none",
    });
  });

  test("is not ready before it has started", () => {
    const idle = indexKeeper(shelf, state.store);
    expect(() => idle.index).toThrow(expect.objectContaining({ code: "NOT_READY" }));
  });

  test("follows the state: new, changed and removed pins", async () => {
    state.see(41, 3, "a@1");
    state.see(7, 1, "a@1");
    state.remove(9);
    await Promise.all([keeper.catchUp(), keeper.catchUp(), keeper.catchUp()]);
    await expectTrue();
    expect(keeper.index.vector(vectorKey(9, 0))).toBeNull();
    const [nearest] = await keeper.index.searchPins(
      keeper.index.vector(vectorKey(41, 2)) ?? new Float32Array(dimensions),
      1,
    );
    expect(seqOfKey(nearest.key)).toBe(41);
  });

  test("a saved index is read again without asking the state for vectors", async () => {
    await keeper.save();
    const reads = state.fullReads;
    expect(await reopened()).toEqual({ kind: "none", added: 0, removed: 0 });
    expect(state.fullReads).toBe(reads);
    await expectTrue();
  });

  test("what has not changed since is not saved again", async () => {
    await keeper.save();
    await keeper.save();
    expect(shelf.writes).toBe(1);
    await reopened();
    await keeper.save();
    expect(shelf.writes).toBe(1);
    state.see(41, 1, "a@1");
    await keeper.save();
    expect(shelf.writes).toBe(2);
    shelf.grow();
    await keeper.save();
    expect(shelf.writes).toBe(3);
  });

  test("an index that is behind is given the changes only", async () => {
    await keeper.save();
    state.see(41, 1, "a@1");
    state.remove(3);
    const reads = state.fullReads;
    expect(await reopened()).toEqual({ kind: "changes", added: 2, removed: 4 });
    expect(state.fullReads).toBe(reads);
    await expectTrue();
  });

  test("a damaged one is built anew, and so is one of a later or another state", async () => {
    await keeper.save();
    shelf.damage("a@1");
    expect(await reopened()).toMatchObject({ kind: "rebuilt", added: 100 });
    await expectTrue();
    await keeper.save();
    state.rewind();
    expect(await reopened()).toMatchObject({ kind: "rebuilt", why: "the state is older than the index" });
    await keeper.index.remove([16]);
    await keeper.save();
    expect(await reopened()).toMatchObject({ why: "it held 99 vectors, the state 100" });
    await expectTrue();
  });

  test("a second model beside the first: never mixed, switched and rolled back in one step", async () => {
    for (let seq = 1; seq <= 40; seq++) state.see(seq, 2, "b@1");
    expect(() => keeper.prepared("b@1")).toThrow(expect.objectContaining({ code: "MODEL_NOT_FOUND" }));
    await expect(keeper.rollBack()).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
    expect(await keeper.prepare("b@1", dimensions)).toMatchObject({ kind: "rebuilt", added: 120 });
    expect(keeper.index.model).toBe("a@1");
    expect(() => keeper.indexFor("b@1")).toThrow(
      expect.objectContaining({ code: "MODEL_MISMATCH", details: { index: "a@1", query: "b@1" } }),
    );
    await keeper.switchTo("b@1");
    expect([keeper.indexFor("b@1").model, state.active]).toEqual(["b@1", "b@1"]);
    state.see(41, 1, "a@1", "b@1");
    await keeper.catchUp();
    await expectTrue("a@1");
    await expectTrue("b@1");
    await expect(keeper.discard("b@1")).rejects.toMatchObject({ code: "BAD_INPUT" });
    expect(await keeper.rollBack()).toBe("a@1");
    expect([keeper.index.model, state.active]).toEqual(["a@1", "a@1"]);
    await keeper.discard("b@1");
    expect(() => keeper.prepared("b@1")).toThrow(expect.objectContaining({ code: "MODEL_NOT_FOUND" }));
  });
});
