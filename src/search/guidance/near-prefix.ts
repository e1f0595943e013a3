/**
 * Words that begin nearly as someone has typed: the fewest edits (a letter added, dropped, changed, or two neighbours
 * swapped) between what was typed and any beginning of the word.
 *
 *   d(t, w) = min over j of D[|t|][j],   D the optimal string alignment of t and w
 *
 * Source: S. Ji, G. Li, C. Li, J. Feng (2009), "Efficient interactive fuzzy keyword search", WWW.
 */
import { editsToBeginnings } from "../../index/word-index/alignment.ts";

/** Edits from `typed` to the nearest beginning of `word`; above `bound` as soon as it is certain. */
export function prefixEdits(typed: string, word: string, bound: number): number {
  const edits = editsToBeginnings(typed, word.slice(0, typed.length + bound), bound);
  return edits === null ? bound + 1 : Math.min(...edits);
}

/** Nobody's slip is sought in fewer letters than these. */
export const shortestMended = 3;

/**
 * The nearest words, the most used first among equals.
 * @param words by first letter; every word that shares the first letter or the first two swapped is looked at
 */
export function nearWords(
  typed: string,
  words: (letter: string) => Iterable<readonly [word: string, uses: number]>,
  limit: number,
): string[] {
  if (typed.length < shortestMended) return [];
  const allowed = typed.length < 8 ? 1 : 2;
  const near: Array<{ word: string; edits: number; uses: number }> = [];
  for (const letter of new Set([typed[0], typed[1]])) {
    for (const [word, uses] of words(letter)) {
      const edits = prefixEdits(typed, word, allowed);
      if (edits > 0 && edits <= allowed) near.push({ word, edits, uses });
    }
  }
  return near
    .sort((a, b) => a.edits - b.edits || b.uses - a.uses || (a.word < b.word ? -1 : 1))
    .slice(0, limit)
    .map(({ word }) => word);
}
