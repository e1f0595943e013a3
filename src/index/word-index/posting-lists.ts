/**
 * Which documents hold a term, and how strongly: one growing list a term, ascending by document, each posting packed
 * into 32 bits as `document · 256 + strength`. Documents are numbered in the order of their arrival, so a new posting
 * always goes to the end and nothing is ever merged. Short lists lie side by side in shared chunks, in rooms of 2, 3, 4, 6,
 * 8, 12 … postings; a list that outgrows its room moves to the next size and leaves its room to others.
 *
 * Memory: 4 bytes a posting, on average a sixth more for growth; 17 bytes a term beside its name.
 * At most 2^24 documents.
 */
import {
  type Column,
  numberColumn,
  numbersOf,
  type SavedColumns,
  textColumn,
  textsOf,
} from "../../core/columns.ts";
import { growingNumbers } from "./growing-numbers.ts";
import type { Renumbering } from "./renumbering.ts";

export interface Postings {
  /** `document * 256 + strength`, [length]; valid until the index changes. */
  readonly packed: Uint32Array;
  readonly length: number;
  /** Postings of living documents. */
  readonly living: number;
}

export interface PostingLists {
  /** Terms ever seen. */
  readonly size: number;
  /** The term's number, or -1. */
  find(term: string): number;
  /** The term's number, a new one when it has none. */
  number(term: string): number;
  name(term: number): string;
  list(term: number): Postings;
  /** Postings of living documents. */
  living(term: number): number;
  /** @param document at least as large as any given before for this term */
  add(term: number, document: number, strength: number): void;
  /** One document of this list has died; the list is cleaned when most of it is dead. */
  bury(term: number, isAlive: (document: number) => boolean): void;
  /** Everything as it is now. Rooms that are left are not given to others until `written`. */
  columns(): Column[];
  written(): void;
}

export const mostDocuments = 2 ** 24;
export const documentOf = (posting: number): number => posting >>> 8;
export const strengthOf = (posting: number): number => posting & 255;

/** Postings of a shared chunk. */
const chunkSize = 1 << 18;
/** A list with more room than this has a chunk of its own. */
const longestShared = 1 << 15;
/** The first chunks are smaller, so that a small index is small. */
const firstChunk = 1 << 12;

/** Rooms by size: 2, 3, 4, 6, 8, 12 … postings. */
const roomOf = (size: number): number => (size % 2 === 0 ? 2 : 3) * 2 ** (size >> 1);

/** @param saved what `columns` has written, with the documents' new numbers */
export function postingLists(saved: SavedColumns | null = null, numbering: Renumbering = null): PostingLists {
  const kept = saved && keptLists(saved, numbering);
  const names = kept?.names ?? [];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const chunks: Uint32Array[] = kept ? [kept.packed] : [];
  let [shared, used] = [-1, 0];
  /** By term: its chunk, where its room begins there, the room's size, and how much of it is in use. */
  const chunkOf = growingNumbers(Uint32Array, kept?.chunks);
  const startOf = growingNumbers(Uint32Array, kept?.starts);
  const sizeOf = growingNumbers(Uint8Array, kept?.sizes);
  const lengthOf = growingNumbers(Uint32Array, kept?.lengths);
  const livingOf = growingNumbers(Uint32Array, kept?.living);
  /** Rooms that were left, by size: chunk and start one after the other. */
  const left: number[][] = [];
  /** Rooms left while the lists are being written: their postings are still read. */
  let leftLater: Array<readonly [size: number, chunk: number, start: number]> | null = null;

  /** A chunk with a free room of this size, and where it begins. */
  const settle = (size: number): readonly [chunk: number, start: number] => {
    const room = roomOf(size);
    const vacant = left[size];
    if (vacant && vacant.length > 0) {
      const start = vacant.pop() ?? 0;
      return [vacant.pop() ?? 0, start];
    }
    if (room > longestShared) return [chunks.push(new Uint32Array(room)) - 1, 0];
    if (shared < 0 || used + room > chunks[shared].length) {
      const length = Math.max(room, Math.min(chunkSize, firstChunk * 2 ** chunks.length));
      shared = chunks.push(new Uint32Array(length)) - 1;
      used = 0;
    }
    used += room;
    return [shared, used - room];
  };
  const move = (term: number): void => {
    const size = sizeOf.values[term];
    const [from, at] = [chunkOf.values[term], startOf.values[term]];
    const [to, start] = settle(size + 1);
    chunks[to].set(chunks[from].subarray(at, at + lengthOf.values[term]), start);
    chunkOf.values[term] = to;
    startOf.values[term] = start;
    sizeOf.values[term] = size + 1;
    if (chunks[from].length === roomOf(size)) chunks[from] = new Uint32Array(0);
    else if (leftLater) leftLater.push([size, from, at]);
    else leave(size, from, at);
  };
  const leave = (size: number, chunk: number, start: number): void => {
    left[size] ??= [];
    left[size].push(chunk, start);
  };
  const packedOf = (term: number): Uint32Array => {
    const start = startOf.values[term];
    return chunks[chunkOf.values[term]].subarray(start, start + lengthOf.values[term]);
  };

  return {
    get size() {
      return names.length;
    },
    find: (term) => numbers.get(term) ?? -1,
    number: (term) => {
      const known = numbers.get(term);
      if (known !== undefined) return known;
      numbers.set(term, names.length);
      names.push(term);
      const [chunk, start] = settle(0);
      chunkOf.push(chunk);
      startOf.push(start);
      sizeOf.push(0);
      lengthOf.push(0);
      livingOf.push(0);
      return names.length - 1;
    },
    name: (term) => names[term],
    list: (term) => ({
      packed: packedOf(term),
      length: lengthOf.values[term],
      living: livingOf.values[term],
    }),
    living: (term) => livingOf.values[term],
    add: (term, document, strength) => {
      const length = lengthOf.values[term];
      if (length >= roomOf(sizeOf.values[term])) move(term);
      chunks[chunkOf.values[term]][startOf.values[term] + length] = document * 256 + strength;
      lengthOf.values[term] = length + 1;
      livingOf.values[term]++;
    },
    bury: (term, isAlive) => {
      const length = lengthOf.values[term];
      const living = --livingOf.values[term];
      if (leftLater || length < 2 * living + 16) return;
      const packed = packedOf(term);
      let kept = 0;
      for (const posting of packed) if (isAlive(documentOf(posting))) packed[kept++] = posting;
      lengthOf.values[term] = kept;
    },
    columns: () => {
      leftLater ??= [];
      const [at, from, lengths] = [chunkOf, startOf, lengthOf].map(({ untilNow }) => untilNow().slice());
      const held = [...chunks];
      return [
        textColumn("names", names),
        numberColumn("lengths", [lengths]),
        numberColumn("living", [livingOf.untilNow().slice()]),
        numberColumn("packed", {
          *[Symbol.iterator]() {
            for (let term = 0; term < lengths.length; term++) {
              yield held[at[term]].subarray(from[term], from[term] + lengths[term]);
            }
          },
        }),
      ];
    },
    written: () => {
      for (const room of leftLater ?? []) leave(...room);
      leftLater = null;
    },
  };
}

/** The lists behind one another in one chunk, each with room for two postings at least. */
function keptLists(saved: SavedColumns, numbering: Renumbering) {
  const names = textsOf(saved, "names");
  const packed = numbersOf(saved, "packed", Uint32Array);
  const { lengths, postings } = renumberedPostings(
    packed,
    numbersOf(saved, "lengths", Uint32Array),
    numbering,
  );
  const least = roomOf(0);
  const starts = new Uint32Array(lengths.length);
  const sizes = new Uint8Array(lengths.length);
  let needed = 0;
  for (let term = 0; term < lengths.length; term++) {
    starts[term] = needed;
    needed += Math.max(least, lengths[term]);
    while (roomOf(sizes[term] + 1) <= lengths[term]) sizes[term]++;
  }
  const roomy = new Uint32Array(needed);
  let from = 0;
  for (let term = 0; term < lengths.length; term++) {
    roomy.set(postings.subarray(from, from + lengths[term]), starts[term]);
    from += lengths[term];
  }
  const living = numbersOf(saved, "living", Uint32Array);
  return { names, packed: roomy, chunks: new Uint32Array(lengths.length), starts, sizes, lengths, living };
}

/**
 * @param packed postings of one list after the other
 * @param lengths of the lists
 */
function renumberedPostings(
  packed: Uint32Array<ArrayBuffer>,
  lengths: Uint32Array<ArrayBuffer>,
  numbers: Renumbering,
): { postings: Uint32Array<ArrayBuffer>; lengths: Uint32Array<ArrayBuffer> } {
  if (!numbers) return { postings: packed, lengths };
  let [from, kept] = [0, 0];
  for (let list = 0; list < lengths.length; list++) {
    const [end, start] = [from + lengths[list], kept];
    for (; from < end; from++) {
      const document = numbers[documentOf(packed[from])];
      if (document >= 0) packed[kept++] = document * 256 + strengthOf(packed[from]);
    }
    lengths[list] = kept - start;
  }
  return { postings: packed.subarray(0, kept), lengths };
}

/** The first place at or after `from` whose document is at least `document`: doubling steps, then halving. */
export function seek(packed: Uint32Array, from: number, document: number): number {
  const wanted = document * 256;
  const { length } = packed;
  let step = 1;
  let low = from;
  let high = from;
  while (high < length && packed[high] < wanted) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = Math.min(high, length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (packed[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
