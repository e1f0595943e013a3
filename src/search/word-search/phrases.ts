/** Words side by side: the documents that hold a phrase, from those that hold all of its words. */
import type { Keep, WordGroup } from "../../index/word-index/ranking.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";

/** Does the document hold these stems side by side, in one place? */
export function holdsPhrase(index: WordIndex, document: number, phrase: readonly string[]): boolean {
  const wanted = phrase.map((term) => index.terms.find(term) + 1);
  if (wanted.includes(0)) return false;
  const text = index.table.terms(document);
  const last = text.length - wanted.length;
  for (let at = text.indexOf(wanted[0]); at >= 0 && at <= last; at = text.indexOf(wanted[0], at + 1)) {
    if (wanted.every((term, i) => text[at + i] === term)) return true;
  }
  return false;
}

/** Documents that hold every phrase. */
export function withPhrases(index: WordIndex, phrases: ReadonlyArray<readonly string[]>): Keep {
  const holders = new Set<number>();
  const words: WordGroup[] = phrases.flat().map((term) => {
    const number = index.terms.find(term);
    return { weight: 1, terms: number < 0 ? [] : [{ term: number, weight: 1 }] };
  });
  for (const document of index.all(words).documents) {
    if (phrases.every((phrase) => holdsPhrase(index, document, phrase))) holders.add(document);
  }
  return (document) => holders.has(document);
}

/** Documents that hold none of these terms. */
export function without(index: WordIndex, terms: readonly string[]): Keep {
  const numbers = terms.map((term) => index.terms.find(term)).filter((number) => number >= 0);
  if (numbers.length === 0) return () => true;
  const holders = new Uint8Array(index.table.end);
  for (const number of numbers) {
    const { packed, length } = index.terms.list(number);
    for (let i = 0; i < length; i++) holders[packed[i] >>> 8] = 1;
  }
  return (document) => holders[document] === 0;
}
