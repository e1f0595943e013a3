/** Boards and people over HTTP: whose they are, what others see of them, and what hostile requests come to. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { draftOf } from "../src/catalog/pins.contract.ts";
import { type Engine, openEngine } from "../src/engine.ts";
import type { BoardView } from "../src/http/contract/board-views.ts";
import { buildServer, type Server } from "../src/http/server.ts";
import { Browser, type Method, signUp } from "./test-browser.ts";

const data = mkdtempSync(join(tmpdir(), "bowerbird-boards-"));
let engine: Engine;
let server: Server;
let pins: string[];

beforeAll(async () => {
  engine = await openEngine({ data, environment: {} });
  server = await buildServer(engine, { version: "0.0.0" });
  const drafts = ["a", "b", "c"].map((name) => draftOf(name, { owner: "test" }));
  pins = (await engine.pins.admitMany(drafts)).map(({ pin }) => pin.id);
});

afterAll(async () => {
  await server.app.close();
  await engine.close();
  rmSync(data, { recursive: true });
});

let ada: Browser;
let bob: Browser;
beforeEach(() => {
  ada = new Browser(server);
  bob = new Browser(server);
});

describe("a profile", () => {
  test("begins with the first act, not with looking", async () => {
    for (const url of ["/boards", "/session", "/account", "/pins", "/account/hidden"]) {
      expect((await ada.ask("GET", url)).statusCode).toBe(200);
    }
    expect(ada.cookie).toBe("");
    const made = await ada.board("Blue");
    expect(made).toMatchObject({ access: "own", privacy: "private", person: { name: "" } });
    expect(ada.cookie).not.toBe("");
    expect((await ada.ask("GET", "/session")).json()).toMatchObject({
      person: { anonymous: true, email: "" },
      role: "viewer",
    });
    const count = await engine.people.count();
    await ada.board("Red");
    expect(await engine.people.count()).toEqual(count);
  });

  test("lives as long as it is visited: its cookie begins anew with every visit", async () => {
    await ada.board("Blue");
    const { cookies } = await ada.ask("GET", "/session");
    expect(cookies[0]).toMatchObject({ name: "bowerbird_session", maxAge: 365 * 86_400, httpOnly: true });
  });

  test("hiding a pin that is not there begins none", async () => {
    const before = await engine.people.count();
    expect((await ada.ask("PUT", "/pins/nothing/hide", {})).json().code).toBe("PIN_NOT_FOUND");
    expect(await engine.people.count()).toEqual(before);
  });

  test("keeps no history where the browser asks for privacy", async () => {
    await ada.ask("POST", "/boards", { name: "Blue" }, { "sec-gpc": "1" });
    expect((await ada.ask("GET", "/account")).json()).toMatchObject({ history: false, privacySignal: false });
    await ada.ask("PATCH", "/account", { history: true });
    expect((await ada.ask("GET", "/account", undefined, { dnt: "1" })).json()).toMatchObject({
      history: true,
      privacySignal: true,
    });
  });

  test("another site cannot give a browser one, nor use one", async () => {
    const elsewhere = { "sec-fetch-site": "cross-site" };
    expect((await ada.ask("PUT", `/pins/${pins[0]}/hide`, {}, elsewhere)).json().code).toBe("CSRF_REFUSED");
    const origin = { origin: "https://evil.example" };
    expect((await ada.ask("POST", "/boards", { name: "x" }, origin)).json().code).toBe("CSRF_REFUSED");
    expect(ada.cookie).toBe("");
    await ada.board("Blue");
    const forged = await server.app.inject({
      ...{ method: "DELETE", url: "/account", cookies: { bowerbird_session: ada.cookie } },
    });
    expect(forged.json().code).toBe("CSRF_REFUSED");
  });
});

describe("whose it is", () => {
  const onBoard: ReadonlyArray<{ method: Method; path: string; body?: object }> = [
    { method: "GET", path: "" },
    { method: "PATCH", path: "", body: { name: "Mine now" } },
    { method: "DELETE", path: "" },
    { method: "POST", path: "/restore" },
    { method: "POST", path: "/merge", body: { into: "other" } },
    { method: "GET", path: "/pins" },
    { method: "POST", path: "/pins", body: { pins: ["x"] } },
    { method: "PATCH", path: "/pins/x", body: { note: "x" } },
    { method: "DELETE", path: "/pins/x" },
    { method: "POST", path: "/pins/bulk", body: { action: "remove", pins: ["x"] } },
    { method: "POST", path: "/sections", body: { name: "x" } },
    { method: "PATCH", path: "/sections/x", body: { name: "x" } },
    { method: "DELETE", path: "/sections/x" },
    { method: "POST", path: "/sections/x/restore" },
    { method: "PUT", path: "/collaborators/x" },
    { method: "DELETE", path: "/collaborators/x" },
    { method: "PUT", path: "/follow" },
  ];

  test.each(onBoard)(
    "$method /boards/{private}$path looks as if it were not there",
    async ({ method, path, body }) => {
      const board = await ada.board(`Secret ${method} ${path}`.slice(0, 90));
      await bob.board("Own");
      const there = await bob.ask(method, `/boards/${board.id}${path}`, body);
      const nowhere = await bob.ask(method, `/boards/nothing${path}`, body);
      expect(there.statusCode).toBe(404);
      expect(there.json().code).toBe("BOARD_NOT_FOUND");
      expect(there.json().detail.replace(board.id, "nothing")).toBe(nowhere.json().detail);
      await ada.ask("PATCH", `/boards/${board.id}`, { privacy: "public" });
      const shown = await bob.ask(method, `/boards/${board.id}${path}`, body);
      const open = method === "GET" || path === "/follow";
      if (path !== "/restore") expect(shown.statusCode).toBe(open ? 200 : 403);
      expect((await ada.ask("GET", `/boards/${board.id}`)).json()).toMatchObject({ pins: 0, access: "own" });
    },
  );

  test("a private board is in no list, no pin and no filter of others; admins do not see it either", async () => {
    const board = await ada.board("Hidden treasure");
    await ada.ask("POST", `/boards/${board.id}/pins`, { pins: [pins[0]] });
    const { secret } = await engine.people.createKey({ name: "k", role: "admin", createdBy: "test" });
    const admin = { authorization: `Bearer ${secret}` };
    const filter = encodeURIComponent(JSON.stringify({ boards: [board.id, "Hidden treasure"] }));
    for (const url of ["/boards?limit=500", `/pins/${pins[0]}`, `/pins?filter=${filter}`, "/openapi.json"]) {
      for (const answer of [await bob.ask("GET", url), await bob.ask("GET", url, undefined, admin)]) {
        expect(answer.body).not.toContain("Hidden treasure");
      }
    }
    expect((await bob.ask("GET", `/pins?filter=${filter}`)).json().total).toBe(0);
    expect((await bob.ask("GET", `/boards/${board.id}`, undefined, admin)).statusCode).toBe(404);
    const { owner } = board;
    const person = owner.replace("person:", "");
    expect((await bob.ask("GET", `/boards?person=${person}`)).json().items).toEqual([]);
    expect((await bob.ask("GET", `/people/${person}`)).json().code).toBe("PERSON_NOT_FOUND");
  });

  test("a link board is read by who has its address and listed nowhere", async () => {
    const board = await ada.board("By link", "link");
    expect((await bob.ask("GET", `/boards/${board.id}`)).json()).toMatchObject({
      access: "read",
      name: "By link",
    });
    expect((await bob.ask("GET", "/boards?limit=500")).body).not.toContain("By link");
  });

  test("a collaborator saves and arranges, but does not own", async () => {
    await ada.board("x");
    await signUp(bob, "bob-the-helper");
    const board = await ada.board("Shared");
    const invited = await ada.ask("PUT", `/boards/${board.id}/collaborators/bob-the-helper@example.org`);
    expect(invited.json().collaborators).toMatchObject([{ name: "bob-the-helper" }]);
    const saved = await bob.ask("POST", `/boards/${board.id}/pins`, { pins, note: "look" });
    expect(saved.json()).toMatchObject({ saved: pins, already: [], board: { access: "edit", pins: 3 } });
    expect((await bob.ask("PATCH", `/boards/${board.id}`, { name: "Bob's" })).json().code).toBe("NOT_YOURS");
    expect((await bob.ask("GET", "/boards?person=me")).json().items).toHaveLength(1);
    const { id } = (await bob.ask("GET", "/session")).json().person;
    expect((await bob.ask("DELETE", `/boards/${board.id}/collaborators/${id}`)).json()).toEqual({ done: 1 });
    expect((await bob.ask("GET", `/boards/${board.id}`)).statusCode).toBe(404);
  });
});

describe("boards for a pin", () => {
  test("are one's own, the most probable first, and say which hold it", async () => {
    expect((await bob.ask("GET", `/pins/${pins[0]}/boards`)).json()).toEqual({ items: [] });
    expect((await bob.ask("GET", "/pins/nothing/boards")).json().code).toBe("PIN_NOT_FOUND");
    const [older, newer] = [await ada.board("Older"), await ada.board("Newer")];
    await ada.ask("POST", `/boards/${older.id}/pins`, { pins: [pins[0]] });
    await ada.ask("POST", `/boards/${newer.id}/pins`, { pins: [pins[1]] });
    const { items } = (await ada.ask("GET", `/pins/${pins[0]}/boards`)).json();
    expect(items).toHaveLength(2);
    expect(items[0].probability).toBeGreaterThanOrEqual(items[1].probability);
    expect(items[0].probability + items[1].probability).toBeCloseTo(1, 10);
    const holds = new Map(
      items.map((each: { board: BoardView; saved: boolean }) => [each.board.name, each.saved]),
    );
    expect([holds.get("Older"), holds.get("Newer")]).toEqual([true, false]);
  });
});

describe("an account", () => {
  test("is the same profile with a name; signing in elsewhere merges what was done there", async () => {
    const board = await ada.board("Blue");
    await ada.ask("POST", `/boards/${board.id}/pins`, { pins: [pins[0]] });
    const signed = await signUp(ada, "merging");
    expect(signed.statusCode).toBe(201);
    expect(signed.json()).toMatchObject({ person: { name: "merging", anonymous: false, role: "viewer" } });
    expect((await signUp(ada, "again")).json().code).toBe("ALREADY_SIGNED_UP");

    const same = await bob.board("blue");
    await bob.ask("POST", `/boards/${same.id}/pins`, { pins: [pins[0], pins[1]] });
    await bob.board("Green");
    const secret = { email: "MERGING@example.org", password: "three calm words" };
    expect((await bob.ask("POST", "/session", secret)).statusCode).toBe(200);
    const { items } = (await bob.ask("GET", "/boards?person=me&sort=name")).json();
    expect(items.map((each: BoardView) => [each.name, each.pins])).toEqual([
      ["Blue", 2],
      ["Green", 0],
    ]);
    const sessions = (await bob.ask("GET", "/account/sessions")).json().items;
    expect(sessions).toHaveLength(2);
    expect(JSON.stringify(sessions)).not.toContain(bob.cookie);
    expect((await bob.ask("DELETE", "/account/sessions/others")).json()).toEqual({ done: 1 });
    expect((await ada.ask("GET", "/session")).json().person).toBeNull();
  });

  test("a taken address, a weak password and a wrong one are refused; guessing is slowed down", async () => {
    await signUp(ada, "careful");
    expect((await signUp(bob, "careful")).json().code).toBe("NAME_TAKEN");
    for (const password of ["short", "password123", "aaaaaaaaaaaa", "weakling@example.org"]) {
      const body = { name: "weak", email: "weakling@example.org", password };
      expect((await bob.ask("POST", "/account", body)).json().code).toBe("WEAK_PASSWORD");
    }
    const guess = { email: "careful@example.org", password: "not this one" };
    for (let turn = 0; turn < 10; turn++) {
      expect((await bob.ask("POST", "/session", guess)).json().code).toBe("BAD_SIGN_IN");
    }
    const right = { email: "careful@example.org", password: "three calm words" };
    expect((await bob.ask("POST", "/session", right)).json().code).toBe("TOO_MANY_SIGN_INS");
  });

  test("a new password wants the old one and ends the other sessions", async () => {
    await signUp(ada, "changing");
    const fresh = { password: "four quite calm words" };
    expect((await ada.ask("PATCH", "/account", fresh)).json().code).toBe("BAD_SIGN_IN");
    const right = await ada.ask("PATCH", "/account", { ...fresh, oldPassword: "three calm words" });
    expect(right.statusCode).toBe(200);
    expect((await bob.ask("POST", "/session", { email: "changing@example.org", ...fresh })).statusCode).toBe(
      200,
    );
  });

  test("is handed out whole and erased whole; its cookie is nobody's", async () => {
    await signUp(ada, "leaving");
    const { id } = (await ada.ask("GET", "/session")).json().person;
    const board = await ada.board("Last things", "public");
    await ada.ask("POST", `/boards/${board.id}/pins`, { pins: [pins[1]], note: "bye" });
    const looked = { id: "looked-at", type: "closeup", pin: pins[1], time: new Date().toISOString() };
    expect((await ada.ask("POST", "/events", { events: [looked] })).json()).toMatchObject({ accepted: 1 });
    const archive = await ada.ask("GET", "/account/export");
    expect(archive.headers["content-disposition"]).toContain("attachment");
    expect(archive.json()).toMatchObject({
      person: { id },
      boards: [{ name: "Last things", pins: [{ note: "bye" }] }],
      events: [{ id: "looked-at", type: "closeup", person: id }],
      eventsComplete: true,
    });
    expect((await ada.ask("GET", "/account")).json().counts).toMatchObject({ boards: 1, saves: 1 });
    const cookie = ada.cookie;
    expect((await ada.ask("DELETE", "/account")).json()).toMatchObject({
      done: 1,
      erased: { boards: 1, saves: 1 },
    });
    ada.cookie = cookie;
    expect((await ada.ask("GET", "/session")).json()).toMatchObject({ person: null, role: "viewer" });
    expect((await ada.ask("GET", "/account/export")).json().code).toBe("NO_PROFILE");
    expect((await bob.ask("GET", `/boards/${board.id}`)).statusCode).toBe(404);
    const { items: trail } = await engine.requests.listAudit({ limit: 200 });
    expect(JSON.stringify(trail)).not.toContain(id);
    expect(trail.some(({ what, who }) => what === "people.erase" && who === "erased")).toBe(true);
  });
});

describe("hostile requests", () => {
  test("names that disguise, overflow or inject are plain text or refused", async () => {
    const script = await ada.board("<script>alert(1)</script>");
    expect(script.name).toBe("<script>alert(1)</script>");
    const turned = await ada.board("Bl\u202eue\u0000\u200b room\n");
    expect(turned.name).toBe("Blue room");
    for (const name of ["x".repeat(10_000), "", "\u202e", "y".repeat(101)]) {
      expect((await ada.ask("POST", "/boards", { name })).json().code).toBe("BAD_INPUT");
    }
    expect((await ada.ask("POST", "/boards", { name: "'; drop table boards; --" })).statusCode).toBe(201);
    expect((await ada.ask("POST", "/boards", { name: "Blue ROOM" })).json().code).toBe("NAME_TAKEN");
  });

  test("two changes at once: the later one is told", async () => {
    const { id, version } = await ada.board("Twice");
    const [one, two] = await Promise.all(
      ["One", "Two"].map((name) => ada.ask("PATCH", `/boards/${id}`, { name, version })),
    );
    expect([one.statusCode, two.statusCode].sort()).toEqual([200, 409]);
  });

  test("saving the same pin many times at once saves it once", async () => {
    const { id } = await ada.board("Once");
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ada.ask("POST", `/boards/${id}/pins`, { pins: [pins[2], pins[2]] })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([
      200, 200, 200, 200, 200, 200, 200, 201,
    ]);
    expect((await ada.ask("GET", `/boards/${id}`)).json().pins).toBe(1);
    const unknown = await ada.ask("POST", `/boards/${id}/pins`, { pins: ["nothing"] });
    expect(unknown.json().code).toBe("PIN_NOT_FOUND");
  });

  test("undo of a deleted board is its owner's only", async () => {
    const { id } = await ada.board("Gone");
    await ada.ask("DELETE", `/boards/${id}`);
    await bob.board("Own");
    expect((await bob.ask("POST", `/boards/${id}/restore`)).statusCode).toBe(404);
    expect((await ada.ask("POST", `/boards/${id}/restore`)).json().name).toBe("Gone");
  });
});
