/**
 * Which documents hold a term, and how strongly: one growing list a term, ascending by document, each posting packed
 * into 32 bits as `document · 256 + strength`. Documents are numbered in the order of their arrival, so a new posting
 * always goes to the end and nothing is ever merged. Short lists lie side by side in shared chunks, in rooms of 2, 3, 4, 6,
 * 8, 12 … postings; a list that outgrows its room moves to the next size and leaves its room to others.
 *
 * Memory: 4 bytes a posting, on average a sixth more for growth; 17 bytes a term beside its name.
 * At most 2^24 documents.
 */
import { growingNumbers } from "./growing-numbers.ts";

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

export function postingLists(): PostingLists {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const chunks: Uint32Array[] = [];
  let [shared, used] = [-1, 0];
  /** By term: its chunk, where its room begins there, the room's size, and how much of it is in use. */
  const chunkOf = growingNumbers(Uint32Array);
  const startOf = growingNumbers(Uint32Array);
  const sizeOf = growingNumbers(Uint8Array);
  const lengthOf = growingNumbers(Uint32Array);
  const livingOf = growingNumbers(Uint32Array);
  /** Rooms that were left, by size: chunk and start one after the other. */
  const left: number[][] = [];

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
    if (roomOf(size) > longestShared) chunks[from] = new Uint32Array(0);
    else {
      left[size] ??= [];
      left[size].push(from, at);
    }
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
      if (length === roomOf(sizeOf.values[term])) move(term);
      chunks[chunkOf.values[term]][startOf.values[term] + length] = document * 256 + strength;
      lengthOf.values[term] = length + 1;
      livingOf.values[term]++;
    },
    bury: (term, isAlive) => {
      const length = lengthOf.values[term];
      const living = --livingOf.values[term];
      if (length < 2 * living + 16) return;
      const packed = packedOf(term);
      let kept = 0;
      for (const posting of packed) if (isAlive(documentOf(posting))) packed[kept++] = posting;
      lengthOf.values[term] = kept;
    },
  };
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
