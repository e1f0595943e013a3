/** The HTTP server over a real engine: uploads, caching, repeats, search; and what a killed server leaves. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, openEngine } from "../src/engine.ts";
import { bowerbirdClient, type Client, ClientError } from "../src/http/client.ts";
import { buildServer, type Server } from "../src/http/server.ts";

const sample = (name: string): Blob =>
  new Blob([new Uint8Array(readFileSync(`samples/home/pictures/${name}.webp`))]);
const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "bowerbird-http-"));
  folders.push(folder);
  return folder;
};

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("a server", () => {
  let engine: Engine;
  let server: Server;
  let client: Client;
  let url: string;

  beforeAll(async () => {
    engine = await openEngine({ data: newFolder(), environment: {} });
    server = await buildServer(engine, { version: "0.0.0" });
    url = await server.app.listen({ port: 0, host: "127.0.0.1" });
    const { secret } = await engine.people.createKey({ name: "t", role: "member", createdBy: "test" });
    client = bowerbirdClient({ url, key: secret });
  });
  afterAll(async () => {
    await server.app.close();
    await engine.close();
  });

  test("takes pictures, is repeated safely, and finds them", async () => {
    const pictures = ["sofa-156-b", "sofa-158-a", "vase-021-b"].map(sample);
    const first = await client.pins.create({ pictures, body: { tags: ["try"] }, idempotencyKey: "once" });
    const again = await client.pins.create({ pictures, body: { tags: ["try"] }, idempotencyKey: "once" });
    expect(again).toEqual(first);
    expect(first.pins.map(({ created }) => created)).toEqual([true, true, true]);
    const other = client.pins.create({ pictures, body: { tags: ["other"] }, idempotencyKey: "once" });
    await expect(other).rejects.toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });

    const answer = await client.search.visual({ pictures: [sample("sofa-156-b")], body: { k: 2 } });
    expect(answer.hits[0].pin.id).toBe(first.pins[0].pin.id);
    expect(answer.intent.kind.path).toContain("furniture");
  }, 60_000);

  test("deletes with undo, and refuses a change of an old version", async () => {
    const { items } = await client.pins.list({ query: { limit: 1 } });
    const params = { id: items[0].id };
    await client.pins.remove({ params });
    await expect(client.pins.read({ params })).rejects.toMatchObject({ code: "PIN_NOT_FOUND", status: 404 });
    const back = await client.pins.restore({ params });
    const named = await client.pins.patch({ params, body: { title: "Blue", version: back.version } });
    expect(named.title).toBe("Blue");
    const late = client.pins.patch({ params, body: { title: "Red", version: back.version } });
    await expect(late).rejects.toBeInstanceOf(ClientError);
  });

  test("serves files for ever, in parts, and only when changed", async () => {
    const { items } = await client.pins.list({});
    const whole = await fetch(url + items[0].thumbnails[256]);
    expect(whole.headers.get("content-type")).toBe("image/webp");
    expect(whole.headers.get("cache-control")).toContain("immutable");
    const bytes = new Uint8Array(await whole.arrayBuffer());
    const part = await fetch(url + items[0].thumbnails[256], { headers: { range: "bytes=4-9" } });
    expect(part.status).toBe(206);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(4, 10));
    const etag = whole.headers.get("etag") ?? "";
    const known = await fetch(url + items[0].thumbnails[256], { headers: { "if-none-match": etag } });
    expect(known.status).toBe(304);
  });

  test("refuses what is no picture with a code, a sentence and a remedy", async () => {
    const upload = client.pins.create({ pictures: [new Blob(["no picture"])] });
    await expect(upload).rejects.toMatchObject({ code: "PICTURE_UNSUPPORTED", status: 415 });
  });
});

describe("the process", () => {
  const running: ChildProcess[] = [];
  afterAll(() => {
    for (const child of running) child.kill("SIGKILL");
  });

  const start = async (data: string) => {
    const flags = ["start", "--json", "--data", data, "--port", "0"];
    const child = spawn(process.execPath, ["src/cli/main.ts", ...flags], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    running.push(child);
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    return { child, said: JSON.parse(String(line)) };
  };

  test("killed with -9 it keeps what it acknowledged; a second one on its folder is refused", async () => {
    const data = newFolder();
    const first = await start(data);
    const { key } = JSON.parse(readFileSync(join(data, "server.json"), "utf8"));
    const client = bowerbirdClient({ url: first.said.url, key });
    const { pins } = await client.pins.create({ pictures: [sample("sofa-156-b")] });
    expect((await start(data)).said.error.code).toBe("DATA_LOCKED");

    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    const second = await start(data);
    const kept = await bowerbirdClient({ url: second.said.url }).pins.read({
      params: { id: pins[0].pin.id },
    });
    expect(kept.kind).not.toBeNull();
  }, 60_000);
});
