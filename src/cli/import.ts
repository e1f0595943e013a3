/** `bowerbird import SOURCE`: through the server that uses the data folder, or by itself. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import type { Failure, Progress } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";
import type { Client } from "../http/client.ts";
import { withData, withSettings } from "./data-folder.ts";
import { endOfJob } from "./job-end.ts";
import { progressLine, table } from "./terminal.ts";

interface ImportCommand {
  readonly data: string;
  readonly board?: string;
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly allowFailures?: boolean;
}

interface Report {
  readonly progress: Progress;
  readonly failures: readonly Failure[];
}

export function addImport(bowerbird: Command): void {
  withSettings(bowerbird.command("import"))
    .argument("<source>", "folder, archive, manifest, list of addresses, or address")
    .description("import pictures; what is there already is passed over")
    .option("--board <name>", "put the pictures on this board")
    .option("--watch", "stay, and import what is added to the folder, until interrupted")
    .option("--allow-failures", "exit code 0 even when some pictures could not be imported")
    .option("--json", "progress and report as JSON lines")
    .addHelpText("after", "\nExample:\n  bowerbird import ./pictures --board inspiration")
    .action(runImport);
}

async function runImport(source: string, options: ImportCommand): Promise<void> {
  const from = /^https?:/i.test(source) ? source : resolve(source);
  const line = progressLine(options.json ? null : process.stderr, "import");
  const show = (progress: Progress): void => {
    line.show(progress);
    if (options.json) process.stdout.write(`${JSON.stringify({ progress })}\n`);
  };
  const report = await withData(
    options,
    (client) => throughServer(client, from, options, show),
    (engine) => alone(engine, from, options, show),
  ).finally(line.end);
  if (options.json) process.stdout.write(`${JSON.stringify({ report })}\n`);
  else printReport(report);
  const { failed, done } = report.progress;
  if (failed > 0 && !options.allowFailures)
    throw new BowerbirdError("SOURCE_FAILED", { failed, total: done });
}

async function alone(
  { importer, follow }: Engine,
  source: string,
  options: ImportCommand,
  show: (progress: Progress) => void,
): Promise<Report> {
  const asked = { owner: "import", ...boardOf(options) };
  const { importAndFollow } = await import("../ingest/follow.ts");
  const {
    failures,
    cancelled: _,
    ...progress
  } = options.watch
    ? await importAndFollow(importer, follow, source, { ...asked, signal: interruption() }, show)
    : await importer.importFrom(source, asked, show);
  await importer.settled();
  return { progress, failures };
}

async function throughServer(
  client: Client,
  source: string,
  options: ImportCommand,
  show: (progress: Progress) => void,
): Promise<Report> {
  const watch = options.watch ? { watch: true } : {};
  const job = await client.imports.create({ body: { source, ...boardOf(options), ...watch } });
  const params = { id: job.id };
  if (options.watch) interruption().addEventListener("abort", () => void client.jobs.cancel({ params }));
  const { progress, failures } = await endOfJob(client, job, show);
  return { progress, failures };
}

const boardOf = ({ board }: ImportCommand) => (board === undefined ? {} : { board });

/** Aborts when the person interrupts. */
function interruption(): AbortSignal {
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  return interrupted.signal;
}

function printReport({ progress, failures }: Report): void {
  const { created, duplicates, failed } = progress;
  process.stdout.write(`${created} new, ${duplicates} known already, ${failed} failed\n`);
  if (failures.length === 0) return;
  const rows = failures.map(({ file, code, sentence }) => [file, code, sentence]);
  process.stdout.write(table(["file", "code", "what happened"], rows));
}
