/** What words mean follows the state: each changed text is embedded once, and nothing twice after a stop. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { draftOf } from "../catalog/pins.contract.ts";
import { manualClock } from "../core/clock.ts";
import { vectorKey } from "../core/nouns.ts";
import { openState, type State } from "../io/sqlite/state.ts";
import { textKeeper } from "./text-keeper.ts";

let folder: string;
let state: State;
let embedded: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bowerbird-texts-"));
  state = openState(join(folder, "state.sqlite"), manualClock(1_000_000), 1);
  embedded = [];
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

const keeper = () =>
  textKeeper({
    ...{ changes: state.pinChanges, store: state.texts, model: "text@1", busy: () => false, tick: () => 0 },
    open: async () => ({
      embed: async (texts) => {
        embedded.push(...texts);
        return texts.map((text) => Float32Array.of(text.length % 2, 1 - (text.length % 2)));
      },
    }),
    written: async () => {},
  });
const kept = async () => {
  const keys: number[] = [];
  for await (const { key } of state.texts.vectors("text@1")) keys.push(key);
  return keys;
};

test("every text once; a change anew, what is gone or empty no more, and another keeper goes on", async () => {
  const one = (await state.pins.admit(draftOf("a", { title: "Blue vase", description: "", tags: [] }))).pin;
  const two = (await state.pins.admit(draftOf("b", { title: "Oak chair", description: "", tags: ["oak"] })))
    .pin;
  await state.pins.admit(draftOf("c", { title: "", description: "", tags: [] }));
  await keeper().catchUp();
  expect(embedded).toEqual(["Blue vase", "Oak chair. oak"]);
  expect(await kept()).toEqual([vectorKey(one.seq, 0), vectorKey(two.seq, 0)]);

  await state.pins.patch(one.id, { title: "Green vase" });
  await state.pins.patch(two.id, { price: { amount: 3, currency: "EUR" } });
  await keeper().catchUp();
  expect(embedded.slice(2)).toEqual(["Green vase"]);

  await state.pins.remove([two.id]);
  const mark = await state.texts.watermark();
  await keeper().catchUp();
  expect(await kept()).toEqual([vectorKey(one.seq, 0)]);
  expect(await state.texts.changesSince(mark, "text@1")).toEqual({
    added: [],
    removed: [vectorKey(two.seq, 0)],
  });
  expect(await state.texts.count("text@1")).toEqual({ pictures: 1, objects: 0 });
  expect(embedded).toHaveLength(3);
});

test("more changes than a portion are all read", async () => {
  const names = Array.from({ length: 70 }, (_, i) => `${i}`);
  await state.pins.admitMany(
    names.map((name) => draftOf(name, { title: `Vase ${name}`, description: "", tags: [] })),
  );
  await keeper().catchUp();
  expect(await kept()).toHaveLength(70);
});
