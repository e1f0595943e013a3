/** Reads questions with a lexicon that follows the collection: it is built anew when the collection's values change. */
import type { CollectionFacets, WordQuestion } from "../../core/understood.ts";
import type { FacetCount, LabelWords } from "../../core/words.ts";
import { type Analyzer, analyzer } from "../../index/word-index/analyzer.ts";
import { type Lexicon, lexicon } from "./lexicon.ts";
import { understand } from "./understanding.ts";

export interface QuestionReader {
  read(text: string): WordQuestion;
  lexicon(): Lexicon;
  readonly analyzer: Pick<Analyzer, "words">;
}

/** Nothing but the built-in tables: for a collection that is not kept. */
export const noFacets: CollectionFacets = { facets: () => noCounts };
const noCounts: readonly FacetCount[] = [];

/** @param labels of the vision model, read at the first question; none where the model has no labels of its own */
export function questionReader(
  { facets }: CollectionFacets,
  labels: () => readonly LabelWords[],
  words: Analyzer = analyzer(),
): QuestionReader {
  let known: { readonly counts: readonly FacetCount[]; readonly lexicon: Lexicon } | null = null;
  const current = (): Lexicon => {
    const counts = facets();
    if (known?.counts !== counts) known = { counts, lexicon: lexicon(words, labels(), counts) };
    return known.lexicon;
  };
  return { read: (text) => understand(text, current(), words), lexicon: current, analyzer: words };
}
