/** The rows of a calibration measured in several threads at once, in any order, given back in the table's. */
import { Worker } from "node:worker_threads";
import type { MeasuredRow } from "../../stats/calibrate/calibrate.ts";
import type { CalibrationRow } from "../../stats/calibrate/row.ts";

/** Compiled or not, the worker's program stands beside this file with the same ending. */
const program = new URL(`./calibration-worker${import.meta.url.slice(-3)}`, import.meta.url);

export interface PoolOptions {
  readonly quick: boolean;
  readonly workers: number;
  readonly onRow: (done: number) => void;
}

/** Rejects with the first error that a worker throws. */
export async function measureRows(
  rows: readonly CalibrationRow[],
  { quick, workers, onRow }: PoolOptions,
): Promise<MeasuredRow[]> {
  const waiting = rows.map(({ id }) => id);
  const found = new Map<string, MeasuredRow>();
  const threads: Worker[] = [];
  const serve = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const thread = new Worker(program);
      threads.push(thread);
      const next = (): void => {
        const id = waiting.shift();
        if (id === undefined) resolve();
        else thread.postMessage({ id, quick });
      };
      thread.on("message", (row: MeasuredRow) => {
        found.set(row.id, row);
        onRow(found.size);
        next();
      });
      thread.on("error", reject);
      next();
    });
  try {
    await Promise.all(Array.from({ length: Math.min(workers, rows.length) }, serve));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return rows.flatMap(({ id }) => found.get(id) ?? []);
}
