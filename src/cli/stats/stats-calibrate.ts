/** `bowerbird stats calibrate`: does every statistic keep its promise? */
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { BowerbirdError } from "../../core/errors.ts";
import type { MeasuredRow } from "../../stats/calibrate/calibrate.ts";
import type { CalibrationRow } from "../../stats/calibrate/row.ts";
import { progressLine, table } from "../terminal.ts";

interface Options {
  readonly quick?: boolean;
  readonly only?: string;
  readonly workers?: string;
  readonly write?: string;
  readonly json?: boolean;
}

/** Adds `calibrate` to the `stats` command. */
export function addCalibrate(stats: Command): void {
  stats
    .command("calibrate")
    .description("measure false alarms, coverage and power of the statistics library by repetition")
    .option("--quick", "fewer repetitions: less than a minute")
    .option("--only <ids>", "rows or families, by the beginning of their names, separated by commas")
    .option("--workers <count>", "threads; as many as the machine has cores")
    .option("--write <file>", "write the table as a Markdown page; rows not measured are kept from it")
    .option("--json", "print JSON instead of a table")
    .addHelpText("after", "\nExample:\n  bowerbird stats calibrate --quick --only peeking,coverage")
    .action(calibrate);
}

async function calibrate(options: Options): Promise<void> {
  const { quick = false } = options;
  const workers = workersOf(options);
  if (options.write !== undefined && quick)
    throw new BowerbirdError("BAD_INPUT", { what: "--write", why: "the page is of the full repetitions" });
  const { calibrationRows } = await import("../../stats/calibrate/calibrate.ts");
  const { measureRows } = await import("./calibration-pool.ts");
  const chosen = chosenFrom(calibrationRows, options.only);
  const progress = progressLine(process.stderr, "calibrating");
  const started = performance.now();
  const onRow = (done: number): void => {
    const rate = (1000 * done) / (performance.now() - started);
    progress.show({ done, total: chosen.length, rate, seconds: (chosen.length - done) / rate, failed: 0 });
  };
  const rows = await measureRows(chosen, { quick, workers, onRow }).finally(progress.end);
  const seconds = (performance.now() - started) / 1000;
  if (options.write !== undefined) await writePage(options.write, rows);
  const outside = rows.filter(({ inside }) => !inside);
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ quick, seconds, outside: outside.length, rows: rows.map(asJson) })}\n`,
    );
  else await printRows(rows, seconds);
  if (outside.length > 0)
    throw new BowerbirdError("CALIBRATION_OUTSIDE", {
      count: outside.length,
      rows: rows.length,
      ids: outside.map(({ id }) => id).join(", "),
    });
}

/** @throws OUT_OF_RANGE */
function workersOf({ workers }: Options): number {
  const count = workers === undefined ? availableParallelism() : Number(workers);
  if (Number.isInteger(count) && count >= 1 && count <= 256) return count;
  throw new BowerbirdError("OUT_OF_RANGE", {
    what: "--workers",
    actual: workers,
    range: "a whole number in 1..256",
  });
}

/** @throws BAD_INPUT when a name fits no row. */
function chosenFrom(rows: readonly CalibrationRow[], only: string | undefined): readonly CalibrationRow[] {
  if (only === undefined) return rows;
  const names = only.split(",").map((name) => name.trim());
  const lost = names.find((name) => name === "" || !rows.some(({ id }) => id.startsWith(name)));
  if (lost !== undefined)
    throw new BowerbirdError("BAD_INPUT", { what: "--only", why: `no row's name begins with "${lost}"` });
  return rows.filter(({ id }) => names.some((name) => id.startsWith(name)));
}

/** Rows that were not measured keep their lines. */
async function writePage(file: string, rows: readonly MeasuredRow[]): Promise<void> {
  const { calibrationPage, pageLine, pageLines } = await import("../../stats/calibrate/calibration-page.ts");
  const before = await readFile(file, "utf8").catch(() => "");
  const lines = pageLines(before);
  for (const row of rows) lines.set(row.id, pageLine(row));
  await writeFile(file, calibrationPage(lines));
}

/** JSON has no infinity: an open end of the band is null. */
function asJson({ low, high, runs, inside, ...row }: MeasuredRow): object {
  const end = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return { ...row, band: [end(low), end(high)], verdict: inside ? "inside" : "outside", repetitions: runs };
}

async function printRows(rows: readonly MeasuredRow[], seconds: number): Promise<void> {
  const { bandText, measuredFigure, promised } = await import("../../stats/calibrate/calibration-page.ts");
  const cells = rows.map((row) => [
    ...[row.inside ? "inside" : "OUTSIDE", row.id, promised(row), measuredFigure(row), bandText(row)],
    ...[String(row.runs), row.seconds.toFixed(1)],
  ]);
  process.stdout.write(
    table(["verdict", "row", "promised", "measured", "fits", "repetitions", "seconds"], cells),
  );
  const inside = rows.filter((row) => row.inside).length;
  process.stdout.write(`${inside} of ${rows.length} rows inside, ${seconds.toFixed(0)} s.\n`);
}
