/** `bowerbird`: the command line. Commands load what they need only when they run, so that every start is quick. */
import { Command, CommanderError } from "commander";
import { toBowerbirdError } from "../core/errors.ts";
import { addBackup } from "./backup.ts";
import { addDoctor } from "./doctor.ts";
import { addEval } from "./eval.ts";
import { addImport } from "./import.ts";
import { addModels } from "./models.ts";
import { addSearch } from "./search.ts";
import { addStart } from "./start.ts";
import { addStats } from "./stats.ts";

export function program(): Command {
  const bowerbird = new Command("bowerbird")
    .description("Visual discovery over your own pictures.")
    .exitOverride()
    .showHelpAfterError();
  for (const add of [addStart, addImport, addSearch, addEval, addStats, addModels, addBackup, addDoctor])
    add(bowerbird);
  return bowerbird;
}

/** Code, sentence and what to do; as JSON for machines. */
export function reportError(thrown: unknown, json: boolean): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  const error = toBowerbirdError(thrown);
  const { code, message, remedy } = error;
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, sentence: message, remedy } })}\n`);
  else process.stderr.write(`${code}: ${message}.\n${remedy}\n`);
  if (code === "INTERNAL") process.stderr.write(`${String(error.cause)}\n`);
  return error.exitCode;
}

/** Runs the command of `process.argv`; the launcher calls it, or this file does when it is run itself. */
export async function run(): Promise<void> {
  try {
    await program().parseAsync();
  } catch (thrown) {
    process.exitCode = reportError(thrown, process.argv.includes("--json"));
  }
}

if (import.meta.main) await run();
