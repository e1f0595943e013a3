/** The event log over HTTP: what is kept, what is refused and why, and that nothing acknowledged is ever lost. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manualClock } from "../src/core/clock.ts";
import { parseSettings } from "../src/core/settings.ts";
import { type Engine, openEngine } from "../src/engine.ts";
import { buildServer, type Server } from "../src/http/server.ts";
import { openEventLog } from "../src/io/event-log/event-log.ts";

const now = Date.UTC(2026, 2, 4, 12);
const clock = manualClock(now);
const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "bowerbird-log-"));
  folders.push(folder);
  return folder;
};
const browser = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" };
let engine: Engine;
let server: Server;
let key: Record<string, string>;
let pin: string;

beforeAll(async () => {
  engine = await openEngine({ data: newFolder(), environment: {}, clock });
  server = await buildServer(engine, { version: "0.0.0" });
  const { secret } = await engine.people.createKey({ name: "t", role: "admin", createdBy: "test" });
  key = { authorization: `Bearer ${secret}`, ...browser };
  const bytes = readFileSync("samples/home/pictures/vase-021-b.webp");
  pin = (await engine.importer.importOne(bytes, { source: "a" }, { owner: "person:ada" })).pin.id;
});
afterAll(async () => {
  await server.app.close();
  await engine.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const post = async (payload: object, headers: Record<string, string> = key) => {
  const answer = await server.app.inject({ method: "POST", url: "/events", headers, payload });
  return { status: answer.statusCode, ...answer.json() };
};
const get = async (url: string) => (await server.app.inject({ url, headers: key })).json();
const ask = async (sql: string, ...values: string[]) => (await engine.eventLog.query(sql, values)).rows;
const event = (id: string, rest = {}) => ({ id, type: "closeup", time: now, pin, visitor: "v", ...rest });

describe("a batch", () => {
  test("keeps the good rows, and returns the bad ones with their place and code", async () => {
    const answer = await post({
      sentAt: new Date(now).toISOString(),
      events: [
        event("good-1"),
        "no object",
        event("no-type", { type: undefined }),
        event("typo", { type: "sav" }),
        event("unknown-pin", { pin: "never" }),
        event("future", { time: now + 3_600_000 }),
        event("field", { colour: "red" }),
        event("negative", { position: -1 }),
        event("good-1"),
        event("good-2", { type: "Long Click", time: "2026-03-03T23:59:59Z", extra: { from: "mail" } }),
      ],
    });
    expect(answer).toMatchObject({ status: 202, accepted: 2, duplicates: 1 });
    expect(answer.rejected.map(({ index, code }: { index: number; code: string }) => [index, code])).toEqual([
      [1, "EVENT_MALFORMED"],
      [2, "EVENT_MALFORMED"],
      [3, "EVENT_TYPE_UNKNOWN"],
      [4, "EVENT_PIN_UNKNOWN"],
      [5, "EVENT_IN_FUTURE"],
      [6, "EVENT_MALFORMED"],
      [7, "EVENT_MALFORMED"],
    ]);
    expect(answer.notes).toMatchObject([{ code: "EVENT_DUPLICATE", count: 1 }]);
    expect(await ask("select type, day::varchar, extra from events where id = 'good-2'")).toEqual([
      ["long_click", "2026-03-03", '{"from":"mail"}'],
    ]);
    const rejected = await get("/events/rejected");
    expect(rejected.byCode).toMatchObject({ EVENT_MALFORMED: 4, EVENT_PIN_UNKNOWN: 1 });
    expect(rejected.latest[0]).toMatchObject({ code: "EVENT_MALFORMED", index: 7 });
  });

  test("sent again whole is answered, and kept once", async () => {
    const events = [event("again-1"), event("again-2")];
    expect(await post({ events })).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(await post(events)).toMatchObject({ accepted: 0, duplicates: 2 });
    expect(await ask("select count(*) from events where id like 'again%'")).toEqual([[2]]);
  });

  test("too large, or no batch at all, is refused whole", async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => event(`many-${i}`));
    expect(await post({ events: many })).toMatchObject({ status: 413, code: "EVENT_BATCH_TOO_LARGE" });
    expect(await post({ rows: [] })).toMatchObject({ status: 400, code: "BAD_INPUT" });
    expect(await post({ events: [], sentAt: "soon" })).toMatchObject({ status: 400, code: "BAD_INPUT" });
    const json = { ...key, "content-type": "application/json" };
    for (const payload of ['{"events": [', "", "7"]) {
      const answer = await server.app.inject({ method: "POST", url: "/events", headers: json, payload });
      expect([answer.statusCode, answer.json().code], payload).toEqual([400, "BAD_INPUT"]);
    }
    expect(await ask("select count(*) from events where id like 'many%'")).toEqual([[0]]);
  });

  test("of a clock that is wrong is corrected by when it was sent", async () => {
    const wrong = now + 7_200_000;
    await post({ sentAt: wrong, events: [event("skewed", { time: wrong - 60_000 })] });
    expect(await ask("select time, clock from events where id = 'skewed'")).toEqual([
      ["2026-03-04T11:59:00.000Z", "2026-03-04T13:59:00.000Z"],
    ]);
  });

  test("of a bot is kept, marked, and left out of what people did", async () => {
    const bot = { ...key, "user-agent": "Examplebot/2.1 (+https://example.org/bot)" };
    expect((await post([event("bot")], bot)).notes).toMatchObject([{ code: "EVENT_FROM_BOT", count: 1 }]);
    expect(await ask("select agent from events where id = 'bot'")).toEqual([["bot"]]);
    expect(await ask("select count(*) from human_events where id = 'bot'")).toEqual([[0]]);
  });

  test("of a visitor names nobody it is not, and nobody at all where tracking is refused", async () => {
    await post([event("claim", { person: "ada", visitor: undefined })], browser);
    await post([event("private", { session: "s" })], { ...browser, "sec-gpc": "1" });
    await post([event("trusted", { person: "ada" })]);
    expect(
      await ask(
        "select id, person, visitor, session, consent, own from events where id in ('claim','private','trusted') order by id",
      ),
    ).toEqual([
      ["claim", null, "ada", null, null, null],
      ["private", null, null, null, "denied", null],
      ["trusted", "ada", "v", null, null, true],
    ]);
  });

  test("of an erased person is refused, and shows nothing of them", async () => {
    await post([event("before", { person: "eve", visitor: undefined })]);
    expect(await engine.eventLog.erase("eve")).toMatchObject({ events: 1 });
    const answer = await post([event("after", { person: "eve" }), event("other")]);
    expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: "EVENT_PERSON_ERASED" }] });
    expect(await ask("select count(*) from events where person = 'eve'")).toEqual([[0]]);
    expect((await get("/events/rejected")).latest[0].event).not.toContain("eve");
  });
});

test("every served list is a slate in the log; the check finds acts without one", async () => {
  const wall = await get("/pins?limit=5");
  await engine.events.settled();
  const [row] = await ask(
    "select position, pin, surface, source, probability from slates where slate = ?",
    wall.slate,
  );
  expect(row).toEqual([0, pin, "wall", "newest", 1]);
  const found = await get("/search?q=vase");
  await engine.events.settled();
  expect(
    await ask("select distinct surface, source, query from slates where slate = ?", found.slate),
  ).toEqual([["search", "words", "vase"]]);
  await post([event("seen", { type: "impression", slate: wall.slate, position: 0, dwell: 1200 })]);
  expect(await get("/events/check")).toMatchObject({ gaps: [], damaged: [], ok: true });
  await post([event("lost", { type: "save", slate: "never-served", position: 0 })]);
  expect(await get("/events/check")).toMatchObject({
    gaps: [{ kind: "slate unknown", count: 1 }],
    ok: false,
  });
  const counts = await get("/events/counts?from=2026-03-04");
  expect(counts.items.find(({ type }: { type: string }) => type === "slate")).toMatchObject({
    day: "2026-03-04",
  });
});

const program = `
  const { openEventLog } = await import(process.argv[1]);
  const { parseSettings } = await import(process.argv[2]);
  const settings = parseSettings({ "events.recentRows": 400, "events.threads": 1 });
  const log = await openEventLog(process.argv[3], settings, { now: () => ${now} });
  const start = Number(process.argv[4]);
  for (let batch = 0; ; batch++) {
    const rows = Array.from({ length: 50 }, (_, i) => ({ id: "e" + (start + batch * 50 + i), type: "view",
      day: ${Math.floor(now / 86_400_000)}, time: ${now}, clock: ${now}, received: ${now}, agent: "program", origin: "client" }));
    await log.append(rows);
    if (batch % 7 === 6) await log.tend();
    process.stdout.write((start + batch * 50 + 50) + "\\n");
  }
`;

/** Appends in a process of its own until it has acknowledged so many batches, and kills it there. */
const appendAndKill = (folder: string, start: number, batches: number): Promise<number> =>
  new Promise((resolve) => {
    const of = (path: string): string => new URL(`../src/${path}`, import.meta.url).href;
    const child = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        program,
        of("io/event-log/event-log.ts"),
        of("core/settings.ts"),
        folder,
        `${start}`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let acknowledged = start;
    child.stdout.on("data", (text: Buffer) => {
      acknowledged = Number(String(text).trim().split("\n").at(-1));
      if (acknowledged >= start + batches * 50) child.kill("SIGKILL");
    });
    child.on("exit", () => resolve(acknowledged));
  });

test("killed with -9 five times under load, it has every acknowledged event once", async () => {
  const folder = newFolder();
  let acknowledged = 0;
  for (const batches of [5, 23, 11, 31, 17])
    acknowledged = await appendAndKill(folder, acknowledged, batches);
  const log = await openEventLog(folder, parseSettings({}), clock);
  const { rows } = await log.query("select count(*), count(distinct id) from events");
  const numbers = await log.query("select count(distinct id) from events where substr(id, 2)::integer < ?", [
    acknowledged,
  ]);
  expect(rows[0][0]).toBe(rows[0][1]);
  expect(numbers.rows[0][0]).toBe(acknowledged);
  expect(await log.inspect()).toEqual([]);
  await log.close();
}, 60_000);

const mounts = process.getuid?.() === 0 && existsSync("/bin/mount");
describe.runIf(mounts)("on a disk of two megabytes (needs root, to mount one)", () => {
  test("a full disk is told, loses nothing, and is over when there is space again", async () => {
    const folder = newFolder();
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder]).status !== 0) return;
    try {
      const data = join(folder, "events");
      mkdirSync(data);
      writeFileSync(join(folder, "ballast"), Buffer.alloc(1_000_000));
      const log = await openEventLog(data, parseSettings({}), clock);
      const kept: string[] = [];
      const append = async (id: string): Promise<string> =>
        log
          .append([
            {
              ...{ id, type: "custom", day: 20_516, time: now, clock: now, received: now },
              ...{ agent: "program", origin: "client", extra: JSON.stringify({ text: "x".repeat(3000) }) },
            },
          ])
          .then(
            () => String(kept.push(id) && "kept"),
            ({ code }) => code,
          );
      let answer = "kept";
      for (let i = 0; answer === "kept" && i < 2000; i++) answer = await append(`e${i}`);
      expect(answer).toBe("DISK_FULL");
      unlinkSync(join(folder, "ballast"));
      expect(await append(`e${kept.length}`)).toBe("kept");
      await log.close();
      const again = await openEventLog(data, parseSettings({}), clock);
      const { rows } = await again.query("select count(*), count(distinct id) from events");
      expect(rows).toEqual([[kept.length, kept.length]]);
      await again.close();
    } finally {
      spawnSync("umount", ["-l", folder]);
    }
  });
});

test("events join with the pins that there are now", async () => {
  const sql = `select p.title, p.tags, p.owner, count(*) from pins p join events e on e.pin = p.id
    where e.id like 'joined%' group by all`;
  await post([event("joined-1"), event("joined-2")]);
  expect(await ask(sql)).toEqual([["", [], "person:ada", 2]]);
  await engine.pins.patch(pin, { title: "Blue vase", tags: ["vase", "blue"] });
  expect(await ask(sql)).toEqual([["Blue vase", ["vase", "blue"], "person:ada", 2]]);
  await engine.pins.remove([pin]);
  expect(await ask(sql)).toEqual([]);
});

test("a second process on the data folder is refused", async () => {
  const second = openEngine({ data: engine.data, environment: {} });
  await expect(second).rejects.toMatchObject({ code: "DATA_LOCKED" });
});
