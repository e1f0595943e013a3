/**
 * Once before all browser tests: the web app is built, and the sample catalogue imported by the real models into a
 * folder of the machine's temporary files. The folder's name is a digest of what understands pictures, so the next run
 * finds it there again; every test file works on a copy of its own.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Data folder with the sample catalogue. */
    sampleData: string;
  }
}

/** What an imported catalogue depends on; a change of anything else leaves it as it is. */
const understanding = [
  "models/*.onnx",
  "samples/home/pins.jsonl",
  "src/{vision,ingest}/**/*.ts",
  "src/io/**/*.ts",
];

const digest = (): string => {
  const hash = createHash("sha256");
  for (const file of globSync(understanding)
    .filter((file) => !file.includes(".test."))
    .sort()) {
    hash.update(file).update(file.endsWith(".onnx") ? String(statSync(file).size) : readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
};

const run = (...words: string[]): void => {
  execFileSync(process.execPath, words, { stdio: ["ignore", "ignore", "inherit"], env: production() });
};
const production = () => ({ ...process.env, NODE_ENV: "production" });

function importSample(): string {
  const data = join(tmpdir(), `bowerbird-sample-${digest()}`);
  if (existsSync(data)) return data;
  const begun = `${data}-${process.pid}`;
  mkdirSync(begun, { recursive: true });
  run("src/cli/main.ts", "import", "samples/home", "--data", begun);
  try {
    renameSync(begun, data);
  } catch {
    // Another run was quicker.
    rmSync(begun, { recursive: true, force: true });
  }
  return data;
}

export function setup(project: TestProject): void {
  run("node_modules/vite/bin/vite.js", "build", "--config", "web/vite.config.ts", "--logLevel", "error");
  project.provide("sampleData", importSample());
}
