/**
 * Vectors of one model by key, side by side in WebAssembly memory as half floats, addressed by row. A row keeps its
 * place until it is dropped; the place is then used again. Everything exact is computed here.
 *
 * Memory: 2 bytes a number, and 13 bytes a row and 4 a pin for finding: 525 MB for 1,000,000 × 256. One table holds at
 * most 4 GB (8 million × 256). Pins' row numbers (`seq`) are expected to be dense.
 */
import { BowerbirdError } from "../core/errors.ts";
import { ordinalOfKey, seqOfKey, vectorKey } from "../core/nouns.ts";
import type { Regions } from "../core/ports.ts";
import { compileDotProducts, laneBlock, queryScale, rowBlock, storedScale } from "../math/dot-products.ts";
import type { TopK } from "../math/top-k.ts";
import { rowsByPin } from "./rows-by-pin.ts";

/** Rows whose dot products are computed by one call. */
export const batch = 1024;

/** Fills `list` with row numbers and says how many; 0 at the end. Rows that are free meanwhile are passed over. */
export type RowSource = (list: Uint32Array) => number;

export interface VectorTable {
  readonly dimensions: number;
  /** Living vectors. */
  readonly size: number;
  /** Pins with at least one living vector, and those with a whole picture. */
  readonly pins: number;
  readonly pictures: number;
  /** One above the highest row ever used. */
  readonly end: number;
  /** The key's row, or -1. */
  rowOf(key: number): number;
  /** The row's key, or -1 for a free row. */
  keyOf(row: number): number;
  /** Living rows from `from` on, into `list`: how many, and the row to go on from. */
  living(
    list: Uint32Array,
    from: number,
    regions: Regions,
  ): { readonly count: number; readonly next: number };
  /** First row of a pin and the next one of the same pin; -1 for none. */
  firstRow(seq: number): number;
  nextRow(row: number): number;
  /** Writes the vector into the key's row, old or new, and returns the row. */
  put(key: number, vector: Float32Array): number;
  /** Frees the key's row and returns it; -1 when the key is not there. */
  drop(key: number): number;
  vector(row: number): Float32Array;
  /** Writes the row's vector into `target` from number `at` on. */
  copy(row: number, target: Float32Array, at: number): void;
  /** One batch of the source into `top`, by key. False when the source has ended. */
  scan(query: Float32Array, source: RowSource, top: TopK): boolean;
  /** The stored numbers of rows `from` to `to`, as they lie in memory; valid until the next `put`. */
  bytes(from: number, to: number): Uint8Array;
  /** Makes an empty table one of `keys.length` rows (-1 for a free one); their numbers are then written to `bytes`. */
  restore(keys: ArrayLike<number>): void;
}

const pageBytes = 65536;
const maximumBytes = 2 ** 32;

export function vectorTable(dimensions: number): VectorTable {
  const width = Math.ceil(dimensions / laneBlock) * laneBlock;
  const listAt = width * 4;
  const outAt = listAt + batch * 4;
  const rowsAt = Math.ceil((outAt + batch * 4) / 64) * 64;
  const rowBytes = width * 2;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(rowsAt / pageBytes), maximum: 65536 });
  const dots = compileDotProducts(memory);
  const found = rowsByPin();
  let freeRows: number[] = [];
  let end = 0;
  let views = viewsOf(0);

  function viewsOf(rows: number) {
    return {
      query: new Float32Array(memory.buffer, 0, width),
      list: new Uint32Array(memory.buffer, listAt, batch),
      out: new Float32Array(memory.buffer, outAt, batch),
      numbers: new Float16Array(memory.buffer, rowsAt, rows * width),
      rows,
    };
  }

  const reserve = (rows: number): void => {
    if (rows <= views.rows) return;
    const most = Math.floor((maximumBytes - rowsAt) / rowBytes);
    if (rows > most) {
      throw new BowerbirdError("OUT_OF_RANGE", {
        what: "the number of vectors in one index",
        actual: rows,
        range: `at most ${most} of ${dimensions} numbers`,
      });
    }
    const aim = Math.min(most, Math.max(rows, 1024, Math.ceil(views.rows * 1.25)));
    const pages = Math.ceil((rowsAt + aim * rowBytes) / pageBytes);
    const missing = pages - memory.buffer.byteLength / pageBytes;
    if (missing > 0) memory.grow(missing);
    found.reserve(aim);
    views = viewsOf(aim);
  };

  const table: VectorTable = {
    dimensions,
    get size() {
      return found.size;
    },
    get pins() {
      return found.pins;
    },
    get pictures() {
      return found.pictures;
    },
    get end() {
      return end;
    },
    rowOf: (key) => found.rowOf(seqOfKey(key), ordinalOfKey(key)),
    keyOf: (row) => (found.ordinal(row) < 0 ? -1 : vectorKey(found.seq(row), found.ordinal(row))),
    living: (list, from, regions) => found.used(list, from, end, regions),
    firstRow: found.first,
    nextRow: found.next,
    put: (key, vector) => {
      let row = table.rowOf(key);
      if (row < 0) {
        row = freeRows.pop() ?? end;
        reserve(row + 1);
        end = Math.max(end, row + 1);
        found.link(row, seqOfKey(key), ordinalOfKey(key));
      }
      const start = row * width;
      for (let i = 0; i < dimensions; i++) views.numbers[start + i] = vector[i] * storedScale;
      views.numbers.fill(0, start + dimensions, start + width);
      return row;
    },
    drop: (key) => {
      const row = table.rowOf(key);
      if (row < 0) return -1;
      found.unlink(row);
      freeRows.push(row);
      return row;
    },
    vector: (row) => {
      const vector = new Float32Array(dimensions);
      table.copy(row, vector, 0);
      return vector;
    },
    copy: (row, target, at) => {
      const start = row * width;
      const { numbers } = views;
      for (let i = 0; i < dimensions; i++) target[at + i] = numbers[start + i] / storedScale;
    },
    scan: (query, source, top) => {
      const { list, out } = views;
      const count = source(list);
      if (count === 0) return false;
      for (let i = 0; i < dimensions; i++) views.query[i] = query[i] * queryScale;
      const padded = Math.ceil(count / rowBlock) * rowBlock;
      list.fill(list[0], count, padded);
      dots(0, listAt, padded, outAt, rowsAt, width);
      let floor = top.floor();
      for (let i = 0; i < count; i++) {
        if (out[i] < floor) continue;
        top.push(table.keyOf(list[i]), out[i]);
        floor = top.floor();
      }
      return true;
    },
    bytes: (from, to) => new Uint8Array(memory.buffer, rowsAt + from * rowBytes, (to - from) * rowBytes),
    restore: (keys) => {
      reserve(keys.length);
      end = keys.length;
      freeRows = [];
      for (let row = keys.length - 1; row >= 0; row--) {
        if (keys[row] < 0) freeRows.push(row);
        else found.link(row, seqOfKey(keys[row]), ordinalOfKey(keys[row]));
      }
    },
  };
  return table;
}
