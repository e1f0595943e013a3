/**
 * The Parquet files by day. A file is written beside, synced, moved to its place under a new number, and counts from
 * the moment the manifest names it; files no longer named are removed once no question reads them.
 */
import { existsSync, globSync, mkdirSync, statSync } from "node:fs";
import { copyFile, mkdir, open, rename, rm, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EventPart } from "../../core/event-log.ts";
import { syncFolder } from "../files/synced-files.ts";
import type { Duck } from "./duckdb.ts";
import { quoted } from "./duckdb.ts";
import { type Manifest, partitionFolder } from "./manifest.ts";
import { forgetIds, writeIds } from "./old-ids.ts";
import { readParts, writePartitions } from "./tables.ts";

export interface Partitions {
  readonly paths: readonly string[];
  /** A table's rows become parts; the journal is contained in them up to `through`. */
  seal(table: string, through: number): Promise<void>;
  /** Writes parts anew with the rows that `keep` (SQL) lets stay, and adds `erased` to the manifest's list. */
  rewrite(parts: readonly EventPart[], keep: string, erased?: string): Promise<void>;
  /** Days with many small files get one. @returns whether there were any */
  merge(): Promise<boolean>;
  /** Forgets the days before this one. */
  expire(before: number): Promise<boolean>;
  /** Removes the files that the manifest no longer names. */
  sweep(): Promise<void>;
  copyTo(folder: string, parts: readonly EventPart[]): Promise<void>;
  inspect(): Promise<string[]>;
}

type Contents = Pick<EventPart, "rows" | "clocks">;
const nothing: Contents = { rows: 0, clocks: [0, 0] };

/** So many files smaller than this in one day are written as one. */
const manyFiles = 8;
const smallRows = 1_000_000;

export function partitions(folder: string, manifest: Manifest, duck: Duck): Partitions {
  const home = join(folder, partitionFolder);
  const staging = join(folder, "staging");
  const pathOf = ({ path }: EventPart): string => join(home, path);
  const dead: EventPart[] = [];

  /** Runs the SQL that fills the staging folder and moves what it wrote to its place. */
  const write = async (source: string): Promise<EventPart[]> => {
    await rm(staging, { recursive: true, force: true });
    mkdirSync(staging, { recursive: true });
    try {
      await duck.run(writePartitions(source, staging));
      const files = globSync("day=*/*.parquet", { cwd: staging }).sort();
      const held = await contentsOf(files.map((file) => join(staging, file)));
      return await Promise.all(
        files.map((file, i) => place(file, manifest.truth.lastPart + i + 1, held.get(join(staging, file)))),
      );
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  };
  const place = async (file: string, number: number, held: Contents = nothing): Promise<EventPart> => {
    const partition = dirname(file);
    const path = join(partition, `${String(number).padStart(6, "0")}.parquet`);
    const handle = await open(join(staging, file), "r+");
    await handle.sync();
    await handle.close();
    await mkdir(join(home, partition), { recursive: true });
    await rename(join(staging, file), join(home, path));
    await syncFolder(join(home, partition));
    await writeIds(folder, path, duck);
    const day = Math.round(Date.parse(`${partition.slice("day=".length)}Z`) / 86_400_000);
    return { path: path.replaceAll("\\", "/"), day, bytes: statSync(join(home, path)).size, ...held };
  };
  const contentsOf = async (paths: readonly string[]): Promise<Map<string, Contents>> => {
    if (paths.length === 0) return new Map();
    const found = await duck.rows(
      `select filename, count(*) as rows, epoch_ms(min(clock)) as first, epoch_ms(max(clock)) as last
       from read_parquet([${paths.map(quoted).join(", ")}], filename = true, hive_partitioning = false)
       group by filename`,
    );
    return new Map(
      found.map(({ filename, rows, first, last }) => [
        String(filename),
        { rows: Number(rows), clocks: [Number(first), Number(last)] },
      ]),
    );
  };
  const rowsOf = async (paths: readonly string[]): Promise<Map<string, number>> => {
    if (paths.length === 0) return new Map();
    const rows = await duck.rows(
      `select file_name, num_rows from parquet_file_metadata([${paths.map(quoted).join(", ")}])`,
    );
    return new Map(rows.map(({ file_name, num_rows }) => [String(file_name), Number(num_rows)]));
  };
  const replace = async (
    old: readonly EventPart[],
    fresh: readonly EventPart[],
    change: { through?: number; erased?: string },
  ): Promise<void> => {
    const { truth } = manifest;
    const kept = truth.parts.filter((part) => !old.includes(part));
    await manifest.replace({
      version: 1,
      sealedThrough: change.through ?? truth.sealedThrough,
      lastPart: truth.lastPart + fresh.length,
      parts: [...kept, ...fresh].sort((a, b) => a.day - b.day || (a.path < b.path ? -1 : 1)),
      erased: change.erased === undefined ? truth.erased : [...new Set([...truth.erased, change.erased])],
    });
    dead.push(...old);
  };
  const rewrite: Partitions["rewrite"] = async (parts, keep, erased) => {
    const source = parts.length > 0 && `${readParts(parts.map(pathOf))} where ${keep}`;
    const fresh = source ? await write(source) : [];
    await replace(parts, fresh, { ...(erased !== undefined && { erased }) });
  };

  return {
    get paths() {
      return manifest.truth.parts.map(pathOf);
    },
    seal: async (table, through) => replace([], await write(table), { through }),
    rewrite,
    merge: async () => {
      const small = Map.groupBy(
        manifest.truth.parts.filter(({ rows }) => rows < smallRows),
        ({ day }) => day,
      );
      const many = [...small.values()].filter((parts) => parts.length >= manyFiles);
      for (const parts of many) await rewrite(parts, await onceEach(duck, parts.map(pathOf)));
      return many.length > 0;
    },
    expire: async (before) => {
      const old = manifest.truth.parts.filter(({ day }) => day < before);
      if (old.length > 0) await replace(old, [], {});
      return old.length > 0;
    },
    sweep: async () => {
      await duck.settled();
      for (const part of dead.splice(0)) {
        await unlink(pathOf(part)).catch(() => undefined);
        await forgetIds(folder, part.path);
      }
    },
    copyTo: async (target, parts) => {
      for (const part of parts) {
        await mkdir(dirname(join(target, part.path)), { recursive: true });
        await copyFile(pathOf(part), join(target, part.path));
      }
    },
    inspect: async () => {
      const { parts } = manifest.truth;
      const missing = parts.filter((part) => !existsSync(pathOf(part)));
      if (missing.length > 0) return missing.map(({ path }) => `${path} is missing`);
      const rows = await rowsOf(parts.map(pathOf));
      return parts
        .filter((part) => rows.get(pathOf(part)) !== part.rows)
        .map((part) => `${part.path} holds ${rows.get(pathOf(part))} rows instead of ${part.rows}`);
    },
  };
}

/** Ids received twice long apart end up in two files of a day; merging keeps the first. */
async function onceEach(duck: Duck, paths: readonly string[]): Promise<string> {
  const [{ twice }] = await duck.rows(
    `select count(*) - count(distinct id) as twice from ${readParts(paths)}`,
  );
  return Number(twice) > 0
    ? "true qualify row_number() over (partition by id order by received) = 1"
    : "true";
}
