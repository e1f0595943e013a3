/** `save_attribution` against a slow plain reading of what it promises, over hundreds of random little worlds at once. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { manualClock } from "../core/clock.ts";
import type { EventRow } from "../core/event-log.ts";
import { parseSettings } from "../core/settings.ts";
import { openEventLog } from "../io/event-log/event-log.ts";

const noon = Date.UTC(2026, 2, 4, 12);
const hour = 3_600_000;
const week = 7 * 24 * hour;
const clockSlack = 2000;

const pin = fc.constantFrom("p0", "p1");
/** Hours and milliseconds on both sides of a week, close enough to collide. */
const time = fc
  .tuple(fc.constantFrom(0, 1, 24 * 7, 24 * 7 + 1), fc.constantFrom(0, 1, clockSlack, clockSlack + 1))
  .map(([hours, rest]) => noon - 8 * 24 * hour + hours * hour + rest);
const who = fc.constantFrom(
  {},
  { visitor: "v" },
  { visitor: "w" },
  { person: "ada" },
  { person: "ada", visitor: "v" },
  { person: "bob", visitor: "v" },
);
const slateName = fc.constantFrom("s0", "s1", "s2", "never");
const world = fc.record({
  slates: fc.tuple(
    ...[0, 1, 2].map(() => fc.record({ time, pins: fc.array(pin, { minLength: 1, maxLength: 4 }) })),
  ),
  impressions: fc.array(fc.record({ time, pin, slate: slateName, who }), { minLength: 4, maxLength: 12 }),
  saves: fc.array(
    fc.record({
      ...{ time, pin, who },
      named: fc.option(slateName, { nil: undefined, freq: 2 }),
      place: fc.option(fc.nat(3), { nil: undefined, freq: 2 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

interface Credit {
  readonly slate: string | null;
  readonly position: number | null;
  readonly how: "named" | "viewed" | "none";
}

/** What the view's sentence says, written as loops. */
function creditOf(save: World["saves"][number], { slates, impressions }: World): Credit {
  const served = new Map(slates.map((slate, i) => [`s${i}`, slate]));
  const holds = (name: string): boolean => served.get(name)?.pins.includes(save.pin) ?? false;
  const same = (seen: { person?: string; visitor?: string }): boolean => {
    const by: { person?: string; visitor?: string } = save.who;
    if (seen.person !== undefined) return seen.person === by.person;
    return seen.visitor !== undefined && seen.visitor === by.visitor;
  };
  const viewed = impressions
    .filter((view) => view.pin === save.pin && same(view.who) && holds(view.slate))
    .filter((view) => view.time <= save.time && view.time > save.time - week)
    .sort((a, b) => b.time - a.time || (a.slate < b.slate ? -1 : 1));
  const name = save.named ?? viewed[0]?.slate;
  const slate = name === undefined ? undefined : served.get(name);
  if (name === undefined || !slate || !holds(name) || slate.time > save.time + clockSlack) {
    return { slate: null, position: null, how: "none" };
  }
  const places = [...slate.pins.keys()].filter((place) => slate.pins[place] === save.pin);
  const position = save.place !== undefined && places.includes(save.place) ? save.place : places[0];
  return { slate: name, position, how: save.named === undefined ? "viewed" : "named" };
}

/** Every name carries the number of its world, so that worlds share a log and nothing else. */
function rowsOf(number: number, { slates, impressions, saves }: World): EventRow[] {
  const own = (name: string): string => `${number}-${name}`;
  const row = (id: string, type: EventRow["type"], at: number, rest: Partial<EventRow>): EventRow => ({
    ...{ id: own(id), type, time: at, clock: at, received: noon, day: Math.floor(at / (24 * hour)) },
    ...{ agent: "browser", origin: type === "slate" ? "server" : "client" },
    ...rest,
  });
  const named = (by: { person?: string; visitor?: string }): Partial<EventRow> =>
    Object.fromEntries(Object.entries(by).map(([field, name]) => [field, own(name)]));
  return [
    ...slates.flatMap(({ time: at, pins }, i) =>
      pins.map((each, position) =>
        row(`s${i}:${position}`, "slate", at, { slate: own(`s${i}`), pin: own(each), position }),
      ),
    ),
    ...impressions.map((view, i) =>
      row(`i${i}`, "impression", view.time, {
        ...{ pin: own(view.pin), slate: own(view.slate) },
        ...named(view.who),
      }),
    ),
    ...saves.map((save, i) =>
      row(`save${i}`, "save", save.time, {
        ...{ pin: own(save.pin), ...named(save.who) },
        ...(save.named !== undefined && { slate: own(save.named) }),
        ...(save.place !== undefined && { position: save.place }),
      }),
    ),
  ];
}

test("each save is credited once, to the slate that a plain reading credits, never to one after it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bowerbird-attribution-"));
  const log = await openEventLog(folder, parseSettings({ "events.threads": 1 }), manualClock(noon));
  const worlds = fc.sample(world, { seed: 6, numRuns: 500 });
  await log.append(worlds.flatMap((each, number) => rowsOf(number, each)));
  const { rows } = await log.query("select save, slate, position, how from save_attribution", [], {
    rows: 10_000,
  });
  const found = new Map(rows.map(([save, ...credit]) => [save, credit]));
  expect(found.size, "one row a save").toBe(rows.length);
  expect(found.size).toBe(worlds.reduce((sum, { saves }) => sum + saves.length, 0));
  const hows = new Map<string, number>();
  for (const [number, each] of worlds.entries()) {
    for (const [i, save] of each.saves.entries()) {
      const { slate, position, how } = creditOf(save, each);
      hows.set(how, (hows.get(how) ?? 0) + 1);
      expect(found.get(`${number}-save${i}`), JSON.stringify({ each, save })).toEqual([
        slate === null ? null : `${number}-${slate}`,
        position,
        how,
      ]);
    }
  }
  for (const how of ["named", "viewed", "none"]) expect(hows.get(how), how).toBeGreaterThan(30);
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});
