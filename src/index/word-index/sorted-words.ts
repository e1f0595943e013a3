/**
 * Words in their order while words are added: sorted runs, of which two of like length are merged, so that adding costs
 * O(log n) a word and a prefix is found by halving in each of a few runs.
 *
 * Source: J. L. Bentley, J. B. Saxe (1980), "Decomposable searching problems I: static-to-dynamic transformation",
 * Journal of Algorithms 1.
 */
export interface SortedWords {
  /** A word that was not added before. */
  add(word: string): void;
  /** Tells every word that begins with a prefix, in no particular order. */
  forEach(prefix: string, tell: (word: string) => void): void;
  /** All words of now in their order, a few at a time; more may be added meanwhile. */
  inOrder(): Iterable<readonly string[]>;
  /** All words of now, each in one of a few runs, each run in its order. */
  runs(): ReadonlyArray<readonly string[]>;
}

const fresh = 512;

/** @param kept words in their order */
export function sortedWords(kept: readonly string[] = []): SortedWords {
  /** Longest first. */
  const runs: Array<readonly string[]> = kept.length > 0 ? [kept] : [];
  let added: string[] = [];

  const settle = (): void => {
    runs.push(added.sort(byCode));
    added = [];
    while (runs.length > 1 && runs[runs.length - 2].length < 2 * runs[runs.length - 1].length) {
      const [longer, shorter] = runs.splice(-2);
      runs.push(merged(longer, shorter));
    }
  };
  return {
    add: (word) => {
      added.push(word);
      if (added.length === fresh) settle();
    },
    forEach: (prefix, tell) => {
      for (const run of runs) {
        for (let i = firstAtLeast(run, prefix); i < run.length && run[i].startsWith(prefix); i++)
          tell(run[i]);
      }
      for (const word of added) if (word.startsWith(prefix)) tell(word);
    },
    inOrder: () => portions([...runs, added.toSorted(byCode)]),
    runs: () => [...runs, added.toSorted(byCode)],
  };
}

const portionWords = 2000;

/** Several runs as one, in portions. */
function* portions(runs: ReadonlyArray<readonly string[]>): Generator<string[]> {
  const places = runs.map(() => 0);
  let words: string[] = [];
  for (;;) {
    let first = -1;
    for (let run = 0; run < runs.length; run++) {
      if (places[run] === runs[run].length) continue;
      if (first < 0 || runs[run][places[run]] < runs[first][places[first]]) first = run;
    }
    if (first < 0) break;
    words.push(runs[first][places[first]++]);
    if (words.length < portionWords) continue;
    yield words;
    words = [];
  }
  yield words;
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function merged(one: readonly string[], other: readonly string[]): string[] {
  const out: string[] = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < other.length) out.push(one[i] < other[j] ? one[i++] : other[j++]);
  for (; i < one.length; i++) out.push(one[i]);
  for (; j < other.length; j++) out.push(other[j]);
  return out;
}

/** The place of the first word that does not come before `prefix`. */
function firstAtLeast(run: readonly string[], prefix: string): number {
  let [low, high] = [0, run.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (run[middle] < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}
