/**
 * Optimal string alignment: the fewest edits between two words, where an edit adds, drops or changes a letter or swaps two
 * neighbours. Only cells are filled that can be on the way to an answer within the bound, in rows that are kept.
 *
 * Source: F. J. Damerau (1964), "A technique for computer detection and correction of spelling errors", CACM 7(3);
 * the band is that of E. Ukkonen (1985), "Algorithms for approximate string matching", Information and Control 64.
 */

/** Letters of the longest words that are compared. */
const longest = 64;
const rows = [0, 1, 2].map(() => new Float64Array(longest + 2));

/**
 * Edits between two words of at most 64 letters; some number above `bound` as soon as it is certain to be exceeded.
 * O(min(|a|, |b|) bound).
 *
 * @param cost of one letter written for another, at most 1, by their codes
 */
export function editsWithin(
  a: string,
  b: string,
  bound: number,
  cost: (a: number, b: number) => number = () => 1,
): number {
  const beyond = bound + 1;
  const width = Math.floor(bound);
  if (Math.abs(a.length - b.length) > width) return beyond;
  let [before, last, row] = rows;
  for (let j = 0; j <= Math.min(b.length, width + 1); j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const [from, to] = [Math.max(1, i - width), Math.min(b.length, i + width)];
    row[from - 1] = from === 1 ? i : beyond;
    let least = row[from - 1];
    const letter = a.charCodeAt(i - 1);
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(j - 1);
      let edits = last[j - 1] + (letter === other ? 0 : cost(letter, other));
      if (row[j - 1] + 1 < edits) edits = row[j - 1] + 1;
      if (j < i + width && last[j] + 1 < edits) edits = last[j] + 1;
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other) {
        edits = Math.min(edits, before[j - 2] + 1);
      }
      row[j] = edits;
      if (edits < least) least = edits;
    }
    if (least > bound) return beyond;
    [before, last, row] = [last, row, before];
  }
  return last[b.length];
}
