/**
 * An import killed with -9 five times at random points and started again: the same catalogue, nothing twice or lost. What
 * the index had saved by then is not built again.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importAndKill, importToEnd, makePictures } from "../bench/importing/kills.ts";
import { seededRandom } from "../src/core/random.ts";
import { openEngine } from "../src/engine.ts";
import { bowerbird, command } from "./command-line.ts";

const pictures = 12;
const root = mkdtempSync(join(tmpdir(), "bowerbird-kill-"));
const source = join(root, "pictures");
beforeAll(async () => {
  mkdirSync(source);
  await makePictures(source, pictures);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("five times killed and started again, it ends with what one quiet import gives", async () => {
  const random = seededRandom(17);
  for (let kill = 0; kill < 5; kill++) {
    const words = 1 + random.integer(pictures);
    expect(await importAndKill(join(root, "killed"), source, words)).toBeGreaterThanOrEqual(1);
  }
  const killed = await importToEnd(join(root, "killed"), source);
  const quiet = await importToEnd(join(root, "quiet"), source);
  expect(killed).toEqual(quiet);
  expect(quiet.pins).toHaveLength(pictures);
  expect(killed.vectors).toBe(killed.expected);
}, 180_000);

/** Writes understandings without looking at pictures, and goes on until it is killed. */
const writer = `
  const { openEngine } = await import(process.argv[1]);
  const { draftOf } = await import(process.argv[2]);
  const { understandingOf } = await import(process.argv[3]);
  const engine = await openEngine({ data: process.argv[4], settings: { "index.saveAfter": 20 }, environment: {} });
  for (let i = 0; ; i++) {
    const { pin } = await engine.pins.admit(draftOf("picture " + i));
    const { embedding, ...seen } = understandingOf(i, 0, engine.vision.model);
    const vector = new Float32Array(engine.vision.dimensions);
    vector[i % vector.length] = 1;
    await engine.understandings.write([{ seq: pin.seq, understanding: { ...seen, embedding: vector } }]);
    await engine.indexes.catchUp();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
`;

test("an index is saved while it is in use: after a kill only what came later is added", async () => {
  const data = join(root, "saved");
  const fileOf = (path: string): string => new URL(path, import.meta.url).href;
  const modules = [
    "../src/engine.ts",
    "../src/catalog/pins.contract.ts",
    "../src/catalog/understandings.contract.ts",
  ];
  const child = spawn(process.execPath, ["--input-type=module", "-e", writer, ...modules.map(fileOf), data], {
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  while (globSync("index/*/index.json", { cwd: data }).length === 0 && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill("SIGKILL");
  await ended;
  const engine = await openEngine({ data, environment: {} });
  const { pictures } = await engine.understandings.count(engine.vision.model);
  expect(engine.repair.kind).not.toBe("rebuilt");
  expect(engine.repair.added).toBeLessThan(pictures);
  expect(engine.indexes.index.size).toBe(pictures);
  await engine.close();
}, 60_000);

test("an import that is interrupted says what is kept, and goes on where it was", async () => {
  const interrupted = mkdtempSync(join(root, "interrupted-"));
  const line = ["import", source, "--data", interrupted, "--json"];
  const child = command(...line);
  if (!child.stdout) throw new Error("it says nothing");
  const said = createInterface({ input: child.stdout });
  said.once("line", () => child.kill("SIGINT"));
  const lines: Array<Record<string, Record<string, unknown>>> = [];
  said.on("line", (text) => lines.push(JSON.parse(text)));
  expect(await once(child, "exit")).toEqual([130, null]);
  expect(lines.at(-2)).toMatchObject({ report: { stopped: true, failures: [] } });
  expect(lines.at(-1)).toMatchObject({ error: { code: "IMPORT_STOPPED" } });
  expect((await bowerbird(...line)).exit).toBe(0);
  expect((await importToEnd(interrupted, source)).pins).toHaveLength(pictures);
});
