/**
 * Which ids were received lately: at least the last `each`, at most twice as many, as 64 bits of a hash. Two
 * generations of an open-addressing table; when the younger is full it becomes the older. Of n ids two share their 64
 * bits with probability n² / 2⁶⁵: 3e-8 for a million.
 *
 * The hash is FNV-1a (G. Fowler, L. C. Noll and K.-P. Vo, 1991) in two lanes of 32 bits, each mixed at the end by the
 * finaliser of MurmurHash3 (A. Appleby, 2011).
 */
export interface RememberedIds {
  /** Every id received since this time is remembered, in milliseconds since 1970. */
  readonly since: number;
  /** True when it is new; it is remembered from now on. */
  add(id: string): boolean;
  /** Those of a call that failed may come again. */
  forget(ids: readonly string[]): void;
}

/** @param each power of two */
export function rememberedIds(each: number, now: () => number): RememberedIds {
  let young = generation(each);
  let old = generation(each);
  let youngSince = now();
  let oldSince = youngSince;
  return {
    get since() {
      return oldSince;
    },
    add: (id) => {
      const [high, low] = bitsOf(id);
      if (old.has(high, low) || young.has(high, low)) return false;
      if (young.size === each) {
        old = young;
        oldSince = youngSince;
        young = generation(each);
        youngSince = now();
      }
      young.add(high, low);
      return true;
    },
    forget: (ids) => {
      for (const id of ids) {
        const [high, low] = bitsOf(id);
        young.remove(high, low);
        old.remove(high, low);
      }
    },
  };
}

function bitsOf(id: string): [high: number, low: number] {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b) ^ (high >>> 15);
  }
  return [mixed(high), mixed(low)];
}

function mixed(bits: number): number {
  let h = bits;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Twice as many places as ids; 0/0 marks a free place, 0/1 one whose id was removed. */
function generation(each: number) {
  const mask = 2 * each - 1;
  const highs = new Uint32Array(2 * each);
  const lows = new Uint32Array(2 * each);
  let size = 0;
  const placeOf = (high: number, low: number): number => {
    let place = low & mask;
    while ((highs[place] !== 0 || lows[place] !== 0) && (highs[place] !== high || lows[place] !== low)) {
      place = (place + 1) & mask;
    }
    return place;
  };
  return {
    get size() {
      return size;
    },
    has: (high: number, low: number): boolean => {
      const place = placeOf(high, low);
      return highs[place] === high && lows[place] === low && (high !== 0 || low !== 0);
    },
    add: (high: number, low: number): void => {
      const place = placeOf(high, low);
      highs[place] = high;
      lows[place] = low;
      size++;
    },
    remove: (high: number, low: number): void => {
      const place = placeOf(high, low);
      if (highs[place] !== high || lows[place] !== low) return;
      highs[place] = 0;
      lows[place] = 1;
    },
  };
}
