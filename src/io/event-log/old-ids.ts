/**
 * Which ids the parts hold, so that a repeat is known however late it comes. Beside each part lies `ids/NUMBER.ids`: the
 * lower 64 bits of the MD5 (R. Rivest, 1992, RFC 1321) of its ids, sorted, 8 bytes little-endian each. Of n ids two share
 * their bits with probability n² / 2⁶⁵: 3e-4 for a hundred million. It is made again from its part when it is not there.
 *
 * An event that is sent again has the `clock` it had, so only parts whose clocks span it are looked at, and of those only
 * the ones of its day, and of the day beside it within an hour of midnight, because the correction of the clock may have
 * changed. Events that come in the order of their times are in no part's span and cost nothing.
 */
import { hash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { readFile, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import type { EventPart, EventRow } from "../../core/event-log.ts";
import { writeWhole } from "../files/synced-files.ts";
import { type Duck, quoted } from "./duckdb.ts";
import { type Manifest, partitionFolder } from "./manifest.ts";

type Named = Pick<EventRow, "id" | "time" | "clock">;

export interface OldIds {
  /** The ids among these that a part holds. */
  find(rows: readonly Named[]): Promise<ReadonlySet<string>>;
}

/** How far the time of the same event may move between two sendings. */
export const clockMargin = 3_600_000;
const dayMilliseconds = 86_400_000;
const idBytes = 8;
/** Of these files at most so much is kept in memory: eight million ids. */
const mostBytes = 64_000_000;

export function oldIds(folder: string, manifest: Pick<Manifest, "truth">, duck: () => Promise<Duck>): OldIds {
  const kept = new Map<string, { readonly bytes: number; readonly table: Promise<SortedIds> }>();
  removeLeftovers(folder, manifest.truth.parts);

  const tableOf = (part: EventPart): Promise<SortedIds> => {
    const known = kept.get(part.path);
    const table = known?.table ?? read(folder, part, duck);
    kept.delete(part.path);
    kept.set(part.path, { bytes: part.rows * idBytes, table });
    let bytes = [...kept.values()].reduce((sum, each) => sum + each.bytes, 0);
    for (const [path, each] of kept) {
      if (bytes <= mostBytes || path === part.path) break;
      kept.delete(path);
      bytes -= each.bytes;
    }
    return table;
  };
  const find: OldIds["find"] = async (rows) => {
    const found = new Set<string>();
    const bits = new Map<string, Bits>();
    const asked = partsOf(rows, manifest.truth.parts);
    for (const [part, theirs] of asked) {
      const table = await tableOf(part).catch(() => null);
      if (table === null) {
        kept.delete(part.path);
        // Merged away meanwhile: look again. Still named, it is damaged, which `inspect` tells.
        if (!manifest.truth.parts.includes(part)) return find(rows);
        continue;
      }
      for (const { id } of theirs) {
        const theseBits = bits.get(id) ?? bitsOf(id);
        bits.set(id, theseBits);
        if (table.has(theseBits)) found.add(id);
      }
    }
    return found;
  };
  return { find };
}

/** Writes the ids of a part that has just been made. */
export async function writeIds(folder: string, path: string, duck: Duck): Promise<Uint8Array> {
  const hashes: BigUint64Array[] = [];
  await duck.column(
    `select md5_number_lower(id) as bits from read_parquet(${quoted(join(folder, partitionFolder, path))}) order by bits`,
    (values) => hashes.push(BigUint64Array.from(values, (value) => BigInt(String(value)))),
  );
  const bytes = Buffer.concat(hashes.map(({ buffer }) => new Uint8Array(buffer)));
  await writeWhole(idsPath(folder, path), bytes);
  return bytes;
}

export async function forgetIds(folder: string, path: string): Promise<void> {
  await unlink(idsPath(folder, path)).catch(() => undefined);
}

const idsPath = (folder: string, path: string): string =>
  join(folder, "ids", `${basename(path, ".parquet")}.ids`);

async function read(
  folder: string,
  { path, rows }: EventPart,
  duck: () => Promise<Duck>,
): Promise<SortedIds> {
  const file = idsPath(folder, path);
  const whole = existsSync(file) && statSync(file).size === rows * idBytes;
  return sortedIds(whole ? await readFile(file) : await writeIds(folder, path, await duck()));
}

function removeLeftovers(folder: string, parts: readonly EventPart[]): void {
  mkdirSync(join(folder, "ids"), { recursive: true });
  const known = new Set(parts.map(({ path }) => idsPath(folder, path)));
  for (const name of readdirSync(join(folder, "ids"))) {
    const path = join(folder, "ids", name);
    if (!known.has(path)) rmSync(path, { force: true });
  }
}

/** The parts that may hold any of the rows, each with those that it may hold. */
function partsOf(rows: readonly Named[], parts: readonly EventPart[]): Map<EventPart, Named[]> {
  const byDay = Map.groupBy(parts, ({ day }) => day);
  const asked = new Map<EventPart, Named[]>();
  for (const row of rows) {
    for (const day of daysOf(row.time)) {
      for (const part of byDay.get(day) ?? []) {
        if (row.clock < part.clocks[0] || row.clock > part.clocks[1]) continue;
        const theirs = asked.get(part);
        if (theirs) theirs.push(row);
        else asked.set(part, [row]);
      }
    }
  }
  return asked;
}

/** One day, or two near midnight. */
function daysOf(time: number): readonly number[] {
  const [early, late] = [-clockMargin, clockMargin].map((by) => Math.floor((time + by) / dayMilliseconds));
  return early === late ? [early] : [early, late];
}

interface Bits {
  readonly low: number;
  readonly high: number;
}

function bitsOf(id: string): Bits {
  const digest = hash("md5", id, "buffer");
  return { low: digest.readUInt32LE(8), high: digest.readUInt32LE(12) };
}

interface SortedIds {
  has(bits: Bits): boolean;
}

function sortedIds(bytes: Uint8Array): SortedIds {
  // A copy, because a view of 32 bits must begin at a multiple of four.
  const words = new Uint32Array(Uint8Array.from(bytes).buffer);
  return {
    has: ({ low, high }) => {
      let [from, to] = [0, words.length / 2];
      while (from < to) {
        const middle = (from + to) >>> 1;
        const [atLow, atHigh] = [words[2 * middle], words[2 * middle + 1]];
        if (atHigh === high && atLow === low) return true;
        if (atHigh < high || (atHigh === high && atLow < low)) from = middle + 1;
        else to = middle;
      }
      return false;
    },
  };
}
