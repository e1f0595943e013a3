/** The words of a collection as they are read: completed from their beginnings, and found again when they are misspelt. */
import {
  type Column,
  columnsOf,
  numberColumn,
  numbersOf,
  type SavedColumns,
  savedPart,
  textColumn,
  textsOf,
} from "../../core/columns.ts";
import type { Completion, Vocabulary } from "../../core/words.ts";
import { topK } from "../../math/top-k.ts";
import { growingNumbers } from "./growing-numbers.ts";
import { sortedWords } from "./sorted-words.ts";
import { speller } from "./spelling.ts";

export interface WordVocabulary extends Vocabulary {
  /** Words ever seen. */
  readonly size: number;
  /**
   * A word was met in a pin, `general` when it says what a thing is a kind of. Returns the term it is found by, which is
   * asked for once a word.
   */
  meet(word: string, general: boolean, term: (word: string) => number): number;
  /** The living word that was most likely meant, or null. @see spelling.ts */
  nearest(word: string): string | null;
  /** Everything as it is now. */
  columns(): Column[];
}

/**
 * @param pinsWith living pins of a term
 * @param saved what `columns` has written
 */
export function wordVocabulary(
  pinsWith: (term: number) => number,
  saved: SavedColumns | null = null,
): WordVocabulary {
  const names = saved ? textsOf(saved, "names") : [];
  const numbers = new Map(names.map((name, number) => [name, number]));
  /** By word: one more than the term it is found by as written, and as what a thing is a kind of; 0 for none. */
  const plain = growingNumbers(Uint32Array, saved && numbersOf(saved, "plain", Uint32Array));
  const general = growingNumbers(Uint32Array, saved && numbersOf(saved, "general", Uint32Array));
  const sorted = sortedWords(
    saved ? Array.from(numbersOf(saved, "in order", Uint32Array), (word) => names[word]) : [],
  );
  const spelling = speller(saved && savedPart("spelling", saved));

  const pinsFoundBy = (term: number): number => (term > 0 ? pinsWith(term - 1) : 0);
  const pinsOf = (word: number): number =>
    pinsFoundBy(plain.values[word]) + pinsFoundBy(general.values[word]);

  return {
    get size() {
      return names.length;
    },
    meet: (word, isGeneral, termOf) => {
      let number = numbers.get(word);
      if (number === undefined) {
        number = names.length;
        numbers.set(word, number);
        names.push(word);
        plain.push(0);
        general.push(0);
        sorted.add(word);
        spelling.add(word, number);
      }
      const known = isGeneral ? general : plain;
      if (known.values[number] === 0) known.values[number] = termOf(word) + 1;
      return known.values[number] - 1;
    },
    completions: (prefix, limit) => {
      const best = topK(limit);
      sorted.forEach(prefix, (word) => {
        const number = numbers.get(word) ?? 0;
        const pins = pinsOf(number);
        if (pins > 0) best.push(number, pins);
      });
      return best.sorted().map(({ id, score }): Completion => ({ word: names[id], pins: score }));
    },
    nearest: (word) => {
      const found = spelling.nearest(word, names, pinsOf);
      return found === null ? null : names[found];
    },
    columns: () => [
      textColumn("names", names),
      numberColumn("plain", [plain.untilNow().slice()]),
      numberColumn("general", [general.untilNow().slice()]),
      numberColumn("in order", numbered(sorted.inOrder(), numbers)),
      ...columnsOf("spelling", spelling.columns()),
    ],
  };
}

/** The numbers of words, a few at a time. */
export function* numbered(runs: Iterable<readonly string[]>, numbers: ReadonlyMap<string, number>) {
  for (const words of runs) yield Uint32Array.from(words, (word) => numbers.get(word) ?? 0);
}
