/** What those whom one follows have saved: newest first, each pin once, and nothing that its board does not show. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { draftOf } from "../src/catalog/pins.contract.ts";
import { type Engine, openEngine } from "../src/engine.ts";
import type { BoardView } from "../src/http/contract/board-views.ts";
import type { FollowingPage } from "../src/http/contract/following.ts";
import { buildServer, type Server } from "../src/http/server.ts";
import { Browser, signUp } from "./test-browser.ts";

const data = mkdtempSync(join(tmpdir(), "bowerbird-following-"));
let engine: Engine;
let server: Server;
let now = 1_700_000_000_000;
let pins: string[];
let round = 0;

beforeAll(async () => {
  engine = await openEngine({ data, environment: {}, clock: { now: () => now } });
  server = await buildServer(engine, { version: "0.0.0" });
});

afterAll(async () => {
  await server.app.close();
  await engine.close();
  rmSync(data, { recursive: true });
});

let ada: Browser;
let bob: Browser;
let bobsId: string;
beforeEach(async () => {
  round++;
  const drafts = ["a", "b", "c", "d", "e"].map((name) => draftOf(`${name}${round}`, { owner: "test" }));
  pins = (await engine.pins.admitMany(drafts)).map(({ pin }) => pin.id);
  [ada, bob] = [new Browser(server), new Browser(server)];
  bobsId = (await signUp(bob, `bob${round}`)).json().person.id;
});

async function save(browser: Browser, board: BoardView, ...names: string[]): Promise<void> {
  now += 1000;
  const answer = await browser.ask("POST", `/boards/${board.id}/pins`, { pins: names });
  expect(answer.statusCode).toBe(201);
}

async function feed(browser: Browser, question = ""): Promise<FollowingPage> {
  const answer = await browser.ask("GET", `/following${question}`);
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

const idsOf = ({ items }: FollowingPage): string[] => items.map(({ pin }) => pin.id);

test("who follows nobody is shown nothing, and no profile begins", async () => {
  expect(await feed(ada)).toMatchObject({ items: [], cursor: null });
  expect(ada.cookie).toBe("");
});

test("a followed board and a followed person, the latest save first and each pin once, with why", async () => {
  const cleo = new Browser(server);
  const [blue, kitchen] = [await bob.board("Blue", "public"), await cleo.board("Kitchen", "link")];
  await save(bob, blue, pins[0]);
  await save(cleo, kitchen, pins[1]);
  await save(cleo, kitchen, pins[0]);
  await save(bob, blue, pins[2]);
  await ada.ask("PUT", `/boards/${kitchen.id}/follow`);
  await ada.ask("PUT", `/people/${bobsId}/follow`);
  const page = await feed(ada);
  expect(idsOf(page)).toEqual([pins[2], pins[0], pins[1]]);
  expect(page.items[0]).toMatchObject({
    ...{ through: "person", board: { id: blue.id, name: "Blue" } },
    savedBy: { id: bobsId, name: `bob${round}` },
  });
  expect(page.items[1]).toMatchObject({ through: "board", board: { name: "Kitchen" } });
  await ada.ask("DELETE", `/boards/${kitchen.id}/follow`);
  expect(idsOf(await feed(ada))).toEqual([pins[2], pins[0]]);
});

test("pages neither repeat nor skip while pins are saved in front", async () => {
  const blue = await bob.board("Blue", "public");
  await ada.ask("PUT", `/boards/${blue.id}/follow`);
  for (const pin of pins.slice(0, 4)) await save(bob, blue, pin);
  const first = await feed(ada, "?limit=2");
  expect(idsOf(first)).toEqual([pins[3], pins[2]]);
  await save(bob, blue, pins[4]);
  const second = await feed(ada, `?limit=2&cursor=${first.cursor}`);
  expect(idsOf(second)).toEqual([pins[1], pins[0]]);
  expect(second.cursor).toBeNull();
  expect((await ada.ask("GET", "/following?cursor=nonsense")).json().code).toBe("BAD_CURSOR");
});

test("secret boards never show: not of a followed person, not once they were public, not when shared with others", async () => {
  const [secret, byLink, shown] = [
    await bob.board("Secret"),
    await bob.board("By link", "link"),
    await bob.board("Shown", "public"),
  ];
  await save(bob, secret, pins[0]);
  await save(bob, byLink, pins[1]);
  await save(bob, shown, pins[2]);
  await ada.ask("PUT", `/people/${bobsId}/follow`);
  await ada.ask("PUT", `/boards/${shown.id}/follow`);
  expect((await ada.ask("PUT", `/boards/${secret.id}/follow`)).json().code).toBe("BOARD_NOT_FOUND");
  expect(idsOf(await feed(ada))).toEqual([pins[2]]);
  await bob.ask("PATCH", `/boards/${shown.id}`, { privacy: "private" });
  expect(idsOf(await feed(ada))).toEqual([]);
  const cleo = new Browser(server);
  const cleosId = (await signUp(cleo, `cleo${round}`)).json().person.id;
  await bob.ask("PUT", `/boards/${shown.id}/collaborators/${cleosId}`);
  expect(idsOf(await feed(ada))).toEqual([]);
  await cleo.ask("PUT", `/boards/${shown.id}/follow`);
  expect(idsOf(await feed(cleo))).toEqual([pins[2]]);
  await bob.ask("DELETE", `/boards/${shown.id}/collaborators/${cleosId}`);
  expect(idsOf(await feed(cleo))).toEqual([]);
});

test("without one's own saves, what one has hidden, what was taken off again, and removed boards and pins", async () => {
  const blue = await bob.board("Blue", "public");
  const adasId = (await signUp(ada, `ada${round}`)).json().person.id;
  await bob.ask("PUT", `/boards/${blue.id}/collaborators/${adasId}`);
  await ada.ask("PUT", `/boards/${blue.id}/follow`);
  await save(bob, blue, pins[0], pins[1], pins[2], pins[3]);
  await save(ada, blue, pins[4]);
  await ada.ask("PUT", `/pins/${pins[0]}/hide`, {});
  await bob.ask("DELETE", `/boards/${blue.id}/pins/${pins[1]}`);
  await engine.pins.remove([pins[2]]);
  expect(idsOf(await feed(ada))).toEqual([pins[3]]);
  await bob.ask("DELETE", `/boards/${blue.id}`);
  expect(idsOf(await feed(ada))).toEqual([]);
});

test("the list is written into the event log with where each pin came from", async () => {
  const blue = await bob.board("Blue", "public");
  await save(bob, blue, pins[0]);
  await ada.ask("PUT", `/boards/${blue.id}/follow`);
  const { slate } = await feed(ada);
  await engine.events.settled();
  const { rows } = await engine.eventLog.query(
    "select pin, position, source, surface, probability, extra->>'$.board' from events where slate = ?",
    [slate],
  );
  expect(rows).toEqual([[pins[0], 0, "following", "following", 1, blue.id]]);
});

test("what an erased person saved is no longer anybody's", async () => {
  const cleo = new Browser(server);
  const board = await cleo.board("Ours", "public");
  const cleosId = (await signUp(cleo, `cleo${round}`)).json().person.id;
  await save(cleo, board, pins[0]);
  await ada.ask("PUT", `/people/${cleosId}/follow`);
  expect(idsOf(await feed(ada))).toEqual([pins[0]]);
  await engine.forget(cleosId);
  expect(idsOf(await feed(ada))).toEqual([]);
});
