/**
 * Optimal string alignment: the fewest edits between two words, where an edit adds, drops or changes a letter or swaps two
 * neighbours.
 *
 * Source: F. J. Damerau (1964), "A technique for computer detection and correction of spelling errors", CACM 7(3).
 */

/**
 * Edits from `a` to each beginning of `b`, `b.length + 1` numbers; null as soon as all are certain to exceed `bound`.
 * O(|a| |b|).
 *
 * @param cost of one letter written for another, at most 1
 */
export function editsToBeginnings(
  a: string,
  b: string,
  bound: number,
  cost: (a: string, b: string) => number = () => 1,
): number[] | null {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : cost(a[i - 1], b[j - 1]);
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, before[j - 2] + 1);
      }
      row.push(edits);
      least = Math.min(least, edits);
    }
    if (least > bound) return null;
    before = last;
    last = row;
  }
  return last;
}
