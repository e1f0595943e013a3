/**
 * Which rows belong to which pin: for each pin a chain of its rows, found in a few memory accesses and without hashing,
 * since a selective filter asks for tens of thousands of pins in a millisecond.
 */
import type { Regions } from "../core/ports.ts";

export interface RowsByPin {
  /** Rows linked; pins with any; rows of ordinal 0. */
  readonly size: number;
  readonly pins: number;
  readonly pictures: number;
  /** Makes room for rows below `rows`. */
  reserve(rows: number): void;
  /** The pin's first row, or -1. */
  first(seq: number): number;
  /** The next row of the same pin, or -1. */
  next(row: number): number;
  rowOf(seq: number, ordinal: number): number;
  seq(row: number): number;
  /** -1 for a free row. */
  ordinal(row: number): number;
  /** Fills `list` with used rows from `from` on, below `end`, of the ordinals asked for; returns how many and where it stopped. */
  used(
    list: Uint32Array,
    from: number,
    end: number,
    regions: Regions,
  ): { readonly count: number; readonly next: number };
  link(row: number, seq: number, ordinal: number): void;
  unlink(row: number): void;
}

/** 4,096 pins a page of the first-row table; pages are made as needed, so a gap in the numbers costs little. */
const pageBits = 12;
const pageOfPins = 1 << pageBits;

export function rowsByPin(): RowsByPin {
  const pages: Int32Array[] = [];
  let seqs = new Uint32Array(0);
  let ordinals = new Int8Array(0);
  let nexts = new Int32Array(0);
  let [size, pins, pictures] = [0, 0, 0];

  const first = (seq: number): number => {
    const page = pages[seq >>> pageBits];
    return page === undefined ? -1 : page[seq & (pageOfPins - 1)];
  };
  const setFirst = (seq: number, row: number): void => {
    const number = seq >>> pageBits;
    pages[number] ??= new Int32Array(pageOfPins).fill(-1);
    pages[number][seq & (pageOfPins - 1)] = row;
  };
  const grown = <T extends Uint32Array | Int32Array | Int8Array>(larger: T, old: T): T => {
    larger.set(old);
    return larger;
  };

  return {
    get size() {
      return size;
    },
    get pins() {
      return pins;
    },
    get pictures() {
      return pictures;
    },
    reserve: (rows) => {
      if (rows <= seqs.length) return;
      seqs = grown(new Uint32Array(rows), seqs);
      ordinals = grown(new Int8Array(rows).fill(-1), ordinals);
      nexts = grown(new Int32Array(rows), nexts);
    },
    first,
    next: (row) => nexts[row],
    rowOf: (seq, ordinal) => {
      let row = first(seq);
      while (row >= 0 && ordinals[row] !== ordinal) row = nexts[row];
      return row;
    },
    seq: (row) => seqs[row],
    ordinal: (row) => ordinals[row],
    used: (list, from, end, regions) => {
      const lowest = regions === "objects" ? 1 : 0;
      const highest = regions === "pictures" ? 0 : 15;
      let count = 0;
      let row = from;
      for (; row < end && count < list.length; row++) {
        const ordinal = ordinals[row];
        if (ordinal >= lowest && ordinal <= highest) list[count++] = row;
      }
      return { count, next: row };
    },
    link: (row, seq, ordinal) => {
      const head = first(seq);
      seqs[row] = seq;
      ordinals[row] = ordinal;
      nexts[row] = head;
      setFirst(seq, row);
      size++;
      if (head < 0) pins++;
      if (ordinal === 0) pictures++;
    },
    unlink: (row) => {
      const seq = seqs[row];
      if (first(seq) === row) setFirst(seq, nexts[row]);
      else {
        let before = first(seq);
        while (nexts[before] !== row) before = nexts[before];
        nexts[before] = nexts[row];
      }
      size--;
      if (first(seq) < 0) pins--;
      if (ordinals[row] === 0) pictures--;
      ordinals[row] = -1;
    },
  };
}
