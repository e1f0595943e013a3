/** The engines that `index-search.ts` compares, behind one face. Peers are loaded only where they are installed. */
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Index, MetricKind, ScalarKind } from "usearch";
import { pinSet } from "../../src/catalog/pin-set.ts";
import { recallGauge } from "../../src/index/recall-gauge.ts";
import type { SnapshotFiles } from "../../src/index/snapshot.ts";
import {
  type GrowingIndex,
  type IndexParts,
  openVectorIndex,
  vectorIndex,
} from "../../src/index/vector-index.ts";
import { indexFolder } from "../../src/io/vectors/index-folder.ts";
import { usearchGraphs } from "../../src/io/vectors/usearch-graph.ts";

export interface Bench {
  readonly dimensions: number;
  /** size × dimensions, row after row; row i is pin i + 1. */
  readonly base: Float32Array;
  readonly size: number;
  readonly connectivity: number;
  readonly expansionAdd: number;
  readonly expansionSearch: number;
  /** Rows that the 1 % filter keeps, ascending. */
  readonly kept: Uint32Array;
}

export interface Engine {
  readonly name: string;
  /** Row numbers, best first. */
  search(query: Float32Array, k: number): Promise<readonly number[]>;
  /** Null where the engine has no filter. */
  filtered: ((query: Float32Array, k: number) => Promise<readonly number[]>) | null;
  close(): Promise<void>;
}

export type EngineMaker = (bench: Bench) => Promise<Engine>;

const portion = 10_000;

function* portions({ base, size, dimensions }: Bench): Generator<{ from: number; vectors: Float32Array }> {
  for (let from = 0; from < size; from += portion) {
    const to = Math.min(size, from + portion);
    yield { from, vectors: base.slice(from * dimensions, to * dimensions) };
  }
}

function partsOf(bench: Bench, exactUpTo: number, files: SnapshotFiles | null): IndexParts {
  const graphs = usearchGraphs(
    {
      "index.connectivity": bench.connectivity,
      "index.expansionAdd": bench.expansionAdd,
      "index.expansionSearch": bench.expansionSearch,
    },
    availableParallelism(),
  );
  const settings = { "index.exactUpTo": exactUpTo, "index.selective": 0.05 };
  const { dimensions } = bench;
  return { model: "bench@1", dimensions, settings, graphs, files, gauge: recallGauge(0) };
}

async function bowerbird(
  bench: Bench,
  exactUpTo: number,
  files: SnapshotFiles | null = null,
): Promise<GrowingIndex> {
  const { dimensions } = bench;
  const index = vectorIndex(partsOf(bench, exactUpTo, files));
  for (const { from, vectors } of portions(bench)) {
    await index.add(
      Array.from({ length: vectors.length / dimensions }, (_, i) => ({
        key: (from + i + 1) * 16,
        vector: vectors.subarray(i * dimensions, (i + 1) * dimensions),
      })),
    );
  }
  await index.settled();
  return index;
}

function engineOf(name: string, index: GrowingIndex, bench: Bench): Engine {
  const keep = pinSet(bench.kept.map((row) => row + 1));
  const rows = (found: ReadonlyArray<{ key: number }>): number[] => found.map(({ key }) => key / 16 - 1);
  return {
    name,
    search: async (query, k) => rows(await index.search(query, k)),
    filtered: async (query, k) => rows(await index.search(query, k, keep)),
    close: () => index.close(),
  };
}

const exact: EngineMaker = async (bench) =>
  engineOf("bowerbird, exact", await bowerbird(bench, Number.MAX_SAFE_INTEGER), bench);

const graph: EngineMaker = async (bench) => engineOf("bowerbird, graph", await bowerbird(bench, 0), bench);

/** The graph, saved, closed and opened again: how long each takes, and how long a save holds up a search at most. */
const saved: EngineMaker = async (bench) => {
  const folder = await mkdtemp(join(tmpdir(), "bench-index-"));
  const files = indexFolder(folder);
  const index = await bowerbird(bench, 0, files);
  const query = bench.base.slice(0, bench.dimensions);
  const started = performance.now();
  let isSaving = true;
  const saving = index.save(1).then(() => {
    isSaving = false;
  });
  let longest = 0;
  while (isSaving) {
    const asked = performance.now();
    await nextTurn();
    await index.search(query, 10);
    longest = Math.max(longest, performance.now() - asked);
  }
  await saving;
  const opening = performance.now();
  await index.close();
  const again = await openVectorIndex(partsOf(bench, 0, files));
  const times = [opening - started, performance.now() - opening].map((time) => (time / 1000).toFixed(2));
  console.error(`saved in ${times[0]} s (longest wait ${longest.toFixed(0)} ms), opened in ${times[1]} s`);
  const engine = engineOf("bowerbird, saved and opened", again.index, bench);
  return { ...engine, close: () => rm(folder, { recursive: true, force: true }) };
};

const usearch: EngineMaker = async (bench) => {
  const index = new Index({
    dimensions: bench.dimensions,
    metric: MetricKind.IP,
    quantization: ScalarKind.F16,
    connectivity: bench.connectivity,
    expansion_add: bench.expansionAdd,
    expansion_search: bench.expansionSearch,
    multi: false,
  });
  for (const { from, vectors } of portions(bench)) {
    const keys = BigUint64Array.from({ length: vectors.length / bench.dimensions }, (_, i) =>
      BigInt(from + i),
    );
    index.add(keys, vectors, availableParallelism());
  }
  return {
    name: "usearch",
    search: async (query, k) => Array.from(index.search(query, k, 1).keys, Number),
    filtered: null,
    close: async () => {},
  };
};

/** A package of this project or of the folder named by `--peers`. @throws when it is not installed */
async function peer(name: string, folder: string): Promise<unknown> {
  const loaded: { default?: unknown } = await import(
    pathToFileURL(createRequire(resolve(folder, "package.json")).resolve(name)).href
  );
  return loaded.default ?? loaded;
}

interface Hnswlib {
  HierarchicalNSW: new (
    space: "ip",
    dimensions: number,
  ) => {
    initIndex(options: { maxElements: number; m: number; efConstruction: number }): void;
    addPoint(point: number[], label: number): void;
    setEf(ef: number): void;
    searchKnn(query: number[], k: number, filter?: (label: number) => boolean): { neighbors: number[] };
  };
}

const hnswlib =
  (folder: string): EngineMaker =>
  async (bench) => {
    const { HierarchicalNSW } = (await peer("hnswlib-node", folder)) as Hnswlib;
    const index = new HierarchicalNSW("ip", bench.dimensions);
    const { size, dimensions, connectivity, expansionAdd, expansionSearch } = bench;
    index.initIndex({ maxElements: size, m: connectivity, efConstruction: expansionAdd });
    for (let row = 0; row < size; row++) {
      index.addPoint([...bench.base.subarray(row * dimensions, (row + 1) * dimensions)], row);
    }
    index.setEf(expansionSearch);
    const keep = pinSet(bench.kept);
    return {
      name: "hnswlib-node",
      search: async (query, k) => index.searchKnn([...query], k).neighbors,
      filtered: async (query, k) => index.searchKnn([...query], k, (row) => keep.has(row)).neighbors,
      close: async () => {},
    };
  };

interface LanceQuery {
  distanceType(type: "dot"): LanceQuery;
  nprobes(count: number): LanceQuery;
  refineFactor(factor: number): LanceQuery;
  ef(count: number): LanceQuery;
  where(condition: string): LanceQuery;
  select(columns: readonly string[]): LanceQuery;
  limit(k: number): LanceQuery;
  toArray(): Promise<Array<{ id: number }>>;
}
interface LanceTable {
  add(rows: ReadonlyArray<Record<string, unknown>>): Promise<unknown>;
  createIndex(column: string, options: { config: unknown }): Promise<void>;
  vectorSearch(query: Float32Array): LanceQuery;
}
interface Lance {
  connect(path: string): Promise<{
    createTable(name: string, rows: ReadonlyArray<Record<string, unknown>>): Promise<LanceTable>;
  }>;
  Index: { hnswSq(options: Record<string, unknown>): unknown; btree(): unknown };
}

const lancedb =
  (folder: string): EngineMaker =>
  async (bench) => {
    const lance = (await peer("@lancedb/lancedb", folder)) as Lance;
    const { dimensions } = bench;
    const keep = pinSet(bench.kept);
    const path = await mkdtemp(join(tmpdir(), "bench-lancedb-"));
    const connection = await lance.connect(path);
    let table: LanceTable | null = null;
    for (const { from, vectors } of portions(bench)) {
      const rows = Array.from({ length: vectors.length / dimensions }, (_, i) => ({
        id: from + i,
        kept: keep.has(from + i) ? 1 : 0,
        vector: vectors.subarray(i * dimensions, (i + 1) * dimensions),
      }));
      if (table) await table.add(rows);
      else table = await connection.createTable("pins", rows);
    }
    if (!table) throw new Error("there is nothing to search");
    const filled = table;
    const { connectivity, expansionAdd } = bench;
    const config = lance.Index.hnswSq({
      ...{ distanceType: "dot", numPartitions: 1, m: connectivity, efConstruction: expansionAdd },
    });
    await filled.createIndex("vector", { config });
    await filled.createIndex("kept", { config: lance.Index.btree() });
    const ask = (query: Float32Array, k: number): LanceQuery =>
      filled
        .vectorSearch(query)
        .distanceType("dot")
        .nprobes(1)
        .ef(bench.expansionSearch)
        .refineFactor(2)
        .select(["id", "_distance"])
        .limit(k);
    const ids = async (found: LanceQuery): Promise<number[]> =>
      (await found.toArray()).map(({ id }) => Number(id));
    return {
      name: "LanceDB",
      search: (query, k) => ids(ask(query, k)),
      filtered: (query, k) => ids(ask(query, k).where("kept = 1")),
      close: () => rm(path, { recursive: true, force: true }),
    };
  };

/** @param peers folder whose node_modules may hold hnswlib-node and @lancedb/lancedb */
export function engineMakers(peers: string): Readonly<Record<string, EngineMaker>> {
  return { exact, graph, saved, usearch, hnswlib: hnswlib(peers), lancedb: lancedb(peers) };
}
