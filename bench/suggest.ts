/**
 * Suggestions: how long they take, and how high the search stands that someone is about to type.
 *
 *   node bench/suggest.ts [--pins 200000] [--peers DIR] [--part latency|quality]
 *
 * The pins are in a real state file, with made-up titles and tags and no pictures; the people are made up, too
 * (`bench/collections/simulated-searches.ts`), so the figures of quality compare ways to suggest and say little of real people. Beside
 * Bowerbird: what most people searched for among the searches that begin so, and MiniSearch's `autoSuggest` over the
 * titles, where MiniSearch is installed in DIR.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { draftOf } from "../src/catalog/pins.contract.ts";
import { manualClock } from "../src/core/clock.ts";
import type { EventRow } from "../src/core/event-log.ts";
import { seededRandom } from "../src/core/random.ts";
import { wordKeeper } from "../src/index/word-index/word-keeper.ts";
import { openState } from "../src/io/sqlite/state.ts";
import { guidance } from "../src/search/guidance/guidance.ts";
import { keyOfWords } from "../src/search/guidance/search-memory.ts";
import { questionReader } from "../src/search/understanding/question-reader.ts";
import { type MadeUpSearch, madeUpPins, madeUpSearches } from "./collections/simulated-searches.ts";

const { values } = parseArgs({
  options: {
    pins: { type: "string", default: "200000" },
    peers: { type: "string", default: "." },
    part: { type: "string", default: "both" },
  },
});
const size = Number(values.pins);
const shown = 8;
const end = Date.UTC(2026, 2, 4);
const say = (line: string): void => console.error(line);

const folder = mkdtempSync(join(tmpdir(), "bowerbird-suggest-"));
const clock = manualClock(end);
const state = openState(join(folder, "state.sqlite"), clock, 1);
const started = performance.now();
const portion = 5000;
const madeUp = [...madeUpPins(size, 1)];
for (let from = 0; from < size; from += portion) {
  await state.pins.admitMany(
    madeUp
      .slice(from, from + portion)
      .map((pin, i) => draftOf(String(from + i), { ...pin, tags: [...pin.tags] })),
  );
}
say(`${size} pins in a state file after ${seconds(started)}`);
const model = (): string => "none@0";
const keeper = wordKeeper({
  changes: state.pinChanges,
  model,
  labels: () => [],
  tick: () => performance.now(),
});
const rows: Array<(row: EventRow) => void> = [];
const guide = guidance(
  {
    ...{ pins: state.pins, looks: state.looks, changes: state.pinChanges, boards: state.boards },
    ...{ people: state.peopleByName, searches: state.searches, keeper, model, labels: () => [], clock },
    tick: () => performance.now(),
    questions: questionReader(state.facets, () => []),
    log: { query: async () => ({ columns: [], rows: [], truncated: false }) },
    events: {
      follow: (listener) => {
        rows.push(listener);
        return () => {};
      },
    },
  },
  3,
);
const read = performance.now();
await keeper.catchUp();
say(`word index after ${seconds(read)}`);
const booked = performance.now();
await guide.ready();
say(`phrases after ${seconds(booked)}; ${Math.round(process.memoryUsage.rss() / 1e6)} MB in all`);

type Suggest = (typed: string, person: string | null) => Promise<readonly string[]>;
const bowerbird: Suggest = async (typed, person) =>
  (await guide.suggest(typed, shown, person)).map(({ text }) => text);
const titles = await miniSearch();
const people = 2000;
const searches = madeUpSearches(22_000, { people, days: 14, end, seed: 2 });
const [past, next] = [searches.slice(0, 20_000), searches.slice(20_000)];

if (values.part !== "quality") {
  learn(past.slice(0, 5000));
  const random = seededRandom(3);
  const typed = next.slice(0, 1000).map(({ words }) => words.slice(0, 1 + Math.floor(random.next() * 12)));
  console.log(
    `| ${size} pins, ${shown} suggestions, ${typed.length} beginnings | p50 ms | p99 ms |\n| --- | --- | --- |`,
  );
  const own = await latency(bowerbird, typed);
  const peer = titles && (await latency(titles, typed));
  console.log(`| Bowerbird, with pins read for their pictures | ${own.join(" | ")} |`);
  const slips = typed.map((text) => slipped(text));
  console.log(`| Bowerbird, a slip in each | ${(await latency(bowerbird, slips)).join(" | ")} |`);
  if (peer) console.log(`| MiniSearch autoSuggest, texts only | ${peer.join(" | ")} |`);
}
if (values.part !== "latency") {
  console.log(
    "\n| place of the wanted search, mean of 1/place | 1 letter | 3 letters | 5 letters | 5, one wrong |",
  );
  console.log("| --- | --- | --- | --- | --- |");
  const some = next.slice(0, 400);
  if (titles) await quality("MiniSearch autoSuggest over titles", titles, some);
  if (values.part === "quality") await quality("Bowerbird before anyone has searched", bowerbird, some);
  learn(past);
  await quality("what most people searched for", mostPopular(past), some);
  await quality("Bowerbird, nothing known of the person", (typed) => bowerbird(typed, null), some);
  for (const { person, words, at } of past.slice(-8000)) {
    clock.advance(Math.round(at) - clock.now());
    await state.searches.remember(`person:${person}`, words);
  }
  clock.advance(end - clock.now());
  await quality("Bowerbird, with one's own past", bowerbird, some);
}
await guide.stop();
state.close();
rmSync(folder, { recursive: true });

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function learn(some: readonly MadeUpSearch[]): void {
  for (const { person, words, at } of some) {
    const times = { day: 0, time: at, clock: at, received: at };
    const row = { id: "", type: "slate", source: "words", query: words, person, position: 0 } as const;
    for (const tell of rows) tell({ ...row, ...times, pin: "p", agent: "browser", origin: "server" });
  }
}

async function latency(suggest: Suggest, typed: readonly string[]): Promise<string[]> {
  for (const text of typed.slice(0, 100)) await suggest(text, null);
  const times: number[] = [];
  for (const text of typed) {
    const began = performance.now();
    await suggest(text, null);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return [0.5, 0.99].map((part) => times[Math.floor(part * (times.length - 1))].toFixed(2));
}

async function quality(name: string, suggest: Suggest, some: readonly MadeUpSearch[]): Promise<void> {
  const means: string[] = [];
  for (const cut of [1, 3, 5, -5]) {
    let sum = 0;
    for (const { person, words } of some) {
      const typed = words.slice(0, Math.abs(cut));
      const found = await suggest(cut > 0 ? typed : slipped(typed), `person:${person}`);
      const place = found.findIndex((text) => keyOfWords(text) === keyOfWords(words));
      if (place >= 0) sum += 1 / (place + 1);
    }
    means.push((sum / some.length).toFixed(3));
  }
  console.log(`| ${name} | ${means.join(" | ")} |`);
}

/** The third and fourth letters have changed places. */
function slipped(text: string): string {
  return text.length < 4 ? text : `${text.slice(0, 2)}${text[3]}${text[2]}${text.slice(4)}`;
}

function mostPopular(some: readonly MadeUpSearch[]): Suggest {
  const searchers = new Map<string, Set<string>>();
  for (const { words, person } of some) searchers.set(words, (searchers.get(words) ?? new Set()).add(person));
  const ordered = [...searchers].sort((a, b) => b[1].size - a[1].size).map(([words]) => words);
  return async (typed) => ordered.filter((words) => words.startsWith(typed)).slice(0, shown);
}

/** Null where it is not installed. */
async function miniSearch(): Promise<Suggest | null> {
  try {
    const path = createRequire(resolve(values.peers, "package.json")).resolve("minisearch");
    const { default: MiniSearch } = await import(pathToFileURL(path).href);
    const index = new MiniSearch({ fields: ["title", "tags"] });
    index.addAll(madeUp.map(({ title, tags }, id) => ({ id, title, tags: tags.join(" ") })));
    const options = { fuzzy: 0.2 };
    return async (typed) =>
      index
        .autoSuggest(typed, options)
        .slice(0, shown)
        .map(({ suggestion }: { suggestion: string }) => suggestion);
  } catch {
    say("MiniSearch is not installed; see --peers");
    return null;
  }
}
