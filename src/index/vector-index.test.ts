import { expect, test } from "vitest";
import { pinSet } from "../catalog/pin-set.ts";
import { seededRandom } from "../core/random.ts";
import type { GraphMaker, NeighbourGraph } from "./neighbour-graph.ts";
import { plainIndex } from "./plain-index.ts";
import { recallGauge } from "./recall-gauge.ts";
import { clusteredVectors } from "./synthetic-vectors.ts";
import { vectorIndexContract } from "./vector-index.contract.ts";
import { vectorIndex } from "./vector-index.ts";

vectorIndexContract("the plain loop", { open: (d) => plainIndex("toy@1", d), recall: 1 });

const settings = { "index.exactUpTo": 100_000, "index.selective": 0.05 };
const base = { model: "toy@1", graphs: null, files: null, settings };
vectorIndexContract("the exact scan", {
  open: (dimensions) => vectorIndex({ ...base, dimensions, gauge: recallGauge(0) }),
  recall: 1,
});

/** A graph whose answers are exact but for the rows it is told to forget; it counts what is asked of it. */
function toyGraphs(forgets: (row: number) => boolean = () => false, breaksAfter = Infinity) {
  const asked: number[] = [];
  const empty = (dimensions: number): NeighbourGraph => {
    const plain = plainIndex("rows", dimensions);
    const rows = new Map<number, Float32Array>();
    return {
      get size() {
        return rows.size;
      },
      add: (some, vectors) => {
        if (rows.size + some.length > breaksAfter) throw new Error("out of memory");
        some.forEach((row, i) => {
          rows.set(row, vectors.slice(i * dimensions, (i + 1) * dimensions));
        });
      },
      remove: (row) => {
        rows.delete(row);
      },
      search: (query, count) => {
        asked.push(count);
        const similarity = (v: Float32Array): number => v.reduce((sum, x, i) => sum + x * query[i], 0);
        return [...rows]
          .filter(([row]) => !forgets(row))
          .map(([row, vector]) => ({ row, score: similarity(vector) }))
          .sort((a, b) => b.score - a.score)
          .slice(0, count)
          .map(({ row }) => row);
      },
      save: () => plain.save(0),
    };
  };
  const maker: GraphMaker = { empty, load: (dimensions) => empty(dimensions) };
  return { maker, asked };
}

const entriesOf = (n: number, dimensions = 16) => {
  const draw = clusteredVectors(seededRandom(5), dimensions, 20);
  return Array.from({ length: n }, (_, i) => ({ key: (i + 1) * 16, vector: draw() }));
};
const growing = { "index.exactUpTo": 1000, "index.selective": 0.05 };

test("grows a graph when it passes the bound, is right all the while, and gives it up when it shrinks", async () => {
  const { maker, asked } = toyGraphs();
  const parts = { ...base, settings: growing, dimensions: 16, gauge: recallGauge(0) };
  const index = vectorIndex({ ...parts, graphs: maker });
  const exact = vectorIndex({ ...parts, graphs: null });
  const entries = entriesOf(1500);
  for (const one of [index, exact]) await one.add(entries.slice(0, 1000));
  await index.settled();
  expect(index.linked).toBe(0);
  for (const one of [index, exact]) await one.add(entries.slice(1000));
  expect(await index.search(entries[1400].vector, 10)).toEqual(await exact.search(entries[1400].vector, 10));
  await index.settled();
  expect(index.linked).toBe(1500);
  expect(asked).toEqual([]);
  expect(await index.search(entries[1400].vector, 10)).toEqual(await exact.search(entries[1400].vector, 10));
  expect(asked).toEqual([10]);
  await index.remove(entries.slice(0, 1100).map(({ key }) => key));
  expect(index.linked).toBe(0);
  expect((await index.search(entries[1400].vector, 1))[0].key).toBe(entries[1400].key);
});

test("a graph that breaks leaves the searches right", async () => {
  const { maker } = toyGraphs(() => false, 1200);
  const index = vectorIndex({
    ...{ ...base, settings: growing, dimensions: 16, gauge: recallGauge(0) },
    graphs: maker,
  });
  const entries = entriesOf(1500);
  await index.add(entries);
  await index.settled();
  expect(index.trouble).toBe("out of memory");
  expect((await index.search(entries[1499].vector, 1))[0].key).toBe(entries[1499].key);
  await index.add([{ key: 16 * 5000, vector: entries[3].vector }]);
  await index.settled();
  expect((await index.search(entries[3].vector, 2)).map(({ key }) => key)).toEqual([64, 16 * 5000]);
});

test("the gauge repeats one search in N exactly and tells what the graph missed", async () => {
  const { maker } = toyGraphs((row) => row % 2 === 1);
  const gauge = recallGauge(2);
  const index = vectorIndex({ ...base, settings: growing, dimensions: 16, gauge, graphs: maker });
  const entries = entriesOf(1200);
  await index.add(entries);
  await index.settled();
  for (let i = 0; i < 40; i++) {
    await index.search(entries[i].vector, 10);
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  }
  const { count, mean } = gauge.read();
  expect(count).toBe(20);
  expect(mean).toBeGreaterThan(0.3);
  expect(mean).toBeLessThan(0.7);
});

test("what waits to be linked never takes the place of something nearer in the graph", async () => {
  const { maker } = toyGraphs();
  const parts = { ...base, settings: growing, dimensions: 16, gauge: recallGauge(0) };
  const index = vectorIndex({ ...parts, graphs: maker });
  const exact = vectorIndex({ ...parts, graphs: null });
  const entries = entriesOf(4000);
  for (const one of [index, exact]) await one.add(entries);
  await index.settled();
  const query = entries[0].vector;
  // a filter that lets through what is far and linked and, not linked yet, what is farther
  const order = (await exact.search(query, 4000)).map(({ key }) => key / 16);
  const late = order.slice(3000).map((seq) => ({ key: seq * 16 + 1, vector: query.map((x) => -x) }));
  for (const one of [index, exact]) await one.add(late);
  const keep = pinSet(order.slice(1500));
  expect(await index.search(query, 10, keep)).toEqual(await exact.search(query, 10, keep));
  expect(await index.searchPins(query, 10, keep)).toEqual(await exact.searchPins(query, 10, keep));
});
