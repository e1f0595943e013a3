/** The package as npm would publish it, unpacked into an empty folder: `import` and `bowerbird start` work there. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
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
  mkdirSync(join(modules, ".bin"));
  symlinkSync("../bowerbird/bin/bowerbird.js", join(modules, ".bin/bowerbird"));
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

const blocks = (language: string): string[] =>
  [...readFileSync("README.md", "utf8").matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter(([, name]) => name === language)
    .map(([, , text]) => text);

test("README's commands and its program work as they stand there", () => {
  mkdirSync(join(folder, "pictures"));
  for (const name of ["sofa-156-a", "sofa-156-b"]) {
    cpSync(`samples/home/pictures/${name}.webp`, join(folder, "pictures", `${name}.webp`));
  }
  cpSync("samples/home/pictures/sofa-156-a.webp", join(folder, "photo.jpg"));
  const commands = blocks("sh").filter((text) => text.includes("npx bowerbird"));
  expect(commands).not.toEqual([]);
  const said = commands.map((text) => execFileSync("sh", ["-ec", text], { cwd: folder, encoding: "utf8" }));
  expect(said.join("")).toContain("2 new");
  expect(said.join("")).toContain("sofa");

  const programs = blocks("ts");
  expect(programs).not.toEqual([]);
  for (const text of programs) {
    const found = execFileSync(process.execPath, ["--input-type=module", "-e", text], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(found.trim().split("\n").length).toBeGreaterThanOrEqual(2);
  }
}, 120_000);

test("README's other commands are scripts of the package, and it has no more scripts than those people need", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  expect(Object.keys(scripts).sort()).toEqual(["bench", "build", "check", "dev", "start", "test"]);
  const asked = blocks("sh")
    .flatMap((text) => text.split(/\n|&&/))
    .map((line) => /^\s*npm (?:run )?(\w+)/.exec(line)?.[1])
    .filter((name) => name !== undefined && name !== "ci");
  for (const name of asked) expect(Object.keys(scripts)).toContain(name);
});

test("the lockfile names the files of every platform, each with its checksum", () => {
  interface Locked {
    readonly resolved?: string;
    readonly version?: string;
    readonly integrity?: string;
    readonly optionalDependencies?: Record<string, string>;
    readonly inBundle?: boolean;
  }
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, Locked>;
  };
  for (const [place, locked] of Object.entries(packages)) {
    const { resolved, version, integrity, optionalDependencies = {}, inBundle } = locked;
    if (place === "") continue;
    // Without an address it comes from whatever registry npm is set to.
    expect(resolved, place).toBeUndefined();
    expect(version, place).toMatch(/^\d/);
    if (!inBundle) expect(integrity, place).toMatch(/^sha512-/);
    for (const name of Object.keys(optionalDependencies)) {
      const nested = `${place}/node_modules/${name}`;
      expect(nested in packages || `node_modules/${name}` in packages, `${place} → ${name}`).toBe(true);
    }
  }
});
