/**
 * Many short lists of whole numbers, numbered in the order they were added, packed behind one another.
 *
 * Memory: 4 bytes a number, 10 bytes a list.
 */
import { type Column, numberColumn, numbersOf, type SavedColumns } from "../../core/columns.ts";
import { growingNumbers } from "./growing-numbers.ts";
import type { Renumbering } from "./renumbering.ts";

export interface PackedLists {
  /** @param numbers at most 65,535 */
  add(numbers: ArrayLike<number>): void;
  get(list: number): Uint32Array;
  /** Counts the numbers of a list in `counts`; those that had no count before are added to `met`. */
  tally(list: number, counts: Uint32Array, met: number[]): void;
  /** Everything as it is now. */
  columns(): Column[];
}

const chunkSize = 1 << 18;

/** @param saved what `columns` has written, with the lists' new numbers */
export function packedLists(saved: SavedColumns | null = null, numbering: Renumbering = null): PackedLists {
  const kept = saved && keptLists(saved, numbering);
  const chunks: Uint32Array[] = kept ? [kept.numbers] : [];
  /** By chunk: how much of it is in use. */
  const ends: number[] = kept ? [kept.numbers.length] : [];
  let used = kept?.numbers.length ?? 0;
  const chunkOf = growingNumbers(Uint32Array, kept && new Uint32Array(kept.lengths.length));
  const startOf = growingNumbers(Uint32Array, kept && startsOf(kept.lengths));
  const lengthOf = growingNumbers(Uint16Array, kept?.lengths);

  return {
    add: (numbers) => {
      if (chunks.length === 0 || used + numbers.length > chunks[chunks.length - 1].length) {
        chunks.push(new Uint32Array(chunkSize));
        used = 0;
      }
      chunks[chunks.length - 1].set(numbers, used);
      chunkOf.push(chunks.length - 1);
      startOf.push(used);
      lengthOf.push(numbers.length);
      used += numbers.length;
      ends[chunks.length - 1] = used;
    },
    get: (list) => {
      const start = startOf.values[list];
      return chunks[chunkOf.values[list]].subarray(start, start + lengthOf.values[list]);
    },
    tally: (list, counts, met) => {
      const chunk = chunks[chunkOf.values[list]];
      const start = startOf.values[list];
      const end = start + lengthOf.values[list];
      for (let i = start; i < end; i++) if (counts[chunk[i]]++ === 0) met.push(chunk[i]);
    },
    columns: () => [
      numberColumn(
        "numbers",
        chunks.map((chunk, i) => chunk.subarray(0, ends[i])),
      ),
      numberColumn("lengths", [lengthOf.untilNow()]),
    ],
  };
}

function keptLists(saved: SavedColumns, numbering: Renumbering) {
  const lengths = numbersOf(saved, "lengths", Uint16Array);
  return livingLists(numbersOf(saved, "numbers", Uint32Array), lengths, numbering);
}

function startsOf(lengths: Uint16Array): Uint32Array<ArrayBuffer> {
  let start = 0;
  return Uint32Array.from(lengths, (length) => {
    start += length;
    return start - length;
  });
}

/** @param lengths of lists by document, whose numbers stand one list after the other */
function livingLists(
  numbers: Uint32Array<ArrayBuffer>,
  lengths: Uint16Array<ArrayBuffer>,
  of: Renumbering,
): { numbers: Uint32Array<ArrayBuffer>; lengths: Uint16Array<ArrayBuffer> } {
  if (!of) return { numbers, lengths };
  let [from, kept, lists] = [0, 0, 0];
  for (let list = 0; list < lengths.length; list++) {
    const length = lengths[list];
    if (of[list] >= 0) {
      numbers.copyWithin(kept, from, from + length);
      kept += length;
      lengths[lists++] = length;
    }
    from += length;
  }
  return { numbers: numbers.subarray(0, kept), lengths: lengths.subarray(0, lists) };
}
