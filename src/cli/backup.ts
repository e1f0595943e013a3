/**
 * `bowerbird backup PLACE` and `bowerbird restore PLACE`. A place named `*.sqlite` is the state alone, in one file; any
 * other is a folder with the state and the original pictures, which never change, so a second backup copies only new
 * ones. What is derived is made again.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import type { Client } from "../http/client.ts";
import { withData, withEngine, withSettings } from "./data-folder.ts";
import { copyOriginals } from "./originals.ts";

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

export function addBackup(bowerbird: Command): void {
  withSettings(bowerbird.command("backup"))
    .argument("<place>", "a folder for the state and the pictures, or a file *.sqlite for the state alone")
    .description("copy the state and the original pictures, also while a server uses them")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird backup /mnt/backups/bowerbird")
    .action(backup);
  withSettings(bowerbird.command("restore"))
    .argument("<place>", "what `backup` wrote")
    .description("put a backup in place; the state of before is kept as state.before-restore.sqlite")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  bowerbird restore /mnt/backups/bowerbird")
    .action(restore);
}

const isFile = (place: string): boolean => place.endsWith(".sqlite");
const stateIn = (place: string): string => (isFile(place) ? place : join(place, "state.sqlite"));

async function backup(place: string, options: Options): Promise<void> {
  const file = stateIn(place);
  if (isFile(place) && existsSync(file)) throw new BowerbirdError("NAME_TAKEN", { what: "file", name: file });
  if (!isFile(place)) mkdirSync(place, { recursive: true });
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  await withData(
    options,
    (client) => copyThroughServer(client, options.data, fresh),
    (engine) => engine.backup(fresh),
  );
  // After the state: every picture that it names is there by now.
  const pictures = isFile(place) ? 0 : await copyOriginals(join(options.data, "blobs"), join(place, "blobs"));
  renameSync(fresh, file);
  const sentence = isFile(place)
    ? `The state is in ${file}.`
    : `The state and ${pictures} new pictures are in ${place}.`;
  process.stdout.write(options.json ? `${JSON.stringify({ file, pictures })}\n` : `${sentence}\n`);
}

/** The server copies its state within its own folder; from there it is taken away. */
async function copyThroughServer(client: Client, data: string, to: string): Promise<void> {
  const { name } = await client.backups.create();
  const made = join(resolve(data), "backups", name);
  copyFileSync(made, to);
  rmSync(made);
}

async function restore(place: string, options: Options): Promise<void> {
  const file = stateIn(place);
  if (!existsSync(file)) throw new BowerbirdError("SOURCE_NOT_FOUND", { source: file });
  // Opening takes the folder's lock, so no server can be using it.
  await withEngine(options, async () => {});
  const data = resolve(options.data);
  const state = join(data, "state.sqlite");
  const tried = await openedElsewhere(file, join(data, "restoring"));
  if (!isFile(place)) await copyOriginals(join(place, "blobs"), join(data, "blobs"));
  renameSync(state, join(data, "state.before-restore.sqlite"));
  for (const rest of ["-wal", "-shm"]) rmSync(`${state}${rest}`, { force: true });
  renameSync(tried, state);
  rmSync(join(data, "restoring"), { recursive: true });
  // The index follows the state; a saved one of another state must not be believed.
  rmSync(join(data, "index"), { recursive: true, force: true });
  const pins = await withEngine(options, (engine) => engine.pins.count());
  process.stdout.write(options.json ? `${JSON.stringify({ pins })}\n` : `Restored: ${pins} pins.\n`);
}

/** A copy that has been opened and looked through, so that a bad file never takes the place of a good one. */
async function openedElsewhere(file: string, folder: string): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const copy = join(folder, "state.sqlite");
  copyFileSync(file, copy);
  try {
    const state = await withEngine({ data: folder }, async (engine) => engine.check());
    if (state !== "ok") throw new BowerbirdError("DATA_CORRUPT", { what: file, why: state });
    return copy;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
