/** `bowerbird import SOURCE`: through the server that uses the data folder, by itself, or sent to a server elsewhere. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import type { Failure, Progress } from "../core/nouns.ts";
import type { Engine } from "../engine.ts";
import type { Client } from "../http/client.ts";
import { clientElsewhere, givenSettings, withData, withServer, withSettings } from "./data-folder.ts";
import { endOfJob } from "./job-end.ts";
import { progressLine, table } from "./terminal.ts";
import { uploadAll } from "./upload.ts";

interface ImportCommand {
  readonly data: string;
  readonly server?: string;
  readonly key?: string;
  readonly board?: string;
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly allowFailures?: boolean;
}

interface Report {
  readonly progress: Progress;
  readonly failures: readonly Failure[];
  /** Interrupted before its end. */
  readonly stopped: boolean;
}

export function addImport(bowerbird: Command): void {
  withServer(withSettings(bowerbird.command("import")))
    .argument("<source>", "folder, archive, manifest, list of addresses, or address")
    .description("import pictures; what is there already is passed over")
    .option("--board <name>", "put the pictures on this board")
    .option("--watch", "stay, and import what is added to the folder or changed in it, until interrupted")
    .option("--allow-failures", "exit code 0 even when some pictures could not be imported")
    .option("--json", "progress and report as JSON lines")
    .addHelpText("after", examples)
    .action(runImport);
}

const examples = `
Examples:
  bowerbird import ./pictures --board inspiration
  bowerbird import ./pictures --server https://pictures.example.org --key KEY
`;

async function runImport(source: string, options: ImportCommand): Promise<void> {
  const from = /^https?:/i.test(source) ? source : resolve(source);
  const line = progressLine(options.json ? null : process.stderr, "import");
  const show = (progress: Progress): void => {
    line.show(progress);
    if (options.json) process.stdout.write(`${JSON.stringify({ progress })}\n`);
  };
  const elsewhere = clientElsewhere(options);
  const work = elsewhere
    ? upload(elsewhere, from, options, show)
    : withData(
        options,
        (client) => throughServer(client, from, options, show),
        (engine) => alone(engine, from, options, show),
      );
  const report = await work.finally(line.end);
  if (options.json) process.stdout.write(`${JSON.stringify({ report })}\n`);
  else printReport(report);
  const { failed, done } = report.progress;
  if (report.stopped) throw new BowerbirdError("IMPORT_STOPPED", { done });
  if (failed > 0 && !options.allowFailures)
    throw new BowerbirdError("SOURCE_FAILED", { failed, total: done });
}

async function alone(
  { importer, follow }: Engine,
  source: string,
  options: ImportCommand,
  show: (progress: Progress) => void,
): Promise<Report> {
  const asked = { owner: "import", ...boardOf(options), signal: interruption() };
  const { importAndFollow } = await import("../ingest/follow.ts");
  const { failures, cancelled, ...progress } = options.watch
    ? await importAndFollow(importer, follow, source, asked, show)
    : await importer.importFrom(source, asked, show);
  await importer.settled();
  return { progress, failures, stopped: cancelled && !options.watch };
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
  interruption().addEventListener("abort", () => void client.jobs.cancel({ params }));
  const { progress, failures, state } = await endOfJob(client, job, show);
  return { progress, failures, stopped: state === "cancelled" && !options.watch };
}

/** The pictures are on this machine, the server is not: they are sent. */
async function upload(
  client: Client,
  source: string,
  options: ImportCommand,
  show: (progress: Progress) => void,
): Promise<Report> {
  if (options.watch) {
    throw new BowerbirdError("BAD_INPUT", {
      what: "--watch",
      why: "a server elsewhere cannot follow a folder",
    });
  }
  // A wrong address or key is said before anything is read.
  await client.pins.count({ body: {} });
  const { openSources } = await import("../engine.ts");
  const sources = openSources(givenSettings({ ...options }));
  try {
    const signal = interruption();
    const report = await uploadAll(client, await sources(source), options.board, show, signal);
    return { ...report, stopped: signal.aborted };
  } finally {
    await sources.close();
  }
}

const boardOf = ({ board }: ImportCommand) => (board === undefined ? {} : { board });

/** Aborts when the person interrupts; a second time ends the program. */
function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      process.stderr.write("\nStopping after the pictures in hand; interrupt again to end at once.\n");
      interrupted.abort();
    });
  }
  return interrupted.signal;
}

function printReport({ progress, failures }: Report): void {
  const { created, duplicates, failed } = progress;
  process.stdout.write(`${created} new, ${duplicates} known already, ${failed} failed\n`);
  if (failures.length === 0) return;
  const rows = failures.map(({ file, code, sentence }) => [file, code, sentence]);
  process.stdout.write(table(["file", "code", "what happened"], rows));
}
