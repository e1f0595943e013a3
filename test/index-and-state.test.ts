/** The index kept true to the real state: SQLite, usearch and a folder, opened, changed, damaged and opened again. */
import { mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { draftOf } from "../src/catalog/pins.contract.ts";
import { understandingOf } from "../src/catalog/understandings.contract.ts";
import { manualClock } from "../src/core/clock.ts";
import { vectorKey } from "../src/core/nouns.ts";
import { parseSettings } from "../src/core/settings.ts";
import { type IndexKeeper, indexKeeper } from "../src/index/index-keeper.ts";
import { recallGauge } from "../src/index/recall-gauge.ts";
import { openState, type State } from "../src/io/sqlite/state.ts";
import { folderOfModel } from "../src/io/vectors/index-folder.ts";
import { indexShelf } from "../src/io/vectors/index-shelf.ts";

const model = "toy@1";
let root: string;
let state: State;
let keeper: IndexKeeper;

const settings = parseSettings({ "index.exactUpTo": 40 });
const openKeeper = (): IndexKeeper =>
  indexKeeper(indexShelf(join(root, "index"), settings, 1, recallGauge(0)), state.understandings);
const admit = async (from: number, to: number): Promise<Array<{ id: string; seq: number }>> => {
  const pins: Array<{ id: string; seq: number }> = [];
  for (let i = from; i < to; i++) {
    const { pin } = await state.pins.admit(draftOf(`picture ${i}`));
    await state.understandings.write([{ seq: pin.seq, understanding: understandingOf(i, i % 3, model) }]);
    pins.push(pin);
  }
  return pins;
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "bowerbird-keeper-"));
  state = openState(join(root, "state.sqlite"), manualClock(1_000_000), 30);
  keeper = openKeeper();
});
afterEach(async () => {
  await keeper.close();
  state.close();
  rmSync(root, { recursive: true, force: true });
});

test("built, followed, saved, opened, brought up to date and repaired", async () => {
  const pins = await admit(0, 60);
  expect(await keeper.start(model, 8)).toMatchObject({ kind: "rebuilt", added: 120 });
  await state.pins.remove([pins[5].id]);
  await keeper.catchUp();
  expect(keeper.index.vector(vectorKey(pins[5].seq, 0))).toBeNull();
  expect(keeper.index.size).toBe(117);
  await state.pins.restore([pins[5].id]);
  await keeper.catchUp();
  expect(keeper.index.size).toBe(120);
  await keeper.index.settled();
  await keeper.save();
  await keeper.close();

  const [fresh] = await admit(61, 62);
  keeper = openKeeper();
  expect(await keeper.start(model, 8)).toEqual({ kind: "changes", added: 2, removed: 0 });
  expect(keeper.index.vector(vectorKey(fresh.seq, 0))).not.toBeNull();
  await keeper.save();
  await keeper.close();

  const folder = folderOfModel(join(root, "index"), model);
  const table = readdirSync(folder).find((file) => file.endsWith(".table")) ?? "";
  truncateSync(join(folder, table), 100);
  keeper = openKeeper();
  expect(await keeper.start(model, 8)).toMatchObject({ kind: "rebuilt", added: 122 });
});
