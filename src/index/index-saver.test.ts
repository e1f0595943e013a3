import { afterEach, expect, test } from "vitest";
import { manualClock } from "../core/clock.ts";
import { BowerbirdError } from "../core/errors.ts";
import { type IndexSaver, indexSaver } from "./index-saver.ts";

const clock = manualClock(1_000_000);
const second = 1000;
let saver: IndexSaver | null = null;
afterEach(() => saver?.stop());

/** A keeper whose saves take ten seconds. */
function keeperOf(settings: { after: number; minutes: number }) {
  const keeper = {
    unsaved: 0,
    saves: 0,
    refuse: false,
    save: async () => {
      clock.advance(10 * second);
      if (keeper.refuse) throw new BowerbirdError("DISK_FULL", { path: "the index" });
      keeper.saves++;
      keeper.unsaved = 0;
    },
  };
  const asked = { "index.saveAfter": settings.after, "index.saveMinutes": settings.minutes };
  const made = indexSaver(keeper, asked, clock);
  saver = made;
  const lookAfter = async (seconds: number): Promise<number> => {
    clock.advance(seconds * second);
    await made.look();
    return keeper.saves;
  };
  return { keeper, lookAfter, trouble: made.trouble };
}

test("saves after so many changes, not before", async () => {
  const { keeper, lookAfter } = keeperOf({ after: 100, minutes: 0 });
  keeper.unsaved = 99;
  expect(await lookAfter(1e6)).toBe(0);
  keeper.unsaved = 100;
  expect(await lookAfter(0)).toBe(1);
  expect(await lookAfter(1e6)).toBe(1);
});

test("saves a single change when it is old enough", async () => {
  const { keeper, lookAfter } = keeperOf({ after: 0, minutes: 5 });
  expect(await lookAfter(1e6)).toBe(0);
  keeper.unsaved = 1;
  expect(await lookAfter(0)).toBe(0);
  expect(await lookAfter(299)).toBe(0);
  expect(await lookAfter(1)).toBe(1);
});

test("saving takes no more than a fiftieth of the time", async () => {
  const { keeper, lookAfter } = keeperOf({ after: 1, minutes: 0 });
  keeper.unsaved = 1;
  expect(await lookAfter(0)).toBe(1);
  keeper.unsaved = 1;
  expect(await lookAfter(489)).toBe(1);
  expect(await lookAfter(1)).toBe(2);
});

test("what could not be saved is saved later", async () => {
  const { keeper, lookAfter, trouble } = keeperOf({ after: 1, minutes: 0 });
  keeper.unsaved = 1;
  keeper.refuse = true;
  expect(await lookAfter(0)).toBe(0);
  expect(trouble()).toContain("DISK_FULL");
  keeper.refuse = false;
  expect(await lookAfter(59)).toBe(0);
  expect(await lookAfter(1)).toBe(1);
  expect(trouble()).toBeNull();
});

test("with both at 0 it is saved at the end only", async () => {
  const { keeper, lookAfter } = keeperOf({ after: 0, minutes: 0 });
  keeper.unsaved = 1e6;
  expect(await lookAfter(1e6)).toBe(0);
});
