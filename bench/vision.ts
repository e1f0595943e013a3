/**
 * Understanding pictures: the pool of model processes beside the bare libraries in a plain loop.
 *
 *   node bench/vision.ts [--pictures 60] [--root samples/home/pictures]
 *
 * Bare: one process with one thread a model decodes (sharp), resizes, and runs both models on the picture and on the
 * boxes found, one picture after the other; no colours, hash, labels or measures. `one` is our pool with one process
 * doing all of its work, `pool` with one process a core. Ratios are ours / bare in pictures a second; above one for
 * `pool` comes from the second core. The peers run in turn within the same run, so that other load hits all alike.
 */
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import type { Vision } from "../src/core/ports.ts";
import { parseSettings } from "../src/core/settings.ts";
import { openInferencePool } from "../src/io/models/inference-pool.ts";
import { bareVision } from "./peers/bare-vision.ts";

const { values } = parseArgs({
  options: {
    pictures: { type: "string", default: "60" },
    root: { type: "string", default: "samples/home/pictures" },
  },
});
const paths = readdirSync(values.root)
  .sort()
  .map((file) => join(values.root, file));
const step = Math.max(1, Math.floor(paths.length / Number(values.pictures)));
const chosen = paths.filter((_, i) => i % step === 0).slice(0, Number(values.pictures));

sharp.concurrency(1);
sharp.cache(false);
const { understand: bare, spent } = await bareVision();

/** Pictures a second with as many asked at once as there are processes, after one picture each to warm up. */
async function rate(vision: Vision): Promise<number> {
  const queue = [...chosen];
  const ask = async (): Promise<void> => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift())
      await vision.understand({ path });
  };
  const both = Array.from({ length: vision.processes });
  await Promise.all(both.map(() => vision.understand({ path: chosen[0] })));
  const start = performance.now();
  await Promise.all(both.map(ask));
  return (1000 * chosen.length) / (performance.now() - start);
}

async function poolRate(processes: number): Promise<number> {
  const settings = parseSettings({ "vision.processes": processes, "vision.cuda": "off" });
  const pool = await openInferencePool(settings, { cache: "" });
  try {
    return await rate(pool);
  } finally {
    await pool.close();
  }
}

await bare(readFileSync(chosen[0]));
for (const part of ["decode", "resize", "detect", "embed"] as const) spent[part] = 0;
const start = performance.now();
for (const path of chosen) await bare(readFileSync(path));
const elapsed = performance.now() - start;
const bareRate = (1000 * chosen.length) / elapsed;
const one = await poolRate(1);
const pool = await poolRate(0);
const row = (name: string, value: number): void =>
  console.log(
    `${name.padEnd(6)} ${value.toFixed(2).padStart(7)} pictures/s   ${(value / bareRate).toFixed(2)} × bare`,
  );
console.log(`${chosen.length} pictures, ${availableParallelism()} cores`);
row("bare", bareRate);
row("one", one);
row("pool", pool);
console.log("where the bare loop's time goes, ms a picture:");
for (const [part, milliseconds] of Object.entries({
  ...spent,
  rest: elapsed - Object.values(spent).reduce((sum, value) => sum + value, 0),
})) {
  console.log(`  ${part.padEnd(7)} ${(milliseconds / chosen.length).toFixed(1).padStart(6)}`);
}
