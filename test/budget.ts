/**
 * Weighs what a browser must load before discover's first wall is there: the entry and what it imports at once,
 * compressed; and `/events.js`, which other websites load. Fails when `web/budget.json` is exceeded.
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
const eventsScript = outputs
  .flatMap(({ output }) => output.filter((part) => part.type === "asset"))
  .find(({ fileName }) => fileName === "events.js");
const eventsKilobytes = eventsScript ? gzipSync(eventsScript.source).length / 1000 : 0;

const budget: Record<string, number> = JSON.parse(readFileSync("web/budget.json", "utf8"));
const weights = { discoverScriptKilobytes: kilobytes, eventsScriptKilobytes: eventsKilobytes };
for (const [name, weight] of Object.entries(weights)) {
  console.log(`${name}: ${weight.toFixed(2)} of ${budget[name]} compressed`);
  if (weight === 0 || weight > (budget[name] ?? 0)) process.exitCode = 1;
}
