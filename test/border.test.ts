/** What comes over the border wrongly, too often or twice, and what the server says of itself. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { validate } from "@scalar/openapi-parser";
import type { InjectOptions } from "fastify";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, openEngine } from "../src/engine.ts";
import { bowerbirdClient, type Client } from "../src/http/client.ts";
import { problemView } from "../src/http/contract/views.ts";
import { openApi } from "../src/http/openapi.ts";
import { buildServer, type Server } from "../src/http/server.ts";

const root = mkdtempSync(join(tmpdir(), "bowerbird-border-"));
const log: string[] = [];
let engine: Engine;
let server: Server;
let client: Client;
let secret: string;
let url: string;

beforeAll(async () => {
  engine = await openEngine({
    data: join(root, "data"),
    environment: {},
    settings: { "server.logLevel": "debug", "server.bodyMegabytes": 1, "vision.processes": 1 },
  });
  server = await buildServer(engine, { version: "0.0.0", log: { write: (line) => log.push(line) } });
  url = await server.app.listen({ port: 0, host: "127.0.0.1" });
  ({ secret } = await engine.people.createKey({ name: "admin", role: "admin", createdBy: "test" }));
  client = bowerbirdClient({ url, key: secret });
});
afterAll(async () => {
  await server.app.close();
  await engine.close();
  rmSync(root, { recursive: true });
});

const json = { "content-type": "application/json" };
const form = (text: string) => ({
  headers: { "content-type": "multipart/form-data; boundary=x" },
  payload: text,
});
const part = (bytes: string) =>
  `--x\r\nContent-Disposition: form-data; name="picture"; filename="a"\r\n\r\n${bytes}\r\n`;
const wrong: ReadonlyArray<readonly [what: string, asked: InjectOptions, status: number, code: string]> = [
  ["an address that is not there", { url: "/nothing" }, 404, "ROUTE_NOT_FOUND"],
  ["a method that an address does not take", { method: "PUT", url: "/pins/x" }, 405, "METHOD_NOT_ALLOWED"],
  ["an address with broken signs", { url: "/pins/%E0%A4%A" }, 400, "BAD_INPUT"],
  ["an address too long", { url: `/pins/${"x".repeat(600)}` }, 414, "ADDRESS_TOO_LONG"],
  ["a body that is no JSON", { url: "/pins/count", headers: json, payload: "{a" }, 400, "BAD_INPUT"],
  ["an empty body", { url: "/pins/count", headers: json, payload: "" }, 400, "BAD_INPUT"],
  ["a prototype", { url: "/pins/count", headers: json, payload: '{"__proto__":{}}' }, 400, "BAD_INPUT"],
  ["an unknown field", { url: "/pins/count", payload: { filtre: {} } }, 400, "BAD_INPUT"],
  [
    "plain text, which any website's page may send",
    { url: "/pins/count", headers: { "content-type": "text/plain" }, payload: "{}" },
    ...([415, "MEDIA_TYPE_UNSUPPORTED"] as const),
  ],
  [
    "another type of body",
    { url: "/pins/count", headers: { "content-type": "text/xml" }, payload: "<a/>" },
    ...([415, "MEDIA_TYPE_UNSUPPORTED"] as const),
  ],
  [
    "a body that is too large",
    { url: "/pins/count", payload: { filter: { tags: ["x".repeat(1_000_000)] } } },
    ...([413, "BODY_TOO_LARGE"] as const),
  ],
  [
    "a form without a boundary",
    { url: "/search/visual", headers: { "content-type": "multipart/form-data" }, payload: "x" },
    ...([400, "BAD_INPUT"] as const),
  ],
  ["a form cut in the middle", { url: "/search/visual", ...form(part("x")) }, 400, "BAD_INPUT"],
  [
    "pictures too large together",
    { url: "/pins", ...form(`${part("x".repeat(600_000)).repeat(2)}--x--\r\n`) },
    ...([413, "BODY_TOO_LARGE"] as const),
  ],
  ["a cursor of another list", { url: "/pins?cursor=x" }, 400, "BAD_CURSOR"],
  ["a filter of another form", { url: "/pins?filter=%7B%22tags%22%3A5%7D" }, 400, "BAD_INPUT"],
  ["a file that is not there", { url: `/blobs/${"a".repeat(64)}` }, 404, "BLOB_NOT_FOUND"],
];

describe("one shape of problem", () => {
  test.each(wrong)("%s", async (_, asked, status, code) => {
    const method = asked.payload === undefined ? "GET" : "POST";
    const answer = await server.app.inject({
      method,
      ...asked,
      headers: { authorization: `Bearer ${secret}`, ...asked.headers },
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    const problem = problemView.parse(answer.json());
    expect(problem).toMatchObject({ status, code, instance: answer.headers["x-request-id"] });
    expect(problem.remedy).not.toBe("");
    const page = await server.app.inject({ url: problem.type.split("#")[0] });
    expect(page.payload).toContain(`id="${problem.type.split("#")[1]}"`);
    if (status === 405) expect(answer.headers.allow).toBe("GET, PATCH, DELETE");
  });

  test.each(["Bearer bb_no", "bearer bb_no", "Bearer", "Bearer  "])(
    "a key that is not known: %s",
    async (authorization) => {
      const answer = await server.app.inject({ url: "/pins", headers: { authorization } });
      expect(answer.json()).toMatchObject({ code: "NOT_SIGNED_IN", status: 401 });
    },
  );

  test.each([
    ["what is not HTTP", "GARBAGE\r\n\r\n", 400, "BAD_INPUT"],
    ["a method that nobody has", "FOO /pins HTTP/1.1\r\nhost: x\r\n\r\n", 400, "BAD_INPUT"],
    [
      "two lengths",
      "POST /pins HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
      400,
      "BAD_INPUT",
    ],
    [
      "an endless address",
      `GET /pins?cursor=${"x".repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      414,
      "ADDRESS_TOO_LONG",
    ],
  ])("%s", async (_, sent, status, code) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write(sent);
    const [head, body] = (await text(socket)).split("\r\n\r\n");
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain("content-type: application/problem+json");
    expect(problemView.parse(JSON.parse(body))).toMatchObject({ status, code });
  });

  test("too many at once, with when to come again", async () => {
    await client.settings.change({ body: { "server.requestsPerMinute": 5 } });
    const ask = () => server.app.inject({ url: "/pins", remoteAddress: "192.0.2.1" });
    for (let i = 0; i < 5; i++) expect((await ask()).statusCode).toBe(200);
    const refused = await ask();
    expect(refused.json()).toMatchObject({ code: "TOO_MANY_REQUESTS", status: 429, details: { max: 5 } });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    for (const authorization of ["Basic x", "Bearer bb_guessed", "Bearer bb_guessed_again"]) {
      const headers = { authorization };
      const disguised = await server.app.inject({ url: "/pins", remoteAddress: "192.0.2.1", headers });
      expect(disguised.statusCode, authorization).toBe(429);
      const place = { method: "POST", url: "/events", remoteAddress: "192.0.2.1", headers } as const;
      expect((await server.app.inject({ ...place, payload: {} })).statusCode, authorization).toBe(429);
    }
    const own = await engine.people.createKey({ name: "own", role: "viewer", createdBy: "test" });
    const headers = { authorization: `Bearer ${own.secret}` };
    const known = await server.app.inject({ url: "/pins", remoteAddress: "192.0.2.1", headers });
    expect(known.statusCode).toBe(200);
    const { "server.requestsPerMinute": max } = engine.settings;
    expect(max).toBe(5);
    await engine.configuration.change({ "server.requestsPerMinute": null });
  });
});

test("every page has its security headers", async () => {
  for (const place of ["/pins", "/health", "/docs/errors", "/reference/", "/nothing"]) {
    const { headers } = await server.app.inject({ url: place });
    expect(headers["x-content-type-options"], place).toBe("nosniff");
    expect(headers["x-frame-options"], place).toBe("SAMEORIGIN");
    expect(headers["referrer-policy"], place).toBe("no-referrer");
    expect(headers["content-security-policy"], place).toContain("default-src 'self'");
    // The reference page writes its styles while it runs; no other page may.
    const policy = String(headers["content-security-policy"]);
    const known = place === "/reference/" ? policy.replace("style-src 'self' 'unsafe-inline'", "") : policy;
    expect(known, place).not.toContain("unsafe");
  }
});

test("a write that comes again while the first is being done is done once", async () => {
  const bytes = await sharp({ create: { width: 50, height: 40, channels: 3, background: "teal" } })
    .png()
    .toBuffer();
  const pictures = [new Blob([new Uint8Array(bytes)])];
  const answers = await Promise.all(
    [1, 2, 3].map(() => client.pins.create({ pictures, idempotencyKey: "at once" })),
  );
  expect(answers.map(({ pins }) => pins[0].created)).toEqual([true, true, true]);
  const again = await client.pins.create({ pictures });
  expect(again.pins[0].created).toBe(false);
});

test("the log tells requests apart and holds no secret", async () => {
  const person = await engine.people.create({ name: "Ada", email: "ada@example.org", role: "admin" });
  const link = await engine.people.createSignInLink(person.id, 60_000);
  log.length = 0;
  const looked = await server.app.inject({ method: "HEAD", url: `/sign-in/${link}` });
  expect([looked.statusCode, looked.cookies]).toEqual([200, []]);
  const signedIn = await server.app.inject({ url: `/sign-in/${link}?from=mail` });
  const [{ name, value }] = signedIn.cookies;
  await server.app.inject({ url: "/session", cookies: { [name]: value } });
  await server.app.inject({ url: "/pins?filter=asked-for" });
  await server.app.inject({ method: "POST", url: "/session", payload: { secret: link } });
  await client.keys.list();
  const said = log.join("");
  for (const hidden of [link, value, secret, "asked-for"]) expect(said).not.toContain(hidden);
  expect(said).toContain(String(signedIn.headers["x-request-id"]));
  expect(said).toContain('"path":"/sign-in/…');
});

test("the OpenAPI document is valid, and names every route once", async () => {
  const document = openApi("0.0.0");
  const { valid, errors, version } = await validate(document);
  expect(errors).toEqual([]);
  expect([valid, version]).toEqual([true, "3.1"]);
  const operations = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>)
    .flatMap((path) => Object.values(path))
    .map(({ operationId }) => operationId);
  expect(new Set(operations).size).toBe(operations.length);
});

describe("looking after it", () => {
  test("a setting is changed for good, and the trail says by whom", async () => {
    const { items, restartNeeded } = await client.settings.change({
      body: { "search.results": 12, "index.gaugeEvery": 7 },
    });
    const one = (name: string) => items.find((item) => item.name === name);
    expect(restartNeeded).toBe(true);
    expect(one("search.results")).toMatchObject({ value: 12, source: "file", afterRestart: null });
    expect(one("index.gaugeEvery")).toMatchObject({ value: 100, afterRestart: 7, atOnce: false });
    expect(engine.settings["search.results"]).toBe(12);
    const file = JSON.parse(readFileSync(join(root, "data", "bowerbird.json"), "utf8"));
    expect(file).toEqual({ "search.results": 12, "index.gaugeEvery": 7 });
    await expect(client.settings.change({ body: { "search.result": 1 } })).rejects.toMatchObject({
      code: "UNKNOWN_SETTING",
      message: expect.stringContaining("search.results"),
    });
    const trail = await client.audit.list({ query: { limit: 2 } });
    expect(trail.items).toMatchObject([
      { name: "admin", what: "settings.change", subject: "index.gaugeEvery", detail: "7" },
      { name: "admin", what: "settings.change", subject: "search.results", detail: "12" },
    ]);
    expect(trail.cursor).not.toBeNull();
  });

  test("storage is counted by kind, and a backup is one of them", async () => {
    const made = await client.backups.create();
    expect((await client.backups.list()).items).toEqual([made]);
    expect(existsSync(join(root, "data", "backups", made.name))).toBe(true);
    const { kinds, free, size } = await client.storage.read();
    const of = (kind: string) => kinds.find((one) => one.kind === kind);
    expect(of("originals")).toMatchObject({ files: 1 });
    expect(of("state")?.bytes).toBeGreaterThan(0);
    expect(of("backups")).toMatchObject({ files: 1, bytes: made.bytes });
    expect(free).toBeGreaterThan(0);
    expect(size).toBeGreaterThan(free);
    expect(await client.system.check()).toMatchObject({ state: "ok", pins: 1, notUnderstood: 0 });
  });

  test("an import is followed to its end, listed, and done again", async () => {
    const list = join(root, "pictures.csv");
    writeFileSync(list, "file,title\nabsent.png,Nothing\n");
    const told = await client.system.stream();
    const job = await client.imports.create({ body: { source: list } });
    let heard = "";
    for await (const bytes of told.body ?? []) {
      heard += Buffer.from(bytes).toString();
      if (/"state":"done"/.test(heard)) break;
    }
    expect(heard).toContain(`"id":"${job.id}"`);
    expect(await client.jobs.read({ params: { id: job.id } })).toMatchObject({
      state: "done",
      failures: [{ code: "SOURCE_NOT_FOUND" }],
    });
    const again = await client.jobs.retry({ params: { id: job.id } });
    const { items } = await client.jobs.list({ query: { kind: "import" } });
    expect(items.map(({ id }) => id).sort()).toEqual([again.id, job.id].sort());
    const stopped = await client.jobs.cancel({ params: { id: again.id } });
    expect(stopped.endedAt).not.toBeNull();
    await expect(client.jobs.cancel({ params: { id: "none" } })).rejects.toMatchObject({
      code: "JOB_NOT_FOUND",
    });
  });
});
