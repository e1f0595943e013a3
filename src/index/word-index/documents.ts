/**
 * The documents of a word index by number: which pin each is, whether it lives, how long it is, and its terms in the
 * order of the text (0 between places), for phrases and for feedback. A changed pin becomes a new document and its old
 * one dies, so numbers only grow.
 *
 * Memory: 4 bytes a word, 17 bytes a document.
 */
export interface Documents {
  /** One above the highest number ever given. */
  readonly end: number;
  readonly living: number;
  /** Weighted words of all living documents. */
  readonly words: number;
  add(seq: number, terms: readonly number[], length: number): number;
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
  bury(document: number): void;
}

const chunkWords = 1 << 18;

export function documents(): Documents {
  const byPin = new Map<number, number>();
  const chunks: Uint32Array[] = [];
  let chunkUsed = chunkWords;
  let [end, living, words] = [0, 0, 0];
  let room = 0;
  let [seqs, chunkOf, startOf, countOf, lengths, alive] = columns(0);

  function columns(size: number) {
    return [
      new Uint32Array(size),
      new Uint16Array(size),
      new Uint32Array(size),
      new Uint16Array(size),
      new Float32Array(size),
      new Uint8Array(size),
    ] as const;
  }
  const grow = (): void => {
    room = Math.max(1024, Math.ceil(room * 1.5));
    const larger = columns(room);
    [seqs, chunkOf, startOf, countOf, lengths, alive].forEach((column, i) => {
      larger[i].set(column);
    });
    [seqs, chunkOf, startOf, countOf, lengths, alive] = larger;
  };
  const store = (terms: readonly number[]): number => {
    if (chunkUsed + terms.length > chunkWords) {
      chunks.push(new Uint32Array(chunkWords));
      chunkUsed = 0;
    }
    const start = chunkUsed;
    chunks[chunks.length - 1].set(terms, start);
    chunkUsed += terms.length;
    return start;
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
    add: (seq, terms, length) => {
      if (end === room) grow();
      startOf[end] = store(terms);
      chunkOf[end] = chunks.length - 1;
      countOf[end] = terms.length;
      seqs[end] = seq;
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
    terms: (document) => {
      const start = startOf[document];
      return chunks[chunkOf[document]].subarray(start, start + countOf[document]);
    },
    bury: (document) => {
      alive[document] = 0;
      byPin.delete(seqs[document]);
      living--;
      words -= lengths[document];
    },
  };
}
