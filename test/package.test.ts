/** The package as npm would publish it, unpacked into an empty folder: `import` and `bowerbird start` work there. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "bowerbird-package-"));
const modules = join(folder, "node_modules");

beforeAll(() => {
  execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.build.json"]);
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder]);
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  mkdirSync(join(modules, "bowerbird"), { recursive: true });
  execFileSync("tar", [
    "-xzf",
    join(folder, archive),
    "--strip-components=1",
    "-C",
    join(modules, "bowerbird"),
  ]);
  // Its dependencies without the network: those installed here.
  for (const name of readdirSync("node_modules").filter((one) => !one.startsWith("."))) {
    symlinkSync(resolve("node_modules", name), join(modules, name));
  }
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the library, the client and their types are there", () => {
  const script =
    'const { openEngine } = await import("bowerbird"); const { bowerbirdClient } = await import("bowerbird/client");' +
    'const engine = await openEngine({ data: "data" }); console.log(await engine.pins.count(), typeof bowerbirdClient);' +
    "await engine.close();";
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(said.trim()).toBe("0 function");
  expect(readdirSync(join(modules, "bowerbird/dist"))).toContain("engine.d.ts");
}, 60_000);

test("bowerbird start serves from the package", async () => {
  const flags = ["start", "--json", "--data", "served", "--port", "0"];
  const program = join(modules, "bowerbird/bin/bowerbird.js");
  const child = spawn(process.execPath, [program, ...flags], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const answer = await fetch(`${JSON.parse(String(line)).url}/health`);
    expect(await answer.json()).toMatchObject({ status: "ok" });
  } finally {
    child.kill("SIGKILL");
  }
}, 60_000);
