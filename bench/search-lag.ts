/**
 * How long people wait while something else goes on: searches by words and suggestions, one every 20 ms, while the indexes
 * are made from the state, while pins are added and changed, and afterwards with each filter, over made-up pins without
 * pictures in a real state file:
 *
 *   node bench/search-lag.ts [--size 200000] [--seconds 10]
 *
 * `answer` is the time from a question to its answer; `longest turn` the longest time for which the thread did one thing,
 * which is how long everything else may have waited. Limits: no answer above 250 ms, no turn above 50 ms.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as rest } from "node:timers/promises";
import { parseArgs } from "node:util";
import { systemClock } from "../src/core/clock.ts";
import type { PinFilter } from "../src/core/nouns.ts";
import { seededRandom } from "../src/core/random.ts";
import { wordKeeper } from "../src/index/word-index/word-keeper.ts";
import { openState } from "../src/io/sqlite/state.ts";
import { guidance } from "../src/search/guidance/guidance.ts";
import { questionReader } from "../src/search/understanding/question-reader.ts";
import { wordSearch } from "../src/search/word-search/word-search.ts";
import { madeCollection } from "./collections/made-up-words.ts";
import { wordsAlone } from "./collections/words-alone.ts";

const { values } = parseArgs({
  options: { size: { type: "string", default: "200000" }, seconds: { type: "string", default: "10" } },
});
const { size, pin, questions } = madeCollection(Number(values.size));
const folder = mkdtempSync(join(tmpdir(), "bowerbird-search-lag-"));
const state = openState(join(folder, "state.sqlite"), systemClock, 1);
const draft = (seq: number) => {
  const { title, description, tags } = pin(seq);
  return {
    ...{ title, description, tags, source: `${seq}.webp`, owner: `person:${seq % 50}`, placeholder: "" },
    ...{
      mime: "image/webp",
      bytes: 1,
      width: 4 + (seq % 3),
      height: 5,
      link: `https://s${seq % 300}.org/${seq}`,
    },
    price: seq % 2 === 0 ? { amount: seq % 900, currency: seq % 20 === 0 ? "USD" : "EUR" } : null,
    attributes: { material: ["oak", "brass", "linen"][seq % 3] },
    blob: createHash("sha256").update(String(seq)).digest("hex"),
  };
};
let last = 0;
const admit = async (count: number): Promise<void> => {
  await state.pins.admitMany(Array.from({ length: count }, (_, i) => draft(last + 1 + i)));
  last += count;
};
while (last < size) await admit(Math.min(1000, size - last));

const ports = { model: () => "none", labels: () => [], tick: () => performance.now() };
const keeper = wordKeeper({ ...ports, changes: state.pinChanges });
const reader = questionReader(state.facets, () => []);
const words = wordSearch({
  ...{ pins: state.pins, understandings: state.understandings, keeper, questions: reader, ...ports },
  ...wordsAlone,
});
const guide = guidance(
  {
    ...{ pins: state.pins, looks: state.looks, changes: state.pinChanges, boards: state.boards, ...ports },
    ...{
      people: state.peopleByName,
      searches: state.searches,
      keeper,
      questions: reader,
      clock: systemClock,
    },
    log: { query: async () => ({ columns: [], rows: [], truncated: false }) },
    events: { follow: () => () => {} },
  },
  3,
);

const asked = questions(500);
const random = seededRandom(11);
const aQuestion = (): string => asked[random.integer(asked.length)];
const search = (filter?: PinFilter) =>
  words.search({ text: aQuestion(), limit: 60, ...(filter && { filter }) });
const suggest = () => guide.suggest(aQuestion().slice(0, 1 + random.integer(8)), 8, null);

interface Row {
  readonly answers: number;
  readonly p50: number;
  readonly slowest: number;
  readonly "longest turn": number;
}

/** Asks every 20 ms until the work is done. */
async function waits(work: Promise<unknown>, ask: () => Promise<unknown>): Promise<Row> {
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const times: number[] = [];
  while (!done) {
    const started = performance.now();
    await ask();
    times.push(performance.now() - started);
    await rest(20);
  }
  await ended;
  lag.disable();
  times.sort((a, b) => a - b);
  const rounded = (value: number): number => Number(value.toFixed(1));
  return {
    answers: times.length,
    p50: rounded(times[times.length >> 1]),
    slowest: rounded(times[times.length - 1]),
    "longest turn": rounded(lag.max / 1e6),
  };
}

const rows: Record<string, Row> = {};
rows["searches while the word index is made"] = await waits(keeper.catchUp(), () => search());
rows["suggestions while their book is made"] = await waits(guide.ready(), suggest);
const seconds = 1000 * Number(values.seconds);

async function changing(): Promise<void> {
  const until = performance.now() + seconds;
  while (performance.now() < until) {
    await admit(20);
    const [some] = await state.pins.readSeqs([1 + random.integer(size)]);
    if (some) await state.pins.patch(some.id, { title: `${some.title} again` });
    await rest(10);
  }
}
rows["searches while pins are added and changed"] = await waits(changing(), () => search());
rows["suggestions while pins are added and changed"] = await waits(changing(), suggest);
const filters: Record<string, PinFilter> = {
  owner: { owners: ["person:7"] },
  price: { priceFrom: 100, priceTo: 300 },
  tag: { tags: [pin(1).tags[0] ?? pin(2).tags[0] ?? "ke"] },
  shape: { shapes: ["portrait"] },
  safe: { safe: true },
  attribute: { attributes: { material: ["oak"] } },
};
for (const [name, filter] of Object.entries(filters)) {
  rows[`searches by ${name}`] = await waits(rest(seconds / 5), () => search(filter));
}
console.log(`${size} pins`);
console.table(rows);
await guide.stop();
keeper.stop();
state.close();
rmSync(folder, { recursive: true });
