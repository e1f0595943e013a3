/**
 * An index on disk: what lies in memory, written as it is. The table's file holds, for R rows: R float64 keys (-1 for a
 * free row), R bytes (1 for a row that is in the graph), R × width float16 numbers; all little-endian. The graph's file
 * is the graph's own.
 */
import { BowerbirdError } from "../core/errors.ts";
import type { GraphLinker } from "./graph-linker.ts";
import type { VectorTable } from "./vector-table.ts";

export interface SnapshotHeader {
  readonly model: string;
  readonly dimensions: number;
  /** Every change of the state up to this number is in it. */
  readonly watermark: number;
  readonly rows: number;
}

/** A complete snapshot whose checksums have been verified. */
export interface Snapshot {
  readonly header: SnapshotHeader;
  /** The next bytes of the table's file. @throws DATA_CORRUPT at its end */
  fill(target: Uint8Array): Promise<void>;
  readonly graphPath: string | null;
  close(): Promise<void>;
}

/** Where the snapshots of one model are kept. A new one replaces the old one in a single step, or not at all. */
export interface SnapshotFiles {
  /**
   * @param graph called once, before `table` is read, with the path to write the graph to; null for no graph
   * @throws DISK_FULL DATA_READ_ONLY
   */
  write(
    header: SnapshotHeader,
    table: Iterable<Uint8Array>,
    graph: ((path: string) => void) | null,
  ): Promise<void>;
  /** The last complete one, or null when there is none. @throws DATA_CORRUPT */
  read(): Promise<Snapshot | null>;
  /** Removes everything of this model. */
  clear(): Promise<void>;
}

const rowsAChunk = 8192;

/** Writes table and graph as they are now; the caller lets no change in until it resolves. */
export async function writeSnapshot(
  files: SnapshotFiles,
  about: { model: string; watermark: number },
  table: VectorTable,
  linker: GraphLinker | null,
): Promise<void> {
  const linked = new Uint8Array(table.end);
  const writeGraph = (path: string): void => {
    if (!linker) return;
    linker.graph.save(path);
    // rows are linked on while the table is written; the file's graph holds only those linked by now
    for (let row = 0; row < table.end; row++) {
      linked[row] = table.keyOf(row) >= 0 && !linker.waiting.has(row) ? 1 : 0;
    }
  };
  function* chunks(): Generator<Uint8Array> {
    const keys = Float64Array.from({ length: table.end }, (_, row) => table.keyOf(row));
    yield new Uint8Array(keys.buffer);
    yield linked;
    for (let row = 0; row < table.end; row += rowsAChunk) {
      yield table.bytes(row, Math.min(table.end, row + rowsAChunk));
    }
  }
  const header = { ...about, dimensions: table.dimensions, rows: table.end };
  await files.write(header, chunks(), linker && linker.graph.size > 0 ? writeGraph : null);
}

/** Fills an empty table; returns the rows that the snapshot's graph does not hold. */
export async function readTable(snapshot: Snapshot, table: VectorTable): Promise<Set<number>> {
  const { rows } = snapshot.header;
  const keys = new Float64Array(rows);
  const linked = new Uint8Array(rows);
  await snapshot.fill(new Uint8Array(keys.buffer));
  await snapshot.fill(linked);
  table.restore(keys);
  for (let row = 0; row < rows; row += rowsAChunk) {
    await snapshot.fill(table.bytes(row, Math.min(rows, row + rowsAChunk)));
  }
  const waiting = new Set<number>();
  for (let row = 0; row < rows; row++) if (keys[row] >= 0 && linked[row] === 0) waiting.add(row);
  return waiting;
}

/** @throws DATA_CORRUPT when the snapshot is of another model */
export function checkHeader({ header }: Snapshot, model: string, dimensions: number): void {
  if (header.model === model && header.dimensions === dimensions) return;
  throw new BowerbirdError("DATA_CORRUPT", {
    what: "the index",
    why: `it is of ${header.model} with ${header.dimensions} numbers, not of ${model} with ${dimensions}`,
  });
}
