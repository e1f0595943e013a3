/**
 * The event log beside plain DuckDB: how fast it takes events, alone and over HTTP, how fast it answers, what it takes:
 *
 *   node bench/events.ts [--millions 1] [--rows 200000] [--pins 2000] [--at-once 16] [--only alone|http|filled|asked]
 *     [--data FOLDER]
 *   node bench/events.ts --kills 100
 *
 * 1. The log alone and DuckDB's appender take turns with the same rows. The log's are durable when acknowledged; the
 *    appender's when flushed, which is shown after every batch of 500 and only at the end.
 * 2. A server in a process of its own gets batches of 500 from this one until a million is there.
 * 3. The log is filled up to `--millions`, sealed, and asked the commonest questions in turns with DuckDB over the same files.
 *
 * `--only filled` stops before the questions; `--data` keeps the folder, and goes on with what it holds.
 *
 * `--kills N` does something else instead: a server under load is killed N times, see `bench/event-log/kills.ts`.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EventRow } from "../src/core/event-log.ts";
import { parseSettings } from "../src/core/settings.ts";
import { type Engine, openEngine } from "../src/engine.ts";
import { parseEvent } from "../src/events/parse-event.ts";
import { openEventLog } from "../src/io/event-log/event-log.ts";
import { benchSettings, everyPin, makeCatalogue } from "./event-log/catalogue.ts";
import { killServers } from "./event-log/kills.ts";
import { inParallel, startServer } from "./event-log/load.ts";
import { rawAppend, rawQuestions } from "./event-log/peers.ts";
import { batchSize, batchWriter, trafficOf } from "./event-log/traffic.ts";

const { values } = parseArgs({
  options: {
    millions: { type: "string", default: "1" },
    rows: { type: "string", default: "200000" },
    pins: { type: "string", default: "2000" },
    "at-once": { type: "string", default: "16" },
    only: { type: "string" },
    kills: { type: "string", default: "0" },
    data: { type: "string" },
  },
});
const total = Number(values.millions) * 1e6;
/** Of each question; fewer when it takes long. */
const turns = total > 2e7 ? 5 : 21;
const atOnce = Number(values["at-once"]);
const only = (part: "alone" | "http" | "filled" | "asked"): boolean => (values.only ?? part) === part;
const end = Date.now();
const folder = mkdtempSync(join(tmpdir(), "bowerbird-events-"));
const settings = parseSettings({});
const clock = { now: () => Date.now() };
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const thousands = (number: number): string => Math.round(number).toLocaleString("en");

const milliseconds = (number: number): string => `${number.toFixed(0)} ms`;

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
    const seconds = await inParallel(count / batchSize, atOnce, (number) =>
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

/** Sends a million events and leaves them in the folder. */
async function overHttp(data: string, raw: number): Promise<void> {
  const server = await startServer(data, atOnce);
  const body = batchWriter(server.pins, total, end);
  const warmUp = 40;
  await inParallel(warmUp, atOnce, (i) => server.send(body(i)));
  const before = await server.tell("start");
  const batches = 1e6 / batchSize - warmUp;
  const waits: number[] = [];
  const cpu = process.cpuUsage();
  const seconds = await inParallel(batches, atOnce, async (i) => {
    const start = performance.now();
    await server.send(body(i + warmUp));
    waits.push(performance.now() - start);
  });
  const { user, system } = process.cpuUsage(cpu);
  const told = await server.tell("stop");
  await server.tell("close");
  const sent = batches * batchSize;
  const rate = sent / seconds;
  const took = told.cpuSeconds - before.cpuSeconds;
  waits.sort((a, b) => a - b);
  console.log(`over HTTP, the sender in another process, ${thousands(sent)} events:`);
  console.log(
    `  ${thousands(rate)} events/s (aim: at least 50,000), ${(rate / raw).toFixed(2)} of the raw appender`,
  );
  console.log(
    `  a batch waits ${milliseconds(median(waits))} at the median, ${milliseconds(waits[Math.floor(waits.length * 0.99)])} at p99`,
  );
  console.log(
    `  event loop late by ${milliseconds(told.p99)} at p99, ${milliseconds(told.worst)} at worst (aim: below 50); a thread that does nothing ${milliseconds(told.idleWorst)} at worst`,
  );
  console.log(
    `  CPU: ${((took / sent) * 1e6).toFixed(1)} µs an event in the server, ${((user + system) / sent).toFixed(1)} µs in the sender`,
  );
  console.log(
    `  the server takes ${told.megabytes.toFixed(0)} MB at most, ${told.megabytesAtRest.toFixed(0)} MB before`,
  );
}

const questions = [
  ["counts by type and day", "select day, type, count(*) from events group by day, type order by day, type"],
  [
    "distinct people by arm",
    "select experiment, arm, count(distinct coalesce(person, visitor)) from events where type = 'exposure' group by experiment, arm order by all",
  ],
  [
    "saves joined with pins",
    "select p.title, p.owner, count(*) as saves from events e join pins p on p.id = e.pin where e.type = 'save' group by p.title, p.owner order by saves desc, p.title limit 20",
  ],
] as const;

/** Fills the log up to the total and seals it. */
async function fill({ eventLog: log }: Engine, pins: readonly string[]): Promise<void> {
  const start = performance.now();
  const have = Number((await log.query("select count(*) from events")).rows[0][0]);
  for (let next = have; next < total; next += 100_000) {
    const rows = rowsOf(pins, next, 100_000, total);
    await inParallel(rows.length / batchSize, atOnce, (i) =>
      log.append(rows.slice(i * batchSize, (i + 1) * batchSize)),
    );
    await log.tend();
  }
  await log.seal();
  await log.tend();
  const seconds = (performance.now() - start) / 1000;
  const parts = log.parts();
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (have < total) console.log(`filled from ${thousands(have)} on in ${seconds.toFixed(0)} s`);
  console.log(
    `${thousands(total)} events in ${parts.length} files: ${(bytes / total).toFixed(1)} bytes an event, and 8 for its id`,
  );
}

async function asked(data: string): Promise<void> {
  const engine = await openEngine({ data, settings: benchSettings, environment: {} });
  const log = engine.eventLog;
  await engine.wordsReady();
  const pins = await everyPin(engine);
  const ids = pins.map(({ id }) => id);
  await fill(engine, ids);
  if (values.only === "filled") return engine.close();
  const raw = await rawQuestions(join(data, "events/parquet"), settings["events.memoryMegabytes"]);
  await raw.makePins(pins);
  for (const [what, sql] of questions) {
    const [ours, theirs]: number[][] = [[], []];
    const answers: unknown[][][] = [];
    const [askOurs, askTheirs] = [
      timed(ours, async () => answers.push([...(await log.query(sql)).rows] as unknown[][])),
      timed(theirs, async () => answers.push(await raw.ask(sql))),
    ];
    for (let turn = 0; turn < turns; turn++) {
      for (const ask of turn % 2 === 0 ? [askOurs, askTheirs] : [askTheirs, askOurs]) await ask();
    }
    const same = new Set(answers.map((rows) => `${rows.length} ${rows[0].at(-1)}`)).size === 1;
    console.log(
      `  ${what.padEnd(24)} ${median(ours).toFixed(0)} ms, raw ${median(theirs).toFixed(0)} ms: ${(median(ours) / median(theirs)).toFixed(2)} (aim: at most 1.3)${same ? "" : " ANSWERS DIFFER"}`,
    );
  }
  console.log(`  this process: ${thousands(process.memoryUsage.rss() / 1e6)} MB`);
  raw.close();
  await engine.close();
}

async function measured(): Promise<void> {
  const data = values.data ?? join(folder, "data");
  const names = Array.from({ length: 2000 }, (_, i) => `pin-${i.toString(36)}-5f3a`);
  const raw = only("alone") ? await appendAlone(names) : Number.NaN;
  if (!existsSync(data)) await makeCatalogue(data, Number(values.pins));
  if (only("http")) await overHttp(data, raw);
  if (only("filled") || only("asked")) await asked(data);
}

const timed = (into: number[], work: () => Promise<unknown>) => async (): Promise<void> => {
  const start = performance.now();
  await work();
  into.push(performance.now() - start);
};

async function killed(kills: number): Promise<void> {
  const { acknowledged, sentAgain, kept, twice, lost, damaged } = await killServers(kills);
  console.log(
    `${kills} kills: ${thousands(acknowledged)} events acknowledged, ${thousands(sentAgain)} sent again,`,
  );
  console.log(`  ${thousands(kept)} kept, ${lost} lost, ${twice} twice, ${damaged.length} files damaged`);
  if (lost + twice + damaged.length > 0 || kept !== acknowledged) process.exitCode = 1;
}

try {
  await (Number(values.kills) > 0 ? killed(Number(values.kills)) : measured());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
