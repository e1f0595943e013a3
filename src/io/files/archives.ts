/**
 * Zip and tar archives as sources. Nothing is ever written under a name of the archive; a name that would leave it is
 * refused all the same. What an archive unpacks to is bounded in entries, bytes and ratio, by what is really read.
 */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import * as yauzl from "yauzl";
import { BowerbirdError } from "../../core/errors.ts";
import type { Settings } from "../../core/settings.ts";
import { decodeText, isManifestName, type ManifestRow, readManifest } from "../../ingest/manifest.ts";
import {
  type Found,
  failureOf,
  isLeftBehind,
  looksLikePicture,
  type OpenedSource,
} from "../../ingest/sources.ts";
import { readBounded, tooLarge } from "../links.ts";

type Bounds = Pick<Settings, "ingest.megabytes" | "ingest.archiveGigabytes">;

interface ArchiveEntry {
  readonly name: string;
  readonly size: number;
  /** Bytes it takes in the archive; null when entries are not packed one by one. */
  readonly packed: number | null;
  readonly read: () => Promise<Uint8Array>;
}

const mostEntries = 1_000_000;
/** Pictures hardly shrink; something that grows this much and is not small is made to fill the disk. */
const mostGrowth = 200;
const smallBytes = 1e6;

export function isArchiveName(name: string): boolean {
  return /\.(zip|tar|tar\.gz|tgz)$/i.test(name);
}

/** Reads the manifest first when there is one, then the pictures in the archive's order. */
export function archiveSource(
  path: string,
  bounds: Bounds,
  fetchRow: (row: ManifestRow) => Found,
): OpenedSource {
  return { items: archiveItems(path, bounds, fetchRow), total: async () => null };
}

async function* archiveItems(
  path: string,
  bounds: Bounds,
  fetchRow: (row: ManifestRow) => Found,
): AsyncIterable<Found> {
  const archive = basename(path);
  const { rows, found, hasManifest } = await listedPictures(path, bounds, fetchRow);
  yield* found;
  let read = 0;
  try {
    for await (const entry of entriesOf(path, bounds)) {
      read++;
      const source = `${archive}/${entry.name}`;
      if (unsafeName(entry.name)) yield { failure: failureOf(source, leavesArchive(entry.name)) };
      else if (!isLeftBehind(entry.name)) {
        const row = rows.get(entry.name);
        rows.delete(entry.name);
        if (hasManifest && row === undefined) continue;
        const picture = await readEntry(source, entry, row, bounds);
        if (picture) yield picture;
      }
    }
  } catch (error) {
    // Of an archive that is cut off, what came before is imported, and the rest is one failure.
    if (read === 0) throw error;
    yield { failure: failureOf(archive, error) };
  }
  for (const name of rows.keys()) {
    yield {
      failure: failureOf(`${archive}/${name}`, new BowerbirdError("SOURCE_NOT_FOUND", { source: name })),
    };
  }
}

/** What the manifests of an archive say: rows by the name of their entry, and what is found without one. */
async function listedPictures(
  path: string,
  bounds: Bounds,
  fetchRow: (row: ManifestRow) => Found,
): Promise<{ rows: Map<string, ManifestRow>; found: Found[]; hasManifest: boolean }> {
  const texts: Array<{ name: string; bytes: Promise<Uint8Array> }> = [];
  try {
    for await (const entry of entriesOf(path, bounds)) {
      const { name } = entry;
      if (!isManifestName(basename(name)) || isLeftBehind(name) || unsafeName(name)) continue;
      const bytes = entry.read();
      texts.push({ name, bytes });
      await bytes.catch(() => {});
    }
  } catch {
    // A broken archive: the pictures are read next, and it is said there.
  }
  const rows = new Map<string, ManifestRow>();
  const found: Found[] = [];
  for (const { name, bytes } of texts) {
    const folder = name.slice(0, -basename(name).length);
    for (const row of readManifest(`${basename(path)}/${name}`, decodeText(await bytes))) {
      if ("failure" in row) found.push(row);
      else if ("url" in row.place) found.push(fetchRow(row));
      else rows.set(folder + row.place.file.replace(/^\.\//, ""), row);
    }
  }
  return { rows, found, hasManifest: texts.length > 0 };
}

/** Read while the archive stands at it; null for what is no picture. */
async function readEntry(
  source: string,
  entry: ArchiveEntry,
  row: ManifestRow | undefined,
  bounds: Bounds,
): Promise<Found | null> {
  try {
    if (entry.size > bounds["ingest.megabytes"] * 1e6) {
      if (!looksLikePicture(entry.name, new Uint8Array())) return null;
      throw tooLarge(bounds["ingest.megabytes"]);
    }
    if (entry.packed !== null && entry.size > smallBytes && entry.size > mostGrowth * entry.packed) {
      throw new BowerbirdError("SOURCE_UNREADABLE", { source, why: "it unpacks to far more than it holds" });
    }
    const bytes = await entry.read();
    if (row === undefined && !looksLikePicture(entry.name, bytes)) return null;
    const { words = {}, board } = row ?? {};
    return { source, words, ...(board === undefined ? {} : { board }), read: async () => bytes };
  } catch (error) {
    const failure =
      error instanceof BowerbirdError
        ? error
        : new BowerbirdError("SOURCE_UNREADABLE", { source, why: messageOf(error) }, { cause: error });
    return { failure: failureOf(source, failure) };
  }
}

/** Entries that are files, with what has been unpacked in all kept below the bounds. */
async function* entriesOf(path: string, bounds: Bounds): AsyncIterable<ArchiveEntry> {
  const refuse = (why: string): BowerbirdError =>
    new BowerbirdError("SOURCE_UNREADABLE", { source: basename(path), why });
  const gigabytes = bounds["ingest.archiveGigabytes"];
  let entries = 0;
  let unpacked = 0;
  try {
    for await (const entry of (await isZip(path)) ? zipEntries(path, bounds) : tarEntries(path, bounds)) {
      if (++entries > mostEntries) throw refuse(`it holds more than ${mostEntries} files`);
      if (unpacked > gigabytes * 1e9) throw refuse(`it unpacks to more than ${gigabytes} GB`);
      yield {
        ...entry,
        read: async () => {
          const bytes = await entry.read();
          unpacked += bytes.length;
          return bytes;
        },
      };
    }
  } catch (error) {
    throw error instanceof BowerbirdError ? error : refuse(messageOf(error));
  }
}

async function* zipEntries(path: string, bounds: Bounds): AsyncIterable<ArchiveEntry> {
  const zip = await yauzl.openPromise(path, {
    lazyEntries: true,
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: true,
  });
  try {
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      const name = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
      const isLink = ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
      if (name.endsWith("/") || isLink) continue;
      yield {
        name,
        size: entry.uncompressedSize,
        packed: entry.compressedSize,
        read: async () => readBounded(await zip.openReadStreamPromise(entry), bounds["ingest.megabytes"]),
      };
    }
  } finally {
    zip.close();
  }
}

async function* tarEntries(path: string, bounds: Bounds): AsyncIterable<ArchiveEntry> {
  const unpack = extract();
  const file = createReadStream(path);
  const ended = (): void => {};
  if (await startsWith(path, [0x1f, 0x8b])) pipeline(file, createGunzip(), unpack, ended);
  else pipeline(file, unpack, ended);
  // What is passed over is inflated all the same, so it counts towards the archive's bound too.
  let passed = 0;
  for await (const entry of unpack) {
    const { name, type, size = 0 } = entry.header;
    passed += size;
    if (passed > bounds["ingest.archiveGigabytes"] * 1e9) {
      throw new Error(`it unpacks to more than ${bounds["ingest.archiveGigabytes"]} GB`);
    }
    if (type === "file") {
      yield { name, size, packed: null, read: () => readBounded(bytesOf(entry), bounds["ingest.megabytes"]) };
    }
    entry.resume();
  }
}

async function* bytesOf(stream: AsyncIterable<unknown>): AsyncIterable<Uint8Array> {
  for await (const part of stream) if (part instanceof Uint8Array) yield part;
}

function isZip(path: string): Promise<boolean> {
  return startsWith(path, [0x50, 0x4b]);
}

async function startsWith(path: string, bytes: readonly number[]): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(bytes.length);
    await file.read(head, 0, head.length, 0);
    return head.equals(Buffer.from(bytes));
  } finally {
    await file.close();
  }
}

function unsafeName(name: string): boolean {
  return (
    /^([a-z]:|[\\/])/i.test(name) || name.split(/[\\/]/).includes("..") || name.includes("\0") || name === ""
  );
}

function leavesArchive(name: string): BowerbirdError {
  const what = `the name ${name.slice(0, 200)}`;
  return new BowerbirdError("BAD_INPUT", { what, why: "it leads out of the archive" });
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
