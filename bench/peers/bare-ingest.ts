/**
 * The bare libraries doing an import's heavy work in a plain loop, in a process of its own: read, decode, the three
 * thumbnails, the models on the picture and on the objects found. No database, no synced writes, no hashes, colours,
 * kinds or groups. Started by `bench/ingest.ts` with the pictures as arguments; prints where its time goes as JSON.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { bareVision } from "./bare-vision.ts";

sharp.concurrency(1);
sharp.cache(false);
const vision = await bareVision();
const folder = mkdtempSync(join(tmpdir(), "bowerbird-bare-"));
let thumbnails = 0;

async function importBare(path: string): Promise<void> {
  const bytes = readFileSync(path);
  await vision.understand(bytes);
  const start = performance.now();
  let from: Uint8Array = bytes;
  for (const size of [1280, 640, 256]) {
    const fitted = sharp(from).rotate().resize(size, size, { fit: "inside", withoutEnlargement: true });
    from = await fitted.webp({ quality: 80, effort: 2 }).toBuffer();
    writeFileSync(join(folder, `${size}.webp`), from);
  }
  thumbnails += performance.now() - start;
}

const paths = process.argv.slice(2);
await importBare(paths[0]);
const before = { ...vision.spent, thumbnails };
const start = performance.now();
const { user, system } = process.cpuUsage();
for (const path of paths) await importBare(path);
const elapsed = performance.now() - start;
const used = process.cpuUsage({ user, system });
const processor = (used.user + used.system) / 1000;
const after = Object.entries({ ...vision.spent, thumbnails });
const spent = Object.fromEntries(after.map(([part, ms]) => [part, ms - before[part as keyof typeof before]]));
rmSync(folder, { recursive: true });
process.stdout.write(`${JSON.stringify({ elapsed, processor, spent })}\n`);
