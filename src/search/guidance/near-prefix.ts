/**
 * Words that begin nearly as someone has typed: the fewest edits (a letter added, dropped, changed, or two neighbours
 * swapped) between what was typed and any beginning of the word.
 *
 *   d(t, w) = min over j of D[j][|t|],   D the optimal string alignment of w and t
 *
 * Words are walked through in their order, so that the rows of D for what a word shares with the one before are there
 * already, and all words with a beginning that is too far are passed over together.
 *
 * Source: S. Ji, G. Li, C. Li, J. Feng (2009), "Efficient interactive fuzzy keyword search", WWW.
 */

/** Nobody's slip is sought in fewer letters than these. */
const shortestMended = 3;

/**
 * The nearest words, the most used first among equals; never one that begins as it was typed.
 *
 * @param runs of different words in their order; those that share the first letter or the first two swapped are sought
 * @param uses of a word; one without any is passed over
 */
export function nearWords(
  typed: string,
  runs: Iterable<readonly string[]>,
  uses: (word: string) => number,
  limit: number,
): string[] {
  if (typed.length < shortestMended) return [];
  const near: Array<{ word: string; edits: number; uses: number }> = [];
  for (const run of runs) {
    walk(run, typed, typed.length < 8 ? 1 : 2, (word, edits) => {
      if (edits === 0) return;
      const used = uses(word);
      if (used > 0) near.push({ word, edits, uses: used });
    });
  }
  return near
    .sort((a, b) => a.edits - b.edits || b.uses - a.uses || (a.word < b.word ? -1 : 1))
    .slice(0, limit)
    .map(({ word }) => word);
}

/** Tells every word of a run within `bound` edits of `typed`, with these edits. */
function walk(
  run: readonly string[],
  typed: string,
  bound: number,
  tell: (word: string, edits: number) => void,
): void {
  const deepest = typed.length + bound;
  /** By letters of the word: D's row, its least, and the fewest edits to a beginning of so many letters at most. */
  const rows = Array.from({ length: deepest + 1 }, () => new Uint8Array(typed.length + 1));
  const [leasts, fewest] = [new Uint8Array(deepest + 1), new Uint8Array(deepest + 1)];
  rows[0].forEach((_, i) => {
    rows[0][i] = i;
  });
  fewest[0] = typed.length;
  let before = "";
  let known = 0;
  for (let at = 0; at < run.length; ) {
    const word = run[at];
    let depth = 0;
    while (depth < known && word[depth] === before[depth]) depth++;
    let isFar = false;
    while (!isFar && depth < Math.min(word.length, deepest)) {
      depth++;
      fillRow(rows, word, typed, depth);
      leasts[depth] = Math.min(...rows[depth]);
      fewest[depth] = Math.min(fewest[depth - 1], rows[depth][typed.length]);
      const isStrange = depth === 1 && word[0] !== typed[0] && word[0] !== typed[1];
      isFar = isStrange || (leasts[depth] > bound && fewest[depth] > bound);
    }
    [before, known] = [word, depth];
    if (isFar) at = firstAfter(run, at, word.slice(0, depth));
    else {
      if (fewest[depth] <= bound) tell(word, fewest[depth]);
      at++;
    }
  }
}

/** D's row for the first `depth` letters of a word, from the rows before. */
function fillRow(rows: readonly Uint8Array[], word: string, typed: string, depth: number): void {
  const [row, last] = [rows[depth], rows[depth - 1]];
  row[0] = depth;
  for (let i = 1; i <= typed.length; i++) {
    const changed = word[depth - 1] === typed[i - 1] ? 0 : 1;
    let edits = Math.min(last[i] + 1, row[i - 1] + 1, last[i - 1] + changed);
    if (depth > 1 && i > 1 && word[depth - 1] === typed[i - 2] && word[depth - 2] === typed[i - 1]) {
      edits = Math.min(edits, rows[depth - 2][i - 2] + 1);
    }
    row[i] = edits;
  }
}

/** The first place after `at` whose word does not begin so. */
function firstAfter(run: readonly string[], at: number, beginning: string): number {
  let [low, high] = [at + 1, run.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (run[middle].startsWith(beginning)) low = middle + 1;
    else high = middle;
  }
  return low;
}
