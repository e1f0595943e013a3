import fc from "fast-check";
import { expect, test } from "vitest";
import { ordinalOfKey, vectorKey } from "../core/nouns.ts";
import { plainIndex } from "../index/plain-index.ts";
import { unit } from "../math/vectors.ts";
import { matchOf } from "./blend.ts";

const towards = (degrees: number): Float32Array => {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
};

/** One pin of row 1: its whole picture, then its objects. */
async function indexOf(...vectors: readonly Float32Array[]) {
  const index = plainIndex("m@1", 2);
  await index.add(vectors.map((vector, ordinal) => ({ key: vectorKey(1, ordinal), vector })));
  return index;
}

const direction = fc
  .tuple(fc.float({ min: -1, max: 1, noNaN: true }), fc.float({ min: -1, max: 1, noNaN: true }))
  .filter(([x, y]) => Math.hypot(x, y) > 0.01)
  .map((xy) => unit(Float32Array.from(xy)));

test("a pin is at least as near with one part more, and as its best part for the price", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(direction, { minLength: 1, maxLength: 5 }),
      direction,
      direction,
      async (vectors, whole, part) => {
        const match = async (of: readonly Float32Array[]) =>
          matchOf({ whole, part }, 1, await indexOf(...of));
        const [without, added] = [await match(vectors), await match([...vectors, part])];
        expect(added?.score).toBeGreaterThanOrEqual((without?.score ?? 1) - 1e-6);
        expect(added?.score).toBeGreaterThan(1 - 0.11 - 1e-3);
        expect(added?.closest).toBeGreaterThanOrEqual(added?.similarity ?? 1);
      },
    ),
  );
});

test("a room that holds the chair is told by the chair, another picture of the chair by the whole", async () => {
  const query = { whole: towards(0), part: towards(4) };
  const room = matchOf(query, 1, await indexOf(towards(80), towards(90), towards(6)));
  expect(room && ordinalOfKey(room.key)).toBe(2);
  const picture = matchOf(query, 1, await indexOf(towards(2), towards(6)));
  expect(picture && ordinalOfKey(picture.key)).toBe(0);
  expect(picture?.score).toBeGreaterThan(room?.score ?? 1);
});

test("a worse match of the whole takes little from a part that is found, and the other way round", async () => {
  const query = { whole: towards(0), part: towards(0) };
  const score = async (...degrees: readonly number[]): Promise<number> =>
    matchOf(query, 1, await indexOf(...degrees.map(towards)))?.score ?? Number.NaN;
  expect((await score(60, 5)) - (await score(120, 5))).toBeLessThan(0.01);
  expect((await score(5, 60)) - (await score(5, 120))).toBeLessThan(0.01);
});

test("a chosen part is sought by itself, and a pin that is not there is none", async () => {
  const index = await indexOf(towards(90), towards(10));
  const match = matchOf({ whole: null, part: towards(10) }, 1, index);
  expect(match).toMatchObject({ key: vectorKey(1, 1) });
  expect(match?.similarity).toBeCloseTo(1, 3);
  expect(matchOf({ whole: null, part: towards(10) }, 2, index)).toBeNull();
});
