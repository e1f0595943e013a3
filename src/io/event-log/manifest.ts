/**
 * Which Parquet files make the log, and up to which journal segment they hold it: one small file, replaced whole, so
 * that a crash between two steps leaves either the old truth or the new one. Files it does not name are leftovers.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BowerbirdError } from "../../core/errors.ts";
import type { EventPart } from "../../core/event-log.ts";
import { writeSynced } from "../files/synced-files.ts";

export interface Truth {
  readonly version: 1;
  /** Journal segments up to this number are in the parts. */
  readonly sealedThrough: number;
  /** Number of the last part that was written. */
  readonly lastPart: number;
  /** Oldest first. */
  readonly parts: readonly EventPart[];
  /** SHA-256 of the names of erased people, hex. */
  readonly erased: readonly string[];
}

export interface Manifest {
  readonly truth: Truth;
  replace(truth: Truth): Promise<void>;
}

const fileName = "manifest.json";
export const partitionFolder = "parquet";

/** @throws DATA_CORRUPT DATA_NEWER */
export function openManifest(folder: string): Manifest {
  mkdirSync(join(folder, partitionFolder), { recursive: true });
  let truth = read(join(folder, fileName));
  removeLeftovers(join(folder, partitionFolder), truth);
  return {
    get truth() {
      return truth;
    },
    replace: async (next) => {
      await writeSynced(join(folder, fileName), Buffer.from(JSON.stringify(next)));
      truth = next;
    },
  };
}

function read(path: string): Truth {
  if (!existsSync(path)) return { version: 1, sealedThrough: 0, lastPart: 0, parts: [], erased: [] };
  let truth: Truth;
  try {
    truth = JSON.parse(readFileSync(path, "utf8")) as Truth;
  } catch (cause) {
    throw new BowerbirdError("DATA_CORRUPT", { what: path, why: "it is not JSON" }, { cause });
  }
  if (truth.version !== 1) throw new BowerbirdError("DATA_NEWER", { found: truth.version, known: 1 });
  return truth;
}

function removeLeftovers(folder: string, { parts }: Truth): void {
  const known = new Set(parts.map(({ path }) => join(path)));
  for (const path of globSync("day=*/*", { cwd: folder })) {
    if (!known.has(path)) rmSync(join(folder, path), { force: true, recursive: true });
  }
}
