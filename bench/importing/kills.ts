/** An import killed with -9 again and again at random points, and what it comes to when it is let go to its end. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { seededRandom } from "../../src/core/random.ts";
import { openEngine } from "../../src/engine.ts";

const settings = { "vision.processes": 1 };

const program = `
  const { openEngine } = await import(process.argv[1]);
  const engine = await openEngine({ data: process.argv[2], settings: ${JSON.stringify(settings)}, environment: {} });
  await engine.importer.importFrom(process.argv[3], { owner: "test" }, () => console.log("step"));
  console.log("end");
  setInterval(() => {}, 1000);
`;

/** Patches of noise, no two alike. */
export async function makePictures(folder: string, count: number): Promise<void> {
  const random = seededRandom(5);
  for (let i = 0; i < count; i++) {
    const noise = Buffer.from(Array.from({ length: 48 }, () => random.integer(256)));
    await sharp(noise, { raw: { width: 4, height: 4, channels: 3 } })
      .resize(120, 120)
      .png()
      .toFile(join(folder, `${String(i).padStart(3, "0")}.png`));
  }
}

/** Starts the import in a process of its own and kills it at its n-th word, or when it has ended. @returns words heard */
export function importAndKill(data: string, source: string, words: number): Promise<number> {
  return new Promise((resolve) => {
    const engine = new URL("../../src/engine.ts", import.meta.url).href;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, engine, data, source], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let heard = 0;
    child.stdout.on("data", (text: Buffer) => {
      heard += String(text).split("step").length - 1;
      if (heard >= words || String(text).includes("end")) child.kill("SIGKILL");
    });
    child.on("exit", () => resolve(heard));
  });
}

interface Outcome {
  /** Every pin with what was seen in it, in the order of their ids. */
  readonly pins: ReadonlyArray<{ id: string; sources: readonly string[]; width: number; hash?: string }>;
  readonly vectors: number;
  /** Vectors that the understandings call for. */
  readonly expected: number;
}

/** The import once more, to its end. */
export async function importToEnd(data: string, source: string): Promise<Outcome> {
  const engine = await openEngine({ data, settings, environment: {} });
  try {
    await engine.importer.importFrom(source, { owner: "test" });
    const { pictures, objects } = await engine.understandings.count(engine.vision.model);
    const { items } = await engine.pins.list({ sort: "oldest", limit: 1000 });
    const seen = await engine.understandings.read(
      items.map(({ seq }) => seq),
      engine.vision.model,
    );
    const pins = items
      .map(({ id, seq, sources, width }) => ({ id, sources, width, hash: seen.get(seq)?.hash }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return { pins, vectors: engine.indexes.index.size, expected: pictures + objects };
  } finally {
    await engine.close();
  }
}

/** Kills, then compares with one quiet import. */
export async function importKilled(kills: number): Promise<void> {
  const count = Math.max(12, Math.round(kills / 2));
  const root = mkdtempSync(join(tmpdir(), "bowerbird-kills-"));
  const source = mkdtempSync(join(root, "pictures-"));
  const random = seededRandom(17);
  try {
    await makePictures(source, count);
    let heard = 0;
    for (let kill = 1; kill <= kills; kill++) {
      heard += await importAndKill(join(root, "killed"), source, 1 + random.integer(6));
      if (kill % 10 === 0) console.log(`${kill} kills, ${heard} steps`);
    }
    const killed = await importToEnd(join(root, "killed"), source);
    const quiet = await importToEnd(join(root, "quiet"), source);
    const same = JSON.stringify(killed) === JSON.stringify(quiet);
    console.log(
      `${kills} kills over ${count} pictures: ${killed.pins.length} pins, ${killed.vectors} vectors;`,
    );
    console.log(
      same ? "the same catalogue as one quiet import" : "NOT the same catalogue as one quiet import",
    );
    if (!same) process.exitCode = 1;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
