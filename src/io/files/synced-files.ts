/** Files written under a name of their own, synced, renamed, and their folder synced: a name that exists is complete. */
import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { toBowerbirdError } from "../../core/errors.ts";

/** The file is there for good when this resolves. @throws DISK_FULL DATA_READ_ONLY */
export async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  await writeWhole(path, bytes);
  await syncFolder(dirname(path)).catch((error: unknown) => {
    throw toBowerbirdError(error);
  });
}

/**
 * For what can be made again: the file is whole or not there, whatever moment the machine stops at, but its name may be
 * forgotten in a power cut. @throws DISK_FULL DATA_READ_ONLY
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const passing = `${path}.${randomUUID()}~`;
  try {
    await makeSyncedFolder(dirname(path));
    const file = await open(passing, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(passing, path);
  } catch (error) {
    await rm(passing, { force: true }).catch(() => {});
    throw toBowerbirdError(error);
  }
}

/** A new folder's own name is synced too, so that it outlives a power cut with what is in it. */
async function makeSyncedFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** Makes new names in a folder last. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no way to sync a folder.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
