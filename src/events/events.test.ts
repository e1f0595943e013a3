/** Recording over the real log: each refusal has its code and its sentence, and what is good beside it is kept. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { manualClock } from "../core/clock.ts";
import type { EventLog } from "../core/event-log.ts";
import { parseSettings } from "../core/settings.ts";
import { openEventLog } from "../io/event-log/event-log.ts";
import { type Events, events } from "./events.ts";
import type { Sender } from "./parse-event.ts";

const now = Date.UTC(2026, 2, 4, 12);
const day = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), "bowerbird-recording-"));
const settings = parseSettings({ "events.retentionDays": 30, "events.batch": 20_000, "events.threads": 1 });
const program: Sender = { person: null, trusted: true, agent: "program", nameless: false };
let log: EventLog;
let recorder: Events;

beforeAll(async () => {
  const clock = manualClock(now);
  log = await openEventLog(folder, settings, clock);
  const ports = { log, clock, withoutHistory: async () => new Set<string>() };
  const owners = new Map([["vase", "person:ada"]]);
  recorder = events({ ...ports, ownersOf: async () => owners }, settings);
  await log.append([
    {
      id: "eve",
      type: "view",
      time: now,
      clock: now,
      received: now,
      day: Math.floor(now / day),
      person: "eve",
      agent: "browser",
      origin: "client",
    },
  ]);
  await log.erase("eve");
});
afterAll(async () => {
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

const good = { id: "good", type: "view", time: now };
const kept = async (): Promise<unknown> => (await log.query("select count(*) from events")).rows[0][0];

test.each<[string, unknown, string, string]>([
  ["no object", 7, "EVENT_MALFORMED", "the event is not valid: it is not an object"],
  ["no time", { id: "a", type: "view" }, "EVENT_MALFORMED", "time is not valid: it is missing"],
  [
    "a field that there is not",
    { ...good, id: "a", colour: null },
    "EVENT_MALFORMED",
    "the field colour is not valid: there is none; the nearest is value",
  ],
  [
    "a position below 0",
    { ...good, id: "a", position: -1 },
    "EVENT_MALFORMED",
    "position is not valid: it is a whole number of 0 or more",
  ],
  [
    "a consent that is no answer",
    { ...good, id: "a", consent: "no" },
    "EVENT_MALFORMED",
    "consent is not valid: it is granted, denied or unasked",
  ],
  [
    "a type that there is not",
    { ...good, id: "a", type: "clik" },
    "EVENT_TYPE_UNKNOWN",
    "there is no event type clik; the nearest is click",
  ],
  [
    "a pin that never was",
    { ...good, id: "a", pin: "urn" },
    "EVENT_PIN_UNKNOWN",
    "there has never been a pin urn",
  ],
  [
    "an hour ahead",
    { ...good, id: "a", time: now + 3_600_000 },
    "EVENT_IN_FUTURE",
    "the event's time is 3600 s ahead of now",
  ],
  [
    "older than what is kept",
    { ...good, id: "a", time: now - 31 * day },
    "EVENT_TOO_OLD",
    "the event is older than the 30 days that are kept",
  ],
  [
    "of a person who was erased",
    { ...good, id: "a", person: "eve" },
    "EVENT_PERSON_ERASED",
    "the person of the event was erased, so nothing about them is kept",
  ],
])("refused with code, sentence and remedy: %s", async (what, event, code, sentence) => {
  const before = Number(await kept());
  const beside = { ...good, id: `beside ${what}` };
  const { accepted, rejected } = await recorder.record({ events: [event, beside] }, program);
  expect(rejected).toEqual([{ index: 0, code, sentence, remedy: expect.stringMatching(/\.$/) }]);
  expect(accepted).toBe(1);
  expect(await kept()).toBe(before + 1);
  expect(recorder.rejections().latest[0]).toMatchObject({ code, index: 0 });
});

test("a visitor cannot claim that a list was served; a program with a key can", async () => {
  const events = [{ ...good, id: "claimed", type: "slate", slate: "s", position: 0, pin: "vase" }];
  const { rejected } = await recorder.record({ events }, { ...program, trusted: false });
  expect(rejected).toMatchObject([{ code: "EVENT_MALFORMED" }]);
  expect(rejected[0].sentence).toMatch(/^type is not valid: a slate is written by whoever serves it/);
  expect(await recorder.record({ events }, program)).toMatchObject({ accepted: 1 });
});

test("just inside the bounds is kept: five minutes ahead, and thirty days ago", async () => {
  const edges = [now + 300_000, now - 30 * day].map((time) => ({ ...good, id: `at ${time}`, time }));
  expect(await recorder.record({ events: edges }, program)).toMatchObject({ accepted: 2, rejected: [] });
});

test("ten thousand at once are kept where the bound allows them, the bad ones among them returned", async () => {
  const many = Array.from({ length: 10_000 }, (_, i) => ({
    ...good,
    id: `many ${i}`,
    ...(i % 1000 === 999 && { time: "soon" }),
  }));
  const { accepted, rejected } = await recorder.record({ events: many }, program);
  expect(accepted).toBe(9990);
  expect(rejected.map(({ index }) => index)).toEqual(Array.from({ length: 10 }, (_, i) => 1000 * i + 999));
});

test("of a bot it is kept, and said", async () => {
  const events = [{ ...good, id: "bot" }];
  const { notes } = await recorder.record({ events }, { ...program, agent: "bot" });
  expect(notes).toEqual([
    {
      code: "EVENT_FROM_BOT",
      count: 1,
      sentence: "the sender says it is a bot (bot); its events are kept and marked",
    },
  ]);
});

test("a log that is behind says so and takes more once it has caught up", async () => {
  const small = parseSettings({ "events.recentRows": 100, "events.threads": 1 });
  const behind = await openEventLog(join(folder, "behind"), small, manualClock(now));
  const row = { type: "view", time: now, clock: now, received: now, day: Math.floor(now / day) } as const;
  const rows = (name: string) =>
    Array.from(
      { length: 301 },
      (_, i) => ({ ...row, id: `${name}${i}`, agent: "program", origin: "client" }) as const,
    );
  await behind.append(rows("a"));
  await expect(behind.append(rows("b"))).rejects.toMatchObject({
    code: "EVENTS_BEHIND",
    details: { waiting: 301, bound: 300 },
  });
  await behind.tend();
  expect(await behind.append(rows("b"))).toMatchObject({ accepted: 301 });
  await behind.close();
});
