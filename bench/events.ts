/**
 * The event log beside plain DuckDB: how fast it takes events, alone and over HTTP, how fast it answers, what it takes:
 *
 *   node bench/events.ts [--millions 1] [--rows 200000] [--pins 2000] [--at-once 16] [--kills 0]
 *
 * 1. The log alone and DuckDB's appender take turns with the same rows. The log's are durable when acknowledged; the
 *    appender's when flushed, which is shown after every batch of 500 and only at the end.
 * 2. A server in a process of its own gets batches of 500 from this one until a million is there.
 * 3. The log is filled up to `--millions`, sealed, and asked the commonest questions in turns with DuckDB over the same files.
 *
 * `--kills N` does something else instead: a server under load is killed N times, see `bench/event-kills.ts`.
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EventRow } from "../src/core/event-log.ts";
import { parseSettings } from "../src/core/settings.ts";
import { parseEvent } from "../src/events/parse-event.ts";
import { openEventLog } from "../src/io/event-log/event-log.ts";
import { rawAppend, rawQuestions } from "./event-peers.ts";
import { batchSize, batchWriter, trafficOf } from "./event-traffic.ts";

const { values } = parseArgs({
  options: {
    millions: { type: "string", default: "1" },
    rows: { type: "string", default: "200000" },
    pins: { type: "string", default: "2000" },
    "at-once": { type: "string", default: "16" },
  },
});
const total = Number(values.millions) * 1e6;
const atOnce = Number(values["at-once"]);
const end = Date.now();
const folder = mkdtempSync(join(tmpdir(), "bowerbird-events-"));
const settings = parseSettings({});
const clock = { now: () => Date.now() };
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const thousands = (number: number): string => Math.round(number).toLocaleString("en");

/** Runs `count` pieces of work, `atOnce` at a time. @returns seconds */
async function inParallel(count: number, work: (number: number) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let next = 0;
  const hand = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
  return (performance.now() - start) / 1000;
}

const sender = { person: null, trusted: true, agent: "browser", nameless: false } as const;
function rowsOf(pins: readonly string[], from: number, count: number, of: number): EventRow[] {
  const event = trafficOf(pins, of, end);
  const moment = { received: end, skew: 0, latest: end + 1, earliest: 0 };
  return Array.from({ length: count }, (_, i) => {
    const parsed = parseEvent(event(from + i), sender, moment, () => false);
    if ("refusal" in parsed) throw new Error(JSON.stringify(parsed.refusal));
    return parsed.row;
  });
}

async function appendAlone(pins: readonly string[]): Promise<number> {
  const count = Number(values.rows);
  const [acknowledged, sealed, raw, flushed]: number[][] = [[], [], [], []];
  for (let turn = 0; turn < 3; turn++) {
    // Of one hour, as live traffic is.
    const rows = rowsOf(pins, (30 * 24 - 1) * count, count, 30 * 24 * count);
    raw.push(await rawAppend(rows));
    const log = await openEventLog(join(folder, `alone-${turn}`), settings, clock);
    await log.append(rowsOf(pins, 0, 1, 1));
    const start = performance.now();
    const seconds = await inParallel(count / batchSize, (number) =>
      log.append(rows.slice(number * batchSize, (number + 1) * batchSize)),
    );
    acknowledged.push(count / seconds);
    await log.seal();
    sealed.push((count / (performance.now() - start)) * 1000);
    await log.close();
    if (turn === 0) flushed.push(await rawAppend(rows.slice(0, count / 4), batchSize));
  }
  const line = (what: string, rates: readonly number[]): void =>
    console.log(`  ${what.padEnd(52)} ${thousands(median(rates)).padStart(9)} events/s`);
  console.log(`${thousands(count)} events, ${batchSize} a batch, ${atOnce} batches at once, three turns:`);
  line("log, durable when acknowledged", acknowledged);
  line("log, until all of it is Parquet", sealed);
  line("DuckDB's appender, durable only at its end", raw);
  line("DuckDB's appender, flushed every 500, durable then", flushed);
  console.log(`  log / appender: ${(median(acknowledged) / median(raw)).toFixed(2)} acknowledged,`);
  console.log(`    ${(median(sealed) / median(raw)).toFixed(2)} in Parquet (aim: at least 0.70)`);
  return median(raw);
}

interface Told {
  readonly p99: number;
  readonly worst: number;
  readonly megabytes: number;
  readonly cpuSeconds: number;
}

/** Sends a million events and leaves them in the folder. */
async function overHttp(data: string, raw: number): Promise<readonly string[]> {
  const server = fork(join(import.meta.dirname, "event-server.ts"), [data, values.pins], {
    stdio: "inherit",
  });
  const heard = <T>(): Promise<T> =>
    new Promise((resolve) => server.once("message", (what) => resolve(what as T)));
  const tell = (what: string): Promise<Told> => {
    const answer = heard<Told>();
    server.send(what);
    return answer;
  };
  const { url, secret, pins } = await heard<{ url: string; secret: string; pins: string[] }>();
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const headers = {
    ...{ authorization: `Bearer ${secret}`, "content-type": "application/json" },
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
  };
  const send = (body: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const asked = request(`${url}/events`, { agent, method: "POST", headers }, (answer) => {
        answer.resume();
        answer.on("end", () =>
          answer.statusCode === 202 ? resolve() : reject(new Error(`status ${answer.statusCode}`)),
        );
      });
      asked.on("error", reject);
      asked.end(body);
    });
  const body = batchWriter(pins, total, end);
  await inParallel(40, (i) => send(body(i)));
  const before = await tell("start");
  const batches = 1e6 / batchSize - 40;
  const waits: number[] = [];
  const cpu = process.cpuUsage();
  const seconds = await inParallel(batches, async (i) => {
    const start = performance.now();
    await send(body(i + 40));
    waits.push(performance.now() - start);
  });
  const mine = process.cpuUsage(cpu);
  const told = await tell("stop");
  const rate = (batches * batchSize) / seconds;
  waits.sort((a, b) => a - b);
  console.log(`over HTTP, the sender in another process, ${thousands(batches * batchSize)} events:`);
  console.log(
    `  ${thousands(rate)} events/s (aim: at least 50,000), ${(rate / raw).toFixed(2)} of the raw appender alone`,
  );
  console.log(
    `  a batch waits ${median(waits).toFixed(0)} ms at the median, ${waits[Math.floor(waits.length * 0.99)].toFixed(0)} ms at p99`,
  );
  console.log(
    `  event loop late by ${told.p99.toFixed(0)} ms at p99, ${told.worst.toFixed(0)} ms at worst (aim: below 50)`,
  );
  console.log(
    `  CPU: ${(((told.cpuSeconds - before.cpuSeconds) / batches / batchSize) * 1e6).toFixed(1)} µs an event in the server, ${((mine.user + mine.system) / batches / batchSize).toFixed(1)} µs in the sender; server at most ${told.megabytes.toFixed(0)} MB`,
  );
  agent.destroy();
  await tell("close");
  return pins;
}

const questions = [
  ["counts by type and day", "select day, type, count(*) from events group by day, type order by day, type"],
  [
    "distinct people by arm",
    "select experiment, arm, count(distinct coalesce(person, visitor)) from events where type = 'exposure' group by experiment, arm order by all",
  ],
] as const;

async function asked(data: string, pins: readonly string[]): Promise<void> {
  const events = join(data, "events");
  const log = await openEventLog(events, settings, clock);
  const have = 1e6;
  let next = have;
  while (next < total) {
    const rows = rowsOf(pins, next, 100_000, total);
    await inParallel(rows.length / batchSize, (i) =>
      log.append(rows.slice(i * batchSize, (i + 1) * batchSize)),
    );
    next += rows.length;
  }
  await log.seal();
  await log.tend();
  const parts = log.parts();
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  console.log(
    `${thousands(total)} events in ${parts.length} files: ${(bytes / total).toFixed(1)} bytes an event, and 8 for its id`,
  );
  const raw = await rawQuestions(join(events, "parquet"), settings["events.memoryMegabytes"]);
  for (const [what, sql] of questions) {
    const [ours, theirs]: number[][] = [[], []];
    let same = true;
    for (let turn = 0; turn < 7; turn++) {
      let start = performance.now();
      const { rows } = await log.query(sql);
      ours.push(performance.now() - start);
      start = performance.now();
      const found = await raw.ask(sql);
      theirs.push(performance.now() - start);
      same &&= found.length === rows.length && String(found[0].at(-1)) === String(rows[0].at(-1));
    }
    console.log(
      `  ${what.padEnd(24)} ${median(ours).toFixed(0)} ms, raw ${median(theirs).toFixed(0)} ms: ${(median(ours) / median(theirs)).toFixed(2)} (aim: at most 1.3)${same ? "" : " ANSWERS DIFFER"}`,
    );
  }
  console.log(`  this process: ${thousands(process.memoryUsage.rss() / 1e6)} MB`);
  raw.close();
  await log.close();
}

try {
  const names = Array.from({ length: 2000 }, (_, i) => `pin-${i.toString(36)}-5f3a`);
  const raw = await appendAlone(names);
  const data = join(folder, "data");
  await asked(data, await overHttp(data, raw));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
