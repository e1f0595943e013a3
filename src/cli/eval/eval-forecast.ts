/** `bowerbird eval forecast FILE [--json]`: sMAPE and MASE of every forecast method on series whose future is known. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Command } from "commander";
import { z } from "zod";
import { BowerbirdError } from "../../core/errors.ts";
import { evaluateForecasts, type ForecastScore, type KnownSeries } from "../../stats/series/evaluation.ts";
import { progressLine, table } from "../terminal.ts";

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
      const series = readSeries(file);
      const line = progressLine(process.stderr, "forecasting");
      const begun = performance.now();
      const scores = evaluateForecasts(series, undefined, (done) => {
        const rate = (1000 * done) / (performance.now() - begun);
        const seconds = (series.length - done) / rate;
        line.show({ done, total: series.length, rate, seconds, failed: 0 });
      });
      line.end();
      const printed = options.json
        ? `${JSON.stringify({ scores, methods: byMethod(scores) })}\n`
        : forecastTable(scores);
      process.stdout.write(printed);
    });
}

/** method → group → its figures. */
function byMethod(scores: readonly ForecastScore[]): Record<string, Record<string, object>> {
  const methods: Record<string, Record<string, object>> = {};
  for (const { method, group, ...figures } of scores) {
    methods[method] ??= {};
    methods[method][group] = figures;
  }
  return methods;
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
  const head = ["method", "frequency", "series", "sMAPE", "sMAPE by point", "MASE", "inside 95 %"];
  return table(
    head,
    scores.map(({ method, group, series, smape, smapeByPoint, mase, coverage }) => [
      method,
      group,
      String(series).padStart(6),
      smape.toFixed(2).padStart(5),
      smapeByPoint.toFixed(2).padStart(14),
      (mase?.toFixed(3) ?? "").padStart(5),
      `${(100 * coverage).toFixed(1)} %`.padStart(11),
    ]),
  );
}
