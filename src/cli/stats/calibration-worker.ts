/** A thread of `bowerbird stats calibrate`: measures one row after the other, whichever it is told. */
import { parentPort } from "node:worker_threads";
import { calibrationRows, measureRow } from "../../stats/calibrate/calibrate.ts";

parentPort?.on("message", ({ id, quick }: { readonly id: string; readonly quick: boolean }) => {
  const row = calibrationRows.find((one) => one.id === id);
  if (row) parentPort?.postMessage(measureRow(row, quick, () => performance.now()));
});
