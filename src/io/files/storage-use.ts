/** What the data folder takes, by kind, and what the disk has left. Every file is looked at, so it takes a while. */
import type { Dirent } from "node:fs";
import { lstat, opendir, readdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../core/clock.ts";
import type { StorageUse } from "../../core/upkeep.ts";

/** What was counted serves for so long. */
const countedFor = 60_000;

export function storageGauge(data: string, clock: Clock): () => Promise<StorageUse> {
  let last: { readonly at: number; readonly use: Promise<StorageUse> } | null = null;
  return () => {
    const at = clock.now();
    if (last === null || at - last.at >= countedFor) last = { at, use: storageUse(data, at) };
    return last.use;
  };
}

async function storageUse(data: string, measuredAt: number): Promise<StorageUse> {
  const kinds = new Map<string, { files: number; bytes: number }>();
  const count = async (path: string, kind: string): Promise<void> => {
    const found = await lstat(path).catch(() => null);
    // Written and renamed away meanwhile.
    if (found === null) return;
    const sum = kinds.get(kind) ?? { files: 0, bytes: 0 };
    kinds.set(kind, { files: sum.files + 1, bytes: sum.bytes + found.size });
  };
  for (const entry of await readdir(data, { withFileTypes: true })) {
    const path = join(data, entry.name);
    if (!entry.isDirectory()) await count(path, entry.name.startsWith("state.") ? "state" : "settings");
    else for await (const [file, name] of filesBelow(path)) await count(file, kindOf(entry.name, name));
  }
  const disk = await statfs(data);
  return {
    kinds: [...kinds].map(([kind, sum]) => ({ kind, ...sum })).sort((a, b) => b.bytes - a.bytes),
    free: disk.bavail * disk.bsize,
    size: disk.blocks * disk.bsize,
    measuredAt,
  };
}

/** Beside an original `<sha256>` lie its derivatives `<sha256>.<name>`. */
function kindOf(folder: string, name: string): string {
  if (folder !== "blobs") return folder;
  return name.includes(".") ? "derivatives" : "originals";
}

async function* filesBelow(folder: string): AsyncIterable<readonly [path: string, name: string]> {
  const entries: AsyncIterable<Dirent> | null = await opendir(folder).catch(() => null);
  if (entries === null) return;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield [path, entry.name];
  }
}
