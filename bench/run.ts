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

/** Those that show in their opening how they are started. */
const benchmarks = new Map(
  globSync("*.ts", { cwd: folder })
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      return text.includes(`node bench/${file}`)
        ? [[basename(file, ".ts"), firstSentence(text)] as const]
        : [];
    }),
);

const [name, ...flags] = process.argv.slice(2);
if (name !== undefined && benchmarks.has(name)) {
  const { status } = spawnSync(process.execPath, [join(folder, `${name}.ts`), ...flags], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} else {
  if (name !== undefined) console.error(`There is no benchmark ${name}.`);
  const width = Math.max(...[...benchmarks.keys()].map((one) => one.length));
  for (const [one, sentence] of benchmarks) {
    console.log(`${one.padEnd(width)}  ${sentence.replace(/\n \* ?/g, " ").replace(/:$/, ".")}`);
  }
  console.log("\nRun one: npm run bench -- NAME, with the flags that stand at the top of bench/NAME.ts.");
  process.exitCode = name === undefined ? 0 : 2;
}
