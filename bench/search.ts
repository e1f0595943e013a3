/**
 * Visual search over HTTP beside its parts done bare in the same run:
 *
 *   node bench/search.ts [--data DIR] [--queries 30] [--pins 300] [--size 20000]
 *
 * A server over the sample catalogue (imported first, into DIR or a folder that is removed again) is asked with pictures
 * that are not in it: sample pictures turned into JPEGs. Bare is decode + both models + nearest vectors in a plain loop in
 * this process. The two take turns, one question at a time. With `--size` the collection is filled up with pins that are
 * made of the imported ones (`collections/made-pins.ts`). Also: seconds from an upload until it is found, and the
 * search's p50 while an import runs.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { openEngine } from "../src/engine.ts";
import { bowerbirdClient } from "../src/http/client.ts";
import { buildServer } from "../src/http/server.ts";
import { makePins } from "./collections/made-pins.ts";
import { bareVision } from "./peers/bare-vision.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    queries: { type: "string", default: "30" },
    pins: { type: "string", default: "300" },
    size: { type: "string", default: "0" },
  },
});
const folder = "samples/home/pictures";
const files = readdirSync(folder).sort();
const every = (count: number): string[] =>
  files.filter((_, i) => i % Math.max(1, Math.floor(files.length / count)) === 0).slice(0, count);
const catalogue = new Set(every(Number(values.pins)));
const left = files.filter((file) => !catalogue.has(file));
/** Half a pixel to the side and saved anew: not the same bytes as any pin. */
const asked = await Promise.all(
  every(Number(values.queries)).map((file) =>
    sharp(join(folder, file)).extract({ left: 1, top: 1, width: 500, height: 500 }).jpeg().toBuffer(),
  ),
);

const data = values.data ?? mkdtempSync(join(tmpdir(), "bowerbird-bench-"));
const engine = await openEngine({ data, environment: {} });
const items = (names: Iterable<string>) =>
  (async function* () {
    for (const name of names)
      yield { source: name, words: {}, read: async () => new Uint8Array(readFileSync(join(folder, name))) };
  })();
await engine.importer.importItems(
  { items: items(catalogue), total: async () => catalogue.size },
  { owner: "bench" },
);
await engine.importer.settled();
await makePins(engine, Number(values.size));
const { app } = await buildServer(engine, { version: "0.0.0" });
const url = await app.listen({ port: 0, host: "127.0.0.1" });
const { secret } = await engine.people.createKey({ name: "bench", role: "admin", createdBy: "bench" });
const client = bowerbirdClient({ url, key: secret });

sharp.concurrency(1);
const bare = await bareVision();
async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
const throughHttp = (bytes: Uint8Array): Promise<unknown> =>
  client.search.visual({ pictures: [new Blob([new Uint8Array(bytes)])], body: { k: 24 } });
const bareSearch = async (bytes: Uint8Array): Promise<void> => {
  const [embedding] = await bare.understand(bytes);
  await engine.indexes.index.searchPins(embedding, 98);
};
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1];

for (const ask of [throughHttp, bareSearch]) for (let i = 0; i < 4; i++) await ask(asked[i]);
const [http, plain]: [number[], number[]] = [[], []];
for (const bytes of asked) {
  plain.push(await milliseconds(() => bareSearch(bytes)));
  http.push(await milliseconds(() => throughHttp(bytes)));
}
const ratio = median(http) / median(plain);
console.log(
  `${await engine.pins.count()} pins, ${engine.indexes.index.size} vectors, ${asked.length} questions`,
);
console.log(`over HTTP   p50 ${median(http).toFixed(1)} ms`);
console.log(`bare        p50 ${median(plain).toFixed(1)} ms`);
console.log(`ratio           ${ratio.toFixed(2)} (aim: at most 1.25)`);

const uploads: number[] = [];
for (const name of left.slice(0, 5)) {
  const picture = new Blob([new Uint8Array(readFileSync(join(folder, name)))]);
  uploads.push(
    await milliseconds(async () => {
      const { pins } = await client.pins.create({ pictures: [picture] });
      const { hits } = await client.search.visual({ pictures: [picture], body: { k: 1 } });
      if (hits[0]?.pin.id !== pins[0].pin.id) throw new Error(`${name} was not found`);
    }),
  );
}
console.log(`upload, then found: at most ${(Math.max(...uploads) / 1000).toFixed(2)} s (aim: below 2 s)`);

const importing = engine.importer.importItems(
  { items: items(left.slice(5)), total: async () => left.length - 5 },
  { owner: "bench" },
);
const during: number[] = [];
for (const bytes of asked.slice(0, 15)) during.push(await milliseconds(() => throughHttp(bytes)));
console.log(
  `during an import: p50 ${median(during).toFixed(1)} ms, ${(median(during) / median(http)).toFixed(2)} × idle`,
);
await importing;
await app.close();
await engine.close();
if (!values.data) rmSync(data, { recursive: true, force: true });
