/** Row numbers of the pins that words find, for help that needs no more of them: lighter than the search itself. */
import type { WordQuestion } from "../../core/understood.ts";
import type { Analyzer } from "../../index/word-index/analyzer.ts";
import type { WordGroup } from "../../index/word-index/leads.ts";
import type { Keep } from "../../index/word-index/ranking.ts";
import { generalMark, type WordIndex } from "../../index/word-index/word-index.ts";
import { topK } from "../../math/top-k.ts";
import { phraseHolder, without } from "../word-search/phrases.ts";

export interface Finding {
  readonly index: WordIndex;
  readonly analyzer: Analyzer;
  readonly keep?: Keep;
}

/** Pins with every word, as it stands or as what they are a kind of, best first; not those that the question excludes. */
export function surelyFound(
  { words, phrases, without: left }: Pick<WordQuestion, "words" | "phrases" | "without">,
  { index, keep }: Omit<Finding, "analyzer">,
  limit: number,
): number[] {
  const groups = words.map(({ term }) => groupOf(term, index));
  if (groups.length === 0 && phrases.length === 0) return [];
  const asked = [...groups, ...phrases.flat().map((term) => groupOf(term, index))];
  const wanted = without(
    index,
    left.flatMap(({ term }) => [term, generalMark + term]),
  );
  const { documents, scores } = index.all(asked, (document) => (!keep || keep(document)) && wanted(document));
  const tests = phrases.map((phrase) => phraseHolder(index, phrase));
  const best = topK(limit);
  documents.forEach((document, i) => {
    if (tests.every((holdsIt) => holdsIt(document))) best.push(document, scores[i]);
  });
  return best.sorted().map(({ id }) => index.table.seq(id));
}

/** The best pin that holds all of these words; null when none does. */
export function pinFor(text: string, { index, analyzer }: Finding): number | null {
  const words = analyzer.words(text);
  const [seq] = surelyFound({ words, phrases: [], without: [] }, { index }, 1);
  return seq ?? null;
}

function groupOf(term: string, index: WordIndex): WordGroup {
  const terms = [term, generalMark + term].flatMap((each) => {
    const number = index.terms.find(each);
    return number < 0 ? [] : [{ term: number, weight: 1 }];
  });
  return { terms, weight: 1 };
}
