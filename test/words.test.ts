/** Search by words over HTTP: as one types, what is found for it, and what is kept of it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Engine, openEngine } from "../src/engine.ts";
import { buildServer, type Server } from "../src/http/server.ts";
import { followFreshness } from "../src/search/word-search/freshness.ts";
import { followPopularity } from "../src/search/word-search/popularity.ts";

const folder = mkdtempSync(join(tmpdir(), "bowerbird-words-"));
let engine: Engine;
let server: Server;
let key: Record<string, string>;

beforeAll(async () => {
  engine = await openEngine({ data: folder, environment: {} });
  server = await buildServer(engine, { version: "0.0.0" });
  const { secret } = await engine.people.createKey({ name: "t", role: "analyst", createdBy: "test" });
  key = { authorization: `Bearer ${secret}` };
  for (const [name, title] of [
    ["sofa-156-b", "Teal velvet sofa"],
    ["vase-021-b", "Stoneware bottle vase"],
  ]) {
    const bytes = readFileSync(`samples/home/pictures/${name}.webp`);
    await engine.importer.importOne(bytes, { source: name, title }, { owner: "person:ada" });
  }
}, 60_000);
afterAll(async () => {
  await server.app.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = async (url: string, headers: Record<string, string> = key) =>
  (await server.app.inject({ url, headers })).json();

test("a word is found before it is typed to its end, and its completions are known", async () => {
  const titles = async (url: string) =>
    (await get(url)).hits.map(({ pin }: { pin: { title: string } }) => pin.title);
  expect(await titles("/search?q=teal+velv&prefix=1&k=1")).toEqual(["Teal velvet sofa"]);
  expect((await get("/search?q=teal+velv&prefix=1")).step).not.toBe("spelling");
  expect(engine.words.completions("VEL", 3)).toEqual([{ word: "velvet", pins: 1 }]);
  expect(engine.words.completions("xyz", 3)).toEqual([]);
});

test("what nobody wrote is found by its meaning soon after, and the parts of every score add up", async () => {
  await engine.meaningReady();
  const { hits } = await get("/search?q=kitchenware+ceramics&explain=1");
  const found = hits.find(({ pin }: { pin: { title: string } }) => pin.title === "Stoneware bottle vase");
  expect(found.step).toBe("meaning");
  for (const { score, parts } of hits) {
    expect(parts.reduce((sum: number, { value }: { value: number }) => sum + value, 0)).toBeCloseTo(score, 3);
  }
});

test("new words are found at once, and a filter that is not known is refused with the nearest", async () => {
  const [{ id }] = (await get("/search?q=stoneware&k=1")).hits.map(({ pin }: { pin: { id: string } }) => pin);
  await engine.pins.patch(id, { title: "Zanzibar amphora" });
  expect((await get("/search?q=zanzibar")).hits[0].pin.id).toBe(id);
  await engine.pins.patch(id, { title: "Stoneware bottle vase" });
  const refused = await get(`/search?q=vase&filter=${encodeURIComponent('{"color":["red"]}')}`);
  expect(refused).toMatchObject({ code: "BAD_INPUT", status: 400 });
});

test("filters: any colour by what looks alike, and without what people have reported", async () => {
  const titles = async (filter: object) =>
    (await get(`/search?q=velvet+sofa&filter=${encodeURIComponent(JSON.stringify(filter))}`)).hits.map(
      ({ pin }: { pin: { title: string } }) => pin.title,
    );
  const [sofa] = (await get("/search?q=velvet")).hits;
  const hex = sofa.pin.palette.toSorted((a: { share: number }, b: { share: number }) => b.share - a.share)[0]
    .hex;
  expect(await titles({ colours: [hex] })).toContain("Teal velvet sofa");
  expect(await titles({ colours: ["#ff00ff"] })).toEqual([]);
  expect(await get(`/search?q=sofa&filter=${encodeURIComponent('{"colours":["#12"]}')}`)).toMatchObject({
    code: "BAD_INPUT",
  });
  await engine.opinions.report("person:ada", sofa.pin.id, "spam", "");
  expect(await titles({ safe: true })).not.toContain("Teal velvet sofa");
  expect(await titles({ safe: false })).toContain("Teal velvet sofa");
});

test("what was shown and done is counted by pin and by age", async () => {
  await get("/search?q=velvet");
  await engine.events.settled();
  const ports = { log: engine.eventLog, pins: engine.pins, now: () => Date.now() };
  for (const learnt of [followPopularity(ports), followFreshness(ports)]) {
    await learnt.look();
    learnt.stop();
    expect(learnt.of(1)).toBe(0);
  }
});

test("searches are logged with text, results, time and step; nothing of those who want nothing kept", async () => {
  await get("/search?q=Stoneware&k=1");
  await get("/search?q=qqqqqqqq+-anything");
  await get("/search?q=secret+wish", { ...key, "sec-gpc": "1" });
  await engine.events.settled();
  const { searches, texts } = await get("/search/log");
  const of = (text: string) => searches.find((one: { text: string }) => one.text === text);
  expect(of("Stoneware")).toMatchObject({ shown: 1, step: "all words" });
  expect(of("Stoneware").results).toBeGreaterThanOrEqual(1);
  expect(of("Stoneware").milliseconds).toBeGreaterThan(0);
  expect(texts.map(({ text }: { text: string }) => text)).toContain("stoneware");
  expect(JSON.stringify(searches)).not.toContain("secret");
  expect(
    (await get("/search/log?empty=1")).searches.every((one: { results: number }) => one.results === 0),
  ).toBe(true);
});
