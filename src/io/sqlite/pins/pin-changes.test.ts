/** Whoever follows the changes of pins hears of every change of their words, those that boards bring among them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { draftOf } from "../../../catalog/pins.contract.ts";
import { manualClock } from "../../../core/clock.ts";
import { openState, type State } from "../state.ts";

let folder: string;
let state: State;
let pin: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "bowerbird-changes-"));
  state = openState(join(folder, "state.sqlite"), manualClock(1_000_000), 1);
  pin = (await state.pins.admit(draftOf("a", { title: "" }))).pin.id;
  await state.pins.admit(draftOf("b"));
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

/** What changed while something was done: ids with the names of their boards. */
async function changedBy(act: () => Promise<unknown>) {
  const before = { revision: state.pinChanges.latest(), seq: Number.MAX_SAFE_INTEGER };
  await act();
  return state.pinChanges.since(before, 10, "none").changes.map((one) => [one.pin?.id, one.pin?.boards]);
}

test("words that a known pin did not have are a change; the same picture once more is none", async () => {
  const again = () => state.pins.admit(draftOf("a", { title: "Blue vase", attributes: { seats: 3 } }));
  const [seen] = await state.pins.read([pin]);
  expect(await changedBy(again)).toEqual([[pin, []]]);
  expect((await state.pins.read([pin]))[0].version).toBe(seen.version + 1);
  expect(await changedBy(again)).toEqual([]);
});

test("a public board's name comes and goes with its pins, its own name and its privacy", async () => {
  const board = await state.boards.create({ owner: "person:ada", name: "Hall", privacy: "public" });
  expect(await changedBy(() => state.boards.save(board.id, [pin], { by: "person:ada" }))).toEqual([
    [pin, ["Hall"]],
  ]);
  expect(await changedBy(() => state.boards.patch(board.id, { name: "Stairs" }))).toEqual([
    [pin, ["Stairs"]],
  ]);
  expect(await changedBy(() => state.boards.patch(board.id, { privacy: "private" }))).toEqual([[pin, []]]);
  expect(await changedBy(() => state.boards.patch(board.id, { privacy: "public" }))).toEqual([
    [pin, ["Stairs"]],
  ]);
  expect(await changedBy(() => state.boards.patch(board.id, { description: "Quiet" }))).toEqual([]);
  expect(await changedBy(() => state.boards.unsave(board.id, [pin]))).toEqual([[pin, []]]);
});

test("a board that an import names is a change of a pin that was there", async () => {
  expect(await changedBy(() => state.pins.admit(draftOf("a", { board: "Hall" })))).toEqual([[pin, ["Hall"]]]);
});
