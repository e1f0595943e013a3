import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import { boardStoreContract } from "../../catalog/boards.contract.ts";
import { jobStoreContract } from "../../catalog/jobs.contract.ts";
import { opinionStoreContract } from "../../catalog/opinions.contract.ts";
import { peopleStoreContract } from "../../catalog/people.contract.ts";
import { draftOf, pinStoreContract } from "../../catalog/pins.contract.ts";
import { privacyStoreContract } from "../../catalog/privacy.contract.ts";
import { requestStoreContract } from "../../catalog/requests.contract.ts";
import { searchStoreContract } from "../../catalog/searches.contract.ts";
import { understandingStoreContract } from "../../catalog/understandings.contract.ts";
import { manualClock } from "../../core/clock.ts";
import { migrations } from "./migrations.ts";
import { openState, type State } from "./state.ts";

const open: { state: State; folder: string }[] = [];
const clock = manualClock(1_000_000);

function freshState(): State & { path: string } {
  const folder = mkdtempSync(join(tmpdir(), "bowerbird-state-"));
  const path = join(folder, "state.sqlite");
  const state = openState(path, clock, 1);
  open.push({ state, folder });
  return { ...state, path };
}

afterEach(() => {
  for (const { state, folder } of open.splice(0)) {
    try {
      state.close();
    } catch {
      // Closed by the test itself.
    }
    rmSync(folder, { recursive: true });
  }
});

pinStoreContract("SQLite", () => freshState().pins);
understandingStoreContract("SQLite", () => freshState());
peopleStoreContract("SQLite", () => ({ ...freshState(), advance: clock.advance }));
jobStoreContract("SQLite", () => ({ ...freshState(), advance: clock.advance }));
requestStoreContract("SQLite", () => ({ ...freshState(), advance: clock.advance }));
boardStoreContract("SQLite", () => ({ ...freshState(), advance: clock.advance }));
opinionStoreContract("SQLite", () => ({ ...freshState(), advance: clock.advance }));
searchStoreContract("SQLite", () => ({ ...freshState(), advance: clock.advance }));
privacyStoreContract("SQLite", () => {
  const state = freshState();
  return { ...state, everything: () => everythingIn(state) };
});

/** Every value of every table of a state, as one text; the file itself is locked, so a copy is read. */
async function everythingIn(state: State & { path: string }): Promise<string> {
  const copy = `${state.path}.all`;
  await state.copyTo(copy);
  const raw = new DatabaseSync(copy);
  const tables = raw.prepare("select name from sqlite_schema where type = 'table'").all();
  const values = tables.map(({ name }) => JSON.stringify(raw.prepare(`select * from "${name}"`).all()));
  raw.close();
  return values.join("\n");
}

test("one process owns the state", () => {
  const { path } = freshState();
  expect(() => openState(path, clock, 1)).toThrow(expect.objectContaining({ code: "DATA_LOCKED" }));
});

test("a newer data folder is refused untouched", () => {
  const state = freshState();
  state.close();
  const raw = new DatabaseSync(state.path);
  raw.exec(`pragma user_version = ${migrations.length + 1}`);
  raw.close();
  expect(() => openState(state.path, clock, 1)).toThrow(expect.objectContaining({ code: "DATA_NEWER" }));
});

test("a file that is no database is called damaged", () => {
  const folder = mkdtempSync(join(tmpdir(), "bowerbird-state-"));
  const path = join(folder, "state.sqlite");
  const raw = new DatabaseSync(path);
  raw.exec("create table pins (x); pragma user_version = 0");
  raw.close();
  expect(() => openState(path, clock, 1)).toThrow();
  rmSync(folder, { recursive: true });
});

test("a copy is whole while the original is in use", async () => {
  const state = freshState();
  await state.pins.admit(draftOf("a", { title: "A" }));
  const copy = `${state.path}.copy`;
  await state.copyTo(copy);
  const copied = openState(copy, clock, 1);
  expect((await copied.pins.list({ limit: 5 })).items.map((pin) => pin.title)).toEqual(["A"]);
  expect(copied.check()).toBe("ok");
  copied.close();
});

test("a large state is copied in steps, with what is written meanwhile and other work in between", async () => {
  const state = freshState();
  const write = (from: number, to: number) =>
    state.pins.admitMany(
      Array.from({ length: to - from }, (_, i) =>
        draftOf(`picture ${from + i}`, { description: "words ".repeat(2000) }),
      ),
    );
  await write(0, 800);
  const copy = `${state.path}.copy`;
  let turns = 0;
  let copying = true;
  const copied = state.copyTo(copy).finally(() => {
    copying = false;
  });
  await write(800, 810);
  while (copying) {
    turns++;
    await new Promise(setImmediate);
  }
  await copied;
  expect(turns).toBeGreaterThan(2);
  const opened = openState(copy, clock, 1);
  expect(await opened.pins.count()).toBe(810);
  expect(opened.check()).toBe("ok");
  opened.close();
});
