/** The views over small logs written by hand: every row that comes out is one that was worked out on paper. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { manualClock } from "../core/clock.ts";
import type { EventLog, EventRow } from "../core/event-log.ts";
import type { EventType } from "../core/event-types.ts";
import { parseSettings } from "../core/settings.ts";
import { openEventLog } from "../io/event-log/event-log.ts";

const noon = Date.UTC(2026, 2, 4, 12);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let folder: string;
let log: EventLog;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "bowerbird-views-"));
  log = await openEventLog(folder, parseSettings({ "events.threads": 1 }), manualClock(noon));
});
afterEach(async () => {
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One event, `after` milliseconds after noon. */
function act(type: EventType, id: string, after: number, rest: Partial<EventRow> = {}): EventRow {
  const time = noon + after;
  return {
    ...{ id, type, day: Math.floor(time / day), time, clock: time, received: time },
    ...{ agent: "browser", origin: type === "slate" ? "server" : "client" },
    ...rest,
  };
}
/** A served list, one row a place. */
const slate = (name: string, after: number, pins: readonly string[], rest: Partial<EventRow> = {}) =>
  pins.map((pin, position) =>
    act("slate", `${name}:${position}`, after, { slate: name, position, pin, probability: 1, ...rest }),
  );
const seen = (id: string, after: number, slateName: string, pin: string, who: Partial<EventRow>) =>
  act("impression", id, after, { slate: slateName, pin, ...who });
const save = (id: string, after: number, pin: string, rest: Partial<EventRow>) =>
  act("save", id, after, { pin, ...rest });

async function rowsOf(sql: string, events: readonly EventRow[]): Promise<unknown[]> {
  await log.append(events);
  return [...(await log.query(sql)).rows];
}

describe("sessions", () => {
  const v = { visitor: "v" };
  const sessions = "select subject, number, started, ended, events from sessions order by subject, number";
  const at = (after: number): string => new Date(noon + after).toISOString();

  test.each<[string, EventRow[], unknown[]]>([
    [
      "go on through a pause of a millisecond less than 30 minutes",
      [act("view", "a", 0, v), act("view", "b", 30 * minute - 1, v)],
      [["v", 1, at(0), at(30 * minute - 1), 2]],
    ],
    [
      "end with a pause of 30 minutes",
      [act("view", "a", 0, v), act("view", "b", 30 * minute, v), act("view", "c", 31 * minute, v)],
      [
        ["v", 1, at(0), at(0), 1],
        ["v", 2, at(30 * minute), at(31 * minute), 2],
      ],
    ],
    [
      "go on over midnight, whatever the order in which the events came",
      [act("view", "b", 12 * hour + minute, v), act("view", "a", 12 * hour - minute, v)],
      [["v", 1, at(12 * hour - minute), at(12 * hour + minute), 2]],
    ],
    [
      "are each subject's own, and the person's where there is one",
      [act("view", "a", 0, v), act("view", "b", 1, { ...v, person: "ada" }), act("view", "c", 2, v)],
      [
        ["ada", 1, at(1), at(1), 1],
        ["v", 1, at(0), at(2), 2],
      ],
    ],
    [
      "count neither what the server wrote nor those who named nobody",
      [...slate("s", 0, ["p"], { person: "ada" }), act("view", "a", 0)],
      [],
    ],
  ])("%s", async (_, events, expected) => {
    expect(await rowsOf(sessions, events)).toEqual(expected);
  });

  test("count impressions, acts and saves, and where they began", async () => {
    const events = [
      act("view", "a", 0, { ...v, surface: "wall" }),
      seen("b", 1, "s", "p", v),
      act("closeup", "c", 2, { ...v, pin: "p" }),
      save("d", 3, "p", v),
    ];
    const sql = "select events, impressions, acts, saves, first_surface, day::varchar from sessions";
    expect(await rowsOf(sql, events)).toEqual([[4, 1, 2, 1, "wall", "2026-03-04"]]);
  });

  test("begin on the surface of their first event, not on the first by alphabet", async () => {
    const events = [
      act("view", "a", 0, { ...v, surface: "wall" }),
      act("view", "b", 1, { ...v, surface: "board" }),
    ];
    expect(await rowsOf("select first_surface from sessions", events)).toEqual([["wall"]]);
  });
});

describe("human_events", () => {
  const many = (count: number, type: EventType, after: number, rest: Partial<EventRow>) =>
    Array.from({ length: count }, (_, i) => act(type, `${rest.visitor}-${after}-${i}`, after + i, rest));
  const left = "select coalesce(visitor, id), count(*) from human_events group by all order by all";

  test.each<[string, EventRow[], unknown[]]>([
    [
      "leave bots out",
      [act("view", "a", 0, { visitor: "v", agent: "bot" }), act("view", "b", 0)],
      [["b", 1]],
    ],
    [
      "leave out what people did to their own pins",
      [act("save", "mine", 0, { person: "ada", own: true }), act("save", "other", 0, { person: "ada" })],
      [["other", 1]],
    ],
    ["keep 120 acts in a minute", many(120, "closeup", 0, { visitor: "quick" }), [["quick", 120]]],
    [
      "leave out everything of whoever does 121 acts in a minute, and nothing of others",
      [
        ...many(121, "closeup", 0, { visitor: "robot" }),
        act("view", "earlier", -day, { visitor: "robot" }),
        ...many(3, "closeup", 0, { visitor: "calm" }),
      ],
      [["calm", 3]],
    ],
    [
      "do not take scrolling for acting",
      many(500, "impression", 0, { visitor: "scroller" }),
      [["scroller", 500]],
    ],
    [
      "keep those that name nobody",
      many(130, "closeup", 0, {}),
      Array.from({ length: 130 }, () => expect.anything()),
    ],
  ])("%s", async (_, events, expected) => {
    expect(await rowsOf(left, events)).toEqual(expected);
  });
});

describe("exposures", () => {
  test("are the first arm each subject met; who met two has crossed", async () => {
    const met = (id: string, after: number, visitor: string, arm: string, experiment = "colours") =>
      act("exposure", id, after, { visitor, arm, experiment });
    const events = [
      met("b", 10, "ada", "treatment"),
      met("a", 5, "ada", "control"),
      met("c", 1, "bob", "control"),
      met("d", 2, "bob", "control"),
      met("f", 7, "eve", "treatment"),
      met("e", 7, "eve", "control"),
      met("g", 3, "ada", "on", "other"),
      act("exposure", "nobody", 1, { experiment: "colours", arm: "control" }),
      act("impression", "no-exposure", 1, { visitor: "dan", experiment: "colours", arm: "control" }),
    ];
    const sql = `select experiment, subject, arm, date_diff('millisecond', timestamp '2026-03-04 12:00:00', first_time),
      crossed from exposures order by all`;
    expect(await rowsOf(sql, events)).toEqual([
      ["colours", "ada", "control", 5, true],
      ["colours", "bob", "control", 1, false],
      ["colours", "eve", "control", 7, true],
      ["other", "ada", "on", 3, false],
    ]);
  });
});

describe("save_attribution", () => {
  const v = { visitor: "v" };
  const credited = "select save, slate, position, how from save_attribution order by save";
  const wall = slate("wall", 0, ["p0", "p1"], { source: "newest", surface: "wall" });

  test.each<[string, EventRow[], unknown[]]>([
    [
      "credits the slate that the save names, at the place where it held the pin",
      [...wall, save("s", minute, "p1", { ...v, slate: "wall" })],
      [["s", "wall", 1, "named"]],
    ],
    [
      "credits no slate that did not hold the pin, or was never served",
      [
        ...wall,
        save("a", minute, "p9", { ...v, slate: "wall" }),
        save("b", minute, "p0", { slate: "never" }),
      ],
      [
        ["a", null, null, "none"],
        ["b", null, null, "none"],
      ],
    ],
    [
      "credits no slate that was served after the save",
      [...slate("late", minute, ["p"]), save("s", 0, "p", { ...v, slate: "late" })],
      [["s", null, null, "none"]],
    ],
    [
      "credits the named place where a slate holds the pin twice, or else the first",
      [
        ...slate("twice", 0, ["p", "q", "p"]),
        save("first", 1, "p", { slate: "twice" }),
        save("third", 1, "p", { slate: "twice", position: 2 }),
      ],
      [
        ["first", "twice", 0, "named"],
        ["third", "twice", 2, "named"],
      ],
    ],
    [
      "credits, when none is named, the last slate in which the visitor saw the pin",
      [
        ...slate("old", 0, ["p"]),
        ...slate("new", minute, ["q", "p"]),
        seen("i1", 1000, "old", "p", v),
        seen("i2", 2 * minute, "new", "p", v),
        seen("i3", 2 * minute + 1, "new", "q", v),
        save("s", 3 * minute, "p", v),
      ],
      [["s", "new", 1, "viewed"]],
    ],
    [
      "credits the slate seen before the save though it was seen again after",
      [
        ...wall,
        seen("i1", 1000, "wall", "p0", v),
        seen("i2", hour, "wall", "p0", v),
        save("s", minute, "p0", v),
      ],
      [["s", "wall", 0, "viewed"]],
    ],
    [
      "credits what someone saw before they signed in, and nothing others saw in the same browser",
      [
        ...wall,
        seen("i1", 1000, "wall", "p0", v),
        seen("i2", 1000, "wall", "p1", { ...v, person: "bob" }),
        save("a", minute, "p0", { ...v, person: "ada" }),
        save("b", minute, "p1", { ...v, person: "ada" }),
      ],
      [
        ["a", "wall", 0, "viewed"],
        ["b", null, null, "none"],
      ],
    ],
    [
      "credits nothing seen after the save, by another, or a week ago",
      [
        ...wall,
        seen("after", 2 * minute, "wall", "p0", v),
        save("a", minute, "p0", v),
        seen("other", 1000, "wall", "p1", { visitor: "w" }),
        save("b", minute, "p1", v),
        ...slate("old", -8 * day, ["p2"]),
        seen("week", minute - 7 * day, "old", "p2", v),
        save("c", minute, "p2", v),
      ],
      [
        ["a", null, null, "none"],
        ["b", null, null, "none"],
        ["c", null, null, "none"],
      ],
    ],
    [
      "passes over an impression in a slate that was never served",
      [...wall, seen("i1", 1, "wall", "p0", v), seen("i2", 2, "lost", "p0", v), save("s", minute, "p0", v)],
      [["s", "wall", 0, "viewed"]],
    ],
    [
      "credits nobody's view to whoever names nobody",
      [...wall, seen("i", 1, "wall", "p0", {}), save("s", 2, "p0", {})],
      [["s", null, null, "none"]],
    ],
  ])("%s", async (_, events, expected) => {
    expect(await rowsOf(credited, events)).toEqual(expected);
  });

  test("brings the place's source, scores and probability", async () => {
    const events = [
      ...slate("s", 0, ["p"], { source: "visual", scores: { similarity: 0.5 }, experiment: "e", arm: "a" }),
      save("x", 1, "p", { ...v, slate: "s", board: "b" }),
    ];
    const sql = "select subject, board, source, scores, probability, experiment, arm from save_attribution";
    expect(await rowsOf(sql, events)).toEqual([["v", "b", "visual", { similarity: 0.5 }, 1, "e", "a"]]);
  });
});
