/**
 * How long the word index and the book of suggestions take at a first start, when they are made from the state, and at a
 * second one, when they are taken up from the disk and brought up to date, over made-up pins without pictures; what they
 * take in memory and on disk:
 *
 *   node --expose-gc bench/words-start.ts [--size 200000] [--changed 100]
 *
 * They are made in portions between other work: `longest turn` is the longest time that other work waited. `thread` is the
 * time that the thread itself worked, which is what it takes on a machine that does nothing else.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { systemClock } from "../src/core/clock.ts";
import { wordKeeper } from "../src/index/word-index/word-keeper.ts";
import { columnFile } from "../src/io/files/column-file.ts";
import { openState } from "../src/io/sqlite/state.ts";
import { phraseKeeper } from "../src/search/guidance/phrase-keeper.ts";
import { madeCollection } from "./collections/made-up-words.ts";

const { values } = parseArgs({
  options: { size: { type: "string", default: "200000" }, changed: { type: "string", default: "100" } },
});
const { size, pin } = madeCollection(Number(values.size));
const folder = mkdtempSync(join(tmpdir(), "bowerbird-words-start-"));
const state = openState(join(folder, "state.sqlite"), systemClock, 1);
const draft = (seq: number) => {
  const { title, description, tags } = pin(seq);
  return {
    ...{ title, description, tags, source: `${seq}.webp`, owner: "a", placeholder: "" },
    ...{ mime: "image/webp", bytes: 1, width: 4, height: 3 },
    blob: createHash("sha256").update(String(seq)).digest("hex"),
  };
};
const portion = 1000;
for (let from = 1; from <= size; from += portion) {
  const count = Math.min(portion, size - from + 1);
  await state.pins.admitMany(Array.from({ length: count }, (_, i) => draft(from + i)));
}
const threadMilliseconds = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
const megabytes = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1e6;
};
const ports = (name: string) => ({
  ...{ model: () => "none", tick: () => performance.now() },
  file: columnFile(join(folder, name)),
});
const makers = {
  words: () => wordKeeper({ ...ports("words"), changes: state.pinChanges, labels: () => [] }),
  phrases: () => phraseKeeper(state.looks, ports("phrases")),
};

/** Seconds of the clock and of the thread, and the longest time that other work waited, in milliseconds. */
async function measured(work: () => Promise<unknown>) {
  const lag = monitorEventLoopDelay({ resolution: 1 });
  const [started, worked] = [performance.now(), threadMilliseconds()];
  lag.enable();
  await work();
  lag.disable();
  return {
    seconds: rounded((performance.now() - started) / 1000),
    thread: rounded((threadMilliseconds() - worked) / 1000),
    "longest turn": rounded(lag.max / 1e6),
  };
}
const rounded = (value: number): number => Number(value.toFixed(2));

const rows: Record<string, object> = {};
for (const [name, make] of Object.entries(makers)) {
  const before = megabytes();
  const first = make();
  const build = await measured(first.catchUp);
  const memory = megabytes() - before;
  rows[`${name}: made from the state`] = {
    ...build,
    "bytes of memory a pin": Math.round((1e6 * memory) / size),
  };
  const save = await measured(first.save);
  rows[`${name}: saved`] = { ...save, "megabytes on disk": rounded(statSync(join(folder, name)).size / 1e6) };
}
const { items: changed } = await state.pins.list({ limit: Number(values.changed) });
for (const { id } of changed) await state.pins.patch(id, { title: "another title" });
for (const [name, make] of Object.entries(makers)) {
  const second = make();
  rows[`${name}: taken up`] = await measured(second.open);
  rows[`${name}: ${changed.length} changes since`] = await measured(second.catchUp);
}
console.log(`${size} pins`);
console.table(rows);
state.close();
rmSync(folder, { recursive: true });
