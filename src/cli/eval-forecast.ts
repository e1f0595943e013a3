/** `bowerbird eval forecast FILE [--json]`: sMAPE and MASE of every forecast method on series whose future is known. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Command } from "commander";
import { z } from "zod";
import { BowerbirdError } from "../core/errors.ts";
import { evaluateForecasts, type ForecastScore, type KnownSeries } from "../stats/series/evaluation.ts";

const line = z.object({
  sn: z.string(),
  period: z.string(),
  freq: z.number().int().min(1),
  x: z.array(z.number()).min(1),
  xx: z.array(z.number()).min(1),
});

/** Adds `forecast FILE` to the `eval` command. */
export function addEvalForecast(evaluation: Command): void {
  evaluation
    .command("forecast")
    .argument("<file>", "JSON lines, plain or gzipped: sn, period, freq, x (history), xx (future)")
    .option("--json", "print JSON instead of a table")
    .description("sMAPE and MASE by method and frequency")
    .addHelpText("after", "\nExample:\n  bowerbird eval forecast series.jsonl.gz")
    .action((file: string, options: { json?: boolean }) => {
      const scores = evaluateForecasts(readSeries(file));
      process.stdout.write(options.json ? `${JSON.stringify({ scores })}\n` : forecastTable(scores));
    });
}

export function readSeries(file: string): KnownSeries[] {
  return readText(file)
    .split("\n")
    .map((text, i) => ({ text, place: i + 1 }))
    .filter(({ text }) => text.trim() !== "")
    .map(({ text, place }) => parseSeries(text, place));
}

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (thrown) {
    throw new BowerbirdError("SOURCE_NOT_FOUND", { source: file }, { cause: thrown });
  }
  try {
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (thrown) {
    throw new BowerbirdError(
      "SOURCE_UNREADABLE",
      { source: file, why: "the gzip is damaged" },
      { cause: thrown },
    );
  }
}

function parseSeries(text: string, place: number): KnownSeries {
  let loose: unknown;
  try {
    loose = JSON.parse(text);
  } catch (thrown) {
    throw new BowerbirdError(
      "BAD_INPUT",
      { what: `line ${place}`, why: "it is not JSON" },
      { cause: thrown },
    );
  }
  const parsed = line.safeParse(loose);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new BowerbirdError("BAD_INPUT", {
      what: `line ${place}, ${issue?.path.join(".") ?? "the series"}`,
      why: issue?.message ?? "it has another form",
    });
  }
  const { sn, period, freq, x, xx } = parsed.data;
  return { name: sn, group: period, period: freq, history: x, future: xx };
}

export function forecastTable(scores: readonly ForecastScore[]): string {
  const width = Math.max(...scores.map((score) => score.method.length)) + 2;
  const head = `${"method".padEnd(width)}${"group".padEnd(16)}series   sMAPE    MASE\n`;
  const rows = scores.map(
    ({ method, group, series, smape, mase }) =>
      `${method.padEnd(width)}${group.padEnd(16)}${String(series).padStart(6)}${smape.toFixed(2).padStart(8)}${mase.toFixed(3).padStart(8)}\n`,
  );
  return head + rows.join("");
}
