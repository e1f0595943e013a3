/** What every VectorIndex does, whatever it is made of. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pinSet } from "../catalog/pin-set.ts";
import { ordinalOfKey, seqOfKey, vectorKey } from "../core/nouns.ts";
import type { Neighbour, PinSet, Regions, VectorIndex } from "../core/ports.ts";
import { seededRandom } from "../core/random.ts";
import { plainIndex } from "./plain-index.ts";
import { clusteredVectors } from "./synthetic-vectors.ts";

const dimensions = 24;
const keysOf = (found: readonly Neighbour[]): number[] => found.map(({ key }) => key);
const axis = (i: number, lean = 0): Float32Array => {
  const vector = new Float32Array(dimensions);
  vector[i] = Math.sqrt(1 - lean * lean);
  vector[(i + 1) % dimensions] = lean;
  return vector;
};
/** Pins with a picture and 0 to 3 objects each. */
const catalogue = (seed: number, pins: number): Array<{ key: number; vector: Float32Array }> => {
  const random = seededRandom(seed);
  const draw = clusteredVectors(random, dimensions, 12);
  return Array.from({ length: pins }, (_, i) =>
    Array.from({ length: 1 + random.integer(4) }, (_, ordinal) => ({
      key: vectorKey(i + 1, ordinal),
      vector: draw(),
    })),
  ).flat();
};

export interface VectorIndexCase {
  readonly open: (dimensions: number) => VectorIndex;
  /** Waits until the index has its final form. */
  readonly settle?: (index: VectorIndex) => Promise<void>;
  /** The least share of the true neighbours, 1 for an exact index. */
  readonly recall: number;
}

export function vectorIndexContract(name: string, { open, settle, recall }: VectorIndexCase): void {
  describe(`${name} as a vector index`, () => {
    let index: VectorIndex;
    beforeEach(() => {
      index = open(dimensions);
    });
    afterEach(() => index.close());

    /** Exactly the oracle's answer, or at least `recall` of it. */
    const expectClose = (found: readonly Neighbour[], truth: readonly Neighbour[]): void => {
      expect(found.length).toBe(truth.length);
      if (recall === 1) expect(keysOf(found)).toEqual(keysOf(truth));
      const similarity = new Map(truth.map((hit) => [hit.key, hit.similarity]));
      const hits = found.filter(({ key }) => similarity.has(key));
      expect(hits.length).toBeGreaterThanOrEqual(Math.floor(recall * truth.length));
      for (const hit of hits) expect(hit.similarity).toBeCloseTo(similarity.get(hit.key) ?? Number.NaN, 4);
      for (let i = 1; i < found.length; i++) {
        expect(found[i - 1].similarity).toBeGreaterThanOrEqual(found[i].similarity);
      }
    };

    test("finds what is near, best first, from the moment it is added", async () => {
      await index.add([
        { key: 16, vector: axis(0) },
        { key: 32, vector: axis(0, 0.5) },
        { key: 48, vector: axis(5) },
      ]);
      expect(index.size).toBe(3);
      const found = await index.search(axis(0), 2);
      expect(keysOf(found)).toEqual([16, 32]);
      expect(found[0].similarity).toBeCloseTo(1, 3);
      expect(found[1].similarity).toBeCloseTo(Math.sqrt(0.75), 3);
      expect(index.vector(32)?.[1]).toBeCloseTo(0.5, 3);
      expect(index.vector(33)).toBeNull();
    });

    test("an empty index finds nothing; no more than there is", async () => {
      expect(await index.search(axis(0), 5)).toEqual([]);
      expect(await index.searchPins(axis(0), 5)).toEqual([]);
      await index.add([{ key: 16, vector: axis(0) }]);
      expect((await index.search(axis(3), 5)).length).toBe(1);
      expect(await index.search(axis(0), 0)).toEqual([]);
      expect(await index.search(axis(0), 5, pinSet([]))).toEqual([]);
    });

    test("a removed vector is gone at once, and can come back as another", async () => {
      await index.add([
        { key: 16, vector: axis(0) },
        { key: 17, vector: axis(1) },
      ]);
      await index.remove([16, 999]);
      expect(index.size).toBe(1);
      expect(keysOf(await index.search(axis(0), 5))).toEqual([17]);
      await index.add([{ key: 16, vector: axis(7) }]);
      expect(keysOf(await index.search(axis(7), 1))).toEqual([16]);
      await index.add([{ key: 16, vector: axis(9) }]);
      expect(index.size).toBe(2);
      expect((await index.search(axis(7), 5)).find(({ key }) => key === 16)?.similarity).toBeCloseTo(0, 3);
    });

    test("refuses what is no vector of its model, and adds nothing of the call", async () => {
      const short = { code: "BAD_VECTOR", details: { expected: dimensions, actual: 3 } };
      const good = { key: 16, vector: axis(0) };
      await expect(async () =>
        index.add([good, { key: 32, vector: new Float32Array(3) }]),
      ).rejects.toMatchObject(short);
      const broken = axis(0).fill(Number.NaN, 3, 4);
      await expect(index.add([good, { key: 32, vector: broken }])).rejects.toMatchObject({
        code: "NOT_FINITE",
      });
      expect(index.size).toBe(0);
      await expect(index.search(new Float32Array(3), 1)).rejects.toMatchObject(short);
      await expect(index.searchPins(new Float32Array(3), 1)).rejects.toMatchObject(short);
      await expect(index.searchExactly(new Float32Array(3), 1)).rejects.toMatchObject(short);
    });

    test("among many: near the oracle, with filters and regions of every kind", async () => {
      const oracle = plainIndex("toy@1", dimensions);
      const entries = catalogue(1, 1200);
      await oracle.add(entries);
      await index.add(entries);
      await settle?.(index);
      const random = seededRandom(2);
      const draw = clusteredVectors(seededRandom(1), dimensions, 12);
      const everyPin = Array.from({ length: 1300 }, (_, i) => i + 1);
      const filters = [undefined, 0.9, 0.5, 0.1, 0.01].map((share) =>
        share === undefined ? undefined : pinSet(everyPin.filter(() => random.next() < share)),
      );
      for (const keep of filters) {
        for (const regions of ["all", "pictures", "objects"] as const) {
          const query = draw();
          expectClose(
            await index.search(query, 10, keep, regions),
            await oracle.search(query, 10, keep, regions),
          );
          expectClose(
            await index.searchPins(query, 10, keep, regions),
            await oracle.searchPins(query, 10, keep, regions),
          );
          const exact = await index.searchExactly(query, 10, keep, regions);
          expect(keysOf(exact)).toEqual(keysOf(await oracle.search(query, 10, keep, regions)));
        }
      }
    });

    test("whatever is added, replaced and removed: the answer is right and holds only what is allowed", async () => {
      const key = fc.record({ seq: fc.integer({ min: 1, max: 60 }), ordinal: fc.nat(15) });
      const change = fc.record({ key, remove: fc.boolean(), seed: fc.nat(1e6) });
      const scenario = fc.record({
        changes: fc.array(change, { maxLength: 120 }),
        keep: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), { nil: undefined }),
        regions: fc.constantFrom<Regions>("all", "pictures", "objects"),
        k: fc.integer({ min: 1, max: 30 }),
      });
      await fc.assert(
        fc.asyncProperty(scenario, async ({ changes, keep, regions, k }) => {
          const [tried, oracle] = [open(dimensions), plainIndex("toy@1", dimensions)];
          for (const { key, remove, seed } of changes) {
            const at = vectorKey(key.seq, key.ordinal);
            const vector = clusteredVectors(seededRandom(seed), dimensions, 1)();
            for (const one of [tried, oracle]) {
              if (remove) await one.remove([at]);
              else await one.add([{ key: at, vector }]);
            }
          }
          const pins: PinSet | undefined = keep && pinSet(keep);
          const query = axis(3, 0.3);
          const found = await tried.search(query, k, pins, regions);
          for (const { key } of found) {
            if (pins) expect(pins.has(seqOfKey(key))).toBe(true);
            if (regions !== "all") expect(ordinalOfKey(key) === 0).toBe(regions === "pictures");
          }
          expect(tried.size).toBe(oracle.size);
          expectClose(found, await oracle.search(query, k, pins, regions));
          const byPin = await tried.searchPins(query, k, pins, regions);
          expect(new Set(byPin.map(({ seq }) => seq)).size).toBe(byPin.length);
          expectClose(byPin, await oracle.searchPins(query, k, pins, regions));
          await tried.close();
        }),
        { numRuns: 40 },
      );
    });

    test("adds, removals and searches side by side", async () => {
      const entries = catalogue(3, 400);
      const batches = Array.from({ length: 20 }, (_, i) => entries.filter((_, j) => j % 20 === i));
      const query = entries[0].vector;
      await index.add([entries[0]]);
      const answers = batches.flatMap((some, i) => [
        index.add(some).then(() => index.search(some[0].vector, 3)),
        index.search(query, 5),
        ...(i > 0 ? [index.remove(batches[i - 1].slice(1, 3).map(({ key }) => key)).then(() => [])] : []),
      ]);
      for (const found of await Promise.all(answers)) {
        for (const { similarity } of found) expect(similarity).toBeLessThanOrEqual(1.001);
      }
      await settle?.(index);
      const removed = new Set(batches.slice(0, -1).flatMap((some) => some.slice(1, 3).map(({ key }) => key)));
      expect(index.size).toBe(entries.length - removed.size);
      for (const { key } of await index.search(query, 50)) expect(removed.has(key)).toBe(false);
    });
  });
}
