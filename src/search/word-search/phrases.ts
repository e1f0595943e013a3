/** Words side by side: the documents that hold a phrase, from those that hold all of its words. */
import type { WordGroup } from "../../index/word-index/leads.ts";
import type { Keep } from "../../index/word-index/ranking.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";

/** Does a document hold these stems side by side, in one place? */
export function phraseHolder(index: WordIndex, phrase: readonly string[]): (document: number) => boolean {
  const wanted = phrase.map((term) => index.terms.find(term) + 1);
  return wanted.includes(0) ? () => false : (document) => holds(index, document, wanted);
}

function holds(index: WordIndex, document: number, wanted: readonly number[]): boolean {
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
  const tests = phrases.map((phrase) => phraseHolder(index, phrase));
  for (const document of index.all(words).documents) {
    if (tests.every((holdsIt) => holdsIt(document))) holders.add(document);
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
