/**
 * Columns of numbers and texts that are kept together on disk: derived data as it lies in memory, written in one step and
 * read back whole. All numbers are little-endian.
 */

/** A column as it is written: pieces are asked for one after the other, with other work in between. */
export interface Column {
  readonly name: string;
  readonly pieces: Iterable<Uint8Array>;
}

export interface SavedColumns {
  /** What was said of them when they were written. */
  readonly header: Readonly<Record<string, unknown>>;
  /** A column's bytes, beginning at a multiple of 8; they may be written to. @throws DATA_CORRUPT when there is none */
  bytes(name: string): Uint8Array<ArrayBuffer>;
}

/** Where columns are kept. New ones replace the old ones in a single step, or not at all. */
export interface ColumnFile {
  /** @throws DISK_FULL DATA_READ_ONLY */
  write(header: Readonly<Record<string, unknown>>, columns: readonly Column[]): Promise<void>;
  /** The last ones that were written whole, or null. @throws DATA_CORRUPT */
  read(): Promise<SavedColumns | null>;
  clear(): Promise<void>;
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;

/** @param pieces of one column, in order; they are not copied */
export function numberColumn(name: string, pieces: Iterable<Numbers>): Column {
  return {
    name,
    pieces: {
      *[Symbol.iterator]() {
        for (const { buffer, byteOffset, byteLength } of pieces) {
          yield new Uint8Array(buffer, byteOffset, byteLength);
        }
      },
    },
  };
}

/** Texts written at a time. */
const textsAPiece = 2000;

/** @param count of the first texts to write; the array may grow meanwhile */
export function textColumn(name: string, texts: readonly string[], count = texts.length): Column {
  const encoder = new TextEncoder();
  return {
    name,
    pieces: {
      *[Symbol.iterator]() {
        for (let from = 0; from < count; from += textsAPiece) {
          const some = texts.slice(from, Math.min(count, from + textsAPiece));
          yield encoder.encode(`${JSON.stringify(some)}\n`);
        }
      },
    },
  };
}

/** What `textColumn` has written. */
export function textsOf(saved: SavedColumns, name: string): string[] {
  const lines = new TextDecoder().decode(saved.bytes(name)).split("\n");
  return lines.flatMap((line) => (line === "" ? [] : (JSON.parse(line) as string[])));
}

/** What `numberColumn` has written, not copied. */
export function numbersOf<T extends Numbers>(
  saved: SavedColumns,
  name: string,
  kind: { new (buffer: ArrayBuffer, from: number, length: number): T; readonly BYTES_PER_ELEMENT: number },
): T {
  const { buffer, byteOffset, byteLength } = saved.bytes(name);
  return new kind(buffer, byteOffset, byteLength / kind.BYTES_PER_ELEMENT);
}

/** The columns of one part, under names that begin with the part's. */
export const columnsOf = (part: string, columns: readonly Column[]): Column[] =>
  columns.map(({ name, pieces }) => ({ name: `${part}.${name}`, pieces }));

export const savedPart = (part: string, { header, bytes }: SavedColumns): SavedColumns => ({
  header,
  bytes: (name) => bytes(`${part}.${name}`),
});
