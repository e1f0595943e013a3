/** What each pin has been counted for, so that it can be taken out again: its phrases and its words in their runs. */
import {
  type Column,
  columnsOf,
  numberColumn,
  numbersOf,
  type SavedColumns,
  savedPart,
} from "../../core/columns.ts";
import { growingNumbers } from "../../index/word-index/growing-numbers.ts";
import { numbersByPin } from "../../index/word-index/numbers-by-pin.ts";
import { packedLists } from "../../index/word-index/packed-lists.ts";
import type { Run } from "./phrase-texts.ts";
import type { WordUses } from "./word-uses.ts";

export interface CountedPins {
  /** Living pins. */
  readonly size: number;
  /** Counts a pin's words. @param seq not counted before, or taken out since */
  add(seq: number, phrases: readonly number[], runs: readonly Run[]): void;
  /** Takes a pin's words back and tells its phrases; none for a pin that was not counted. */
  take(seq: number): readonly number[];
  columns(): Column[];
}

/**
 * A pin's list: how many phrases and their numbers, then for each run of words twice their number, one more in a title, and
 * the words.
 *
 * @param saved what `columns` has written
 * @param renumbered phrases by old number; -1 for those that are gone
 */
export function countedPins(
  words: WordUses,
  saved: SavedColumns | null = null,
  renumbered: Int32Array | null = null,
): CountedPins {
  const lists = packedLists();
  /** The pin of each list. */
  const seqs = growingNumbers(Uint32Array);
  const byPin = numbersByPin(new Uint32Array(0));
  let size = 0;

  const put = (seq: number, list: ArrayLike<number>): void => {
    byPin.set(seq, seqs.length);
    seqs.push(seq);
    lists.add(list);
    size++;
  };
  if (saved) {
    const kept = packedLists(savedPart("lists", saved));
    const living = numbersOf(saved, "living", Uint8Array);
    numbersOf(saved, "seqs", Uint32Array).forEach((seq, list) => {
      if (living[list] === 1) put(seq, withNumbers(kept.get(list), renumbered));
    });
  }
  return {
    get size() {
      return size;
    },
    add: (seq, phrases, runs) => {
      const list = [phrases.length, ...phrases];
      for (const run of runs) {
        const numbers = run.words.map(words.number);
        words.count(numbers, run, 1);
        list.push(2 * numbers.length + (run.title ? 1 : 0), ...numbers);
      }
      put(seq, list);
    },
    take: (seq) => {
      const number = byPin.get(seq);
      if (number < 0) return [];
      byPin.set(seq, -1);
      size--;
      const list = lists.get(number);
      const [phrases] = list;
      for (let at = 1 + phrases; at < list.length; ) {
        const end = at + 1 + (list[at] >>> 1);
        words.count(list.subarray(at + 1, end), { title: (list[at] & 1) === 1 }, -1);
        at = end;
      }
      return Array.from(list.subarray(1, 1 + phrases));
    },
    columns: () => {
      const ofPins = seqs.untilNow();
      return [
        numberColumn("seqs", [ofPins]),
        numberColumn("living", [Uint8Array.from(ofPins, (seq, list) => (byPin.get(seq) === list ? 1 : 0))]),
        ...columnsOf("lists", lists.columns()),
      ];
    },
  };
}

function withNumbers(list: Uint32Array, renumbered: Int32Array | null): ArrayLike<number> {
  if (!renumbered) return list;
  const end = 1 + list[0];
  const phrases = Array.from(list.subarray(1, end), (phrase) => renumbered[phrase]).filter(
    (phrase) => phrase >= 0,
  );
  return [phrases.length, ...phrases, ...list.subarray(end)];
}
