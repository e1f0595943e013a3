/**
 * How long the word index takes to be built from the state at a start, over made-up pins without pictures:
 *
 *   node bench/words-start.ts [--size 10000]
 *
 * It is built in portions between other work, and answers say meanwhile that they are not complete. The thread's own time is
 * what it takes on a machine that does nothing else.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../src/core/clock.ts";
import { wordKeeper } from "../src/index/word-index/word-keeper.ts";
import { openState } from "../src/io/sqlite/state.ts";
import { madeCollection } from "./words-collection.ts";

const { values } = parseArgs({ options: { size: { type: "string", default: "10000" } } });
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
const [started, worked] = [performance.now(), threadMilliseconds()];
const keeper = wordKeeper(
  state.pinChanges,
  () => "none",
  () => [],
);
await keeper.catchUp();
console.log({
  pins: keeper.current().size,
  seconds: (performance.now() - started) / 1000,
  threadSeconds: (threadMilliseconds() - worked) / 1000,
});
state.close();
rmSync(folder, { recursive: true });
