/** Folders, files, manifests and addresses as sources: the one place that tells what a source is. */
import type { Dirent } from "node:fs";
import { open, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { BowerbirdError } from "../../core/errors.ts";
import type { LinkFetcher } from "../../core/links.ts";
import type { Settings } from "../../core/settings.ts";
import {
  decodeText,
  isManifestName,
  type ManifestRow,
  type ReadRow,
  readAddresses,
  readManifest,
} from "../../ingest/manifest.ts";
import {
  type Found,
  failureOf,
  isLeftBehind,
  isPictureName,
  looksLikePicture,
  type OpenedSource,
  type OpenSource,
} from "../../ingest/sources.ts";
import { tooLarge, withoutPassword } from "../links.ts";
import { archiveSource, isArchiveName } from "./archives.ts";

type Bounds = Pick<Settings, "ingest.megabytes" | "ingest.archiveGigabytes">;

/** Opens whatever a person may name: a folder, an archive, a manifest, a list of addresses, a picture, a URL. */
export function sourceOpener(bounds: Bounds, links: Pick<LinkFetcher, "fetch">): OpenSource {
  return async (source) => {
    if (/^https?:\/\//i.test(source)) return fixed([linkItem({ place: { url: source }, words: {} }, links)]);
    const path = resolve(source);
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw unreadable(source, error);
      throw new BowerbirdError("SOURCE_NOT_FOUND", { source });
    });
    if (found.isDirectory()) return folderSource(path, bounds, links);
    if (isArchiveName(path)) return archiveSource(path, bounds, (row) => linkItem(row, links));
    if (/\.(csv|jsonl|ndjson)$/i.test(path)) return manifestSource(path, bounds, links);
    if (/\.txt$/i.test(path)) {
      const rows = readAddresses(await readText(path));
      return fixed(rows.map((row) => linkItem(row, links)));
    }
    return fixed([fileItem(path, basename(path), bounds)]);
  };
}

async function folderSource(
  folder: string,
  bounds: Bounds,
  links: Pick<LinkFetcher, "fetch">,
): Promise<OpenedSource> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw unreadable(basename(folder), error);
  });
  const manifest = names.find(isManifestName);
  if (manifest !== undefined) return manifestSource(join(folder, manifest), bounds, links);
  const items = (): AsyncIterable<Found> => walk(folder, basename(folder), bounds, new Set());
  return {
    items: items(),
    total: async () => {
      let count = 0;
      for await (const _ of items()) count++;
      return count;
    },
  };
}

async function manifestSource(
  path: string,
  bounds: Bounds,
  links: Pick<LinkFetcher, "fetch">,
): Promise<OpenedSource> {
  const folder = await realpath(dirname(path));
  const rows = readManifest(basename(path), await readText(path));
  const itemOf = (row: ReadRow): Found => {
    if ("failure" in row) return row;
    if ("url" in row.place) return linkItem(row, links);
    const { words, board, place } = row;
    const source = `${basename(folder)}/${place.file}`;
    const read = async (): Promise<Uint8Array> =>
      readFileBounded(await insideOf(folder, place.file), source, bounds);
    return { source, words, ...(board === undefined ? {} : { board }), read };
  };
  return fixed(rows.map(itemOf));
}

/** A path of a manifest, links of the file system followed. @throws BAD_INPUT when it leads out of the folder */
async function insideOf(folder: string, file: string): Promise<string> {
  const outside = (path: string): boolean => {
    const way = relative(folder, path);
    return way === "" || way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  };
  const path = resolve(folder, file);
  const refused = new BowerbirdError("BAD_INPUT", {
    what: `the file ${file.slice(0, 200)}`,
    why: "it lies outside of the manifest's folder",
  });
  if (file.includes("\0") || outside(path)) throw refused;
  const real = await realpath(path).catch(() => {
    throw new BowerbirdError("SOURCE_NOT_FOUND", { source: file });
  });
  if (outside(real)) throw refused;
  return real;
}

/** Pictures below a folder in the order of their names. A folder reached again through a link is passed over. */
async function* walk(folder: string, name: string, bounds: Bounds, above: Set<string>): AsyncIterable<Found> {
  let entries: Dirent[];
  try {
    const { dev, ino } = await stat(folder);
    if (above.has(`${dev}:${ino}`)) return;
    above.add(`${dev}:${ino}`);
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    yield { failure: failureOf(name, unreadable(name, error)) };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (isLeftBehind(entry.name)) continue;
    const path = join(folder, entry.name);
    const source = `${name}/${entry.name}`;
    const target = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
    if (target?.isDirectory()) yield* walk(path, source, bounds, above);
    else if (target?.isFile() && (await isPictureFile(path))) yield fileItem(path, source, bounds);
  }
}

export async function isPictureFile(path: string): Promise<boolean> {
  if (isPictureName(path)) return true;
  const file = await open(path, "r").catch(() => null);
  if (file === null) return false;
  try {
    const head = Buffer.alloc(32);
    await file.read(head, 0, head.length, 0);
    return looksLikePicture(path, head);
  } finally {
    await file.close();
  }
}

export function fileItem(path: string, source: string, bounds: Pick<Settings, "ingest.megabytes">): Found {
  return { source, words: {}, read: () => readFileBounded(path, source, bounds) };
}

async function readFileBounded(
  path: string,
  source: string,
  bounds: Pick<Settings, "ingest.megabytes">,
): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new BowerbirdError("SOURCE_UNREADABLE", { source, why: "it is not a file" });
    if (found.size > bounds["ingest.megabytes"] * 1e6) throw tooLarge(bounds["ingest.megabytes"]);
    return await readFile(path);
  } catch (error) {
    throw unreadable(source, error);
  }
}

function linkItem(row: ManifestRow, links: Pick<LinkFetcher, "fetch">): Found {
  const url = "url" in row.place ? row.place.url : row.place.file;
  const { words, board } = row;
  return {
    source: withoutPassword(url),
    words,
    ...(board === undefined ? {} : { board }),
    read: () => links.fetch(url),
  };
}

function fixed(found: readonly Found[]): OpenedSource {
  const items = async function* (): AsyncIterable<Found> {
    yield* found;
  };
  return { items: items(), total: async () => found.length };
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(basename(path), error);
  });
  return decodeText(bytes);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  ENOENT: "it is not there any more",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its links lead in a circle",
};

/** A fault while reading somebody's file is never one of the data folder; its path is not told. */
function unreadable(source: string, thrown: unknown): BowerbirdError {
  if (thrown instanceof BowerbirdError) return thrown;
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  const isNoText = code === "ENOENT" && source.includes("\ufffd");
  const why = isNoText
    ? "its name is not in UTF-8; rename it"
    : (reasons[code] ?? `the system says ${code || "no"}`);
  return new BowerbirdError("SOURCE_UNREADABLE", { source, why }, { cause: thrown });
}
