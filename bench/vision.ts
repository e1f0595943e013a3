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
import { type Box, wholePicture } from "../src/core/nouns.ts";
import type { Vision } from "../src/core/ports.ts";
import { parseSettings } from "../src/core/settings.ts";
import { openInferencePool } from "../src/io/inference-pool.ts";
import { openHeatModel, openNamer } from "../src/io/onnx-models.ts";
import { decodeDetections, mergeOverlaps } from "../src/vision/detections.ts";
import { detectorSize, embeddingSide, embeddingSize, planes, type Size } from "../src/vision/model-inputs.ts";

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

const spent = { decode: 0, resize: 0, detect: 0, embed: 0 };
async function timed<T>(part: keyof typeof spent, work: Promise<T>): Promise<T> {
  const start = performance.now();
  const done = await work;
  spent[part] += performance.now() - start;
  return done;
}

const namer = await openNamer(1, "cpu");
const heatModel = await openHeatModel(1, "cpu");
sharp.concurrency(1);
sharp.cache(false);

async function bare(path: string): Promise<void> {
  const opened = sharp(readFileSync(path)).rotate().removeAlpha().toColourspace("srgb").raw();
  const { data, info } = await timed("decode", opened.toBuffer({ resolveWithObject: true }));
  const raw = { width: info.width, height: info.height, channels: 3 as const };
  const cut = (box: Box, size: Size): Promise<Uint8Array> => {
    const left = Math.min(raw.width - 1, Math.round(box.x * raw.width));
    const top = Math.min(raw.height - 1, Math.round(box.y * raw.height));
    const width = Math.max(1, Math.min(raw.width - left, Math.round(box.w * raw.width)));
    const height = Math.max(1, Math.min(raw.height - top, Math.round(box.h * raw.height)));
    const region = sharp(data, { raw }).extract({ left, top, width, height });
    return timed("resize", region.resize(size.width, size.height, { fit: "fill" }).raw().toBuffer());
  };
  const embed = async (box: Box, side: number): Promise<void> => {
    const size = embeddingSize({ width: raw.width * box.w, height: raw.height * box.h }, side);
    await timed("embed", namer.embed(planes(await cut(box, size), size), size));
  };
  const { picture, input } = detectorSize(raw);
  const pixels = planes(await cut(wholePicture, picture), picture, input);
  const { heat, sides } = await timed("detect", heatModel(pixels, input));
  const grid = { rows: input.height / 4, columns: input.width / 4 };
  await embed(wholePicture, embeddingSide.whole);
  const found = mergeOverlaps(decodeDetections(heat, sides, grid, picture, 0.1), 0.5, 12);
  for (const { box } of found) await embed(box, embeddingSide.region);
}

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

await bare(chosen[0]);
for (const part of ["decode", "resize", "detect", "embed"] as const) spent[part] = 0;
const start = performance.now();
for (const path of chosen) await bare(path);
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
