/**
 * Words that begin nearly as someone has typed: the fewest edits (a letter added, dropped, changed, or two neighbours
 * swapped) between what was typed and any beginning of the word.
 *
 *   d(t, w) = min over j of D[|t|][j],   D the optimal string alignment of t and w
 *
 * Source: S. Ji, G. Li, C. Li, J. Feng (2009), "Efficient interactive fuzzy keyword search", WWW.
 */

/** Edits from `typed` to the nearest beginning of `word`; above `bound` as soon as it is certain. */
export function prefixEdits(typed: string, word: string, bound: number): number {
  const width = Math.min(word.length, typed.length + bound);
  let before: number[] = [];
  let last = Array.from({ length: width + 1 }, (_, j) => j);
  for (let i = 1; i <= typed.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= width; j++) {
      const changed = typed[i - 1] === word[j - 1] ? 0 : 1;
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + changed);
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) {
        edits = Math.min(edits, before[j - 2] + 1);
      }
      row.push(edits);
      least = Math.min(least, edits);
    }
    if (least > bound) return bound + 1;
    before = last;
    last = row;
  }
  return Math.min(...last);
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
