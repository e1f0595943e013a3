/** `bowerbird`: the command line. Commands load what they need only when they run, so that every start is quick. */
import { Command, CommanderError } from "commander";
import { addBackup } from "./backup.ts";
import { addDoctor } from "./doctor.ts";
import { addErase } from "./erase.ts";
import { addEval } from "./eval/eval.ts";
import { addEvents } from "./events.ts";
import { commandFailure, reportFailure } from "./failure.ts";
import { addImport } from "./import.ts";
import { addModels } from "./models.ts";
import { addSearch } from "./search.ts";
import { addStart } from "./start.ts";
import { addStats } from "./stats/stats.ts";
import { version } from "./version.ts";

export function program(): Command {
  const bowerbird = new Command("bowerbird")
    .description("Visual discovery over your own pictures.")
    .version(version())
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  for (const add of [
    addStart,
    addImport,
    addSearch,
    addEval,
    addStats,
    addModels,
    addBackup,
    addErase,
    addEvents,
    addDoctor,
  ])
    add(bowerbird);
  return bowerbird;
}

/** @param line the words after `bowerbird`. @returns the exit code */
export async function run(line: readonly string[] = process.argv.slice(2)): Promise<number> {
  for (const output of [process.stdout, process.stderr]) {
    output.off("error", whereNobodyListens).on("error", whereNobodyListens);
  }
  const bowerbird = program();
  try {
    if (line.length === 0) bowerbird.outputHelp();
    else await bowerbird.parseAsync(line, { from: "user" });
    // A command whose answer tells what is wrong has set it.
    return Number(process.exitCode ?? 0);
  } catch (thrown) {
    const unread = thrown instanceof CommanderError && thrown.exitCode !== 0;
    return reportFailure(unread ? commandFailure(thrown, line, bowerbird) : thrown, line.includes("--json"));
  }
}

/** Whoever reads may stop (`bowerbird … | head`): the work is done all the same. */
function whereNobodyListens(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

if (import.meta.main) process.exitCode = await run();
