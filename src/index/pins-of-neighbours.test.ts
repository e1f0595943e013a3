import fc from "fast-check";
import { expect, test } from "vitest";
import { seqOfKey } from "../core/nouns.ts";
import { pinsOfNeighbours, regionsByPin } from "./pins-of-neighbours.ts";

const found = [
  { key: 35, similarity: 0.9 },
  { key: 16, similarity: 0.8 },
  { key: 32, similarity: 0.7 },
];

test("a pin stands where its best region stands", () => {
  expect(pinsOfNeighbours(found)).toEqual([
    { seq: 2, key: 35, similarity: 0.9 },
    { seq: 1, key: 16, similarity: 0.8 },
  ]);
  expect(regionsByPin(found)[0]).toEqual({ seq: 2, key: 35, similarity: 0.9, regions: [found[0], found[2]] });
});

test("every pin once, in order, none lost", () => {
  const neighbour = fc.record({ key: fc.nat(400), similarity: fc.double({ min: -1, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(neighbour), (list) => {
      const sorted = list.toSorted((a, b) => b.similarity - a.similarity);
      const pins = pinsOfNeighbours(sorted);
      expect(pins.map(({ seq }) => seq)).toEqual([...new Set(sorted.map(({ key }) => seqOfKey(key)))]);
      const grouped = regionsByPin(sorted);
      expect(grouped.map(({ seq, key, similarity }) => ({ seq, key, similarity }))).toEqual(pins);
      expect(grouped.flatMap(({ regions }) => regions).length).toBe(list.length);
    }),
  );
});
