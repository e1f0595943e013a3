/** The data folder and settings of a command, and the server that may be using the folder. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { settingsTable } from "../core/settings.ts";

export const defaultData = "bowerbird-data";

/** `--data` and every setting as a flag. */
export function withSettings(command: Command): Command {
  command.option("--data <folder>", "the data folder", defaultData);
  for (const name of Object.keys(settingsTable)) command.option(`--${name} <value>`);
  // The settings have their own page; the help of a command stays short.
  command.configureHelp({
    visibleOptions: (shown) => shown.options.filter(({ long }) => !long?.slice(2).includes(".")),
  });
  return command.addHelpText(
    "after",
    "\nEvery setting of docs/settings.md is a flag: --index.gaugeEvery 10\n",
  );
}

/** The settings among a command's flags. */
export function givenSettings(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(settingsTable, name)));
}

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  /** API key of this machine's commands; the file can be read by its owner only. */
  readonly key: string;
}

const serverFile = (data: string): string => join(resolve(data), "server.json");

export function announceServer(data: string, server: RunningServer): () => void {
  writeFileSync(serverFile(data), JSON.stringify(server), { mode: 0o600 });
  return () => rmSync(serverFile(data), { force: true });
}

/** The server that uses this folder now, or null. */
export function runningServer(data: string): RunningServer | null {
  try {
    const server = JSON.parse(readFileSync(serverFile(data), "utf8")) as RunningServer;
    process.kill(server.pid, 0);
    return server;
  } catch {
    return null;
  }
}
