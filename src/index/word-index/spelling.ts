/**
 * The nearest word of the collection's own vocabulary: fewest edits (a letter added, dropped, changed, or two
 * neighbours swapped), at most one for words of 4 to 7 letters and two for longer ones, with the first letter right or
 * one edit more; among equals the word that is used most. A wrong letter whose key lies beside the right one counts
 * less.
 *
 * Source: F. J. Damerau (1964), "A technique for computer detection and correction of spelling errors", CACM 7(3).
 */
const rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const places = new Map(
  rows.flatMap((row, y) => [...row].map((key, x) => [key, { x: x + y / 2, y }] as const)),
);
const nearKey = 0.75;

/** @param vocabulary word → how often it is used */
export function nearestWord(word: string, vocabulary: ReadonlyMap<string, number>): string | null {
  const allowed = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
  if (allowed === 0 || word.length > 40) return null;
  let best: { word: string; edits: number; uses: number } | null = null;
  for (const [candidate, uses] of vocabulary) {
    if (Math.abs(candidate.length - word.length) > allowed || candidate === word) continue;
    const bound = Math.min(allowed, best?.edits ?? allowed);
    const edits = editsBetween(word, candidate, bound);
    if (edits > bound) continue;
    if (!best || edits < best.edits || uses > best.uses) best = { word: candidate, edits, uses };
  }
  return best?.word ?? null;
}

/** Optimal string alignment; some number above `bound` as soon as it is certain to be exceeded. */
export function editsBetween(a: string, b: string, bound: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : costOf(a[i - 1], b[j - 1]);
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, before[j - 2] + 1);
      }
      row.push(edits);
      least = Math.min(least, edits);
    }
    if (least > bound) return bound + 1;
    before = last;
    last = row;
  }
  return last[b.length];
}

function costOf(a: string, b: string): number {
  const [one, other] = [places.get(a), places.get(b)];
  return one && other && Math.hypot(one.x - other.x, one.y - other.y) < 1.2 ? nearKey : 1;
}
