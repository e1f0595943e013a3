/**
 * Search by words beside raw FTS5, MiniSearch and Orama on the same made-up pins, in one run:
 *
 *   node bench/words.ts [--size 200000] [--queries 400] [--engines bowerbird,fts5,minisearch,orama] [--peers DIR] [--json]
 *
 * Questions are of two or three words that stand together in some pin. The engines take turns, one question each, so that a
 * busy machine slows all of them; every engine finds all words first and gives 60 hits. Bowerbird goes through its whole
 * plan, with spelling, related words and most words when fewer are found. Memory is how much the process has grown
 * while the engine was built. MiniSearch and Orama are compared where they are installed: `--peers` names a folder with
 * such a node_modules; Orama takes seconds for some questions at 200,000 pins, so ask it few. Typesense and Meilisearch are
 * servers that the registries of npm and Debian have only clients of: they are not compared. Limits: p50 5 ms and p99 25 ms at 200,000 pins, p50 10 ms at 1,000,000, no question above 250 ms.
 */
import { parseArgs } from "node:util";
import { madeCollection } from "./collections/made-up-words.ts";
import { type WordEngine, wordEngines } from "./peers/words-engines.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "200000" },
    queries: { type: "string", default: "400" },
    engines: { type: "string", default: "bowerbird,fts5,minisearch,orama" },
    peers: { type: "string", default: "." },
    json: { type: "boolean", default: false },
  },
});

interface Row {
  readonly engine: string;
  readonly buildSeconds: number;
  readonly memoryMegabytes: number;
  p50Milliseconds: number;
  p99Milliseconds: number;
  /** Of the thread alone, whatever else the machine does. */
  p50CpuMilliseconds: number;
  p99CpuMilliseconds: number;
  slowestMilliseconds: number;
  meanHits: number;
}

const collection = madeCollection(Number(values.size));
const makers = wordEngines(values.peers);
const opened: Array<{ row: Row; engine: WordEngine; times: number[]; cpu: number[]; hits: number }> = [];
const threadMilliseconds = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

for (const name of values.engines.split(",")) {
  const maker = makers[name];
  if (!maker) throw new Error(`there is no engine ${name}; there are ${Object.keys(makers).join(", ")}`);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const started = performance.now();
  try {
    const engine = await maker(collection);
    const buildSeconds = rounded((performance.now() - started) / 1000, 1);
    globalThis.gc?.();
    const memoryMegabytes = Math.round((process.memoryUsage().rss - before) / 1e6);
    const row = {
      engine: name,
      buildSeconds,
      memoryMegabytes,
      p50Milliseconds: 0,
      p99Milliseconds: 0,
      p50CpuMilliseconds: 0,
      p99CpuMilliseconds: 0,
    };
    opened.push({
      row: { ...row, slowestMilliseconds: 0, meanHits: 0 },
      engine,
      times: [],
      cpu: [],
      hits: 0,
    });
  } catch (error) {
    console.error(`${name}: left out (${error instanceof Error ? error.message.split("\n")[0] : error})`);
  }
}

const questions = collection.questions(Number(values.queries));
const warmUp = Math.min(50, Math.floor(questions.length / 4));
for (const [i, question] of questions.entries()) {
  for (const one of opened) {
    const [started, worked] = [performance.now(), threadMilliseconds()];
    const hits = await one.engine.search(question);
    if (i < warmUp) continue;
    one.times.push(performance.now() - started);
    one.cpu.push(threadMilliseconds() - worked);
    one.hits += hits;
  }
}

const rows = opened.map(({ row, engine, times, cpu, hits }) => {
  engine.close();
  const sorted = times.sort((a, b) => a - b);
  const of = (list: readonly number[], share: number): number =>
    rounded(list[Math.floor(share * (list.length - 1))]);
  const at = (share: number): number => of(sorted, share);
  const worked = cpu.sort((a, b) => a - b);
  row.p50CpuMilliseconds = of(worked, 0.5);
  row.p99CpuMilliseconds = of(worked, 0.99);
  row.p50Milliseconds = at(0.5);
  row.p99Milliseconds = at(0.99);
  row.slowestMilliseconds = at(1);
  row.meanHits = rounded(hits / sorted.length, 1);
  return row;
});
const ours = rows.find(({ engine }) => engine === "bowerbird")?.p50Milliseconds;
const answer = {
  size: collection.size,
  questions: questions.length - warmUp,
  rows,
  timesOurP50:
    ours && Object.fromEntries(rows.map((row) => [row.engine, rounded(row.p50Milliseconds / ours)])),
};
if (values.json) console.log(JSON.stringify(answer));
else {
  console.log(`${answer.size} pins, ${answer.questions} questions of two or three words`);
  console.table(rows);
  console.log("p50 as a multiple of ours:", answer.timesOurP50);
}
