/** Memory during a large import: pictures made on the way, imported by one engine, its processes weighed at each tenth. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { seededRandom } from "../../src/core/random.ts";
import { openEngine } from "../../src/engine.ts";
import type { Found } from "../../src/ingest/sources.ts";

/** Resident megabytes of this process and of those it has started. Linux and macOS. */
export function megabytes(): { own: number; models: number } {
  const rows = execFileSync("ps", ["-e", "-o", "pid=,ppid=,rss="], { encoding: "utf8" }).trim().split("\n");
  const processes = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const sum = (keep: (pid: number, parent: number) => boolean): number =>
    processes
      .filter(([pid, parent]) => keep(pid, parent))
      .reduce((total, [, , rss]) => total + rss / 1024, 0);
  return { own: sum((pid) => pid === process.pid), models: sum((_, parent) => parent === process.pid) };
}

/** A new small picture at every call. */
export function pictureMaker(seed: number): () => Promise<Buffer> {
  const random = seededRandom(seed);
  return () => {
    const noise = Buffer.from(Array.from({ length: 8 * 6 * 3 }, () => random.integer(256)));
    const small = sharp(noise, { raw: { width: 8, height: 6, channels: 3 } });
    return small.resize(320, 240, { kernel: "nearest" }).jpeg().toBuffer();
  };
}

export async function importMany(count: number): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "bowerbird-memory-"));
  const engine = await openEngine({ data, environment: {} });
  const picture = pictureMaker(1);
  const tenth = Math.max(1, Math.round(count / 10));
  const items = async function* (): AsyncIterable<Found> {
    for (let i = 0; i < count; i++) yield { source: `made/${i}`, words: {}, read: picture };
  };
  console.log(`${count} pictures of 320 × 240; resident megabytes:\n  pictures   seconds   engine   models`);
  const start = performance.now();
  let next = tenth;
  try {
    const opened = { items: items(), total: async () => count };
    await engine.importer.importItems(opened, { owner: "bench" }, ({ done }) => {
      if (done < next) return;
      next += tenth;
      const { own, models } = megabytes();
      const seconds = (performance.now() - start) / 1000;
      const cells = [done, seconds.toFixed(0), own.toFixed(0), models.toFixed(0)];
      console.log(cells.map((cell, i) => String(cell).padStart([10, 9, 8, 8][i])).join(" "));
    });
    await engine.importer.settled();
  } finally {
    await engine.close();
    rmSync(data, { recursive: true });
  }
}
