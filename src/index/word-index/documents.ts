/**
 * The documents of a word index by number: which pin each is, whether it lives, how long it is, its terms in the order
 * of the text (0 between places), for phrases and for feedback, and which others show the same photograph. A changed
 * pin becomes a new document and its old one dies, so numbers only grow.
 *
 * Memory: 4 bytes a word, 25 bytes a document.
 */
import { packedLists } from "./packed-lists.ts";

export interface Documents {
  /** One above the highest number ever given. */
  readonly end: number;
  readonly living: number;
  /** Weighted words of all living documents. */
  readonly words: number;
  /** @param group of near-duplicates, the pin's own id when it has none */
  add(pin: { seq: number; group: string }, terms: readonly number[], length: number): number;
  /** The living document of a pin, or -1. */
  ofPin(seq: number): number;
  seq(document: number): number;
  isAlive(document: number): boolean;
  /** Weighted length of each document, [end]. */
  readonly lengths: Float32Array;
  /** One byte a document, 1 for the living, [end] and more. */
  readonly alive: Uint8Array;
  /** Terms in order, with 0 between places; a term is one more than its number. */
  terms(document: number): Uint32Array;
  /** The number of its group when other living documents are in it, too; else -1. */
  sharedGroup(document: number): number;
  bury(document: number): void;
}

export function documents(): Documents {
  const byPin = new Map<number, number>();
  const groupNumbers = new Map<string, number>();
  /** Living documents of each group. */
  const groupSizes: number[] = [];
  const terms = packedLists();
  let [end, living, words] = [0, 0, 0];
  let room = 0;
  let [seqs, groups, lengths, alive] = columns(0);

  function columns(size: number) {
    return [
      new Uint32Array(size),
      new Uint32Array(size),
      new Float32Array(size),
      new Uint8Array(size),
    ] as const;
  }
  const grow = (): void => {
    room = Math.max(1024, Math.ceil(room * 1.5));
    const larger = columns(room);
    [seqs, groups, lengths, alive].forEach((column, i) => {
      larger[i].set(column);
    });
    [seqs, groups, lengths, alive] = larger;
  };
  const groupOf = (name: string): number => {
    const known = groupNumbers.get(name);
    if (known !== undefined) return known;
    groupNumbers.set(name, groupSizes.length);
    return groupSizes.push(0) - 1;
  };

  return {
    get end() {
      return end;
    },
    get living() {
      return living;
    },
    get words() {
      return words;
    },
    get lengths() {
      return lengths;
    },
    get alive() {
      return alive;
    },
    add: ({ seq, group }, inOrder, length) => {
      if (end === room) grow();
      terms.add(inOrder);
      seqs[end] = seq;
      groups[end] = groupOf(group);
      groupSizes[groups[end]]++;
      lengths[end] = length;
      alive[end] = 1;
      byPin.set(seq, end);
      living++;
      words += length;
      return end++;
    },
    ofPin: (seq) => byPin.get(seq) ?? -1,
    seq: (document) => seqs[document],
    isAlive: (document) => alive[document] === 1,
    terms: terms.get,
    sharedGroup: (document) => (groupSizes[groups[document]] > 1 ? groups[document] : -1),
    bury: (document) => {
      alive[document] = 0;
      byPin.delete(seqs[document]);
      groupSizes[groups[document]]--;
      living--;
      words -= lengths[document];
    },
  };
}
