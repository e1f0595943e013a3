const pageBits = 12;

/**
 * A number for each pin, -1 for none: pages of 4096 row numbers, made where they are needed.
 *
 * @param seqs of the pins with the numbers 0, 1, 2 …
 */
export function numbersByPin(seqs: Uint32Array) {
  const pages: Int32Array[] = [];
  const set = (seq: number, number: number): void => {
    pages[seq >>> pageBits] ??= new Int32Array(1 << pageBits).fill(-1);
    pages[seq >>> pageBits][seq & ((1 << pageBits) - 1)] = number;
  };
  seqs.forEach(set);
  return {
    get: (seq: number): number => pages[seq >>> pageBits]?.[seq & ((1 << pageBits) - 1)] ?? -1,
    set,
  };
}
