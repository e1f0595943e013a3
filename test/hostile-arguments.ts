/**
 * Calls a function with each number in its sound arguments replaced by NaN, infinities, negatives, zero and giants, and
 * each list emptied, cut to one or made constant.
 */
import { BowerbirdError } from "../src/core/errors.ts";

/** Makes one sound set of arguments, anew at each call: random sources are used up. */
export type SoundCall = () => readonly unknown[];

const hostileNumbers = [Number.NaN, Infinity, -Infinity, -1, 0, 0.5, 2, 1e308, -1e308, 1e-308];

/** All copies of `value` in which one number or one list is spoiled. */
function spoiled(value: unknown): unknown[] {
  if (typeof value === "number") return hostileNumbers;
  if (Array.isArray(value)) {
    const lists: unknown[] = [[], value.slice(0, 1), value.map(() => value[0])];
    // the ends and the middle of a long list stand for the rest
    const places = value.length <= 6 ? value.map((_, i) => i) : [0, value.length >> 1, value.length - 1];
    return [...lists, ...places.flatMap((i) => spoiled(value[i]).map((bad) => value.with(i, bad)))];
  }
  if (typeof value !== "object" || value === null || value instanceof Map || isMachine(value)) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    spoiled(part).map((bad) => ({ ...value, [key]: bad })),
  );
}

/** Random sources and distributions are not data. */
function isMachine(value: object): boolean {
  return Object.values(value).some((part) => typeof part === "function");
}

export function holdsNaN(value: unknown): boolean {
  if (typeof value === "number") return Number.isNaN(value);
  if (value instanceof Map) return [...value.values()].some(holdsNaN);
  if (typeof value !== "object" || value === null || isMachine(value)) return false;
  return Object.values(value).some(holdsNaN);
}

function show(value: unknown): string {
  const named = (_: string, part: unknown): unknown =>
    typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
  return JSON.stringify(value, named).slice(0, 160);
}

/** What was answered with NaN, thrown as another error than BowerbirdError, or more than 3 s of a processor; nothing for a function that holds. */
export function wrongAnswers(run: (...args: readonly unknown[]) => unknown, sound: SoundCall): string[] {
  const wrong: string[] = [];
  for (let place = 0; place < sound().length; place++) {
    for (const bad of spoiled(sound()[place])) {
      const args = sound().map((argument, i) => (i === place ? bad : argument));
      const started = process.cpuUsage();
      try {
        if (holdsNaN(run(...args))) wrong.push(`NaN from argument ${place} = ${show(bad)}`);
      } catch (thrown) {
        if (!(thrown instanceof BowerbirdError))
          wrong.push(`${thrown} from argument ${place} = ${show(bad)}`);
      }
      if (process.cpuUsage(started).user > 3_000_000)
        wrong.push(`slow with argument ${place} = ${show(bad)}`);
    }
  }
  return wrong;
}
