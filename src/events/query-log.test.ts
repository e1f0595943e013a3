import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { manualClock } from "../core/clock.ts";
import type { EventLog } from "../core/event-log.ts";
import { parseSettings } from "../core/settings.ts";
import { openEventLog } from "../io/event-log/event-log.ts";
import { followPopularity } from "../search/word-search/popularity.ts";
import { events } from "./events.ts";
import { queryLog } from "./query-log.ts";

const now = Date.UTC(2026, 2, 4, 12);
const folder = mkdtempSync(join(tmpdir(), "bowerbird-queries-"));
let log: EventLog;

beforeAll(async () => {
  const clock = manualClock(now);
  const settings = parseSettings({});
  log = await openEventLog(folder, settings, clock);
  const people = { ownersOf: async () => new Map(), withoutHistory: async () => new Set<string>() };
  const recorder = events({ log, clock, ...people }, settings);
  const slate = (name: string, query: string | undefined, results: number, rest: object = {}) =>
    recorder.served({
      ...{ slate: name, surface: "search", source: "words", agent: "browser", settings: "s" },
      ...(query !== undefined && { query }),
      hits: Array.from({ length: Math.min(2, results) }, (_, i) => ({
        pin: `p${i}`,
        extra: { step: "phrase" },
      })),
      extra: { results, reached: results > 0 ? "phrase" : "picture", milliseconds: 4 },
      ...rest,
    });
  slate("one", "Blue  Lamp", 7, { person: "ada" });
  slate("two", "blue lamp", 7);
  slate("page-two", "blue lamp", 7, { from: 2, extra: undefined });
  slate("none", "zzz", 0);
  slate("kept-out", undefined, 3);
  await recorder.settled();
});
afterAll(async () => {
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

test("what was shown is asked of the log for popularity, too", async () => {
  const { look, of, stop } = followPopularity({ log, pins: { read: async () => [] } });
  await look();
  stop();
  expect(of(1)).toBe(0);
});

test("a search is one row, later pages are none, and what found nothing is found", async () => {
  const all = await queryLog(log).latest({ limit: 10 });
  expect(all.map(({ slate }) => slate).sort()).toEqual(["kept-out", "none", "one", "two"]);
  expect(all.find(({ slate }) => slate === "one")).toEqual({
    ...{ slate: "one", text: "Blue  Lamp", person: "ada", time: now },
    ...{ results: 7, shown: 2, reached: "phrase", milliseconds: 4 },
  });
  expect(await queryLog(log).latest({ limit: 10, empty: true })).toMatchObject([
    { text: "zzz", results: 0, shown: 0, reached: "picture" },
  ]);
  expect(await queryLog(log).latest({ limit: 10, person: "ada" })).toHaveLength(1);
  expect(await queryLog(log).latest({ limit: 10, since: now + 1 })).toEqual([]);
});

test("texts are counted whatever their case and spaces; those that were not kept are not", async () => {
  expect(await queryLog(log).texts({ limit: 10 })).toEqual([
    { text: "blue lamp", searches: 2, people: 2, empty: 0, milliseconds: 4, last: now },
    { text: "zzz", searches: 1, people: 1, empty: 1, milliseconds: 4, last: now },
  ]);
});
