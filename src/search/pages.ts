/** Pages of an answer: near-duplicates folded, a cursor that says where the next page begins. */
import { createHash } from "node:crypto";
import { BowerbirdError } from "../core/errors.ts";
import type { Pin, PinFilter } from "../core/nouns.ts";
import type { Match } from "./blend.ts";

export interface Found {
  readonly pin: Pin;
  readonly found: Match;
}

/** The same photograph under several pins is shown once, by its most similar. */
export function foldGroups(neighbours: readonly Match[], pins: ReadonlyMap<number, Pin>): readonly Found[] {
  const groups = new Set<string>();
  return neighbours.flatMap((found) => {
    const pin = pins.get(found.seq);
    if (!pin || groups.has(pin.group)) return [];
    groups.add(pin.group);
    return [{ pin, found }];
  });
}

/** Where a page begins. */
export interface Place {
  /** Results before it. */
  readonly offset: number;
  /** Row of the pin before it: what comes in meanwhile moves the page along, and nothing is shown twice. */
  readonly last: number | null;
}

const beginning: Place = { offset: 0, last: null };

/** @param question what the list answers, as JSON: only the same question can be asked for the next page */
export function cursorOf({ offset, last }: Place, question: unknown): string {
  return Buffer.from(`after ${offset} ${last ?? ""} ${digestOf(question)}`).toString("base64url");
}

/** @throws BAD_CURSOR also for one of another question */
export function parseCursor(cursor: string | undefined, question: unknown): Place {
  if (cursor === undefined) return beginning;
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const match = /^after (\d{1,4}) (\d{0,15}) ([\w-]+)$/.exec(text);
  if (match?.[3] !== digestOf(question)) throw new BowerbirdError("BAD_CURSOR");
  return { offset: Number(match[1]), last: match[2] === "" ? null : Number(match[2]) };
}

/** Where the page begins in the list as it is now. */
export function startOf(list: readonly Found[], { offset, last }: Place): number {
  const before = last === null ? -1 : list.findIndex(({ pin }) => pin.seq === last);
  return before < 0 ? offset : before + 1;
}

/** A filter as part of the question: what who asks hides meanwhile does not make it another one. */
export function filterAsked({ notHiddenBy: _, ...filter }: PinFilter = {}): PinFilter {
  return filter;
}

function digestOf(question: unknown): string {
  return createHash("sha256").update(JSON.stringify(question)).digest("base64url").slice(0, 16);
}
