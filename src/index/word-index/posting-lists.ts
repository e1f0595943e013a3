/**
 * Which documents hold a term, and how strongly: one growing list a term, ascending by document, each posting packed
 * into 32 bits as `document · 256 + strength`. Documents are numbered in the order of their arrival, so a new posting
 * always goes to the end and nothing is ever merged.
 *
 * Memory: 4 bytes a posting, up to a half more for growth. At most 2^24 documents.
 */
export interface Postings {
  /** `document * 256 + strength`; the first `length` are in use. */
  readonly packed: Uint32Array;
  readonly length: number;
  /** Postings of living documents. */
  readonly living: number;
  /** The largest strength ever in the list. */
  readonly strongest: number;
}

export interface PostingLists {
  /** Terms ever seen. */
  readonly size: number;
  /** The term's number, or -1. */
  find(term: string): number;
  /** The term's number, a new one when it has none. */
  number(term: string): number;
  name(term: number): string;
  list(term: number): Postings;
  /** @param document at least as large as any given before for this term */
  add(term: number, document: number, strength: number): void;
  /** One document of this list has died; the list is cleaned when most of it is dead. */
  bury(term: number, isAlive: (document: number) => boolean): void;
}

export const mostDocuments = 2 ** 24;
export const documentOf = (posting: number): number => posting >>> 8;
export const strengthOf = (posting: number): number => posting & 255;

interface GrowingList {
  packed: Uint32Array;
  length: number;
  living: number;
  strongest: number;
}

export function postingLists(): PostingLists {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const lists: GrowingList[] = [];
  return {
    get size() {
      return names.length;
    },
    find: (term) => numbers.get(term) ?? -1,
    number: (term) => {
      const known = numbers.get(term);
      if (known !== undefined) return known;
      numbers.set(term, names.length);
      names.push(term);
      lists.push({ packed: new Uint32Array(2), length: 0, living: 0, strongest: 0 });
      return names.length - 1;
    },
    name: (term) => names[term],
    list: (term) => lists[term],
    add: (term, document, strength) => {
      const list = lists[term];
      if (list.length === list.packed.length) {
        const larger = new Uint32Array(Math.ceil(list.length * 1.5) + 1);
        larger.set(list.packed);
        list.packed = larger;
      }
      list.packed[list.length++] = document * 256 + strength;
      list.living++;
      list.strongest = Math.max(list.strongest, strength);
    },
    bury: (term, isAlive) => {
      const list = lists[term];
      list.living--;
      if (list.length < 2 * list.living + 16) return;
      let kept = 0;
      for (let i = 0; i < list.length; i++) {
        if (isAlive(documentOf(list.packed[i]))) list.packed[kept++] = list.packed[i];
      }
      list.length = kept;
    },
  };
}

/** The first place at or after `from` whose document is at least `document`: doubling steps, then halving. */
export function seek({ packed, length }: Postings, from: number, document: number): number {
  const wanted = document * 256;
  let step = 1;
  let low = from;
  let high = from;
  while (high < length && packed[high] < wanted) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = Math.min(high, length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (packed[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
