/**
 * The words of titles, tags, kinds and boards: how often each is used, and whether it can begin and end a phrase. Of the
 * times that a word stands in titles some part begin one or end one: "with", "of" and "mit" do neither, in any language,
 * so no list of them is needed.
 */
import {
  type Column,
  numberColumn,
  numbersOf,
  type SavedColumns,
  textColumn,
  textsOf,
} from "../../core/columns.ts";
import { growingNumbers } from "../../index/word-index/growing-numbers.ts";
import { sortedWords } from "../../index/word-index/sorted-words.ts";
import { numbered } from "../../index/word-index/vocabulary.ts";
import type { Run } from "./phrase-texts.ts";

export interface WordUses {
  /** The word's number, a new one when it has none. */
  number(word: string): number;
  name(word: number): string;
  /** @param by 1 to count, -1 to take back; the words of one run by number */
  count(words: ArrayLike<number>, run: Pick<Run, "title">, by: 1 | -1): void;
  /** How often a word stands in titles, tags, kinds and boards; 0 for one that is unknown. */
  uses(word: string): number;
  /** Enough of the titles that hold it begin with it. */
  canBegin(word: string): boolean;
  canEnd(word: string): boolean;
  /** Words in use that begin so. */
  begins(start: string): boolean;
  /** Every word ever met in sorted runs, to walk through. */
  readonly runs: Iterable<readonly string[]>;
  columns(): Column[];
}

const edgeShare = 0.02;

export function wordUses(saved: SavedColumns | null = null): WordUses {
  const names = saved ? textsOf(saved, "names") : [];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const column = (name: string) => growingNumbers(Uint32Array, saved && numbersOf(saved, name, Uint32Array));
  /** By word: in all places, in titles, and of these at their beginning and end. */
  const [all, titles, starts, ends] = [column("all"), column("titles"), column("starts"), column("ends")];
  const sorted = sortedWords(
    saved ? Array.from(numbersOf(saved, "in order", Uint32Array), (word) => names[word]) : [],
  );
  const of = ({ values }: typeof all, word: string): number => values[numbers.get(word) ?? -1] ?? 0;

  return {
    number: (word) => {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      numbers.set(word, names.length);
      for (const uses of [all, titles, starts, ends]) uses.push(0);
      sorted.add(word);
      return names.push(word) - 1;
    },
    name: (word) => names[word],
    count: (words, { title }, by) => {
      for (let place = 0; place < words.length; place++) {
        all.values[words[place]] += by;
        if (title) titles.values[words[place]] += by;
      }
      if (!title || words.length === 0) return;
      starts.values[words[0]] += by;
      ends.values[words[words.length - 1]] += by;
    },
    uses: (word) => of(all, word),
    canBegin: (word) => of(starts, word) >= edgeShare * of(titles, word),
    canEnd: (word) => of(ends, word) > 0 && of(ends, word) >= edgeShare * of(titles, word),
    begins: (start) => {
      let isBegun = false;
      sorted.forEach(start, (word) => {
        isBegun ||= of(all, word) > 0;
      });
      return isBegun;
    },
    get runs() {
      return sorted.runs();
    },
    columns: () => [
      textColumn("names", names),
      ...Object.entries({ all, titles, starts, ends }).map(([name, { untilNow }]) =>
        numberColumn(name, [untilNow().slice()]),
      ),
      numberColumn("in order", numbered(sorted.inOrder(), numbers)),
    ],
  };
}
