/**
 * The nearest word of the collection's own vocabulary: fewest edits (a letter added, dropped, changed, or two neighbours
 * swapped), at most one for words of 4 to 7 letters and two for longer ones; weighed against how many pins hold the word, as
 * in a noisy channel:
 *
 *   best word = max ln(pins that hold it) − 9 · edits
 *
 * so that one edit more must be worth eight thousand times the pins. A wrong letter whose key lies beside the right one
 * counts three quarters, a wrong first letter half an edit more.
 *
 * Two words within e edits of each other become the same when at most e letters are left out of each. So every word is
 * filed under its first seven letters with up to two of them left out (up to one for words of less than six), and a
 * misspelt word is compared only with the words that are filed where its own leavings-out lead.
 *
 * Memory: 12 bytes an entry, at most 29 entries a word.
 *
 * Sources: F. J. Damerau (1964), "A technique for computer detection and correction of spelling errors", CACM 7(3);
 * W. Garbe (2012), "SymSpell: 1000x faster spelling correction"; M. D. Kernighan, K. W. Church,
 * W. A. Gale (1990), "A spelling correction program based on a noisy channel model", COLING.
 */
import { type Column, numberColumn, numbersOf, type SavedColumns } from "../../core/columns.ts";
import { editsWithin } from "./alignment.ts";

const rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const places = new Map(
  rows.flatMap((row, y) => [...row].map((key, x) => [key, { x: x + y / 2, y }] as const)),
);
const nearKey = 0.75;
const wrongStart = 0.5;
/** Log-odds of one edit. */
const editWorth = 9;
/** Letters that a word is filed by. */
const filed = 7;
/** Shorter and longer words are neither corrected nor proposed. */
const [shortest, longest] = [3, 40];
/** Words compared at most for one that is misspelt. */
const mostCompared = 10_000;

export interface Speller {
  /** @param number of the word, as `names` will have it */
  add(word: string, number: number): void;
  /** The number of the word that was most likely meant, or null; words that no pin holds are passed over. */
  nearest(word: string, names: readonly string[], pins: (word: number) => number): number | null;
  /** Everything as it is now. */
  columns(): Column[];
}

const leastRoom = 1 << 12;

/** @param saved what `columns` has written */
export function speller(saved: SavedColumns | null = null): Speller {
  /** Entries in chains from `heads`, [2^bits]; `words`, `hashes` and `next` by entry. */
  let heads = new Int32Array(0);
  let [words, hashes, next] = [new Uint32Array(0), new Int32Array(0), new Int32Array(0)];
  let entries = 0;

  const link = (entry: number): void => {
    const at = hashes[entry] & (heads.length - 1);
    next[entry] = heads[at];
    heads[at] = entry;
  };
  const settle = (room: number): void => {
    const [before, beforeHashes] = [words, hashes];
    [words, hashes, next] = [new Uint32Array(room), new Int32Array(room), new Int32Array(room)];
    words.set(before);
    hashes.set(beforeHashes);
    heads = new Int32Array(room).fill(-1);
    for (let entry = 0; entry < entries; entry++) link(entry);
  };
  if (saved) {
    [words, hashes] = [numbersOf(saved, "words", Uint32Array), numbersOf(saved, "hashes", Int32Array)];
    entries = words.length;
  }
  settle(Math.max(leastRoom, 2 ** Math.ceil(Math.log2(entries + 1))));

  return {
    add: (word, number) => {
      if (word.length < shortest || word.length > longest) return;
      leavingsOut(word, word.length < 6 ? 1 : 2, (hash) => {
        if (entries === words.length) settle(2 * entries);
        words[entries] = number;
        hashes[entries] = hash;
        link(entries++);
      });
    },
    nearest: (word, names, pins) => {
      const allowed = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
      if (allowed === 0 || word.length > longest) return null;
      const met = new Set<number>();
      let compared = 0;
      let [best, likeliest] = [-1, -Infinity];
      /** @param cheapest that an edit can be of a word that was not met before */
      const compare = (number: number, cheapest: number): void => {
        const candidate = names[number];
        if (Math.abs(candidate.length - word.length) > allowed || candidate === word) return;
        const [held, start] = [Math.log(pins(number)), candidate[0] === word[0] ? 0 : wrongStart];
        if (held - editWorth * (cheapest + start) <= likeliest || compared === mostCompared) return;
        compared++;
        const edits = editsBetween(word, candidate, allowed);
        const likelihood = held - editWorth * (edits + start);
        if (edits <= allowed && likelihood > likeliest) [best, likeliest] = [number, likelihood];
      };
      // Whoever is one edit away is met with one letter left out of each; the others are two edits away.
      for (let most = 1; most <= allowed; most++) {
        leavingsOut(word, most, (hash) => {
          for (let entry = heads[hash & (heads.length - 1)]; entry >= 0; entry = next[entry]) {
            if (hashes[entry] !== hash || met.has(words[entry])) continue;
            met.add(words[entry]);
            compare(words[entry], most * nearKey);
          }
        });
      }
      return best < 0 ? null : best;
    },
    columns: () => [
      numberColumn("words", [words.subarray(0, entries)]),
      numberColumn("hashes", [hashes.subarray(0, entries)]),
    ],
  };
}

/** Tells the hash of a word's first letters, whole and with up to `most` (1 or 2) of them left out. */
function leavingsOut(word: string, most: number, tell: (hash: number) => void): void {
  const length = Math.min(filed, word.length);
  tell(hashOf(word, length, -1, -1));
  for (let i = 0; i < length; i++) {
    tell(hashOf(word, length, i, -1));
    if (most > 1) for (let j = i + 1; j < length; j++) tell(hashOf(word, length, i, j));
  }
}

/** FNV-1a of the first `length` letters without two of them. */
function hashOf(word: string, length: number, without: number, alsoWithout: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) {
    if (i === without || i === alsoWithout) continue;
    hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  }
  // The lowest bits choose the chain: let the higher ones have a say.
  return hash ^ (hash >>> 15);
}

/** Optimal string alignment; some number above `bound` as soon as it is certain to be exceeded. */
export function editsBetween(a: string, b: string, bound: number): number {
  return editsWithin(a, b, bound, costOf);
}

const costOf = (a: number, b: number): number =>
  a < letterCodes && b < letterCodes ? costs[a * letterCodes + b] : 1;

const letterCodes = 128;
/** By the codes of two letters. */
const costs = Float64Array.from({ length: letterCodes ** 2 }, (_, both) => {
  const [one, other] = [Math.floor(both / letterCodes), both % letterCodes].map((code) =>
    places.get(String.fromCharCode(code)),
  );
  return one && other && Math.hypot(one.x - other.x, one.y - other.y) < 1.2 ? nearKey : 1;
});
