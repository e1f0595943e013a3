/** `bowerbird backup FILE` and `bowerbird restore FILE`: the state; blobs are files that never change. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import { withSettings } from "./data-folder.ts";

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

export function addBackup(bowerbird: Command): void {
  withSettings(bowerbird.command("backup"))
    .argument("<file>", "the file to write")
    .description("copy the state into one file; copy the folder `blobs` beside it with any tool")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird backup state-monday.sqlite")
    .action(backup);
  withSettings(bowerbird.command("restore"))
    .argument("<file>", "a file that `backup` wrote")
    .description("put a backup's state in place; the state of before is kept as state.before-restore.sqlite")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird restore state-monday.sqlite")
    .action(restore);
}

async function backup(file: string, options: Options): Promise<void> {
  if (existsSync(file)) throw new BowerbirdError("NAME_TAKEN", { what: "file", name: file });
  const { openEngine } = await import("../engine.ts");
  const engine = await openEngine({ data: options.data });
  try {
    await engine.backup(file);
  } finally {
    await engine.close();
  }
  process.stdout.write(options.json ? `${JSON.stringify({ file })}\n` : `The state is in ${file}.\n`);
}

async function restore(file: string, options: Options): Promise<void> {
  if (!existsSync(file)) throw new BowerbirdError("SOURCE_NOT_FOUND", { source: file });
  const { openEngine } = await import("../engine.ts");
  // Opening takes the folder's lock, so no server can be using it.
  await (await openEngine({ data: options.data })).close();
  const data = resolve(options.data);
  const state = join(data, "state.sqlite");
  mkdirSync(data, { recursive: true });
  copyFileSync(file, `${state}.restoring`);
  renameSync(state, join(data, "state.before-restore.sqlite"));
  for (const rest of ["-wal", "-shm"]) rmSync(`${state}${rest}`, { force: true });
  renameSync(`${state}.restoring`, state);
  // The index follows the state; a saved one of another state must not be believed.
  rmSync(join(data, "index"), { recursive: true, force: true });
  const engine = await openEngine({ data });
  const pins = await engine.pins.count();
  await engine.close();
  process.stdout.write(options.json ? `${JSON.stringify({ pins })}\n` : `Restored: ${pins} pins.\n`);
}
