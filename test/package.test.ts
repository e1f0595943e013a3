/** The package as npm would publish it, unpacked into an empty folder: `import` and `bowerbird start` work there. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeTinyModel } from "./tiny-models.ts";

const folder = mkdtempSync(join(tmpdir(), "bowerbird-package-"));
const modules = join(folder, "node_modules");
const installed = join(modules, "bowerbird");

interface Locked {
  readonly resolved?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Record<string, string>;
  readonly inBundle?: boolean;
}
const lockedPackages = (): Record<string, Locked> =>
  (JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> }).packages;

beforeAll(() => {
  execFileSync(process.execPath, ["bin/build.js"]);
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder]);
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, archive), "--strip-components=1", "-C", installed]);
  // Its dependencies without the network: those installed here, and none of those that only the clone has.
  const places = Object.entries(lockedPackages()).filter(([, { dev }]) => !dev);
  for (const [place] of places.filter(([path]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path))) {
    if (!existsSync(place)) continue;
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    symlinkSync(resolve(place), join(folder, place));
  }
  mkdirSync(join(modules, ".bin"));
  symlinkSync("../bowerbird/bin/bowerbird.js", join(modules, ".bin/bowerbird"));
}, 400_000);

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
}, 60_000);

test("a strict TypeScript program sees the types, those of the declarations checked, too", () => {
  const program = `
    import { openEngine, BowerbirdError, type Engine } from "bowerbird";
    import { bowerbirdClient } from "bowerbird/client";
    import { welchTest } from "bowerbird/stats";
    type IsAny<T> = 0 extends 1 & T ? true : false;
    type Hit = Awaited<ReturnType<Engine["search"]["search"]>>["hits"][number];
    const client = bowerbirdClient({ url: "http://localhost:8080", key: "k" });
    type Listed = Awaited<ReturnType<typeof client.pins.list>>["items"][number];
    const loose: readonly false[] = [
      false as IsAny<Engine[keyof Engine]>, false as IsAny<Hit["pin"]["title"]>, false as IsAny<Listed["title"]>,
      false as IsAny<ReturnType<typeof welchTest>>,
    ];
    // @ts-expect-error it has to be a folder's name
    openEngine({ data: 1 }).catch((error) => error instanceof BowerbirdError && error.remedy);
    console.log(loose);
  `;
  writeFileSync(join(folder, "program.ts"), program);
  const flags = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2024", "--types", ""];
  const { stdout, status } = spawnSync(resolve("node_modules/.bin/tsc"), [...flags, "program.ts"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
  expect(status).toBe(0);
}, 60_000);

test("it brings along what runs models, for every platform, and asks for nothing that fetches from elsewhere", () => {
  const scripts = Object.entries(lockedPackages()).filter(
    ([, { dev, hasInstallScript }]) => !dev && hasInstallScript,
  );
  // usearch's looks for its binary, which is in the package.
  expect(scripts.map(([place]) => place)).toEqual(["node_modules/usearch"]);
  const runtime = join(installed, "dist/node_modules/onnxruntime-node/bin/napi-v6");
  const platforms = ["darwin/arm64", "linux/arm64", "linux/x64", "win32/arm64", "win32/x64"];
  for (const platform of platforms) {
    const files = readdirSync(join(runtime, platform)).sort();
    expect(files, platform).toEqual([
      expect.stringMatching(/^(lib)?onnxruntime\.(so\.1|1\.dylib|dll)$/),
      "onnxruntime_binding.node",
    ]);
  }
});

test("models of one's own run in it", async () => {
  const model = writeTinyModel(join(folder, "tiny-clip"), "clip");
  const script =
    'import { openEngine } from "bowerbird"; const engine = await openEngine({ data: "own", settings: ' +
    `{ "vision.model": ${JSON.stringify(model)}, "vision.processes": 1 } });` +
    "console.log(engine.vision.model, engine.vision.embedText !== null); await engine.close();";
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(said).toMatch(/^tiny-clip@\w{8} true/);
}, 60_000);

test("bowerbird start serves from the package", async () => {
  const flags = ["start", "--json", "--data", "served", "--port", "0"];
  const program = join(installed, "bin/bowerbird.js");
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
  const packages = lockedPackages();
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
