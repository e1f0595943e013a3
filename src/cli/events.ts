/** `bowerbird events tail|export|check`: through the server that uses the data folder, or by itself. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import { checkEvents } from "../events/check.ts";
import { dateOf, dayOf, latestEvents } from "../events/questions.ts";
import { withData, withSettings } from "./data-folder.ts";
import { table } from "./terminal.ts";

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly limit?: string;
  readonly type?: string;
  readonly from?: string;
  readonly to?: string;
}

export function addEvents(bowerbird: Command): void {
  const events = bowerbird
    .command("events")
    .description("the event log")
    .addHelpText("after", "\nExample:\n  bowerbird events tail --limit 50 --json");
  withSettings(events.command("tail"))
    .description("the latest events, oldest first")
    .option("--limit <count>", "how many", "20")
    .option("--type <type>", "only this type")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird events tail --type save")
    .action(tail);
  withSettings(events.command("export"))
    .argument("<folder>", "where the daily partitions go: day=YYYY-MM-DD/*.parquet")
    .description("copy the log as Parquet for pandas, Spark, Trino or DuckDB")
    .option("--from <date>", "the first day, YYYY-MM-DD")
    .option("--to <date>", "the last day, YYYY-MM-DD")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird events export ./events --from 2026-03-01")
    .action(exportEvents);
  withSettings(events.command("check"))
    .description("recount slates against events; look for gaps and damaged files")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird events check")
    .action(check);
}

async function tail(options: Options): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    const range = "a whole number in 1..1000";
    throw new BowerbirdError("OUT_OF_RANGE", { what: "--limit", actual: options.limit, range });
  }
  const asked = { limit, ...(options.type !== undefined && { type: options.type }) };
  const newest = await withData(
    options,
    async (client) => (await client.events.list({ query: asked })).items,
    (engine) => latestEvents(engine.eventLog, asked),
  );
  const events = newest.toReversed();
  if (options.json) process.stdout.write(`${JSON.stringify({ events })}\n`);
  else if (events.length === 0) process.stdout.write("No events yet.\n");
  else {
    const shown = ["time", "type", "surface", "person", "visitor", "slate", "position", "pin"];
    process.stdout.write(
      table(
        shown,
        events.map((event) => shown.map((name) => String(event[name] ?? ""))),
      ),
    );
  }
}

async function exportEvents(folder: string, options: Options): Promise<void> {
  const target = resolve(folder);
  const days = { from: parseDate("--from", options.from), to: parseDate("--to", options.to) };
  const written = await withData(
    options,
    (client) =>
      client.events.export({
        body: {
          folder: target,
          ...(days.from !== undefined && { from: days.from }),
          ...(days.to !== undefined && { to: days.to }),
        },
      }),
    async (engine) => {
      const parts = await engine.eventLog.copyParts(target, {
        ...(days.from !== undefined && { from: dayOf(days.from) }),
        ...(days.to !== undefined && { to: dayOf(days.to) }),
      });
      return {
        folder: target,
        events: parts.reduce((sum, { rows }) => sum + rows, 0),
        parts: parts.map(({ path, day, rows, bytes }) => ({ path, day: dateOf(day), rows, bytes })),
      };
    },
  );
  if (options.json) process.stdout.write(`${JSON.stringify(written)}\n`);
  else process.stdout.write(`${written.events} events in ${written.parts.length} files are in ${target}.\n`);
}

/** @throws BAD_INPUT */
function parseDate(what: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new BowerbirdError("BAD_INPUT", { what, why: "it is a date as YYYY-MM-DD" });
  }
  return text;
}

async function check(options: Options): Promise<void> {
  const report = await withData(
    options,
    (client) => client.events.check(),
    (engine) => checkEvents(engine.eventLog),
  );
  const { events, slates, gaps, damaged, ok } = report;
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    const found = [...gaps.map(({ sentence }) => sentence), ...damaged];
    process.stdout.write(`${events} events, ${slates} slates: ${ok ? "no gaps" : found.join("; ")}.\n`);
  }
  if (!ok) {
    const count = gaps.reduce((sum, gap) => sum + gap.count, 0);
    const failure = new BowerbirdError("EVENTS_HAVE_GAPS", { gaps: count, damaged: damaged.length });
    // The report is the answer: a program reads one object.
    if (options.json) process.exitCode = failure.exitCode;
    else throw failure;
  }
}
