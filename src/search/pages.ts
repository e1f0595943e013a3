/** Pages of an answer: near-duplicates folded, a cursor that says where the next page begins. */
import { BowerbirdError } from "../core/errors.ts";
import type { Pin } from "../core/nouns.ts";
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

export function cursorOf(offset: number): string {
  return Buffer.from(`after ${offset}`).toString("base64url");
}

/** @throws BAD_CURSOR */
export function parseCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const match = /^after (\d{1,4})$/.exec(Buffer.from(cursor, "base64url").toString("utf8"));
  if (!match) throw new BowerbirdError("BAD_CURSOR");
  return Number(match[1]);
}
