/** Which rows a scan looks at, in batches. */
import { ordinalOfKey } from "../core/nouns.ts";
import type { PinSet, Regions } from "../core/ports.ts";
import type { RowSource, VectorTable } from "./vector-table.ts";

/** Is this vector a whole picture or an object, as asked? */
export function inRegions(key: number, regions: Regions): boolean {
  return regions === "all" || (ordinalOfKey(key) === 0) === (regions === "pictures");
}

/** Every living row, in the order of memory. */
export function allRows(table: VectorTable, regions: Regions): RowSource {
  let from = 0;
  return (list) => {
    const { count, next } = table.living(list, from, regions);
    from = next;
    return count;
  };
}

/** The rows of these pins. Room for all of a pin's rows is needed in the list: at least 16. */
export function rowsOfPins(table: VectorTable, pins: PinSet, regions: Regions): RowSource {
  const { seqs } = pins;
  let next = 0;
  return (list) => {
    let count = 0;
    const last = list.length - 16;
    while (count <= last && next < seqs.length) {
      let row = table.firstRow(seqs[next++]);
      while (row >= 0) {
        if (regions === "all" || inRegions(table.keyOf(row), regions)) list[count++] = row;
        row = table.nextRow(row);
      }
    }
    return count;
  };
}

/** Rows by number, those that are free meanwhile left out; `keep` and `regions` as in a search. */
export function theseRows(
  table: VectorTable,
  rows: Iterable<number>,
  isAllowed: (key: number) => boolean,
): RowSource {
  const iterator = rows[Symbol.iterator]();
  let ended = false;
  return (list) => {
    let count = 0;
    while (count < list.length && !ended) {
      const { done, value } = iterator.next();
      if (done) ended = true;
      else {
        const key = table.keyOf(value);
        if (key >= 0 && isAllowed(key)) list[count++] = value;
      }
    }
    return count;
  };
}
