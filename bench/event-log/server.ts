/** The server of `bench/events.ts`, in a process of its own: told by messages, it says how late its event loop was. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { openEngine } from "../../src/engine.ts";
import { buildServer } from "../../src/http/server.ts";
import { benchSettings, everyPin } from "./catalogue.ts";

const [data] = process.argv.slice(2);
const engine = await openEngine({ data, settings: benchSettings, environment: {} });
await engine.wordsReady();
const { app } = await buildServer(engine, { version: "0.0.0" });
const url = await app.listen({ port: 0, host: "127.0.0.1" });
const { secret } = await engine.people.createKey({ name: "bench", role: "admin", createdBy: "bench" });
const pins = (await everyPin(engine)).map(({ id }) => id);
const delay = monitorEventLoopDelay({ resolution: 5 });
/** A thread that does nothing: what it is late by, the machine owes to others. */
const idle = new Worker(
  `const { parentPort } = require("node:worker_threads");
   const delay = require("node:perf_hooks").monitorEventLoopDelay({ resolution: 5 });
   delay.enable();
   parentPort.on("message", (what) => what === "reset" ? delay.reset() : parentPort.postMessage(delay.max / 1e6));`,
  { eval: true },
);
idle.unref();
const idleWorst = (): Promise<number> =>
  new Promise((resolve) => {
    idle.once("message", resolve);
    idle.postMessage("worst");
  });
const atRest = process.memoryUsage.rss();
let most = 0;
setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 200).unref();

process.on("message", async (what: "start" | "stop" | "seal" | "close") => {
  if (what === "start") {
    delay.reset();
    delay.enable();
    idle.postMessage("reset");
  }
  if (what === "seal") await engine.eventLog.seal();
  if (what === "close") {
    await app.close();
    await engine.close();
  }
  process.send?.({
    ...{ p99: delay.percentile(99) / 1e6, worst: delay.max / 1e6, idleWorst: await idleWorst() },
    ...{ megabytes: most / 1e6, megabytesAtRest: atRest / 1e6 },
    cpuSeconds: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
  });
  if (what === "close") process.disconnect();
});
process.send?.({ url, secret, pins });
