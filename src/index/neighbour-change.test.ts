import { expect, test } from "vitest";
import { vectorKey } from "../core/nouns.ts";
import { seededRandom } from "../core/random.ts";
import { neighbourChange } from "./neighbour-change.ts";
import { plainIndex } from "./plain-index.ts";
import { clusteredVectors } from "./synthetic-vectors.ts";

test("pins whose vector has moved are the most changed; the same index is not changed at all", async () => {
  const draw = clusteredVectors(seededRandom(4), 16, 6, 0.3);
  const [before, after] = [plainIndex("a@1", 16), plainIndex("a@2", 16)];
  const entries = Array.from({ length: 120 }, (_, i) => ({ key: vectorKey(i + 1, 0), vector: draw() }));
  await before.add(entries);
  await after.add(
    entries.map((entry, i) => (i === 7 ? { ...entry, vector: entry.vector.map((x) => -x) } : entry)),
  );
  const seqs = [3, 8, 20, 999];
  expect(await neighbourChange(before, before, seqs)).toMatchObject({ mean: 1 });
  const { mean, pins } = await neighbourChange(before, after, seqs);
  expect(pins.map(({ seq }) => seq)).toHaveLength(3);
  expect(pins[0]).toMatchObject({ seq: 8, overlap: 0 });
  expect(pins[0].before).toHaveLength(10);
  expect(pins[0].before).not.toContain(8);
  expect(mean).toBeLessThan(0.75);
  expect((await neighbourChange(before, after, [999])).mean).toBeNull();
});
