/**
 * A server in use for minutes: uploads, searches, changes, deletions, thumbnails; its memory must stay flat.
 *
 *   node bench/soak.ts [--minutes 10]
 *
 * Server and models are weighed each twentieth of the time. The second half must not weigh a tenth more than the first
 * at their medians; otherwise the exit code is 1.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openEngine } from "../src/engine.ts";
import { bowerbirdClient } from "../src/http/client.ts";
import { buildServer } from "../src/http/server.ts";
import { megabytes, pictureMaker } from "./importing/memory.ts";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" } } });
const duration = Number(values.minutes) * 60_000;
const data = mkdtempSync(join(tmpdir(), "bowerbird-soak-"));
const engine = await openEngine({
  data,
  environment: {},
  settings: { "server.requestsPerMinute": 1_000_000 },
});
const server = await buildServer(engine, { version: "0.0.0" });
const url = await server.app.listen({ port: 0, host: "127.0.0.1" });
const { secret } = await engine.people.createKey({ name: "soak", role: "member", createdBy: "bench" });
const client = bowerbirdClient({ url, key: secret });
const picture = pictureMaker(7);

/** One person's minute in a second: a picture in, looked at, asked with, named, and mostly taken away again. */
async function turn(number: number): Promise<void> {
  const pictures = [new Blob([new Uint8Array(await picture())])];
  const { pins } = await client.pins.create({ pictures });
  const params = { id: pins[0].pin.id };
  await (await fetch(url + pins[0].pin.thumbnails[256])).arrayBuffer();
  await client.search.visual({ pictures, body: { k: 20 } });
  await client.search.similar({ params });
  await client.pins.patch({ params, body: { title: `picture ${number}` } });
  await client.pins.list({ query: { limit: 20 } });
  if (number % 10 !== 0) await client.pins.remove({ params });
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const weights: number[] = [];
const start = performance.now();
console.log("  seconds   turns   server   models (MB)");
for (let turns = 0; performance.now() - start < duration; turns++) {
  await turn(turns);
  if (performance.now() - start < (weights.length + 1) * (duration / 20)) continue;
  const { own, models } = megabytes();
  weights.push(own);
  const seconds = (performance.now() - start) / 1000;
  const cells = [seconds.toFixed(0), turns, own.toFixed(0), models.toFixed(0)];
  console.log(cells.map((cell, i) => String(cell).padStart([9, 7, 8, 8][i])).join(" "));
}
await server.app.close();
await engine.close();
rmSync(data, { recursive: true });

// The first fifth is warming up.
const warm = weights.slice(4);
const halves = [warm.slice(0, warm.length >> 1), warm.slice(warm.length >> 1)].map(median);
const grown = halves[1] / halves[0];
console.log(`the second half weighs ${grown.toFixed(3)} × the first`);
if (grown > 1.1) process.exitCode = 1;
