/** The data folder and settings of a command, and the server that may be using the folder. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { BowerbirdError } from "../core/errors.ts";
import { settingsTable } from "../core/settings.ts";
import type { Engine } from "../engine.ts";
import { bowerbirdClient, type Client } from "../http/client.ts";

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

/** The server that uses this folder now, or null. What a killed one left behind is not believed. */
export async function runningServer(data: string): Promise<RunningServer | null> {
  try {
    const server = JSON.parse(readFileSync(serverFile(data), "utf8")) as RunningServer;
    const answer = await fetch(`${server.url}/health`, { signal: AbortSignal.timeout(5000) });
    return answer.ok ? server : null;
  } catch {
    return null;
  }
}

/** `--server` and `--key`: a server elsewhere instead of a folder here. */
export function withServer(command: Command): Command {
  return command
    .option(
      "--server <address>",
      "a server elsewhere, such as https://pictures.example.org, instead of --data",
    )
    .option("--key <key>", "an API key of that server; without it, BOWERBIRD_KEY of the environment");
}

interface DataCommand {
  readonly data: string;
  readonly server?: string;
  readonly key?: string;
}

/** A client of the server named by the command, or null. @throws BAD_INPUT */
export function clientElsewhere({ server, key }: Omit<DataCommand, "data">): Client | null {
  if (server === undefined) return null;
  if (!/^https?:\/\//i.test(server) || !URL.canParse(server)) {
    throw new BowerbirdError("BAD_INPUT", { what: "--server", why: "it is no http or https address" });
  }
  const secret = key ?? process.env.BOWERBIRD_KEY;
  return bowerbirdClient({ url: server, ...(secret !== undefined && { key: secret }) });
}

/**
 * A data folder is owned by one process: the work is done by the server that has it, or here; or by the server named.
 * @throws DATA_LOCKED when a process has it that is no server
 */
export async function withData<T>(
  options: DataCommand,
  through: (client: Client) => Promise<T>,
  alone: (engine: Engine) => Promise<T>,
): Promise<T> {
  const elsewhere = clientElsewhere(options);
  if (elsewhere) return through(elsewhere);
  const server = await runningServer(options.data);
  if (server) return through(bowerbirdClient({ url: server.url, key: server.key }));
  return withEngine(options, alone);
}

/** Opens the data folder here, with the settings among the command's flags, and closes it whatever happens. */
export async function withEngine<T>(
  options: DataCommand,
  work: (engine: Engine) => Promise<T>,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  const { openEngine } = await import("../engine.ts");
  const engine = await openEngine({
    data: options.data,
    settings: { ...givenSettings({ ...options }), ...settings },
  });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
