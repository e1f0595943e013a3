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
import type { SearchAnswer } from "../src/http/contract/search.ts";
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

    // The nearest whatever they are, where a question asks for them: of a picture, and of a pin.
    const ids = first.pins.map(({ pin }) => pin.id);
    const whole = { pictures: [sample("sofa-156-b")], body: { cutoff: 1 } };
    const nearest = await client.search.visual(whole);
    expect(nearest.hits.map(({ pin }) => pin.id).sort()).toEqual([...ids].sort());
    expect(nearest.hits.every(({ similar }) => similar)).toBe(true);
    const like = await client.search.similar({ params: { id: ids[2] }, query: { cutoff: 1 } });
    expect(like.hits).toHaveLength(2);
    const beyond = client.search.similar({ params: { id: ids[2] }, query: { cutoff: 1.5 } });
    await expect(beyond).rejects.toMatchObject({ code: "BAD_INPUT" });
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
    for (const known of [etag, `"other", W/${etag}`, "*"]) {
      const { status } = await fetch(url + items[0].thumbnails[256], { headers: { "if-none-match": known } });
      expect(status, known).toBe(304);
    }
    const head = await fetch(url + items[0].thumbnails[256], { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
  });

  test("gives parts of the file that was meant, and says so when there is no such part", async () => {
    const { items } = await client.pins.list({});
    const place = url + items[0].original;
    const size = items[0].bytes;
    const etag = (await fetch(place)).headers.get("etag") ?? "";
    const part = (headers: Record<string, string>) => fetch(place, { headers });
    const ranges = [
      ["bytes=0-0", 206, `bytes 0-0/${size}`],
      ["bytes=-5", 206, `bytes ${size - 5}-${size - 1}/${size}`],
      [`bytes=${size - 2}-${size + 9}`, 206, `bytes ${size - 2}-${size - 1}/${size}`],
      ["bytes=5-2", 200, null],
      ["bytes=0-1,4-5", 200, null],
      ["lines=1-2", 200, null],
    ] as const;
    for (const [range, status, said] of ranges) {
      const answer = await part({ range });
      expect([answer.status, answer.headers.get("content-range")], range).toEqual([status, said]);
    }
    expect((await part({ range: "bytes=0-4", "if-range": etag })).status).toBe(206);
    for (const other of ['"another"', `W/${etag}`, "Wed, 25 Nov 2026 10:00:00 GMT"]) {
      const answer = await part({ range: "bytes=0-4", "if-range": other });
      expect([answer.status, (await answer.arrayBuffer()).byteLength], other).toEqual([200, size]);
    }
    const beyond = await part({ range: `bytes=${size}-` });
    expect(beyond.headers.get("content-range")).toBe(`bytes */${size}`);
    expect(beyond.headers.get("cache-control")).toBe("no-store");
    expect(await beyond.json()).toMatchObject({ status: 416, code: "RANGE_REFUSED", details: { size } });
  });

  test("takes a crop and a form however they are written, and refuses what cannot be meant", async () => {
    const { items } = await client.pins.list({});
    const pin = items[0].id;
    const box = { x: 0.2, y: 0.1, w: 0.5, h: 0.75 };
    for (const crop of [box, [0.2, 0.1, 0.5, 0.75], "0.2, 0.1, 0.5, 0.75"] as const) {
      const { region } = await client.search.visual({ body: { pin, crop: crop as typeof box } });
      expect(region).toEqual(box);
    }
    const rounded = { ...box, w: 0.8004 };
    expect((await client.search.visual({ body: { pin, crop: rounded } })).region.w).toBeCloseTo(0.8, 9);

    const send = async (fields: Readonly<Record<string, string>>, ...pictures: Blob[]) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      for (const picture of pictures) form.append("picture", picture, "a.webp");
      const answer = await fetch(`${url}/search/visual`, { method: "POST", body: form });
      return { status: answer.status, body: (await answer.json()) as SearchAnswer & { code?: string } };
    };
    const sofa = sample("sofa-156-b");
    const asked = await send({ k: "2", crop: "0.2,0.1,0.5,0.75", filter: '{"kinds":["furniture"]}' }, sofa);
    expect(asked.body).toMatchObject({ region: box });
    expect(asked.body.hits).toHaveLength(2);
    expect((await send({ object: "1", k: "1" }, sofa)).body.intent.view).toBe("object");
    const refused: ReadonlyArray<readonly [Record<string, string>, ...Blob[]]> = [
      [{ crop: "0.9,0,0.5,1" }, sofa],
      [{ crop: "1,1,1,1" }, sofa],
      [{ crop: "0,0,0,1" }, sofa],
      [{ crop: "0,0,1" }, sofa],
      [{ crop: "a,b,c,d" }, sofa],
      [{ crop: '{"x":0,"y":0,"w":1}' }, sofa],
      [{ k: "many" }, sofa],
      [{ size: "5" }, sofa],
      [{ object: "15" }, sofa],
      [{ object: "1", crop: "0,0,1,1" }, sofa],
      [{ pin }, sofa],
      [{}, sofa, sofa],
      [{}],
    ];
    for (const [fields, ...pictures] of refused) {
      const { status, body } = await send(fields, ...pictures);
      expect([status, body.code], JSON.stringify(fields)).toEqual([400, "BAD_INPUT"]);
    }
  });

  test("a cursor goes on with its own question only", async () => {
    const ask = (name: string, cursor?: string) =>
      client.search.visual({ pictures: [sample(name)], body: { k: 1, ...(cursor && { cursor }) } });
    const first = await ask("sofa-156-b");
    const cursor = first.cursor ?? "none";
    const second = await ask("sofa-156-b", cursor);
    expect(second.hits).toHaveLength(1);
    expect(second.hits[0].pin.id).not.toBe(first.hits[0].pin.id);
    const forged = Buffer.from("after 500").toString("base64url");
    for (const [name, wrong] of [
      ["vase-021-b", cursor],
      ["sofa-156-b", forged],
    ] as const) {
      await expect(ask(name, wrong)).rejects.toMatchObject({ code: "BAD_CURSOR", status: 400 });
    }
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
