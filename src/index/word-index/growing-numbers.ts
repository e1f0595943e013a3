/** A column of numbers that grows at its end: one typed array, with up to a half more room than it uses. */
type Column = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

export interface GrowingNumbers<T extends Column> {
  /** [length] and more; another array after `push`. */
  readonly values: T;
  readonly length: number;
  push(value: number): void;
}

export function growingNumbers<T extends Column>(column: new (length: number) => T): GrowingNumbers<T> {
  let values = new column(64);
  let length = 0;
  return {
    get values() {
      return values;
    },
    get length() {
      return length;
    },
    push: (value) => {
      if (length === values.length) {
        const larger = new column(Math.ceil(length * 1.5));
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
  };
}
