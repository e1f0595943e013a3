/** Appending each event once: which ids were seen before, lately in memory, longer ago in the parts. */
import type { EventLog, EventRow } from "../../core/event-log.ts";
import type { Journal } from "./journal.ts";
import { clockMargin, type OldIds } from "./old-ids.ts";
import type { RememberedIds } from "./remembered-ids.ts";

export interface AppendPorts {
  readonly journal: Pick<Journal, "append">;
  readonly lately: RememberedIds;
  readonly longAgo: OldIds;
  /** How far ahead of its receipt an event's time may lie, in milliseconds. */
  readonly ahead: number;
}

export function appending({ journal, lately, longAgo, ahead }: AppendPorts): EventLog["append"] {
  /** Appends that are not on the disk yet. */
  const underWay = new Set<Promise<unknown>>();

  /** What is received at or after this time is remembered, and nothing is received long before it happened. */
  const mayBeOld = ({ time }: EventRow): boolean => time - ahead - clockMargin < lately.since;
  /** @returns the ids that turned out to be old */
  const write = async (rows: readonly EventRow[]): Promise<ReadonlySet<string>> => {
    const doubtful = rows.filter(mayBeOld);
    const old = doubtful.length > 0 ? await longAgo.find(doubtful) : nothing;
    const fresh = old.size > 0 ? rows.filter(({ id }) => !old.has(id)) : rows;
    if (fresh.length > 0) await journal.append(linesOf(fresh));
    return old;
  };

  return async (rows) => {
    const places: number[] = [];
    const fresh = rows.filter(({ id }, i) => lately.add(id) || places.push(i) < 0);
    // A repeat may overtake its first: neither is answered before the first is on the disk.
    const firsts = places.length > 0 ? [...underWay] : [];
    const writing = write(fresh);
    underWay.add(writing);
    try {
      const old = await writing;
      await Promise.all(firsts);
      const again = new Set(places);
      const duplicates = rows.flatMap(({ id }, i) => (again.has(i) || old.has(id) ? [i] : []));
      return { accepted: rows.length - duplicates.length, duplicates };
    } catch (failure) {
      lately.forget(fresh.map(({ id }) => id));
      throw failure;
    } finally {
      underWay.delete(writing);
    }
  };
}

const nothing: ReadonlySet<string> = new Set();

function linesOf(rows: readonly EventRow[]): string {
  let lines = "";
  for (const row of rows) lines += `${JSON.stringify(row)}\n`;
  return lines;
}
