/**
 * What tells near-duplicates from two views of one thing: the perceptual hash and the embedding, on the sample
 * catalogue. Copies are made (resized, recompressed, cropped by 2 and 4 % a side); the other pairs are the catalogue's
 * own `a` and `b` views. Prints, for thresholds of both, how many of each are grouped.
 *
 *   node bench/near-duplicates.ts [pictures]
 */
import { readdirSync, readFileSync } from "node:fs";
import sharp from "sharp";
import type { Understanding } from "../src/core/nouns.ts";
import { parseSettings } from "../src/core/settings.ts";
import { openInferencePool } from "../src/io/models/inference-pool.ts";
import { hashDistance } from "../src/vision/measures.ts";

const folder = "samples/home/pictures";
const most = Number(process.argv[2] ?? 40);
const names = readdirSync(folder);
const views = names.filter((name) => name.endsWith("-b.webp")).slice(0, most);
const pool = await openInferencePool(parseSettings({ "vision.processes": 2 }), { cache: "" });

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
const copies: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  "half size": (bytes) => sharp(bytes).resize(288).jpeg({ quality: 80 }).toBuffer(),
  "quality 40": (bytes) => sharp(bytes).jpeg({ quality: 40 }).toBuffer(),
  "cropped 2 %": (bytes) => crop(bytes, 0.02),
  "cropped 4 %": (bytes) => crop(bytes, 0.04),
};

async function crop(bytes: Buffer, share: number): Promise<Buffer> {
  const { width, height } = await sharp(bytes).metadata();
  const left = Math.round(width * share);
  const top = Math.round(height * share);
  const part = { left, top, width: width - 2 * left, height: height - 2 * top };
  return sharp(bytes).extract(part).webp({ quality: 80 }).toBuffer();
}

interface Pair {
  readonly what: string;
  readonly bits: number;
  readonly similarity: number;
}

const compare = (what: string, a: Understanding, b: Understanding): Pair => ({
  what,
  bits: hashDistance(a.hash, b.hash),
  similarity: dot(a.embedding, b.embedding),
});

const pairsOf = async (name: string): Promise<Pair[]> => {
  const bytes = readFileSync(`${folder}/${name}`);
  const own = await pool.understand({ bytes });
  const pairs: Pair[] = [];
  for (const [what, copy] of Object.entries(copies)) {
    pairs.push(compare(what, own, await pool.understand({ bytes: await copy(bytes) })));
  }
  const first = name.replace("-b.webp", "-a.webp");
  if (names.includes(first)) {
    pairs.push(compare("other view", own, await pool.understand({ path: `${folder}/${first}` })));
  }
  return pairs;
};

const pairs: Pair[] = [];
for (let i = 0; i < views.length; i += 4) {
  pairs.push(...(await Promise.all(views.slice(i, i + 4).map(pairsOf))).flat());
}
await pool.close();

for (const what of [...Object.keys(copies), "other view"]) {
  const of = pairs.filter((pair) => pair.what === what);
  const bits = of.map((pair) => pair.bits).sort((a, b) => a - b);
  const similar = of.map((pair) => pair.similarity).sort((a, b) => a - b);
  const at = (sorted: number[], q: number): number => sorted[Math.floor(q * (sorted.length - 1))];
  const told = [
    `bits ${at(bits, 0)} / ${at(bits, 0.5)} / ${at(bits, 0.95)} / ${at(bits, 1)}`,
    `similarity ${[0, 0.05, 0.5, 1].map((q) => at(similar, q).toFixed(3)).join(" / ")}`,
  ];
  const grouped = [6, 8, 10, 12, 14].flatMap((most) =>
    [0.88, 0.9, 0.93].map((least) => {
      const count = of.filter((pair) => pair.bits <= most && pair.similarity >= least).length;
      return `≤${most}&≥${least}: ${((100 * count) / of.length).toFixed(0)} %`;
    }),
  );
  console.log(`${what} (${of.length}): ${told.join(", ")}\n  ${grouped.join("  ")}`);
}
