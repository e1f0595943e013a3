/**
 * What was acknowledged and is not in Parquet yet: lines of JSON in numbered segments. An append resolves once its
 * lines are on the disk; those that wait meanwhile share the next write and its sync. After a crash the torn end of
 * the last segment, which nobody was promised, is cut off.
 */
import { mkdirSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { toBowerbirdError } from "../../core/errors.ts";
import { syncFolder } from "../files/synced-files.ts";

export interface Segment {
  readonly number: number;
  readonly path: string;
}

export interface Journal {
  /** Whole lines, each ending in a newline. @throws DISK_FULL DATA_READ_ONLY; then none of it is kept */
  append(lines: string): Promise<void>;
  /** Closes the segment in use; returns every closed one, oldest first. */
  rotate(): Promise<readonly Segment[]>;
  /** Bytes appended since the last `rotate`. */
  readonly openBytes: number;
  /** Removes the segments up to this number. */
  drop(through: number): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly lines: string;
  readonly resolve: () => void;
  readonly reject: (failure: unknown) => void;
}

/** @param first segments up to and including this number are in Parquet already and are removed */
export async function openJournal(folder: string, first: number): Promise<Journal> {
  mkdirSync(folder, { recursive: true });
  const found = segmentsIn(folder);
  for (const { path } of found.filter(({ number }) => number <= first)) await unlink(path);
  const closed = found.filter(({ number }) => number > first);
  const last = closed.at(-1);
  if (last) cutTornEnd(last.path);

  let number = Math.max(first, last?.number ?? 0) + 1;
  let file: FileHandle | null = null;
  let size = 0;
  let waiting: Waiting[] = [];
  let work: Promise<void> = Promise.resolve();
  const pathOf = (segment: number): string => join(folder, `${String(segment).padStart(9, "0")}.ndjson`);
  const oneAfterAnother = <T>(step: () => Promise<T>): Promise<T> => {
    const done = work.then(step);
    work = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  };

  const write = async (bytes: Buffer): Promise<void> => {
    if (!file) {
      file = await open(pathOf(number), "w");
      await syncFolder(folder);
    }
    try {
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, written, bytes.length - written, size + written);
        written += bytesWritten;
      }
      await file.datasync();
      size += bytes.length;
    } catch (failure) {
      // What was written in part was promised to nobody.
      await file.truncate(size);
      await file.datasync();
      throw toBowerbirdError(failure);
    }
  };
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const together = waiting;
    waiting = [];
    try {
      await write(Buffer.from(together.map(({ lines }) => lines).join("")));
      for (const { resolve } of together) resolve();
    } catch (failure) {
      for (const { reject } of together) reject(failure);
    }
  };
  const closeSegment = async (): Promise<void> => {
    await file?.close();
    if (file && size > 0) closed.push({ number, path: pathOf(number) });
    if (file) number++;
    file = null;
    size = 0;
  };

  return {
    append: (lines) =>
      new Promise((resolve, reject) => {
        waiting.push({ lines, resolve, reject });
        if (waiting.length === 1) void oneAfterAnother(flush);
      }),
    rotate: () =>
      oneAfterAnother(async () => {
        await closeSegment();
        return [...closed];
      }),
    get openBytes() {
      return size;
    },
    drop: (through) =>
      oneAfterAnother(async () => {
        while (closed.length > 0 && closed[0].number <= through) {
          await unlink(closed[0].path);
          closed.shift();
        }
      }),
    close: () =>
      oneAfterAnother(async () => {
        await flush();
        await closeSegment();
      }),
  };
}

function segmentsIn(folder: string): Segment[] {
  return readdirSync(folder)
    .filter((name) => /^\d{9}\.ndjson$/.test(name))
    .sort()
    .map((name) => ({ number: Number(name.slice(0, 9)), path: join(folder, name) }));
}

/** Only lines that are whole JSON stay. */
function cutTornEnd(path: string): void {
  const bytes = readFileSync(path);
  let kept = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, kept)) {
    if (!isJson(bytes.toString("utf8", kept, end))) break;
    kept = end + 1;
  }
  if (kept < bytes.length) truncateSync(path, kept);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
