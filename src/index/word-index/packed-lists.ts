/**
 * Many short lists of whole numbers, numbered in the order they were added, packed behind one another.
 *
 * Memory: 4 bytes a number, 8 bytes a list.
 */
export interface PackedLists {
  add(numbers: ArrayLike<number>): void;
  get(list: number): Uint32Array;
  /** Counts the numbers of a list in `counts`; those that had no count before are added to `met`. */
  tally(list: number, counts: Uint32Array, met: number[]): void;
}

const chunkSize = 1 << 18;

export function packedLists(): PackedLists {
  const chunks: Uint32Array[] = [];
  let used = chunkSize;
  let count = 0;
  let [chunkOf, startOf, lengthOf] = [new Uint16Array(0), new Uint32Array(0), new Uint16Array(0)];

  const grow = (): void => {
    const room = Math.max(1024, Math.ceil(count * 1.5));
    const before = [chunkOf, startOf, lengthOf] as const;
    [chunkOf, startOf, lengthOf] = [new Uint16Array(room), new Uint32Array(room), new Uint16Array(room)];
    chunkOf.set(before[0]);
    startOf.set(before[1]);
    lengthOf.set(before[2]);
  };
  return {
    add: (numbers) => {
      if (count === chunkOf.length) grow();
      if (chunks.length === 0 || used + numbers.length > chunkSize) {
        chunks.push(new Uint32Array(chunkSize));
        used = 0;
      }
      chunks[chunks.length - 1].set(numbers, used);
      chunkOf[count] = chunks.length - 1;
      startOf[count] = used;
      lengthOf[count++] = numbers.length;
      used += numbers.length;
    },
    get: (list) => chunks[chunkOf[list]].subarray(startOf[list], startOf[list] + lengthOf[list]),
    tally: (list, counts, met) => {
      const chunk = chunks[chunkOf[list]];
      const end = startOf[list] + lengthOf[list];
      for (let i = startOf[list]; i < end; i++) if (counts[chunk[i]]++ === 0) met.push(chunk[i]);
    },
  };
}
