/**
 * Where the words of phrases begin, in the order of the text from there on: what begins with some letters stands side by
 * side, whichever word of a phrase it is. Sorted runs, of which two of like length are merged up to a bound, so that
 * adding costs O(log n) a place and never holds up other work.
 *
 * Source: J. L. Bentley, J. B. Saxe (1980), "Decomposable searching problems I: static-to-dynamic transformation",
 * Journal of Algorithms 1.
 */
import { type Column, numberColumn, numbersOf, type SavedColumns } from "../../core/columns.ts";

export interface PhraseOrder {
  /** Every place of a new phrase where a word begins. */
  add(phrase: number): void;
  /** Grows by one whenever all places of the phrases that were gone before it grew last are gone, too. */
  readonly rounds: number;
  /** All places that begin so, in no particular order, phrases that are gone among them. */
  from(start: string): readonly Places[];
  columns(): Column[];
}

export interface Places {
  /** The phrase's number, [places]. */
  readonly phrases: Uint32Array;
  /** Where in its key the word begins, [places]. */
  readonly offsets: Uint16Array;
}

const fresh = 512;
/** Runs of more places are not merged: their merging would take more than some milliseconds. */
const longestRun = 1 << 14;
const furthest = 0xffff;

/**
 * @param keyOf a phrase's key, its words with one blank between
 * @param isAlive phrases that live no more are left out
 * @param saved what `columns` has written
 * @param renumbered phrases by the numbers they had then; -1 for those that are gone
 */
export function phraseOrder(
  keyOf: (phrase: number) => string,
  isAlive: (phrase: number) => boolean,
  saved: SavedColumns | null = null,
  renumbered: Int32Array | null = null,
): PhraseOrder {
  /** Longest first. */
  const runs: Places[] = saved ? keptRuns(saved, renumbered) : [];
  let added: Array<readonly [phrase: number, offset: number]> = [];
  /** Runs are cleaned one after the other, the longest first: merging only takes from the others. */
  let [cleaned, rounds] = [0, 0];

  const textAt = (phrase: number, offset: number): string => keyOf(phrase).slice(offset);
  const settle = (): void => {
    if (added.length === 0) return;
    const living = added.filter(([phrase]) => isAlive(phrase));
    const sorted = living
      .map(([phrase, offset]) => ({ phrase, offset, text: textAt(phrase, offset) }))
      .sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0));
    runs.push({
      phrases: Uint32Array.from(sorted, ({ phrase }) => phrase),
      offsets: Uint16Array.from(sorted, ({ offset }) => offset),
    });
    added = [];
    for (;;) {
      const [longer, shorter] = runs.slice(-2).map(({ phrases }) => phrases.length);
      if (runs.length < 2 || longer >= 2 * shorter || longer + shorter > longestRun) return;
      const [one, other] = runs.splice(-2);
      runs.push(merged(one, other));
    }
  };
  const merged = (one: Places, other: Places): Places => {
    const most = one.phrases.length + other.phrases.length;
    const [phrases, offsets] = [new Uint32Array(most), new Uint16Array(most)];
    let length = 0;
    const heads = [headOf(one), headOf(other)];
    for (;;) {
      const [a, b] = heads;
      if (a.text === null && b.text === null) break;
      const least = b.text === null || (a.text !== null && a.text <= b.text) ? a : b;
      phrases[length] = least.phrase();
      offsets[length++] = least.offset();
      least.next();
    }
    return { phrases: phrases.slice(0, length), offsets: offsets.slice(0, length) };
  };
  /** The living places of a run, one after the other. */
  const headOf = ({ phrases, offsets }: Places) => {
    let at = -1;
    const head = {
      text: null as string | null,
      phrase: () => phrases[at],
      offset: () => offsets[at],
      next: (): void => {
        do at++;
        while (at < phrases.length && !isAlive(phrases[at]));
        head.text = at < phrases.length ? textAt(phrases[at], offsets[at]) : null;
      },
    };
    head.next();
    return head;
  };
  /** The first place of a run whose text does not come before `text`. */
  const firstAtLeast = ({ phrases, offsets }: Places, text: string): number => {
    let [low, high] = [0, phrases.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (textAt(phrases[middle], offsets[middle]) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const cleanOne = (): void => {
    const place = cleaned++;
    if (place >= runs.length) {
      [cleaned, rounds] = [0, rounds + 1];
      return;
    }
    const { phrases, offsets } = runs[place];
    if (phrases.every(isAlive)) return;
    runs[place] = {
      phrases: phrases.filter(isAlive),
      offsets: offsets.filter((_, at) => isAlive(phrases[at])),
    };
  };

  return {
    get rounds() {
      return rounds;
    },
    add: (phrase) => {
      for (const offset of startsOf(keyOf(phrase))) added.push([phrase, offset]);
      if (added.length < fresh) return;
      settle();
      cleanOne();
    },
    from: (start) => {
      const fitting = added.filter(([phrase, offset]) => keyOf(phrase).startsWith(start, offset));
      const found: Places[] = [
        {
          phrases: Uint32Array.from(fitting, ([phrase]) => phrase),
          offsets: Uint16Array.from(fitting, ([, offset]) => offset),
        },
      ];
      for (const run of runs) {
        const [first, end] = [firstAtLeast(run, start), firstAtLeast(run, `${start}\uffff`)];
        if (first < end) {
          found.push({
            phrases: run.phrases.subarray(first, end),
            offsets: run.offsets.subarray(first, end),
          });
        }
      }
      return found;
    },
    columns: () => {
      settle();
      return [
        numberColumn("runs", [Uint32Array.from(runs, ({ phrases }) => phrases.length)]),
        numberColumn(
          "phrases",
          runs.map(({ phrases }) => phrases),
        ),
        numberColumn(
          "offsets",
          runs.map(({ offsets }) => offsets),
        ),
      ];
    },
  };
}

/** Where its words begin. */
function startsOf(key: string): number[] {
  const starts = [0];
  for (let at = key.indexOf(" "); at >= 0 && at < furthest; at = key.indexOf(" ", at + 1))
    starts.push(at + 1);
  return starts;
}

function keptRuns(saved: SavedColumns, renumbered: Int32Array | null): Places[] {
  const all = numbersOf(saved, "phrases", Uint32Array);
  const phrases = renumbered ? Int32Array.from(all, (phrase) => renumbered[phrase]) : Int32Array.from(all);
  const offsets = numbersOf(saved, "offsets", Uint16Array);
  let from = 0;
  return Array.from(numbersOf(saved, "runs", Uint32Array), (length) => {
    from += length;
    const [ofRun, at] = [phrases.subarray(from - length, from), offsets.subarray(from - length, from)];
    return {
      phrases: Uint32Array.from(ofRun.filter((phrase) => phrase >= 0)),
      offsets: at.filter((_, place) => ofRun[place] >= 0),
    };
  });
}
