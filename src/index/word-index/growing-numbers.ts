/** A column of numbers that grows at its end: one typed array, with up to a half more room than it uses. */
type Column =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>;

export interface GrowingNumbers<T extends Column> {
  /** [length] and more; another array after `push`. */
  readonly values: T;
  readonly length: number;
  push(value: number): void;
  /** [length], of today: what is pushed later is not in it. */
  untilNow(): T;
}

const least = 64;

/** @param kept the first numbers, not copied */
export function growingNumbers<T extends Column>(
  column: new (length: number) => T,
  kept: T | null = null,
): GrowingNumbers<T> {
  let values = kept ?? new column(least);
  let length = kept?.length ?? 0;
  return {
    get values() {
      return values;
    },
    get length() {
      return length;
    },
    push: (value) => {
      if (length === values.length) {
        const larger = new column(Math.max(least, Math.ceil(length * 1.5)));
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    untilNow: () => values.subarray(0, length) as T,
  };
}
