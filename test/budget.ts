/**
 * Weighs what a browser must load before discover's first wall is there: the entry and what it imports at once,
 * compressed. Fails when `web/budget.json` is exceeded.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";

process.env.NODE_ENV = "production";
const built = await build({
  configFile: "web/vite.config.ts",
  logLevel: "error",
  build: { write: false },
});
const outputs = [built].flat().filter((each): each is Rolldown.RolldownOutput => "output" in each);
const chunks = new Map(
  outputs.flatMap(({ output }) =>
    output.filter((part) => part.type === "chunk").map((chunk) => [chunk.fileName, chunk] as const),
  ),
);

const first = new Set<string>();
const take = (file: string): void => {
  const chunk = chunks.get(file);
  if (!chunk || first.has(file)) return;
  first.add(file);
  chunk.imports.forEach(take);
};
for (const chunk of chunks.values()) if (chunk.isEntry) take(chunk.fileName);

const kilobytes = [...first].reduce(
  (sum, file) => sum + gzipSync(chunks.get(file)?.code ?? "").length / 1000,
  0,
);
const budget: { discoverScriptKilobytes: number } = JSON.parse(readFileSync("web/budget.json", "utf8"));
console.log(`discover's script: ${kilobytes.toFixed(1)} of ${budget.discoverScriptKilobytes} kB compressed`);
process.exitCode = kilobytes > 0 && kilobytes <= budget.discoverScriptKilobytes ? 0 : 1;
