/**
 * Snapshots of one model's index in one folder. Every file is written under a new name and synced; `index.json`, which
 * names them with their checksums, is then renamed over the old one. Whatever moment the process dies at, the folder
 * holds one complete snapshot.
 */
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { BowerbirdError } from "../../core/errors.ts";
import type { Snapshot, SnapshotFiles, SnapshotHeader } from "../../index/snapshot.ts";

interface PartOfSnapshot {
  readonly file: string;
  readonly bytes: number;
  readonly crc32: number;
}

interface Contents extends SnapshotHeader {
  readonly format: 1;
  readonly table: PartOfSnapshot;
  readonly graph: PartOfSnapshot | null;
}

const chunkBytes = 4 * 1024 * 1024;

/** The folder of one model's index below `root`: readable, and never another model's. */
export function folderOfModel(root: string, model: string): string {
  return join(root, `${model.replace(/[^\w.@-]+/g, "_")}-${crc32(model).toString(16)}`);
}

export function indexFolder(folder: string): SnapshotFiles {
  const at = (file: string): string => join(folder, file);
  const named = at("index.json");

  const readContents = async (): Promise<Contents | null> => {
    const text = await readFile(named, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    return text === null ? null : parseContents(text);
  };

  const verify = async (part: PartOfSnapshot): Promise<void> => {
    const actual = await checksum(at(part.file));
    if (actual.bytes === part.bytes && actual.crc32 === part.crc32) return;
    throw corrupt(`${part.file} does not match its checksum`);
  };

  return {
    write: async (header, table, graph) => {
      const written: string[] = [];
      try {
        await mkdir(folder, { recursive: true });
        const old = await readdir(folder);
        const generation = 1 + Math.max(0, ...old.map((file) => Number(file.match(/^(\d+)\./)?.[1] ?? 0)));
        const [tableFile, graphFile] = [`${generation}.table`, `${generation}.graph`];
        written.push(tableFile, graphFile, "index.json.new");
        if (graph) {
          graph(at(graphFile));
          await syncFile(at(graphFile));
        }
        const contents: Contents = {
          format: 1,
          ...header,
          table: { file: tableFile, ...(await writeTable(at(tableFile), table)) },
          graph: graph ? { file: graphFile, ...(await checksum(at(graphFile))) } : null,
        };
        await writeDurably(at("index.json.new"), sealed(contents));
        await rename(at("index.json.new"), named);
        written.length = 0;
        await syncFile(folder);
        const kept = new Set([contents.table.file, contents.graph?.file, "index.json"]);
        await Promise.all(old.filter((file) => !kept.has(file)).map((file) => rm(at(file), { force: true })));
      } catch (error) {
        await Promise.all(written.map((file) => rm(at(file), { force: true })));
        throw refusal(error, folder);
      }
    },
    read: async () => {
      const contents = await readContents();
      if (!contents) return null;
      await verify(contents.table);
      if (contents.graph) await verify(contents.graph);
      return snapshotOf(contents, at);
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

async function snapshotOf(contents: Contents, at: (file: string) => string): Promise<Snapshot> {
  const file = await open(at(contents.table.file));
  const { model, dimensions, watermark, rows } = contents;
  return {
    header: { model, dimensions, watermark, rows },
    graphPath: contents.graph && at(contents.graph.file),
    fill: async (target) => {
      for (let done = 0; done < target.length; ) {
        const { bytesRead } = await file.read(target, done, Math.min(chunkBytes, target.length - done));
        if (bytesRead === 0) throw corrupt(`${contents.table.file} is too short`);
        done += bytesRead;
      }
    },
    close: () => file.close(),
  };
}

type Sum = Omit<PartOfSnapshot, "file">;

async function writeTable(path: string, chunks: Iterable<Uint8Array>): Promise<Sum> {
  const file = await open(path, "w");
  try {
    let [bytes, sum] = [0, 0];
    for (const chunk of chunks) {
      sum = crc32(chunk, sum);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
    return { bytes, crc32: sum };
  } finally {
    await file.close();
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Of a file, or of a folder's names; where the system cannot sync a folder, there is nothing to do. */
async function syncFile(path: string): Promise<void> {
  const file = await open(path).catch(() => null);
  if (!file) return;
  await file.sync().catch(() => {});
  await file.close();
}

async function checksum(path: string): Promise<Sum> {
  const file = await open(path).catch(() => null);
  if (!file) throw corrupt(`${path} is not there`);
  try {
    const buffer = new Uint8Array(chunkBytes);
    let [bytes, sum] = [0, 0];
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes);
      if (bytesRead === 0) return { bytes, crc32: sum };
      sum = crc32(buffer.subarray(0, bytesRead), sum);
      bytes += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** The contents with a checksum of their own, as text. */
function sealed(contents: Contents): string {
  const text = JSON.stringify(contents);
  return `${crc32(text)} ${text}\n`;
}

/** @throws DATA_CORRUPT */
function parseContents(sealedText: string): Contents {
  const space = sealedText.indexOf(" ");
  const text = sealedText.slice(space + 1).trimEnd();
  if (space < 0 || Number(sealedText.slice(0, space)) !== crc32(text)) {
    throw corrupt("index.json does not match its checksum");
  }
  return JSON.parse(text);
}

function corrupt(why: string): BowerbirdError {
  return new BowerbirdError("DATA_CORRUPT", { what: "the index", why });
}

function refusal(error: unknown, folder: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new BowerbirdError("DISK_FULL", { path: folder }, { cause: error });
  if (code === "EACCES" || code === "EROFS" || code === "EPERM") {
    return new BowerbirdError("DATA_READ_ONLY", { path: folder }, { cause: error });
  }
  return error;
}
