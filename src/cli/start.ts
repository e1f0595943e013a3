/** `bowerbird start`: serves the API and the web app. */
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import type { FastifyInstance } from "fastify";
import { BowerbirdError } from "../core/errors.ts";
import type { Engine } from "../engine.ts";
import { announceServer, givenSettings, withSettings } from "./data-folder.ts";
import { progressLine } from "./terminal.ts";
import { version } from "./version.ts";

interface StartOptions {
  readonly data: string;
  readonly port?: string;
  readonly host?: string;
  readonly sample?: boolean;
  readonly link?: boolean;
  readonly web: boolean;
  readonly json?: boolean;
}

const here = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const linkMilliseconds = 7 * 86_400_000;
const portsTried = 20;

export function addStart(bowerbird: Command): void {
  withSettings(bowerbird.command("start"))
    .description("serve the API and the web app")
    .option("--port <port>", "as --server.port; the next free one is taken when it is not free")
    .option("--host <address>", "as --server.host")
    .option("--sample", "import the sample catalogue on the first start")
    .option("--link", "print a new one-time sign-in link for the admin")
    .option("--no-web", "serve the API without the web app")
    .option("--json", "print one JSON line when ready")
    .addHelpText("after", "\nExample:\n  bowerbird start --data ./pictures-data --port 8080")
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  const [{ openEngine }, { buildServer }] = await Promise.all([
    import("../engine.ts"),
    import("../http/server.ts"),
  ]);
  const settings = {
    ...givenSettings({ ...options }),
    ...(options.port !== undefined && { "server.port": options.port }),
    ...(options.host !== undefined && { "server.host": options.host }),
  };
  const engine = await openEngine({ data: options.data, settings });
  const say = (text: string): void => {
    if (!options.json) process.stdout.write(`${text}\n`);
  };
  if (options.web) await buildWeb(say);
  const web = options.web ? { web: here("web/dist") } : {};
  const { app, jobs } = await buildServer(engine, { version: version(), ...web });
  const url = await listen(app, engine, say);
  const key = await commandKey(engine);
  const forget = announceServer(engine.data, { url, pid: process.pid, key: key.secret });
  const shown = engine.settings["server.url"].replace(/\/$/, "") || url;
  const link = await firstLink(engine, shown, options.link === true);
  stopOnSignal(async () => {
    await app.close();
    await engine.people.revokeKey(key.key.id);
    forget();
    await engine.close();
  });
  if (options.json) process.stdout.write(`${JSON.stringify({ url, link })}\n`);
  say(`Bowerbird is at ${shown}`);
  const { unusable } = engine.vision;
  if (unusable) say(`New pictures are refused: ${unusable.message}. ${unusable.remedy}`);
  if (link) say(`Sign in as admin, once, with ${link}`);
  void jobs.work().catch((failure: unknown) => app.log.error(failure));
  void forgetUnreachable(engine).catch((failure: unknown) => app.log.error(failure));
  void engine.wordsReady().catch((failure: unknown) => app.log.error(failure));
  void engine.importer.resume().catch((failure: unknown) => app.log.error(failure));
  const sampled = join(engine.data, "sample-imported");
  if (options.sample && !existsSync(sampled)) {
    const whole = await importSample(engine, say, options.json === true);
    if (whole) writeFileSync(sampled, "");
  }
}

/** False when it was stopped on the way; the next start goes on with it. */
async function importSample(engine: Engine, say: (text: string) => void, quiet: boolean): Promise<boolean> {
  const line = progressLine(quiet ? null : process.stderr, "sample catalogue");
  const report = await engine.importer.importFrom(here("samples/home"), { owner: "sample" }, line.show);
  line.end();
  say(`${report.created} pictures imported; try a search.`);
  return !report.cancelled;
}

/** A clone builds the web app when its source is newer; a package brings it. */
async function buildWeb(say: (text: string) => void): Promise<void> {
  if (!existsSync(here("web/vite.config.ts")) || webIsBuilt()) return;
  say("Building the web app…");
  try {
    process.env.NODE_ENV = "production";
    const { build } = await import("vite");
    await build({ configFile: here("web/vite.config.ts"), logLevel: "error" });
  } catch (failure) {
    say(`The web app could not be built (${String(failure).split("\n")[0]}); the API is served without it.`);
  }
}

function webIsBuilt(): boolean {
  const built = statSync(here("web/dist/index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = [here("web"), here("src/http/contract")].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => !name.startsWith("dist"))
      .map((name) => join(folder, name)),
  );
  return sources.every((path) => statSync(path).mtimeMs < built);
}

/** What the system says of an address, in words; null where the next port may do. */
const listenTroubles: Readonly<Record<string, string | null>> = {
  EADDRINUSE: null,
  EACCES: "only an administrator may use this port",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "there is no machine of this name",
  EAI_AGAIN: "no name server answers",
};

async function listen(app: FastifyInstance, engine: Engine, say: (text: string) => void): Promise<string> {
  const asked = engine.settings["server.port"];
  const host = engine.settings["server.host"];
  const shown = ["127.0.0.1", "0.0.0.0", "::"].includes(host)
    ? "localhost"
    : isIPv6(host)
      ? `[${host}]`
      : host;
  for (let port = asked; port < asked + portsTried && port <= 65_535; port++) {
    try {
      const address = await app.listen({ port, host });
      if (port !== asked) say(`Port ${asked} is taken; using ${port}.`);
      return `http://${shown}:${new URL(address).port || 80}`;
    } catch (error) {
      const why = listenTroubles[error instanceof Error && "code" in error ? String(error.code) : ""];
      if (why === undefined) throw error;
      if (why !== null) throw new BowerbirdError("CANNOT_LISTEN", { host, port, why }, { cause: error });
    }
  }
  throw new BowerbirdError("PORT_TAKEN", { port: asked });
}

/** A key for the commands of this machine; one that a killed server left is revoked. */
async function commandKey(engine: Engine) {
  const name = "commands of this machine";
  for (const old of await engine.people.listKeys()) {
    if (old.name === name && old.createdBy === "start" && old.revokedAt === null) {
      await engine.people.revokeKey(old.id);
    }
  }
  return engine.people.createKey({ name, role: "admin", createdBy: "start" });
}

/** The first start makes an admin, who signs in with a link that works once. */
async function firstLink(engine: Engine, url: string, wanted: boolean): Promise<string | null> {
  const people = await engine.people.list();
  if (people.length > 0 && !wanted) return null;
  const known = people.find(({ role }) => role === "admin");
  const admin =
    known ?? (await engine.people.create({ name: "Admin", email: "admin@localhost", role: "admin" }));
  const secret = await engine.people.createSignInLink(admin.id, linkMilliseconds);
  return `${url}/sign-in/${secret}`;
}

/** Profiles of browsers that will never come back. */
async function forgetUnreachable(engine: Engine): Promise<void> {
  for (const person of await engine.privacy.unreachable()) await engine.forget(person);
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (failure: unknown) => {
          process.stderr.write(`${String(failure)}\n`);
          process.exit(1);
        },
      );
    });
  }
}
