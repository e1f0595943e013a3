/**
 * Blobs as files: `ab/cd/<sha256>` holds the original, `<sha256>.<name>` its derivatives beside it. Every file is
 * written under a name of its own, synced, renamed, and its folder synced: a name that exists is complete.
 */
import { createHash } from "node:crypto";
import { access, readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { BowerbirdError } from "../../core/errors.ts";
import type { BlobStore } from "../../core/ports.ts";
import { writeSynced, writeWhole } from "./synced-files.ts";

export function blobFiles(root: string): BlobStore {
  /** @throws BLOB_NOT_FOUND for anything but 64 hex digits, so no id can name a path. */
  const original = (id: string): string => {
    if (!/^[0-9a-f]{64}$/.test(id)) throw new BowerbirdError("BLOB_NOT_FOUND", { id: id.slice(0, 80) });
    return join(root, id.slice(0, 2), id.slice(2, 4), id);
  };
  const derivative = (id: string, name: string): string => {
    if (!/^[a-z0-9]+(\.[a-z0-9]+)*$/.test(name) || name.length > 40) {
      throw new BowerbirdError("BLOB_NOT_FOUND", { id: `${id} ${name}`.slice(0, 120) });
    }
    return `${original(id)}.${name}`;
  };
  const existing = async (id: string): Promise<string> => {
    const path = original(id);
    if (!(await exists(path))) throw new BowerbirdError("BLOB_NOT_FOUND", { id });
    return path;
  };
  return {
    put: async (bytes) => {
      const id = createHash("sha256").update(bytes).digest("hex");
      const path = original(id);
      if (!(await exists(path))) await writeSynced(path, bytes);
      return id;
    },
    has: (id) => exists(original(id)),
    path: existing,
    read: async (id) => readFile(await existing(id)),
    putDerivative: async (id, name, bytes) => {
      const path = derivative(id, name);
      await existing(id);
      await writeWhole(path, bytes);
    },
    derivativePath: async (id, name) => {
      const path = derivative(id, name);
      return (await exists(path)) ? path : null;
    },
    remove: async (id) => {
      const path = original(id);
      const names = await readdir(dirname(path)).catch(() => []);
      for (const name of names.filter((file) => file.startsWith(`${basename(path)}.`))) {
        await rm(join(dirname(path), name), { force: true });
      }
      await rm(path, { force: true });
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
