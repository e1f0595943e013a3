/**
 * Dot products of one query with many stored rows of half floats, four numbers at a time in WebAssembly SIMD.
 *
 *   out[i] = Σ_j query[j] · rows[list[i]][j]
 *
 * A half float (sign s, 5 bits e, 10 bits m) becomes a float by moving its bits: s to bit 31, e and m to bits 27..13.
 * The result is 2^112 too small (the exponents' biases are 15 and 127), which is put right once, in the query. Rows are
 * stored 2^15 larger than they are: a unit vector's numbers then never fall among half floats' subnormals, which are
 * imprecise and slow.
 *
 * Source of the bit layout: IEEE 754-2008, binary16 and binary32.
 */
import { assemble, code, wasm } from "./wasm-assembler.ts";

/** Stored numbers are this much larger than the vector's. */
export const storedScale = 2 ** 15;

/** The query's numbers are multiplied by this before they are laid in memory. */
export const queryScale = 2 ** (112 - 15);

/** A row's numbers are padded with zeros to a multiple of this. */
export const laneBlock = 16;

/** Rows are taken this many at a time: they share the loads of the query and wait for memory together. */
export const rowBlock = 4;

/**
 * Addresses and sizes in bytes, within the module's memory.
 * @param query float32, `width` numbers (a multiple of 16), scaled by `queryScale`
 * @param list uint32, `count` row numbers (a multiple of 4)
 * @param out float32, `count` results
 * @param rows first row; float16, `width` numbers a row, scaled by `storedScale`
 */
export type DotProducts = (
  query: number,
  list: number,
  count: number,
  out: number,
  rows: number,
  width: number,
) => void;

const [query, list, count, out, rows, width] = [0, 1, 2, 3, 4, 5];
const [left, queryEnd, listEnd] = [6, 7, 8];
const each = Array.from({ length: rowBlock }, (_, i) => i);
const right = each.map((i) => 9 + i);
const firstVector = 9 + rowBlock;
const [halves, mask, queryLow, queryHigh] = [0, 1, 2, 3].map((i) => firstVector + i);
const sums = each.map((i) => firstVector + 4 + i);

const { get, set, integer, add, multiply, load } = wasm;

/** 8 numbers of one row, `from` the row's pointer: sums[i] += float(halves) · query. */
const accumulate = (i: number, from: number): readonly number[] =>
  code(
    ...[get(right[i]), load(2 * from), set(halves)],
    get(sums[i]),
    ...[
      get(halves),
      wasm.extendLow,
      wasm.shiftLeft(13),
      get(mask),
      wasm.and,
      get(queryLow),
      wasm.multiplyLanes,
    ],
    ...[
      get(halves),
      wasm.extendHigh,
      wasm.shiftLeft(13),
      get(mask),
      wasm.and,
      get(queryHigh),
      wasm.multiplyLanes,
    ],
    ...[wasm.addLanes, wasm.addLanes, set(sums[i])],
  );

/** 8 numbers of the query and of four rows. */
const eight = (from: number): readonly number[] =>
  code(
    ...[get(left), load(4 * from), set(queryLow), get(left), load(4 * from + 16), set(queryHigh)],
    ...each.map((i) => accumulate(i, from)),
  );

const step = code(
  ...[0, 8].map(eight),
  ...right.map((pointer) => code(get(pointer), integer(32), add, set(pointer))),
  ...[get(left), integer(64), add, set(left)],
);

const startRow = (i: number): readonly number[] =>
  code(
    ...[get(rows), get(list), wasm.loadInteger(4 * i), get(width), integer(2), multiply, multiply, add],
    set(right[i]),
    ...[wasm.splat(0), set(sums[i])],
  );

const endRow = (i: number): readonly number[] =>
  code(
    get(out),
    ...[get(sums[i]), wasm.lane(0), get(sums[i]), wasm.lane(1), wasm.addFloats],
    ...[get(sums[i]), wasm.lane(2), get(sums[i]), wasm.lane(3), wasm.addFloats, wasm.addFloats],
    wasm.storeFloat(4 * i),
  );

const fourRows = code(
  ...each.map(startRow),
  ...[get(query), set(left)],
  wasm.loop(step, code(get(left), get(queryEnd), wasm.lessThan)),
  ...each.map(endRow),
  ...[get(out), integer(4 * rowBlock), add, set(out)],
  ...[get(list), integer(4 * rowBlock), add, set(list)],
);

const dotProducts = code(
  wasm.returnIf(code(get(count), wasm.isZero)),
  ...[wasm.splat(0x8fffffff | 0), set(mask)],
  ...[get(query), get(width), integer(4), multiply, add, set(queryEnd)],
  ...[get(list), get(count), integer(4), multiply, add, set(listEnd)],
  wasm.loop(fourRows, code(get(list), get(listEnd), wasm.lessThan)),
);

/** Compiles the loop over `memory`; under 1 ms. */
export function compileDotProducts(memory: WebAssembly.Memory): DotProducts {
  const bytes = assemble([
    { name: "dotProducts", parameters: 6, integers: 3 + rowBlock, vectors: 4 + rowBlock, body: dotProducts },
  ]);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return instance.exports.dotProducts as DotProducts;
}
