/** An import killed with -9 five times at random points and started again: the same catalogue, nothing twice or lost. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../src/core/random.ts";
import { type Engine, openEngine } from "../src/engine.ts";

const pictures = 12;
const settings = { "vision.processes": 1 };
let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "bowerbird-kill-"));
  const random = seededRandom(5);
  for (let i = 0; i < pictures; i++) {
    const noise = Buffer.from(Array.from({ length: 48 }, () => random.integer(256)));
    await sharp(noise, { raw: { width: 4, height: 4, channels: 3 } })
      .resize(120, 120)
      .png()
      .toFile(join(root, `${String(i).padStart(2, "0")}.png`));
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const program = `
  const { openEngine } = await import(process.argv[1]);
  const engine = await openEngine({ data: process.argv[2], settings: ${JSON.stringify(settings)}, environment: {} });
  await engine.importer.importFrom(process.argv[3], { owner: "test" }, () => console.log("step"));
  console.log("end");
  setInterval(() => {}, 1000);
`;

/** Starts the import in a process of its own and kills it at its n-th word, or when it has ended. */
const importAndKill = (data: string, words: number): Promise<number> =>
  new Promise((resolve) => {
    const engine = new URL("../src/engine.ts", import.meta.url).href;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, engine, data, root], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let heard = 0;
    child.stdout.on("data", (text: Buffer) => {
      heard += String(text).split("step").length - 1;
      if (heard >= words || String(text).includes("end")) child.kill("SIGKILL");
    });
    child.on("exit", () => resolve(heard));
  });

const catalogue = async (engine: Engine): Promise<unknown> => {
  const { items } = await engine.pins.list({ sort: "oldest", limit: 100 });
  const seen = await engine.understandings.read(
    items.map(({ seq }) => seq),
    engine.vision.model,
  );
  return items
    .map(({ id, seq, sources, width }) => ({ id, sources, width, hash: seen.get(seq)?.hash }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
};

const endOf = async (data: string): Promise<{ pins: unknown; vectors: number; expected: number }> => {
  const engine = await openEngine({ data, settings, environment: {} });
  try {
    await engine.importer.importFrom(root, { owner: "test" });
    const { pictures: whole, objects } = await engine.understandings.count(engine.vision.model);
    return { pins: await catalogue(engine), vectors: engine.indexes.index.size, expected: whole + objects };
  } finally {
    await engine.close();
  }
};

test("five times killed and started again, it ends with what one quiet import gives", async () => {
  const places = readdirSync(root);
  expect(places).toHaveLength(pictures);
  const outside = mkdtempSync(join(tmpdir(), "bowerbird-killed-"));
  try {
    const random = seededRandom(17);
    for (let kill = 0; kill < 5; kill++) {
      const words = 1 + random.integer(pictures);
      expect(await importAndKill(join(outside, "killed"), words)).toBeGreaterThanOrEqual(1);
    }
    const killed = await endOf(join(outside, "killed"));
    const quiet = await endOf(join(outside, "quiet"));
    expect(killed.pins).toEqual(quiet.pins);
    expect(quiet.pins).toHaveLength(pictures);
    expect(killed.vectors).toBe(killed.expected);
    expect(killed.expected).toBe(quiet.expected);
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
}, 180_000);
