/** Help with searching over HTTP: what is suggested to whom, what is noticed for saved searches, and what is forgotten. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { manualClock } from "../src/core/clock.ts";
import { type Engine, openEngine } from "../src/engine.ts";
import { buildServer, type Server } from "../src/http/server.ts";

type Headers = Record<string, string>;
interface Suggested {
  readonly text: string;
  readonly kind: string;
  readonly why: string;
  readonly thumbnail: string | null;
  readonly search: { readonly q: string; readonly filter: object } | null;
  readonly mended: string | null;
}

const folder = mkdtempSync(join(tmpdir(), "bowerbird-guidance-"));
const clock = manualClock(Date.UTC(2026, 2, 4, 12));
let engine: Engine;
let server: Server;
let key: Headers;

const pictures = [
  ["sofa-156-b", "Teal velvet sofa", ["sofa", "teal"]],
  ["sofa-154-a", "Velvet sofa in mustard", ["sofa", "mustard"]],
  ["vase-021-b", "Stoneware bottle vase", ["vase", "stoneware"]],
  ["vase-001-a", "Stoneware bottle vase in blush", ["vase", "blush"]],
] as const;

const bring = (name: string, title: string, tags: readonly string[], owner = "person:nobody") =>
  engine.importer.importOne(
    readFileSync(`samples/home/pictures/${name}.webp`),
    { source: name, title, tags: [...tags] },
    { owner },
  );

beforeAll(async () => {
  engine = await openEngine({ data: folder, environment: {}, clock });
  server = await buildServer(engine, { version: "0.0.0" });
  const { secret } = await engine.people.createKey({ name: "t", role: "member", createdBy: "test" });
  key = { authorization: `Bearer ${secret}` };
  for (const [name, title, tags] of pictures) await bring(name, title, tags);
  await engine.guidance.ready();
}, 120_000);
afterAll(async () => {
  await server.app.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (
  method: "GET" | "POST" | "PATCH" | "DELETE",
  url: string,
  headers = key,
  payload?: object,
) => {
  const answer = await server.app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.body === "" ? null : answer.json() };
};
const suggested = async (q: string, headers = key): Promise<Suggested[]> =>
  (await ask("GET", `/search/suggest?q=${encodeURIComponent(q)}`, headers)).body.suggestions;
const texts = async (q: string, headers = key) => (await suggested(q, headers)).map(({ text }) => text);

/** Someone who is signed in with a browser. */
async function person(name: string): Promise<{ id: string; headers: Headers }> {
  const { id } = await engine.people.create({ name, email: `${name}@example.org`, role: "member" });
  const secret = await engine.people.createSignInLink(id, 60_000);
  const signedIn = await server.app.inject({ method: "POST", url: "/session", payload: { secret } });
  const [{ name: cookie, value }] = signedIn.cookies;
  return { id, headers: { cookie: `${cookie}=${value}`, "x-bowerbird-csrf": signedIn.json().csrf } };
}

describe("suggestions", () => {
  test("complete what the collection says, with a picture and a reason", async () => {
    const found = await suggested("sto");
    expect(found.map(({ text }) => text)).toContain("stoneware bottle vase");
    for (const { thumbnail, why } of found) {
      expect(thumbnail).toMatch(/^\/thumbnails\/[0-9a-f]{64}\/256$/);
      expect(why).not.toBe("");
    }
    expect(await texts("velvet so")).toContain("velvet sofa");
  });

  test("always lead to results", async () => {
    for (const typed of ["", "s", "so", "v", "va", "velvet ", "velvte", "bottle v", "m", "teal st"]) {
      for (const { search } of await suggested(typed)) {
        if (search === null) continue;
        const question = new URLSearchParams({ q: search.q, filter: JSON.stringify(search.filter) });
        const path = search.q === "" ? `/pins?filter=${question.get("filter")}` : `/search?${question}`;
        const { body } = await ask("GET", path);
        expect((body.hits ?? body.items).length, `${typed}: ${search.q}`).toBeGreaterThan(0);
      }
    }
  });

  test("mend letters, and say so", async () => {
    const found = await suggested("velvte");
    expect(found[0]).toMatchObject({ mended: "velvte" });
    expect(found[0].text).toMatch(/velvet/);
    expect(await suggested("qqqqq")).toEqual([]);
  });

  test("never say a board that is private, or no longer public", async () => {
    const [ada, bob] = [await person("ada"), await person("bob")];
    const [pin] = (await engine.pins.list({ limit: 1 })).items;
    const owner = `person:${ada.id}`;
    const { id } = await engine.boards.create({ owner, name: "Zebra plans", privacy: "private" });
    await engine.boards.save(id, [pin.id], { by: owner });
    expect(await texts("zeb", bob.headers)).toEqual([]);
    expect(await suggested("zeb", ada.headers)).toMatchObject([{ kind: "board", why: "Your board" }]);
    await engine.boards.patch(id, { privacy: "public" });
    expect(await suggested("zeb", bob.headers)).toMatchObject([
      { text: "Zebra plans", search: { q: "", filter: { boards: ["Zebra plans"] } } },
    ]);
    expect(await suggested("ad", bob.headers)).toContainEqual(expect.objectContaining({ kind: "person" }));
    await engine.boards.patch(id, { privacy: "link" });
    expect(await texts("zeb", bob.headers)).toEqual([]);
    expect(await texts("ad", bob.headers)).not.toContain("ada");
  });

  test("hostile input is an empty or a calm answer", async () => {
    for (const q of ["\u0000\u0007", "((((", "%_%", "a".repeat(2000), "😀", "'\"; drop", "مرحبا", "\ud800"]) {
      expect((await ask("GET", `/search/suggest?q=${encodeURIComponent(q.toWellFormed())}`)).status).toBe(
        200,
      );
    }
    expect((await ask("GET", `/search/suggest?q=${"a".repeat(2001)}`)).status).toBe(400);
  });
});

describe("one's own searches", () => {
  test("come back to their owner only, go singly or all, and are not kept without a history", async () => {
    const [eve, mallory] = [await person("eve"), await person("mallory")];
    await ask("GET", "/search?q=Mustard%20velvet", eve.headers);
    clock.advance(1000);
    await ask("GET", "/search?q=bottle", eve.headers);
    await ask("GET", "/search?q=zzzzqq", eve.headers);
    const recent = async () =>
      (await ask("GET", "/search/recent", eve.headers)).body.items.map(
        ({ words }: { words: string }) => words,
      );
    expect(await recent()).toEqual(["bottle", "Mustard velvet"]);
    expect(await suggested("mus", eve.headers)).toContainEqual(
      expect.objectContaining({ text: "Mustard velvet", kind: "recent" }),
    );
    expect(await texts("mus", mallory.headers)).not.toContain("Mustard velvet");
    expect((await ask("DELETE", "/search/recent?q=bottle", eve.headers)).body).toEqual({ done: 1 });
    expect(await recent()).toEqual(["Mustard velvet"]);
    await ask("PATCH", "/account", eve.headers, { history: false });
    await ask("GET", "/search?q=vase", eve.headers);
    expect(await recent()).toEqual([]);
    expect((await suggested("mus", eve.headers)).map(({ kind }) => kind)).not.toContain("recent");
    await ask("PATCH", "/account", eve.headers, { history: true });
    expect(await recent()).toEqual(["Mustard velvet"]);
    expect((await ask("DELETE", "/search/recent", eve.headers)).body).toEqual({ done: 1 });
    expect(await recent()).toEqual([]);
  });

  test("a private window leaves none", async () => {
    const victor = await person("victor");
    await ask("GET", "/search?q=vase", { ...victor.headers, "sec-gpc": "1" });
    expect(await engine.searches.recent(`person:${victor.id}`, 9)).toEqual([]);
  });
});

describe("what others search for", () => {
  test("is shown once three people did, whatever one of them floods", async () => {
    const people = [await person("p1"), await person("p2"), await person("p3")];
    for (let i = 0; i < 30; i++) await ask("GET", "/search?q=teal%20velvet", people[0].headers);
    await ask("GET", "/search?q=blush%20vase", people[0].headers);
    await ask("GET", "/search?q=blush%20vase", people[1].headers);
    await engine.events.settled();
    const trending = async () => (await ask("GET", "/search/trending")).body.items;
    expect(await trending()).toEqual([]);
    expect((await suggested("blush v")).map(({ kind }) => kind)).not.toContain("search");
    await ask("GET", "/search?q=Blush%20vase", people[2].headers);
    await engine.events.settled();
    expect(await trending()).toMatchObject([{ people: 3 }]);
    expect(await suggested("blush v")).toContainEqual(
      expect.objectContaining({ kind: "search", why: "Searched for by 3 people" }),
    );
    await engine.forget(people[2].id);
    expect(await trending()).toEqual([]);
  });

  test("related searches come from what people chose, and before that from what the pictures show", async () => {
    const cold = (await ask("GET", "/search/related?q=velvet%20sofa")).body.items;
    expect(cold.length).toBeGreaterThan(0);
    const people = [await person("r1"), await person("r2"), await person("r3")];
    for (const { headers } of people) {
      for (const words of ["sofa in teal", "velvet couch"]) {
        const { body } = await ask("GET", `/search?q=${encodeURIComponent(words)}`, headers);
        const pin = body.hits[0].pin.id;
        const event = {
          id: `${words} ${headers.cookie}`,
          type: "closeup",
          time: clock.now(),
          slate: body.slate,
          pin,
        };
        await engine.events.settled();
        await ask("POST", "/events", headers, { events: [event] });
      }
    }
    const warm = (await ask("GET", "/search/related?q=sofa%20in%20teal")).body.items;
    expect(warm[0]).toMatchObject({ words: "velvet couch", why: "Chosen from by the same people" });
  });
});

test("related searches name other things of the same kind, with what was asked of the thing where there is any", async () => {
  const { body } = await ask("GET", "/search/related?q=velvet%20sofa");
  expect(body.items).toContainEqual(expect.objectContaining({ why: "The same kind of thing" }));
});

test("guided chips keep what they say, and end at the fourth level", async () => {
  const { level, chips } = (await ask("GET", "/search/guide")).body;
  expect(level).toBe(0);
  expect(chips.length).toBeGreaterThan(0);
  for (const { filter, pins } of chips) {
    const { body } = await ask("GET", `/pins?filter=${encodeURIComponent(JSON.stringify(filter))}`);
    expect(body.items.length).toBeGreaterThanOrEqual(pins);
  }
  const full = { kinds: ["vase"], colours: ["beige"], tags: ["vase"], attributes: { a: [1] } };
  const last = await ask("GET", `/search/guide?q=vase&filter=${encodeURIComponent(JSON.stringify(full))}`);
  expect(last.body).toEqual({ level: 4, chips: [] });
});

describe("a search in other ways", () => {
  test("takes words as typed when it is told to", async () => {
    expect((await ask("GET", "/search?q=vaze")).body.corrections).toEqual([{ from: "vaze", to: "vase" }]);
    expect((await ask("GET", "/search?q=vaze&spelling=0")).body.corrections).toEqual([]);
  });

  test("is sorted by time", async () => {
    const titles = async (sort: string) =>
      (await ask("GET", `/search?q=sofa&sort=${sort}`)).body.hits
        .slice(0, 2)
        .map(({ pin }: { pin: { title: string } }) => pin.title);
    const newest = await titles("newest");
    expect(newest.toSorted()).toEqual(["Teal velvet sofa", "Velvet sofa in mustard"]);
    expect(newest).toEqual((await titles("oldest")).toReversed());
  });
});

describe("saved searches", () => {
  test("notice new pins that fit words and filter, once, and are marked as seen", async () => {
    const [judy, other] = [await person("judy"), await person("oscar")];
    const saved = (await ask("POST", "/searches", judy.headers, { words: "pink mug" })).body;
    await ask("POST", "/searches", judy.headers, { words: "mug -pink" });
    await ask("POST", "/searches", judy.headers, { words: "mug", filter: { tags: ["blue"] } });
    expect(saved).toMatchObject({ name: "pink mug", fresh: 0, matches: 0, thumbnail: null });
    const { pin } = await bring("mug-029-a", "A pink mug for tea", ["pink"]);
    await bring("mug-031-a", "A mug, blue as the sea", ["blue"]);
    const list = (await ask("GET", "/searches", judy.headers)).body;
    expect(list.fresh).toBe(3);
    expect(list.items.map(({ fresh }: { fresh: number }) => fresh)).toEqual([1, 1, 1]);
    const of = (id: string) => ask("GET", `/searches/${id}/pins`, judy.headers);
    expect((await of(saved.id)).body.items).toMatchObject([{ pin: { id: pin.id }, fresh: true }]);
    expect((await ask("GET", `/searches/${saved.id}/pins`, other.headers)).status).toBe(404);
    expect((await ask("DELETE", `/searches/${saved.id}`, other.headers)).status).toBe(404);
    expect((await ask("POST", `/searches/${saved.id}/seen`, judy.headers)).body).toEqual({ done: 1 });
    expect((await ask("GET", "/searches", judy.headers)).body.fresh).toBe(2);
    await engine.pins.patch(pin.id, { title: "A pink mug, and tea" });
    expect((await ask("GET", `/searches/${saved.id}`, judy.headers)).body).toMatchObject({
      fresh: 0,
      matches: 1,
    });
    expect((await ask("DELETE", `/searches/${saved.id}`, judy.headers)).body).toEqual({ done: 1 });
    expect((await ask("GET", `/searches/${saved.id}`, judy.headers)).body.code).toBe("SEARCH_NOT_FOUND");
  });

  test("notice what arrives whether or not anyone asks", async () => {
    const wendy = await person("wendy");
    const owner = `person:${wendy.id}`;
    await ask("POST", "/searches", wendy.headers, { words: "umbrella stand" });
    await engine.pins.patch((await bring("mug-033-a", "Umbrella stand", [])).pin.id, { tags: ["hall"] });
    await vi.waitFor(async () => expect((await engine.searches.list(owner))[0].fresh).toBe(1), {
      timeout: 20_000,
      interval: 100,
    });
  });

  test("are part of the download and of what is erased; an empty one is refused", async () => {
    const peggy = await person("peggy");
    expect((await ask("POST", "/searches", peggy.headers, {})).body.code).toBe("BAD_INPUT");
    await ask("POST", "/searches", peggy.headers, { filter: { colours: ["teal"] } });
    await ask("GET", "/search?q=vase", peggy.headers);
    const archive = (await ask("GET", "/account/export", peggy.headers)).body;
    expect(archive.savedSearches).toMatchObject([{ name: "teal", filter: { colours: ["teal"] } }]);
    expect(archive.pastSearches).toMatchObject([{ words: "vase" }]);
    const { erased } = (await ask("DELETE", "/account", peggy.headers)).body;
    expect(erased).toMatchObject({ savedSearches: 1, pastSearches: 1 });
    expect(engine.searches.watched().some(({ words }) => words === "")).toBe(false);
  });
});
