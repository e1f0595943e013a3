/** Words of a pin that nobody wrote into it: text that a reader finds in its picture, and its owner's name. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Engine, openEngine } from "../src/engine.ts";

const data = mkdtempSync(join(tmpdir(), "bowerbird-reader-"));
/** The reader's answers, by the number of the picture that it is sent. */
const answers = [
  { status: 503, body: "", type: "text/plain" },
  { status: 415, body: "no such type", type: "text/plain" },
  {
    status: 200,
    body: JSON.stringify({ text: "Fresh croissants\nevery morning" }),
    type: "application/json",
  },
];
const sent: Array<{ type: string | undefined; bytes: number }> = [];
let reader: Server;
let engine: Engine;

beforeAll(async () => {
  reader = createServer(async (request, response) => {
    let bytes = 0;
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    const { status, body, type } = answers[Math.min(sent.length, answers.length - 1)];
    sent.push({ type: request.headers["content-type"], bytes });
    response.writeHead(status, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => reader.listen(0, "127.0.0.1", resolve));
  const { port } = reader.address() as AddressInfo;
  const settings = { "vision.reader": `http://127.0.0.1:${port}/`, "vision.processes": 1 };
  engine = await openEngine({ data, settings, environment: {} });
}, 60_000);
afterAll(async () => {
  await engine.close();
  reader.close();
  rmSync(data, { recursive: true, force: true });
});

const bring = async (name: string, owner: string) => {
  const bytes = readFileSync(`samples/home/pictures/${name}.webp`);
  const { pin } = await engine.importer.importOne(bytes, { source: name }, { owner });
  return { pin, bytes };
};
const found = async (text: string) =>
  (await engine.words.search({ text, limit: 5 })).hits
    .filter(({ step }) => step === "phrase" || step === "all words")
    .map(({ pin }) => pin.id);

test("text in a picture is found; a reader that is away is asked again, one that refuses a picture is not", async () => {
  const { bytes } = await bring("vase-021-b", "person:ada");
  await bring("sofa-156-b", "person:ada");
  await vi.waitFor(async () => expect(sent.length).toBeGreaterThanOrEqual(3), {
    timeout: 30_000,
    interval: 100,
  });
  await vi.waitFor(async () => expect(await found("fresh croissants")).toHaveLength(1), { timeout: 30_000 });
  expect(sent.every(({ type }) => type === "image/webp")).toBe(true);
  expect(sent.map((one) => one.bytes)).toContain(bytes.length);
  expect((await engine.words.search({ text: '"every morning"', limit: 5 })).total).toBe(1);
});

test("pins are found by their owner's name, also by the new one", async () => {
  const ada = await engine.people.create({
    name: "Ada Quillfeather",
    email: "ada@example.org",
    role: "member",
  });
  const { pin } = await bring("mug-029-a", `person:${ada.id}`);
  expect(await found("quillfeather")).toEqual([pin.id]);
  await engine.people.patch(ada.id, { name: "Ada Thistledown" });
  expect(await found("thistledown")).toEqual([pin.id]);
  expect(await found("quillfeather")).toEqual([]);
});
