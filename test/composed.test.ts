/** A picture and words together, over HTTP, with pictures of the sample catalogue. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Engine, openEngine } from "../src/engine.ts";
import { bowerbirdClient, type Client } from "../src/http/client.ts";
import { buildServer, type Server } from "../src/http/server.ts";

const titles = {
  "chair-116-a": "Mustard moulded shell chair",
  "chair-118-a": "Wooden café chair, charcoal",
  "chair-120-a": "Upholstered shell chair in sage green",
  "chair-122-a": "Painted spindle-back chair, forest green",
  "vase-021-b": "Forest green vase",
} as const;
const picture = (name: string): Blob =>
  new Blob([new Uint8Array(readFileSync(`samples/home/pictures/${name}.webp`))]);
const data = mkdtempSync(join(tmpdir(), "bowerbird-composed-"));
let engine: Engine;
let server: Server;
let client: Client;
const ids = new Map<string, string>();

beforeAll(async () => {
  engine = await openEngine({ data, environment: {} });
  server = await buildServer(engine, { version: "0.0.0" });
  const url = await server.app.listen({ port: 0, host: "127.0.0.1" });
  const { secret } = await engine.people.createKey({ name: "t", role: "member", createdBy: "test" });
  client = bowerbirdClient({ url, key: secret });
  for (const [name, title] of Object.entries(titles)) {
    const { pins } = await client.pins.create({ pictures: [picture(name)], body: { title } });
    ids.set(pins[0].pin.id, name);
  }
}, 120_000);
afterAll(async () => {
  await server.app.close();
  await engine.close();
  rmSync(data, { recursive: true, force: true });
});

const green = ["chair-120-a", "chair-122-a"];

test("an uploaded chair and “in green” find the green chairs, by a pin or an original, too", async () => {
  const upload = await client.search.composed({
    pictures: [picture("chair-116-b")],
    body: { text: "in green", k: 10 },
  });
  expect(upload.hits.map(({ pin }) => ids.get(pin.id)).sort()).toEqual(green);
  expect(upload.understood).toMatchObject([{ kind: "colour", value: "green", rest: "in", relaxed: false }]);
  const [pin] = [...ids].flatMap(([id, name]) => (name === "chair-116-a" ? [id] : []));
  const byPin = await client.search.composed({ body: { pin, text: "in green" } });
  expect(byPin.hits.map(({ pin: { id } }) => ids.get(id)).sort()).toEqual(green);
  const { original } = await client.pins.read({ params: { id: pin } });
  const blob = original.split("/").at(-1) ?? "";
  const byBlob = await client.search.composed({ body: { blob, text: "in green" } });
  expect(byBlob.hits.map(({ pin: { id } }) => ids.get(id)).sort()).toEqual(green);
}, 60_000);

test("like a title but in green asks with that pin's picture, and says so", async () => {
  const query = { q: "like Mustard moulded shell chair but in green", explain: "1" } as const;
  const { hits, notes, step, total } = await client.words.search({ query });
  expect(hits.map(({ pin }) => ids.get(pin.id)).sort()).toEqual(green);
  expect([step, total]).toEqual(["picture", 2]);
  expect(notes.map(({ code }) => code)).toEqual(["like a picture"]);
  for (const { score, parts = [] } of hits) {
    expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 5);
  }
  const other = await client.words.search({ query: { q: "like a wooden chair but in green" } });
  expect(other.notes.map(({ code }) => code)).not.toContain("like a picture");
}, 60_000);

test("what nothing fits is let go and said; no picture and two are refused", async () => {
  const [pin] = ids.keys();
  const relaxed = await client.search.composed({ body: { pin, text: "in purple velvet", limit: 3 } });
  expect(relaxed.understood.map((one) => one.relaxed)).toEqual([true, true]);
  expect(relaxed.hits.length).toBeGreaterThan(0);
  await expect(client.search.composed({ body: { text: "in green" } })).rejects.toMatchObject({
    code: "BAD_INPUT",
  });
  await expect(
    client.search.composed({ pictures: [picture("vase-021-b")], body: { pin, text: "in green" } }),
  ).rejects.toMatchObject({ code: "BAD_INPUT" });
}, 60_000);
