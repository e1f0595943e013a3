/**
 * Brings rows into the graph a few at a time, letting other work pass in between. A row waits here until it is linked;
 * searches scan the waiting rows exactly, so a vector is found from the moment it is in the table.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { NeighbourGraph } from "./neighbour-graph.ts";
import type { VectorTable } from "./vector-table.ts";

export interface GraphLinker {
  readonly graph: NeighbourGraph;
  /** Rows not yet in the graph. */
  readonly waiting: ReadonlySet<number>;
  /** The row has a new vector: it leaves the graph, if it was there, and waits. */
  changed(row: number): void;
  dropped(row: number): void;
  /** Resolves when nothing waits, or when linking has failed: then the rest stays with the exact search. */
  settled(): Promise<void>;
  /** Why linking has stopped, or null. */
  readonly trouble: string | null;
  stop(): void;
}

/** Rows linked between two turns of the event loop: about 20 ms at 1,000,000 × 256 on two busy cores. */
const rowsATurn = 64;

/** @param waiting rows of the table that the graph does not hold yet */
export function graphLinker(table: VectorTable, graph: NeighbourGraph, waiting: Set<number>): GraphLinker {
  let work: Promise<void> | null = null;
  let trouble: string | null = null;
  let stopped = false;

  const linkSome = (): void => {
    const rows = waiting.values().take(rowsATurn).toArray();
    const vectors = new Float32Array(rows.length * table.dimensions);
    rows.forEach((row, i) => {
      table.copy(row, vectors, i * table.dimensions);
    });
    graph.add(rows, vectors);
    for (const row of rows) waiting.delete(row);
  };
  const run = async (): Promise<void> => {
    while (waiting.size > 0 && !stopped && trouble === null) {
      await nextTurn();
      try {
        if (!stopped) linkSome();
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
      }
    }
    work = null;
  };
  const start = (): void => {
    if (work === null && waiting.size > 0 && !stopped && trouble === null) work = run();
  };
  start();

  return {
    graph,
    waiting,
    changed: (row) => {
      graph.remove(row);
      waiting.add(row);
      start();
    },
    dropped: (row) => {
      graph.remove(row);
      waiting.delete(row);
    },
    settled: async () => {
      while (work) await work;
    },
    get trouble() {
      return trouble;
    },
    stop: () => {
      stopped = true;
    },
  };
}
