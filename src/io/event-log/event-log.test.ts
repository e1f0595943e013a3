/** The log over real files and DuckDB: durable, once each, in the right day, erasable, and closed to everything else. */
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { manualClock } from "../../core/clock.ts";
import type { EventLog, EventRow } from "../../core/event-log.ts";
import { parseSettings } from "../../core/settings.ts";
import { openEventLog } from "./event-log.ts";

const folders: string[] = [];
const noon = Date.UTC(2026, 2, 4, 12);
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "bowerbird-events-"));
  folders.push(folder);
  return folder;
};
const clock = manualClock(noon);
const open = (folder: string, settings = {}): Promise<EventLog> =>
  openEventLog(folder, parseSettings({ "events.threads": 1, ...settings }), clock);
const row = (id: string, change: Partial<EventRow> = {}): EventRow => {
  const time = change.time ?? noon;
  return {
    ...{ id, type: "closeup", day: Math.floor(time / 86_400_000), clock: time, received: noon },
    ...{ agent: "browser", origin: "client" },
    ...change,
    time,
  };
};
const count = async (log: EventLog): Promise<unknown> =>
  (await log.query("select count(*) from events")).rows[0][0];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("appending", () => {
  test("is seen by the next question, and once whatever is repeated", async () => {
    const log = await open(newFolder());
    expect(await log.append([row("a"), row("b"), row("a")])).toEqual({ accepted: 2, duplicates: [2] });
    expect(await log.append([row("b"), row("c", { scores: { similarity: 0.5 }, extra: '{"x":1}' })])).toEqual(
      {
        accepted: 1,
        duplicates: [0],
      },
    );
    expect(await count(log)).toBe(3);
    const { rows } = await log.query(
      "select time, day, scores, scores['similarity'], extra->>'x' from events where id = 'c'",
    );
    expect(rows).toEqual([
      ["2026-03-04T12:00:00.000Z", "2026-03-04T00:00:00.000Z", { similarity: 0.5 }, 0.5, "1"],
    ]);
    await log.close();
  });

  test("a repeat that overtakes its first is answered when the first is on the disk", async () => {
    const log = await open(newFolder());
    await log.append([row("before")]);
    const answered: string[] = [];
    const first = log.append([row("a")]).then(() => answered.push("first"));
    const repeat = log.append([row("a")]).then(() => answered.push("repeat"));
    await Promise.all([first, repeat]);
    expect(answered).toEqual(["first", "repeat"]);
    expect(await count(log)).toBe(2);
    await log.close();
  });

  test("is kept by a log that was never closed, without what was torn", async () => {
    const folder = newFolder();
    const first = await open(folder);
    await first.append([row("a"), row("b")]);
    const segments = readdirSync(join(folder, "journal"));
    appendFileSync(join(folder, "journal", segments[0]), '{"id":"torn","ty');
    const second = await open(folder);
    expect(await count(second)).toBe(2);
    expect((await second.append([row("b"), row("d")])).duplicates).toEqual([0]);
    await second.close();
    const third = await open(folder);
    expect(await count(third)).toBe(3);
    expect((await third.append([row("d")])).duplicates).toEqual([0]);
    await third.close();
  });
});

describe("a repeat from long ago", () => {
  const small = { "events.recentRows": 100, "events.recentIds": 100 };
  const yesterday = noon - 86_400_000;
  const batch = (from: number, time: number) =>
    Array.from({ length: 200 }, (_, i) => row(`e${from + i}`, { time }));
  const all = Array.from({ length: 200 }, (_, i) => i);

  test("is known when its id is in memory no longer, in the same order of files or merged ones", async () => {
    const log = await open(newFolder(), small);
    for (let from = 0; from < 2000; from += 200) await log.append(batch(from, yesterday)).then(log.seal);
    expect((await log.append(batch(0, yesterday))).duplicates).toEqual(all);
    await log.tend();
    expect(log.parts()).toHaveLength(1);
    expect(await log.append([row("new"), ...batch(200, yesterday)])).toEqual({
      accepted: 1,
      duplicates: all.map((i) => i + 1),
    });
    expect(await count(log)).toBe(2001);
    await log.close();
  });

  test("is known after a restart, with its ids on the disk or made again", async () => {
    const folder = newFolder();
    const log = await open(folder, small);
    await log.append(batch(0, yesterday));
    await log.close();
    const second = await open(folder, small);
    expect((await second.append(batch(0, yesterday))).duplicates).toEqual(all);
    await second.close();
    rmSync(join(folder, "ids"), { recursive: true });
    const third = await open(folder, small);
    expect((await third.append([...batch(0, yesterday), row("new", { time: yesterday })])).accepted).toBe(1);
    await third.close();
  });

  test("is known beyond midnight, where the correction of a clock has moved it", async () => {
    const log = await open(newFolder(), small);
    const midnight = Date.UTC(2026, 2, 3);
    await log.append([row("a", { time: midnight - 1000 }), ...batch(0, yesterday)]).then(log.seal);
    for (let from = 200; from < 2000; from += 200) await log.append(batch(from, yesterday)).then(log.seal);
    const moved = row("a", { time: midnight + 1000, clock: midnight - 1000 });
    expect((await log.append([moved])).duplicates).toEqual([0]);
    await log.close();
  });

  test("sent twice at once is kept once still", async () => {
    const folder = newFolder();
    const log = await open(folder, small);
    await log.append(batch(0, yesterday));
    await log.close();
    const again = await open(folder, small);
    const both = await Promise.all([again.append(batch(0, yesterday)), again.append(batch(0, yesterday))]);
    expect(both.map(({ accepted }) => accepted)).toEqual([0, 0]);
    expect(await count(again)).toBe(200);
    await again.close();
  });
});

describe("partitions", () => {
  test("hold each day; a late event lands in its own; leftovers are removed", async () => {
    const folder = newFolder();
    const log = await open(folder);
    const yesterday = noon - 86_400_000;
    await log.append([row("a"), row("late", { time: yesterday })]);
    await log.seal();
    await log.append([row("later", { time: yesterday })]);
    await log.seal();
    expect(log.parts().map(({ path, rows }) => [path, rows])).toEqual([
      ["day=2026-03-03/000001.parquet", 1],
      ["day=2026-03-03/000003.parquet", 1],
      ["day=2026-03-04/000002.parquet", 1],
    ]);
    expect(await log.inspect()).toEqual([]);
    expect(readdirSync(join(folder, "journal"))).toEqual([]);
    await log.close();
    writeFileSync(join(folder, "parquet/day=2026-03-03/000009.parquet"), "left over");
    const again = await open(folder);
    expect(await count(again)).toBe(3);
    expect(existsSync(join(folder, "parquet/day=2026-03-03/000009.parquet"))).toBe(false);
    await again.close();
  });

  test("many small ones of a day become one; old days go when their time is over", async () => {
    const log = await open(newFolder(), { "events.retentionDays": 30 });
    for (let i = 0; i < 8; i++) {
      await log.append([row(`e${i}`), ...(i === 0 ? [row("old", { time: noon - 40 * 86_400_000 })] : [])]);
      await log.seal();
    }
    await log.tend();
    expect(log.parts().map(({ rows }) => rows)).toEqual([8]);
    expect(await count(log)).toBe(8);
    await log.close();
  });

  test("a missing file is told", async () => {
    const folder = newFolder();
    const log = await open(folder);
    await log.append([row("a")]);
    await log.seal();
    rmSync(join(folder, "parquet", log.parts()[0].path));
    expect(await log.inspect()).toEqual(["day=2026-03-04/000001.parquet is missing"]);
    await log.close();
  });
});

test("erasing a person leaves no row of theirs in any file, and refuses their name", async () => {
  const folder = newFolder();
  const log = await open(folder);
  await log.append([
    row("before", { visitor: "v1" }),
    row("a", { person: "ada", visitor: "v1" }),
    row("other", { person: "bob", visitor: "v1" }),
    row("old", { person: "ada", time: noon - 5 * 86_400_000 }),
  ]);
  await log.seal();
  await log.append([row("recent", { person: "ada" })]);
  expect((await log.ofPerson("ada", 10)).map(({ id }) => id)).toEqual(["old", "a", "before", "recent"]);
  expect(await log.erase("ada")).toEqual({ events: 4, parts: 3 });
  expect((await log.query("select id from events")).rows).toEqual([["other"]]);
  expect(log.isErased("ada")).toBe(true);
  await log.close();
  const again = await open(folder);
  expect(again.isErased("ada")).toBe(true);
  expect(await count(again)).toBe(1);
  await again.close();
});

describe("a question in SQL", () => {
  test("reads the views and nothing else", async () => {
    const log = await open(newFolder());
    await log.append([row("a")]);
    const refused = async (sql: string): Promise<unknown> => log.query(sql).catch(({ code }) => code);
    expect(await refused("with x as (select 1 as one) select * from x, events, range(3)")).toMatchObject({
      truncated: false,
    });
    for (const sql of [
      "drop table recent_1",
      "select 1; select 2",
      "copy events to 'x.parquet'",
      "select * from read_parquet('x')",
      "select * from read_text('/etc/hostname')",
      "select * from '/etc/hostname'",
      "select * from recent_1",
      "select * from kept_pins",
      "select * from (with recent_1 as (select 1) select 1), recent_1",
      'select * from (with "journal/000000001.ndjson" as (select 1) select 1), "journal/000000001.ndjson"',
      "select * from duckdb_settings()",
      "select (select count(*) from glob('*'))",
      "attach 'x.db'",
      "set memory_limit = '1GB'",
      "pragma version",
      "show tables",
    ]) {
      expect(await refused(sql), sql).toBe("SQL_REFUSED");
    }
    expect(await refused("select nothing from events")).toBe("SQL_FAILED");
    expect(await refused("selec")).toBe("SQL_FAILED");
    await log.close();
  });

  test("is bounded in rows and in time", async () => {
    const log = await open(newFolder());
    const table = await log.query("select i from range(100000) t(i)", [], { rows: 10 });
    expect(table.rows).toHaveLength(10);
    expect(table.truncated).toBe(true);
    const slow = log.query("select count(*) from range(10000000) a, range(100000) b", [], {
      milliseconds: 50,
    });
    await expect(slow).rejects.toMatchObject({ code: "SQL_TOO_SLOW" });
    expect(await count(log)).toBe(0);
    await log.close();
  });
});
