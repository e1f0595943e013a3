/**
 * The index beside raw usearch, hnswlib-node and LanceDB on the same clustered vectors, in one run:
 *
 *   node bench/index-search.ts --size 100000 [--dimensions 256] [--queries 500] [--k 10] [--clusters N]
 *        [--connectivity 16] [--expansion-add 128] [--expansion-search 128] [--engines exact,graph,usearch]
 *        [--peers DIR] [--json]
 *
 * The engines take turns, some queries each, one query at a time on one thread, so that a busy machine slows all of
 * them. Recall is against our exact search, which the tests hold equal to a plain loop. Memory is how much the process
 * has grown while the engine was built. hnswlib-node and LanceDB are compared where they are installed: `--peers`
 * names a folder with such a node_modules. The engine `saved` also times saving and opening.
 */
import { parseArgs } from "node:util";
import { seededRandom } from "../src/core/random.ts";
import { clusteredVectors } from "../src/index/synthetic-vectors.ts";
import { type Bench, type Engine, engineMakers } from "./peers/index-engines.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "100000" },
    dimensions: { type: "string", default: "256" },
    queries: { type: "string", default: "500" },
    k: { type: "string", default: "10" },
    clusters: { type: "string" },
    connectivity: { type: "string", default: "16" },
    "expansion-add": { type: "string", default: "128" },
    "expansion-search": { type: "string", default: "128" },
    engines: { type: "string", default: "exact,graph,usearch,hnswlib,lancedb" },
    peers: { type: "string", default: "." },
    json: { type: "boolean", default: false },
  },
});
const [size, dimensions, queryCount, k] = [values.size, values.dimensions, values.queries, values.k].map(
  Number,
);
const clusters = Number(values.clusters ?? Math.round(Math.sqrt(size)));
const say = (line: string): void => {
  if (!values.json) console.log(line);
};

interface Row {
  readonly engine: string;
  readonly buildSeconds: number;
  readonly memoryMegabytes: number;
  recall: number;
  queriesPerSecond: number;
  p50Milliseconds: number;
  p99Milliseconds: number;
  filteredP50Milliseconds: number | null;
  filteredRecall: number | null;
}

const random = seededRandom(1);
const draw = clusteredVectors(random, dimensions, clusters);
const base = new Float32Array(size * dimensions);
for (let row = 0; row < size; row++) base.set(draw(), row * dimensions);
const queries = Array.from({ length: queryCount }, draw);
const kept = Uint32Array.from({ length: size }, (_, row) => row).filter(() => random.next() < 0.01);
const bench: Bench = {
  ...{ base, size, dimensions, kept },
  connectivity: Number(values.connectivity),
  expansionAdd: Number(values["expansion-add"]),
  expansionSearch: Number(values["expansion-search"]),
};
say(`${size} × ${dimensions} in ${clusters} clusters, ${queryCount} queries, recall@${k}`);

const rounds = 5;
const makers = engineMakers(values.peers);
const built: Array<{ engine: Engine; row: Row; times: number[]; filteredTimes: number[] }> = [];
for (const name of values.engines.split(",")) {
  const [memory, started] = [process.memoryUsage.rss(), performance.now()];
  try {
    const engine = await makers[name](bench);
    const buildSeconds = (performance.now() - started) / 1000;
    const memoryMegabytes = (process.memoryUsage.rss() - memory) / 1e6;
    const unknown = { recall: 0, queriesPerSecond: 0, p50Milliseconds: 0, p99Milliseconds: 0 };
    const filtered = { filteredP50Milliseconds: null, filteredRecall: null };
    const row: Row = { engine: engine.name, buildSeconds, memoryMegabytes, ...unknown, ...filtered };
    built.push({ engine, row, times: [], filteredTimes: [] });
    say(`built ${engine.name} in ${buildSeconds.toFixed(1)} s`);
  } catch (error) {
    say(`${name}: not installed (${error instanceof Error ? error.message.split("\n")[0] : error})`);
  }
}

type Ask = (query: Float32Array, k: number) => Promise<readonly number[]>;
async function timed(ask: Ask, some: readonly Float32Array[], times: number[]): Promise<number[][]> {
  const answers: number[][] = [];
  for (const query of some) {
    const started = performance.now();
    answers.push([...(await ask(query, k))]);
    times.push(performance.now() - started);
  }
  return answers;
}

const oracle = built.find(({ engine }) => engine.name === "bowerbird, exact") ?? built[0];
const truth = await timed(oracle.engine.search, queries, []);
const filteredTruth = oracle.engine.filtered ? await timed(oracle.engine.filtered, queries, []) : [];
const recallOf = (answers: number[][], truths: number[][]): number => {
  const shares = answers.map((answer, i) => {
    const found = new Set(answer);
    return truths[i].filter((row) => found.has(row)).length / Math.max(1, truths[i].length);
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
};

// once unmeasured, so that every engine is warm, and for recall; then in turns
for (const { engine, row } of built) {
  row.recall = recallOf(await timed(engine.search, queries, []), truth);
  if (engine.filtered) {
    row.filteredRecall = recallOf(await timed(engine.filtered, queries, []), filteredTruth);
  }
}
for (let round = 0; round < rounds; round++) {
  const some = queries.filter((_, i) => i % rounds === round);
  for (const { engine, times, filteredTimes } of built) {
    await timed(engine.search, some, times);
    if (engine.filtered) await timed(engine.filtered, some, filteredTimes);
  }
}

const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))];
for (const { row, times, filteredTimes } of built) {
  row.queriesPerSecond = (1000 * times.length) / times.reduce((sum, time) => sum + time, 0);
  row.p50Milliseconds = quantile(times, 0.5);
  row.p99Milliseconds = quantile(times, 0.99);
  if (filteredTimes.length > 0) row.filteredP50Milliseconds = quantile(filteredTimes, 0.5);
}

const rows = built.map(({ row }) => row);
const rate = (name: string): number | undefined =>
  rows.find(({ engine }) => engine === name)?.queriesPerSecond;
const [ours, raw] = [rate("bowerbird, graph") ?? rate("bowerbird, saved and opened"), rate("usearch")];
const ratio = ours && raw ? ours / raw : null;
if (values.json) console.log(JSON.stringify({ size, dimensions, clusters, k, rows, ratioToUsearch: ratio }));
else {
  console.table(
    Object.fromEntries(
      rows.map(({ engine, ...row }) => [
        engine,
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value && Number(value.toPrecision(4))]),
        ),
      ]),
    ),
  );
  if (ratio) say(`queries a second, ours / raw usearch: ${ratio.toFixed(3)} (aim: at least 0.85)`);
}
for (const { engine } of built) await engine.close();
