/**
 * Columns in one file: their bytes one after the other, each beginning at a multiple of 8, then a table of contents in
 * JSON, then its length and the CRC-32 of everything before, four bytes each. Written under a name of its own, synced and
 * renamed: whatever moment the process dies at, the file is the old one or the new one.
 */
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import type { Column, ColumnFile, SavedColumns } from "../../core/columns.ts";
import { BowerbirdError, toBowerbirdError } from "../../core/errors.ts";
import { syncFolder } from "./synced-files.ts";

interface Contents {
  readonly format: 1;
  readonly header: Readonly<Record<string, unknown>>;
  readonly columns: ReadonlyArray<readonly [name: string, from: number, bytes: number]>;
}

const chunkBytes = 1 << 20;
/** The length of the table of contents and the checksum. */
const endBytes = 8;

export function columnFile(path: string): ColumnFile {
  const passing = `${path}~`;
  return {
    write: async (header, columns) => {
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeColumns(passing, header, columns);
        await rename(passing, path);
        await syncFolder(dirname(path));
      } catch (error) {
        await rm(passing, { force: true }).catch(() => {});
        throw toBowerbirdError(error);
      }
    },
    read: async () => {
      const bytes = await readWhole(path);
      return bytes && savedIn(bytes, path);
    },
    clear: () => rm(path, { force: true }),
  };
}

async function writeColumns(
  path: string,
  header: Contents["header"],
  columns: readonly Column[],
): Promise<void> {
  const file = await open(path, "w");
  try {
    const out = summed(file);
    const written: Array<Contents["columns"][number]> = [];
    for (const { name, pieces } of columns) {
      const from = out.at();
      for (const piece of pieces) await out.write(piece);
      written.push([name, from, out.at() - from]);
      await out.write(new Uint8Array(-out.at() & 7));
    }
    const contents: Contents = { format: 1, header, columns: written };
    const text = new TextEncoder().encode(JSON.stringify(contents));
    await out.write(text);
    await out.end(text.length);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Small pieces are put together; every byte goes into the checksum. */
function summed(file: FileHandle) {
  const buffer = new Uint8Array(chunkBytes);
  let [at, waiting, sum] = [0, 0, 0];
  const put = async (bytes: Uint8Array): Promise<void> => {
    sum = crc32(bytes, sum);
    await file.writeFile(bytes);
  };
  const flush = async (): Promise<void> => {
    await put(buffer.subarray(0, waiting));
    waiting = 0;
  };
  return {
    at: () => at,
    write: async (piece: Uint8Array): Promise<void> => {
      at += piece.length;
      for (let from = 0; from < piece.length; ) {
        const some = piece.subarray(from, from + chunkBytes - waiting);
        buffer.set(some, waiting);
        waiting += some.length;
        from += some.length;
        if (waiting === chunkBytes) await flush();
      }
    },
    end: async (contentsBytes: number): Promise<void> => {
      await flush();
      await put(new Uint8Array(Uint32Array.of(contentsBytes).buffer));
      await file.writeFile(new Uint8Array(Uint32Array.of(sum).buffer));
    },
  };
}

/** Null when there is no such file. */
async function readWhole(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!file) return null;
  try {
    const bytes = new Uint8Array((await file.stat()).size);
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, done, Math.min(chunkBytes, bytes.length - done));
      if (bytesRead === 0) throw corrupt(path);
      done += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** @throws DATA_CORRUPT */
async function savedIn(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<SavedColumns> {
  const end = bytes.length - endBytes;
  if (end < 0) throw corrupt(path);
  const view = new DataView(bytes.buffer);
  if ((await checksum(bytes.subarray(0, end + 4))) !== view.getUint32(end + 4, true)) throw corrupt(path);
  const contents: Contents = JSON.parse(
    new TextDecoder().decode(bytes.subarray(end - view.getUint32(end, true), end)),
  );
  const columns = new Map(contents.columns.map(([name, from, length]) => [name, { from, length }]));
  return {
    header: contents.header,
    bytes: (name) => {
      const column = columns.get(name);
      if (!column) throw corrupt(path);
      return bytes.subarray(column.from, column.from + column.length);
    },
  };
}

/** In pieces, with other work in between. */
async function checksum(bytes: Uint8Array): Promise<number> {
  const piece = 16 * chunkBytes;
  let sum = 0;
  for (let from = 0; from < bytes.length; from += piece) {
    sum = crc32(bytes.subarray(from, from + piece), sum);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return sum;
}

function corrupt(path: string): BowerbirdError {
  return new BowerbirdError("DATA_CORRUPT", { what: path, why: "it does not match its checksum" });
}
