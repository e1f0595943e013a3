#!/usr/bin/env node
/** Finds Node 24: this one, the one pinned in node_modules, or the registry's; then runs the command line with it. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const onWindows = process.platform === "win32";
const compiled = here("../dist/cli/main.js");
const source = here("../src/cli/main.ts");
// A clone runs its source; an installed package has only the compiled program.
const program = existsSync(source) ? source : compiled;

if (Number(process.versions.node.split(".")[0]) >= 24) {
  const { run } = await import(pathToFileURL(program).href);
  process.exitCode = await run();
} else {
  const node = pinnedNode() ?? registryNode();
  if (!node) {
    console.error(
      `NODE_TOO_OLD: this is Node ${process.versions.node}, Bowerbird runs on Node 24, and npm could fetch no other.\n` +
        "Install Node 24, or run `npm install node@24` here.",
    );
    process.exit(4);
  }
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

function pinnedNode() {
  const name = onWindows ? "node.exe" : "node";
  const places = [here(`../node_modules/node/bin/${name}`), here(`../../node/bin/${name}`)];
  return places.find((path) => existsSync(path));
}

/** npm fetches it once and keeps it for every later start. */
function registryNode() {
  const { devDependencies } = JSON.parse(readFileSync(here("../package.json"), "utf8"));
  console.error(`Bowerbird runs on Node 24; this is ${process.version}. npm provides the other one.`);
  const asked = ["exec", "--yes", "--prefer-offline", `--package=node@${devDependencies.node}`, "--"];
  const { stdout, status } = spawnSync("npm", [...asked, "node", "-p", "process.execPath"], {
    cwd: here(".."),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    shell: onWindows,
  });
  const path = stdout?.trim();
  return status === 0 && path && existsSync(path) ? path : undefined;
}
