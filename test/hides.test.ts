/** What a person hid is left out of every list that the server makes for them, and of nobody else's. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Engine, openEngine } from "../src/engine.ts";
import { buildServer, type Server } from "../src/http/server.ts";

const data = mkdtempSync(join(tmpdir(), "bowerbird-hides-"));
let engine: Engine;
let server: Server;
const ids: string[] = [];

beforeAll(async () => {
  engine = await openEngine({ data, environment: {}, settings: { "vision.processes": 1 } });
  server = await buildServer(engine, { version: "0.0.0" });
  for (const name of ["vase-021-a", "vase-021-b", "vase-022-b"]) {
    const bytes = readFileSync(`samples/home/pictures/${name}.webp`);
    const words = { source: name, title: `A vase, ${name}` };
    ids.push((await engine.importer.importOne(bytes, words, { owner: "test" })).pin.id);
  }
  await engine.wordsReady();
});

afterAll(async () => {
  await server.app.close();
  await engine.close();
  rmSync(data, { recursive: true });
});

test("the wall, its count, similar, visual and word answers leave out what was hidden, until it is shown again", async () => {
  const { secret } = await engine.people.createKey({ name: "ada", role: "member", createdBy: "test" });
  const ada = { authorization: `Bearer ${secret}` };
  const ask = async (
    method: "GET" | "POST" | "PUT" | "DELETE",
    url: string,
    headers: object,
    payload?: object,
  ) =>
    (await server.app.inject({ method, url, headers: { ...headers }, ...(payload && { payload }) })).json();
  const [first, second, third] = ids;
  const lists = async (headers: object) => {
    const wall = await ask("GET", "/pins", headers);
    const similar = await ask("GET", `/pins/${first}/similar`, headers);
    const visual = await ask("POST", "/search/visual", headers, { pin: first });
    const words = await ask("GET", "/search?q=vase", headers);
    const found = [similar, visual, words].map(({ hits }) =>
      hits.map(({ pin }: { pin: { id: string } }) => pin.id),
    );
    return { total: wall.total, lists: [wall.items.map(({ id }: { id: string }) => id), ...found] };
  };
  const before = await lists(ada);
  expect(before.total).toBe(3);
  for (const list of before.lists) expect(list).toContain(second);
  await ask("PUT", `/pins/${second}/hide`, ada, { reason: "taste" });
  await ask("PUT", `/pins/${third}/hide`, ada, {});
  const after = await lists(ada);
  expect(after.total).toBe(1);
  expect(after.lists[0]).toEqual([first]);
  for (const list of after.lists) {
    expect(list).not.toContain(second);
    expect(list).not.toContain(third);
  }
  expect((await lists({})).lists).toEqual(before.lists);
  await ask("DELETE", `/pins/${second}/hide`, ada);
  await ask("DELETE", `/pins/${third}/hide`, ada);
  expect(await lists(ada)).toEqual(before);
});
