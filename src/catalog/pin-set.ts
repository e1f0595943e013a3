/** A set of pins by row number: an ascending list for walking and a bit a row for asking. */
import type { PinSet } from "../core/ports.ts";

/** @param seqs row numbers in any order, without doubles. Memory: 4 bytes a member and a bit for every row up to the largest. */
export function pinSet(seqs: ArrayLike<number>): PinSet {
  const sorted = Uint32Array.from(seqs).sort();
  const last = sorted.length === 0 ? 0 : sorted[sorted.length - 1];
  const bits = new Uint32Array((last >>> 5) + 1);
  for (const seq of sorted) bits[seq >>> 5] |= 1 << (seq & 31);
  return {
    size: sorted.length,
    seqs: sorted,
    has: (seq) => seq <= last && (bits[seq >>> 5] & (1 << (seq & 31))) !== 0,
  };
}
