/** The words of a collection as they are read: completed from their beginnings, and found again when they are misspelt. */
import type { Completion, Vocabulary } from "../../core/words.ts";
import { topK } from "../../math/top-k.ts";
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
}

/** @param pinsWith living pins of a term */
export function wordVocabulary(pinsWith: (term: number) => number): WordVocabulary {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  /** By word: one more than the term it is found by as written, and as what a thing is a kind of; 0 for none. */
  const plain: number[] = [];
  const general: number[] = [];
  const sorted = sortedWords();
  const spelling = speller();

  const pinsOf = (word: number): number =>
    (plain[word] > 0 ? pinsWith(plain[word] - 1) : 0) + (general[word] > 0 ? pinsWith(general[word] - 1) : 0);

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
      if (known[number] === 0) known[number] = termOf(word) + 1;
      return known[number] - 1;
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
  };
}
