/** Changing the model of a collection: beside the one in use, in one step, back again, killed, and by the command line. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, openEngine } from "../src/engine.ts";
import { bowerbirdClient, type Client } from "../src/http/client.ts";
import { buildServer, type Server } from "../src/http/server.ts";
import { builtinModel } from "../src/vision/vision.ts";
import { writeTinyModel } from "./tiny-models.ts";

const root = mkdtempSync(join(tmpdir(), "bowerbird-reindex-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const clip = writeTinyModel(join(root, "my-clip"), "clip");
const names = ["sofa-156-b", "sofa-158-a", "vase-021-b", "vase-001-a", "armchair-143-a", "teapot-049-a"];
const bytesOf = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(`samples/home/pictures/${name}.webp`));
const upload = (engine: Engine, name: string) =>
  engine.importer.importOne(bytesOf(name), { source: name }, { owner: "test" });
const open = (data: string, settings: Record<string, unknown> = {}): Promise<Engine> =>
  openEngine({ data, settings: { "vision.processes": 1, ...settings }, environment: {} });

describe("an engine", () => {
  const data = join(root, "engine");
  let engine: Engine;
  let mine: string;
  const first = async (): Promise<string> => {
    const { hits } = await engine.search.search({ picture: { bytes: bytesOf(names[0]) }, limit: 3 });
    return hits[0].pin.sources[0];
  };

  beforeAll(async () => {
    engine = await open(data);
    for (const name of names) await upload(engine, name);
  });
  afterAll(() => engine.close());

  test("builds another model beside, and searches go on with the first", async () => {
    const seen: number[] = [];
    const built = await engine.models.build(
      { embedding: clip },
      { onProgress: ({ done }) => void seen.push(done) },
    );
    mine = built.model;
    expect(built).toMatchObject({ pictures: names.length, cancelled: false });
    expect(seen.at(-1)).toBe(names.length);
    expect(engine.vision.model).toBe(builtinModel);
    expect(await first()).toBe(names[0]);
    const { mean, pins } = await engine.models.changes(mine);
    expect(mean).toBeLessThanOrEqual(1);
    expect(pins).toHaveLength(names.length);
  });

  test("switches in one step, and what was asked before is answered by the model before", async () => {
    const before = Array.from({ length: 3 }, first);
    await engine.models.activate(mine);
    const after = await engine.search.search({ picture: { bytes: bytesOf(names[1]) }, limit: 3 });
    expect(after.model).toBe(mine);
    expect(after.hits[0].pin.sources).toEqual([names[1]]);
    expect(await Promise.all(before)).toEqual([names[0], names[0], names[0]]);
  });

  test("a picture uploaded since is found after going back, too", async () => {
    await upload(engine, "sofa-156-a");
    expect(await engine.models.rollBack()).toBe(builtinModel);
    await engine.importer.resume();
    const asked = { picture: { bytes: bytesOf("sofa-156-a") }, limit: 3 };
    const { model, hits } = await engine.search.search(asked);
    expect(model).toBe(builtinModel);
    expect(hits[0].pin.sources).toEqual(["sofa-156-a"]);
    const listed = await engine.models.list();
    expect(listed.find(({ previous }) => previous)?.model).toBe(mine);
  });

  test("a model that has not seen the pictures is not switched to; the one in use is not forgotten", async () => {
    await expect(engine.models.activate("nobody@1")).rejects.toMatchObject({ code: "MODEL_NOT_BUILT" });
    await expect(engine.models.forget(builtinModel)).rejects.toMatchObject({ code: "BAD_INPUT" });
    await expect(engine.models.changes("nobody@1")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  });

  test("opened again it is the model in use; another one in the settings is refused", async () => {
    await engine.models.activate(mine);
    await engine.close();
    engine = await open(data);
    expect(engine.vision.model).toBe(mine);
    await engine.close();
    await expect(open(data, { "vision.model": "builtin" })).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
    engine = await open(data, { "vision.model": clip });
    expect(engine.vision.model).toBe(mine);
  });

  test("a model whose weights have changed is another one: pins are searched, pictures wait for a reindex", async () => {
    await engine.close();
    writeTinyModel(clip, "clip", 2);
    engine = await open(data);
    expect(engine.vision.model).toBe(mine);
    const [pin] = (await engine.pins.list({ limit: 1 })).items;
    expect((await engine.search.search({ pin: pin.id, limit: 3 })).model).toBe(mine);
    const asked = engine.search.search({ picture: { bytes: bytesOf(names[0]) }, limit: 3 });
    await expect(asked).rejects.toMatchObject({ code: "MODEL_MISMATCH" });

    const { model } = await engine.models.build({});
    await engine.models.activate(model);
    expect(model).not.toBe(mine);
    expect(await first()).toBe(names[0]);
    await engine.models.forget(mine);
    expect((await engine.models.list()).map((state) => state.model)).not.toContain(mine);
  });
});

describe("a server", () => {
  let engine: Engine;
  let server: Server;
  let client: Client;
  const other = writeTinyModel(join(root, "my-dino"), "dinov2");

  beforeAll(async () => {
    engine = await open(join(root, "server"));
    for (const name of names) await upload(engine, name);
    server = await buildServer(engine, { version: "0.0.0" });
    const url = await server.app.listen({ port: 0, host: "127.0.0.1" });
    const { secret } = await engine.people.createKey({ name: "t", role: "admin", createdBy: "test" });
    client = bowerbirdClient({ url, key: secret });
  });
  afterAll(async () => {
    await server.app.close();
    await engine.close();
  });
  const ended = async (id: string) => {
    await server.jobs.reindexes.work();
    return client.jobs.read({ params: { id } });
  };

  test("reindexes as a job, switches, shows the change and goes back", async () => {
    const { id } = await client.models.reindex({ body: { model: other } });
    expect(await ended(id)).toMatchObject({
      kind: "reindex",
      state: "done",
      progress: { done: names.length },
    });
    const { model, models } = await client.models.read({});
    expect(model).toMatch(/^my-dino@/);
    expect(models.map(({ active, previous }) => [active, previous])).toContainEqual([false, true]);
    const change = await client.models.changes({ query: { model: builtinModel } });
    expect(change.compared).toBe(names.length);
    expect((await client.models.rollback({})).model).toBe(builtinModel);
    const forgotten = await client.models.forget({ body: { model } });
    expect(forgotten.models.map((state) => state.model)).toEqual([builtinModel]);
  });

  test("a model that is none is the job's failure, and nothing has changed", async () => {
    const { id } = await client.models.reindex({ body: { model: join(root, "server") } });
    const job = await ended(id);
    expect(job).toMatchObject({ state: "failed", failures: [{ code: "MODEL_UNUSABLE" }] });
    expect((await client.models.read({})).model).toBe(builtinModel);
  });
});

describe("the command line", () => {
  const data = join(root, "cli");
  const run = (...command: string[]) => {
    const flags = ["--data", data, "--vision.processes", "1", "--json"];
    const { stdout, status } = spawnSync(process.execPath, ["src/cli/main.ts", ...command, ...flags], {
      encoding: "utf8",
    });
    return { status, last: JSON.parse(stdout.trim().split("\n").at(-1) ?? "null") };
  };

  test("a reindex killed in the middle goes on, then switches and goes back", async () => {
    const engine = await open(data);
    for (const name of names) await upload(engine, name);
    await engine.close();
    const dino = writeTinyModel(join(root, "tiny-dino"), "dinov3_vit");
    const flags = ["--model", dino, "--data", data, "--vision.processes", "1", "--json"];
    const child: ChildProcess = spawn(process.execPath, ["src/cli/main.ts", "reindex", ...flags], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (!child.stdout) throw new Error("no output");
    await once(createInterface({ input: child.stdout }), "line");
    child.kill("SIGKILL");
    await once(child, "exit");

    expect(run("models").last).toMatchObject({ model: builtinModel });
    const done = run("reindex", "--model", dino);
    expect(done).toMatchObject({ status: 0, last: { model: expect.stringMatching(/^tiny-dino@/) } });
    expect(run("models", "rollback").last.model).toBe(builtinModel);
    expect(run("models").last.models).toHaveLength(2);
    expect(run("models", "activate", "nobody@1")).toMatchObject({ status: 6 });
  });
});
