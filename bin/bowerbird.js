#!/usr/bin/env node
/** Finds Node 24: this one, or the one pinned in node_modules; then runs the command line with it. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const compiled = here("../dist/cli/main.js");
const source = here("../src/cli/main.ts");
// A clone runs its source; an installed package has only the compiled program.
const program = existsSync(source) ? source : compiled;

if (Number(process.versions.node.split(".")[0]) >= 24) {
  const { run } = await import(pathToFileURL(program).href);
  process.exitCode = await run();
} else {
  const name = process.platform === "win32" ? "node.exe" : "node";
  const places = [here(`../node_modules/node/bin/${name}`), here(`../../node/bin/${name}`)];
  const pinned = places.find((path) => existsSync(path));
  if (!pinned) {
    console.error(
      `Bowerbird needs Node 24; this is ${process.version}. Install Node 24, or run \`npm install node@24\` here.`,
    );
    process.exit(4);
  }
  const child = spawn(pinned, [program, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
