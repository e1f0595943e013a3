/**
 * Tables that one ranking after another works in: made once, grown when needed, and never handed out, so that a question
 * costs no memory of the collection's size. Valid until `free`.
 */
export interface Scratch {
  /** Everything that was taken may be taken again. */
  free(): void;
  /** [length], of any content. */
  numbers(length: number): Uint32Array<ArrayBuffer>;
  /** [length], of any content. */
  sums(length: number): Float64Array<ArrayBuffer>;
  /** [length], all zero; there is one, to be left as it was. */
  zeroSums(length: number): Float64Array<ArrayBuffer>;
  /** [length], all zero; there is one, to be left as it was. */
  zeroBytes(length: number): Uint8Array<ArrayBuffer>;
}

type Table = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

export function scratch(): Scratch {
  const numbers = shelf(Uint32Array);
  const sums = shelf(Float64Array);
  const zeroSums = shelf(Float64Array);
  const zeroBytes = shelf(Uint8Array);
  return {
    free: () => {
      for (const { free } of [numbers, sums]) free();
    },
    numbers: numbers.take,
    sums: sums.take,
    zeroSums: zeroSums.first,
    zeroBytes: zeroBytes.first,
  };
}

function shelf<T extends Table>(table: new (length: number) => T) {
  const tables: T[] = [];
  let taken = 0;
  const at = (place: number, length: number): T => {
    if (tables[place] === undefined || tables[place].length < length) {
      tables[place] = new table(Math.ceil(1.25 * length));
    }
    return tables[place];
  };
  return {
    take: (length: number): T => at(taken++, length),
    first: (length: number): T => at(0, length),
    free: (): void => {
      taken = 0;
    },
  };
}

/** Whole numbers are sorted one by one when they are fewer than one in so many of those that there are. */
const sparse = 32;

/**
 * Sorts different whole numbers below `end`.
 * @param isIn whether a number is one of them
 */
export function ascending(numbers: Uint32Array, end: number, isIn: (number: number) => boolean): void {
  if (sparse * numbers.length < end) {
    numbers.sort();
    return;
  }
  let length = 0;
  for (let number = 0; number < end; number++) if (isIn(number)) numbers[length++] = number;
}
