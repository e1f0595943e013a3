/**
 * Which words of a question mean something: those that the collection holds, that the lexicon or the text model knows.
 * To the model any other is a row of letters, whose vector is near to whatever is spelt alike: "zzqxv" to "zigzag".
 */
import type { Analyzer } from "../../index/word-index/analyzer.ts";
import { generalMark, type WordIndex } from "../../index/word-index/word-index.ts";
import type { Lexicon } from "../understanding/lexicon.ts";
import type { Meaning } from "./meaning.ts";

export interface KnownWords {
  /** What the models are asked: the question without the words that mean nothing; empty when none does. */
  readonly text: string;
  readonly unknown: readonly string[];
}

export interface Knowing {
  readonly index: Pick<WordIndex, "frequency">;
  readonly analyzer: Pick<Analyzer, "term">;
  readonly lexicon: Pick<Lexicon, "match">;
  readonly meaning: Pick<Meaning, "knows">;
}

/** @param words as they were meant, folded */
export async function knownWords(words: readonly string[], by: Knowing): Promise<KnownWords> {
  const isKnown = await Promise.all(
    words.map(async (word) => {
      const term = by.analyzer.term(word);
      const isHeld = by.index.frequency(term) > 0 || by.index.frequency(generalMark + term) > 0;
      return isHeld || by.lexicon.match([term], 0) !== null || (await by.meaning.knows(word));
    }),
  );
  return {
    text: words.filter((_, i) => isKnown[i]).join(" "),
    unknown: words.filter((_, i) => !isKnown[i]),
  };
}
