import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import { draftOf, pinStoreContract } from "../../catalog/pins.contract.ts";
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
  state.copyTo(copy);
  const copied = openState(copy, clock, 1);
  expect((await copied.pins.list({ limit: 5 })).items.map((pin) => pin.title)).toEqual(["A"]);
  expect(copied.check()).toBe("ok");
  copied.close();
});

test("people sign in once by a link, stay by a session that ends without use", async () => {
  const { people } = freshState();
  const person = await people.create({ name: "Ada", email: "ada@example.com", role: "admin" });
  await expect(people.create({ name: "B", email: "ADA@example.com", role: "viewer" })).rejects.toMatchObject({
    code: "NAME_TAKEN",
  });
  const secret = await people.createSignInLink(person.id, 1000);
  const { session } = await people.redeemSignInLink(secret);
  await expect(people.redeemSignInLink(secret)).rejects.toMatchObject({ code: "BAD_SIGN_IN" });
  clock.advance(20 * 3_600_000);
  expect(await people.personOfSession(session)).toEqual(person);
  clock.advance(20 * 3_600_000);
  expect(await people.personOfSession(session)).toEqual(person);
  clock.advance(25 * 3_600_000);
  expect(await people.personOfSession(session)).toBeNull();
  const late = await people.createSignInLink(person.id, 1000);
  clock.advance(1001);
  await expect(people.redeemSignInLink(late)).rejects.toMatchObject({ code: "BAD_SIGN_IN" });
});

test("keys open by their secret until revoked, and the secret is not kept", async () => {
  const state = freshState();
  const { key, secret } = await state.people.createKey({ name: "shop", role: "member", createdBy: "x" });
  expect(await state.people.keyOfSecret(secret)).toMatchObject({ id: key.id, role: "member" });
  expect(JSON.stringify(await state.people.listKeys())).not.toContain(secret);
  await state.people.revokeKey(key.id);
  expect(await state.people.keyOfSecret(secret)).toBeNull();
  await expect(state.people.revokeKey("none")).rejects.toMatchObject({ code: "KEY_NOT_FOUND" });
});

test("a job is leased by one worker and taken up again when its heartbeat stops", async () => {
  const { jobs } = freshState();
  const job = await jobs.create("import", { source: "x" }, "me");
  expect((await jobs.lease("import", "one", 1000))?.id).toBe(job.id);
  expect(await jobs.lease("import", "two", 1000)).toBeNull();
  await jobs.beat(job.id, "one", 5000, { ...job.progress, done: 3 });
  clock.advance(4000);
  expect(await jobs.lease("import", "two", 1000)).toBeNull();
  clock.advance(2000);
  expect((await jobs.lease("import", "two", 1000))?.progress.done).toBe(3);
  await jobs.fail(job.id, [{ file: "a", code: "PICTURE_UNREADABLE", sentence: "s", remedy: "r" }]);
  await jobs.end(job.id, "done", job.progress);
  expect(await jobs.read(job.id)).toMatchObject({ state: "done", failures: [{ file: "a" }] });
  expect(await jobs.list(5)).toHaveLength(1);
});

test("an answer is remembered for a day", async () => {
  const { requests } = freshState();
  await requests.remember("k", "me", { request: "r", status: 201, body: "{}" });
  expect(await requests.remembered("k", "me")).toEqual({ request: "r", status: 201, body: "{}" });
  expect(await requests.remembered("k", "you")).toBeNull();
  clock.advance(86_400_001);
  expect(await requests.remembered("k", "me")).toBeNull();
  await requests.audit({ who: "me", what: "delete", subject: "pin", detail: "" });
  expect(await requests.listAudit(5)).toMatchObject([{ who: "me", what: "delete" }]);
});
