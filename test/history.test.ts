/** A person's history over HTTP: what is known, read page by page, one thing or all of it forgotten, and not kept at all. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { draftOf } from "../src/catalog/pins.contract.ts";
import { manualClock } from "../src/core/clock.ts";
import { type Engine, openEngine } from "../src/engine.ts";
import { buildServer, type Server } from "../src/http/server.ts";

const data = mkdtempSync(join(tmpdir(), "bowerbird-history-"));
const now = Date.UTC(2026, 2, 4, 12);
const settings = { "events.threads": 1 };
let engine: Engine;
let server: Server;
let pins: string[];

const open = async (): Promise<void> => {
  engine = await openEngine({ data, environment: {}, settings, clock: manualClock(now) });
  server = await buildServer(engine, { version: "0.0.0" });
};
const close = async (): Promise<void> => {
  await server.app.close();
  await engine.close();
};

beforeAll(async () => {
  await open();
  const drafts = ["a", "b", "c"].map((name) => draftOf(name, { owner: "test" }));
  pins = (await engine.pins.admitMany(drafts)).map(({ pin }) => pin.id);
});

afterAll(async () => {
  await close();
  rmSync(data, { recursive: true });
});

const agent = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" };

/** Someone with a browser and a profile. */
async function newcomer(name: string, history = true) {
  const person = await engine.people.create({ name, email: `${name}@example.org`, role: "viewer" });
  await engine.people.patch(person.id, { history });
  const cookies = { bowerbird_session: await engine.people.openSession(person.id, "test") };
  const ask = async (method: "GET" | "POST" | "DELETE" | "PATCH", url: string, payload?: object) => {
    const { csrf } = (await server.app.inject({ url: "/session", cookies })).json();
    const headers = { ...agent, "x-bowerbird-csrf": csrf };
    const answer = await server.app.inject({ method, url, cookies, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, ...answer.json() };
  };
  let minute = 0;
  const did = (id: string, type: string, rest: object = {}) =>
    ask("POST", "/events", [
      { id, type, time: now - 3_600_000 + 60_000 * minute++, visitor: `${name}'s`, ...rest },
    ]);
  return { id: person.id, ask, did };
}

const idsOf = async ({ ask }: Awaited<ReturnType<typeof newcomer>>, query = ""): Promise<string[]> =>
  (await ask("GET", `/account/history${query}`)).items.map(({ id }: { id: string }) => id);

describe("a history", () => {
  test("counts by type, lists the latest first with pictures, and pages without gaps", async () => {
    const ada = await newcomer("ada");
    await ada.did("a1", "closeup", { pin: pins[0] });
    await ada.did("a2", "search", { query: "blue lamp" });
    await ada.did("a3", "save", { pin: pins[1] });
    await ada.did("a4", "impression", { pin: pins[2], dwell: 1400 });
    expect(await ada.ask("GET", "/account")).toMatchObject({
      counts: { events: 4 },
      events: { closeup: 1, search: 1, save: 1, impression: 1 },
    });
    expect(await ada.ask("GET", "/account/history")).toMatchObject({
      cursor: null,
      items: [
        { id: "a3", type: "save", pin: { id: pins[1] } },
        { id: "a2", query: "blue lamp", pin: null },
        { id: "a1", pin: { id: pins[0] }, time: "2026-03-04T11:00:00.000Z" },
      ],
    });
    expect(await idsOf(ada, "?kind=searched")).toEqual(["a2"]);
    expect(await idsOf(ada, "?kind=shown")).toEqual(["a4"]);
    const first = await ada.ask("GET", "/account/history?limit=2");
    const rest = await ada.ask("GET", `/account/history?limit=2&cursor=${first.cursor}`);
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(["a3", "a2", "a1"]);
    expect((await ada.ask("GET", "/account/history?cursor=nonsense")).code).toBe("BAD_CURSOR");
  });

  test("forgets one thing, from memory and from every file, for good", async () => {
    const bob = await newcomer("bob");
    for (const id of ["b1", "b2", "b3"]) await bob.did(id, "closeup", { pin: pins[0] });
    await engine.eventLog.seal();
    await bob.did("b4", "closeup", { pin: pins[1] });
    expect(await bob.ask("DELETE", "/account/history/b2")).toMatchObject({ status: 200, done: 1 });
    expect(await bob.ask("DELETE", "/account/history/b4")).toMatchObject({ done: 1 });
    expect(await bob.ask("DELETE", "/account/history/b4")).toMatchObject({
      status: 404,
      code: "EVENT_NOT_FOUND",
    });
    expect(await idsOf(bob)).toEqual(["b3", "b1"]);
    await close();
    await open();
    expect(await idsOf(bob)).toEqual(["b3", "b1"]);
    expect(
      (await engine.eventLog.query("select count(*) from events where id in ('b2', 'b4')")).rows,
    ).toEqual([[0]]);
    expect(await engine.eventLog.inspect()).toEqual([]);
  });

  test("forgets a search with the list that it brought and what was done in it; the log stays whole", async () => {
    const cy = await newcomer("cy");
    const wall = await cy.ask("GET", "/pins");
    await engine.events.settled();
    const { slate } = wall;
    await cy.did("c1", "search", { query: "secret", slate });
    await cy.did("c2", "impression", { slate, position: 0, pin: wall.items[0].id });
    await cy.did("c3", "search", { query: "another" });
    expect((await cy.ask("DELETE", "/account/history/c1")).done).toBe(2 + wall.items.length);
    expect(await cy.ask("GET", "/account")).toMatchObject({ events: { search: 1 } });
    const { rows } = await engine.eventLog.query("select count(*) from events where slate = ?", [slate]);
    expect(rows).toEqual([[0]]);
  });

  test("is all forgotten at once, of this person only, and goes on afterwards", async () => {
    const [dan, eve] = [await newcomer("dan"), await newcomer("eve")];
    await dan.did("d1", "closeup", { pin: pins[0] });
    await engine.eventLog.seal();
    await dan.did("d2", "search", { query: "x" });
    await eve.did("e1", "closeup", { pin: pins[0] });
    // Before the profile, in the same browser.
    await engine.events.record(
      { events: [{ id: "d0", type: "closeup", time: now - 7_200_000, visitor: "dan's" }] },
      { person: null, trusted: false, agent: "browser", nameless: false },
    );
    expect(await dan.ask("DELETE", "/account/history")).toMatchObject({ done: 3 });
    expect(await dan.ask("GET", "/account")).toMatchObject({ counts: { events: 0 }, events: {} });
    await close();
    await open();
    expect(await idsOf(dan)).toEqual([]);
    expect(await idsOf(eve)).toEqual(["e1"]);
    expect(await dan.did("d3", "closeup", { pin: pins[0] })).toMatchObject({ accepted: 1, rejected: [] });
    expect(await idsOf(dan)).toEqual(["d3"]);
  });

  test("of somebody else is neither read nor forgotten by naming them a visitor", async () => {
    const [fay, gus] = [await newcomer("fay"), await newcomer("gus")];
    await fay.did("f1", "closeup", { pin: pins[0] });
    expect(await idsOf(gus, `?visitor=${fay.id}`)).toEqual([]);
    expect(await gus.ask("DELETE", `/account/history?visitor=${fay.id}`)).toMatchObject({ done: 0 });
    expect(await gus.ask("DELETE", "/account/history/f1")).toMatchObject({ code: "EVENT_NOT_FOUND" });
    expect(await idsOf(fay)).toEqual(["f1"]);
  });

  test("of a browser without a profile is known by the browser's own name", async () => {
    const visit = async (method: "GET" | "DELETE", url: string) =>
      (await server.app.inject({ method, url, headers: agent })).json();
    const payload = [{ id: "h1", type: "closeup", time: now, pin: pins[0], visitor: "browser-h" }];
    await server.app.inject({ method: "POST", url: "/events", headers: agent, payload });
    expect(await visit("GET", "/account")).toMatchObject({ person: null, events: {} });
    expect(await visit("GET", "/account?visitor=browser-h")).toMatchObject({ events: { closeup: 1 } });
    expect(await visit("DELETE", "/account/history?visitor=browser-h")).toEqual({ done: 1 });
    expect(await visit("GET", "/account/history?visitor=browser-h")).toMatchObject({ items: [] });
  });
});

describe("who keeps no history", () => {
  test("is named by no event: not by their browser's, not by a served list, not by a program's", async () => {
    const ida = await newcomer("ida", false);
    await ida.did("i1", "closeup", { pin: pins[0], session: "s" });
    const { slate } = await ida.ask("GET", "/pins");
    const { secret } = await engine.people.createKey({ name: "shop", role: "member", createdBy: "test" });
    const event = { id: "i2", type: "purchase", time: now, person: ida.id, visitor: "v", session: "s" };
    const headers = { authorization: `Bearer ${secret}` };
    await server.app.inject({ method: "POST", url: "/events", headers, payload: [event] });
    await engine.events.settled();
    const { rows } = await engine.eventLog.query(
      "select count(*), count(person), count(visitor), count(session) from events where id in ('i1', 'i2') or slate = ?",
      [slate],
    );
    expect(rows).toEqual([[5, 0, 0, 0]]);
    expect(await ida.ask("GET", "/account")).toMatchObject({ events: {} });
  });

  test("is everybody where recording is off, and who has not said yes where it is asked", async () => {
    const jo = await newcomer("jo");
    const named = async (mode: string, id: string, rest: object, cookie?: string): Promise<unknown> => {
      await engine.configuration.change({ "events.consent": mode });
      const cookies: Record<string, string> = cookie === undefined ? {} : { bowerbird_consent: cookie };
      const payload = [{ id, type: "view", time: now, visitor: "jo's", session: "s", ...rest }];
      await server.app.inject({ method: "POST", url: "/events", headers: agent, cookies, payload });
      const { rows } = await engine.eventLog.query(
        "select visitor is not null or session is not null, consent from events where id = ?",
        [id],
      );
      return rows[0];
    };
    expect(await named("off", "j1", {})).toEqual([false, "denied"]);
    expect(await named("ask", "j2", {})).toEqual([false, "unasked"]);
    expect(await named("ask", "j3", { consent: "granted" })).toEqual([true, "granted"]);
    expect(await named("ask", "j4", {}, "granted")).toEqual([true, null]);
    expect(await named("on", "j5", {}, "denied")).toEqual([false, "denied"]);
    expect(await named("on", "j6", {})).toEqual([true, null]);
    expect((await jo.ask("GET", "/account")).events).toEqual({});
  });
});
