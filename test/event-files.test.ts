/** The log from outside: the command line alone and beside a server, its files in plain DuckDB, and the live stream. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningServer } from "../src/cli/data-folder.ts";
import { openEngine } from "../src/engine.ts";
import { command, bowerbird as runBowerbird } from "./command-line.ts";

const root = mkdtempSync(join(tmpdir(), "bowerbird-event-files-"));
const data = join(root, "data");
const running: ChildProcess[] = [];
const settings = { "events.threads": 1, "events.futureSeconds": 1e12 };
const late = { id: "late", type: "custom", time: "2026-03-03T23:59:59.999Z", extra: { from: "café" } };

const bowerbird = (...line: string[]) => runBowerbird(...line, "--data", data);

beforeAll(async () => {
  const engine = await openEngine({ data, settings, environment: {} });
  const sender = { person: null, trusted: true, agent: "browser", nameless: false } as const;
  const events = [
    { id: "a", type: "view", time: "2026-03-04T00:00:00Z", visitor: "v" },
    { id: "b", type: "rating", time: "2026-03-04T12:00:00.123Z", value: 4.5, scores: { similarity: 0.25 } },
    { id: "c", type: "search", time: "2026-03-05T12:00:00Z", query: 'blue, "lamp"\nnew line' },
  ];
  await engine.events.record({ events }, sender);
  await engine.eventLog.seal();
  await engine.events.record({ events: [late] }, sender);
  await engine.close();
});
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true });
});

describe("by itself", () => {
  test("`events tail` shows the latest, oldest first", async () => {
    const { events } = JSON.parse((await bowerbird("events", "tail", "--json", "--limit", "2")).out);
    expect(events.map(({ id }: { id: string }) => id)).toEqual(["b", "c"]);
    expect(events[1]).toMatchObject({ type: "search", time: "2026-03-05T12:00:00.000Z", origin: "client" });
    const { out } = await bowerbird("events", "tail", "--type", "rating");
    expect(out).toMatch(/time +type .*\n2026-03-04T12:00:00.123Z +rating/);
  });

  test("`events export` writes days that plain DuckDB reads, the late event in its own", async () => {
    const folder = join(root, "out");
    const { out } = await bowerbird("events", "export", folder, "--to", "2026-03-04", "--json");
    const { events, parts } = JSON.parse(out);
    expect(events).toBe(3);
    expect(parts.map(({ day, rows }: { day: string; rows: number }) => [day, rows])).toEqual([
      ["2026-03-03", 1],
      ["2026-03-04", 2],
    ]);
    expect(parts.map(({ path }: { path: string }) => path.replace(/\d{6}/, "N"))).toEqual([
      "day=2026-03-03/N.parquet",
      "day=2026-03-04/N.parquet",
    ]);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const read = await connection.runAndReadAll(
      `select id, day::varchar, time::varchar, value, scores['similarity'], extra->>'from', typeof(time), typeof(day)
       from read_parquet('${folder}/*/*.parquet', hive_partitioning = true) order by time`,
    );
    expect(read.getRowsJS()).toEqual([
      ["late", "2026-03-03", "2026-03-03 23:59:59.999", null, null, "café", "TIMESTAMP", "DATE"],
      ["a", "2026-03-04", "2026-03-04 00:00:00", null, null, null, "TIMESTAMP", "DATE"],
      ["b", "2026-03-04", "2026-03-04 12:00:00.123", 4.5, 0.25, null, "TIMESTAMP", "DATE"],
    ]);
    connection.closeSync();
  });

  test("`events check` finds nothing wrong, and exits 0", async () => {
    const { exit, out } = await bowerbird("events", "check", "--json");
    expect(JSON.parse(out)).toEqual({ events: 4, slates: 0, gaps: [], damaged: [], ok: true });
    expect(exit).toBe(0);
  });

  test.each([
    [["events", "tail", "--limit", "0"], "OUT_OF_RANGE"],
    [["events", "export", "out", "--from", "yesterday"], "BAD_INPUT"],
  ])("%j is refused with %s", async (line, code) => {
    const { exit, said } = await bowerbird(...line);
    expect(exit).toBe(2);
    expect(said).toContain(code);
  });
});

test("beside a server the same is asked of the server; the stream tells what is kept; a lost file is found", async () => {
  const server = command(
    "start",
    "--json",
    "--no-web",
    "--data",
    data,
    "--port",
    "0",
    "--events.futureSeconds",
    "1000000000000",
  );
  running.push(server);
  if (server.stdout) await once(createInterface({ input: server.stdout }), "line");
  const { url, key } = JSON.parse(readFileSync(join(data, "server.json"), "utf8")) as RunningServer;
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const stream = await fetch(`${url}/events/stream`, { headers });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe(": listening\n\n");
  const body = JSON.stringify([{ id: "live", type: "view", time: "2026-03-06T00:00:00Z" }, late]);
  const answer = await fetch(`${url}/events`, { method: "POST", headers, body });
  expect(await answer.json()).toMatchObject({ accepted: 1, duplicates: 1 });
  const told = (await reader?.read())?.value ?? "";
  expect(told).toMatch(/^event: event\ndata: \{.*"id":"live".*\}\n\n$/);
  expect(told).toContain('"time":"2026-03-06T00:00:00.000Z"');
  await reader?.cancel();

  const { events } = JSON.parse((await bowerbird("events", "tail", "--json", "--limit", "1")).out);
  expect(events).toMatchObject([{ id: "live" }]);
  const exported = JSON.parse((await bowerbird("events", "export", join(root, "all"), "--json")).out);
  expect(exported.events).toBe(5);
  rmSync(join(data, "events/parquet", exported.parts[0].path));
  const { exit, out } = await bowerbird("events", "check", "--json");
  expect(JSON.parse(out)).toMatchObject({ ok: false, damaged: [`${exported.parts[0].path} is missing`] });
  expect(exit).toBe(2);
  const people = await bowerbird("events", "check");
  expect([people.exit, people.said.split("\n")[0]]).toEqual([
    2,
    "EVENTS_HAVE_GAPS: the log has 0 gaps; 1 files are damaged.",
  ]);
});
