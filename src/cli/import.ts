/** `bowerbird import SOURCE`: through the server that uses the data folder, or by itself. */
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import type { Failure, Progress } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";
import { bowerbirdClient } from "../http/client.ts";
import { givenSettings, type RunningServer, runningServer, withSettings } from "./data-folder.ts";
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
  const from = /^https?:/.test(source) ? source : resolve(source);
  const line = progressLine(options.json ? null : process.stderr, "import");
  const show = (progress: Progress): void => {
    line.show(progress);
    if (options.json) process.stdout.write(`${JSON.stringify({ progress })}\n`);
  };
  const server = runningServer(options.data);
  const report = server ? await throughServer(server, from, options, show) : await alone(from, options, show);
  line.end();
  const { progress, failures } = report;
  if (options.json) process.stdout.write(`${JSON.stringify({ report })}\n`);
  else printReport(report);
  if (progress.failed > 0 && !options.allowFailures) {
    throw new BowerbirdError("SOURCE_FAILED", { failed: failures.length, total: progress.done });
  }
}

async function alone(
  source: string,
  options: ImportCommand,
  show: (progress: Progress) => void,
): Promise<Report> {
  const { openEngine } = await import("../engine.ts");
  const engine = await openEngine({ data: options.data, settings: givenSettings({ ...options }) });
  try {
    const board = options.board === undefined ? {} : { board: options.board };
    const report = await engine.importer.importFrom(source, { owner: "import", ...board }, show);
    await engine.importer.settled();
    if (options.watch) await follow(engine, source, show);
    const { failures, cancelled: _, ...progress } = report;
    return { progress, failures };
  } finally {
    await engine.close();
  }
}

/** Imports what comes into the folder until the person interrupts. */
async function follow(engine: Engine, folder: string, show: (progress: Progress) => void): Promise<void> {
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  for await (const found of engine.watch(folder, interrupted.signal)) {
    const items = (async function* () {
      yield* found;
    })();
    await engine.importer.importItems({ items, total: async () => found.length }, { owner: "import" }, show);
  }
}

async function throughServer(
  { url, key }: RunningServer,
  source: string,
  { board }: ImportCommand,
  show: (progress: Progress) => void,
): Promise<Report> {
  const client = bowerbirdClient({ url, key });
  let job = await client.imports.create({ body: { source, ...(board !== undefined && { board }) } });
  while (job.endedAt === null) {
    await pause(300);
    job = await client.jobs.read({ params: { id: job.id } });
    show(job.progress);
  }
  return { progress: job.progress, failures: job.failures as Failure[] };
}

function printReport({ progress, failures }: Report): void {
  const { created, duplicates, failed } = progress;
  process.stdout.write(`${created} new, ${duplicates} known already, ${failed} failed\n`);
  if (failures.length === 0) return;
  const rows = failures.map(({ file, code, sentence }) => [file, code, sentence]);
  process.stdout.write(table(["file", "code", "what happened"], rows));
}
