/**
 * How long the word index takes at a first start, when it is built from the state, and at a second one, when it is taken up
 * from the disk and brought up to date, over made-up pins without pictures; what it takes in memory and on disk:
 *
 *   node --expose-gc bench/words-start.ts [--size 200000] [--changed 100]
 *
 * It is built in portions between other work: `longest turn` is the longest time that other work waited. `thread` is the
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
import { columnFile } from "../src/io/column-file.ts";
import { openState } from "../src/io/sqlite/state.ts";
import { madeCollection } from "./words-collection.ts";

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
const path = join(folder, "words.columns");
const ports = {
  ...{ changes: state.pinChanges, model: () => "none", labels: () => [], tick: () => performance.now() },
  file: columnFile(path),
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

const before = megabytes();
const first = wordKeeper(ports);
const rows: Record<string, object> = {
  "built from the state": await measured(first.catchUp),
  saved: await measured(first.save),
};
const memory = megabytes() - before;
const changed = await state.pins.read(
  (await state.pins.list({ limit: Number(values.changed) })).items.map(({ id }) => id),
);
for (const { id } of changed) await state.pins.patch(id, { title: "another title" });
const second = wordKeeper(ports);
rows["taken up"] = await measured(second.open);
rows[`${changed.length} changes since`] = await measured(second.catchUp);
console.log(`${second.current().size} pins`);
console.table(rows);
console.log({
  "megabytes on disk": rounded(statSync(path).size / 1e6),
  "megabytes in memory": rounded(memory),
  "bytes of memory a pin": Math.round((1e6 * memory) / size),
});
state.close();
rmSync(folder, { recursive: true });
