/**
 * `npm run bench` lists the benchmarks; `npm run bench -- NAME …` runs one with its flags.
 *
 *   npm run bench -- ingest --sample
 */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const folder = import.meta.dirname;
const firstSentence = (text: string): string => /^\/\*\*\s*(?:\* )?(.+?[.:])(?:\s|$)/s.exec(text)?.[1] ?? "";

interface Benchmark {
  readonly sentence: string;
  /** What Node itself must be told. */
  readonly nodeFlags: readonly string[];
}

/** Those that show in their opening how they are started. */
const benchmarks = new Map<string, Benchmark>();
for (const file of globSync("*.ts", { cwd: folder }).sort()) {
  const text = readFileSync(join(folder, file), "utf8");
  const started = new RegExp(`node ((?:--\\S+ )*)bench/${file}`).exec(text);
  if (!started) continue;
  const nodeFlags = started[1].split(" ").filter((flag) => flag !== "");
  benchmarks.set(basename(file, ".ts"), { sentence: firstSentence(text), nodeFlags });
}

const [name, ...flags] = process.argv.slice(2);
const chosen = name === undefined ? undefined : benchmarks.get(name);
if (chosen) {
  const words = [...chosen.nodeFlags, join(folder, `${name}.ts`), ...flags];
  const { status } = spawnSync(process.execPath, words, { stdio: "inherit" });
  process.exitCode = status ?? 1;
} else {
  if (name !== undefined) console.error(`There is no benchmark ${name}.`);
  const width = Math.max(...[...benchmarks.keys()].map((one) => one.length));
  for (const [one, { sentence }] of benchmarks) {
    console.log(`${one.padEnd(width)}  ${sentence.replace(/\n \* ?/g, " ").replace(/:$/, ".")}`);
  }
  console.log("\nRun one: npm run bench -- NAME, with the flags that stand at the top of bench/NAME.ts.");
  process.exitCode = name === undefined ? 0 : 2;
}
