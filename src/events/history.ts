/** A person's history: how much is known, what they did, and forgetting one thing of it or all. */
import { BowerbirdError } from "../core/errors.ts";
import type { EventLog, SqlTable, Whose } from "../core/event-log.ts";
import type { EventType } from "../core/event-types.ts";

/** What is shown of a history; `all` is everything someone did, without what was merely shown to them. */
export const historyKinds = {
  all: [
    ...[
      "closeup",
      "click",
      "long_click",
      "save",
      "unsave",
      "hide",
      "dislike",
      "report",
      "follow",
      "unfollow",
    ],
    ...["search", "visual_search", "refine", "share", "upload", "purchase", "rating", "custom"],
  ],
  opened: ["closeup", "click", "long_click"],
  searched: ["search", "visual_search"],
  saved: ["save", "unsave"],
  shown: ["impression"],
} as const satisfies Record<string, readonly EventType[] | readonly string[]>;
export type HistoryKind = keyof typeof historyKinds;

export interface HistoryItem {
  readonly id: string;
  readonly type: string;
  /** ISO 8601. */
  readonly time: string;
  readonly surface: string | null;
  readonly query: string | null;
  readonly pin: string | null;
  readonly board: string | null;
  /** Milliseconds. */
  readonly dwell: number | null;
}

interface HistoryQuery {
  readonly kind: HistoryKind;
  readonly cursor?: string;
  readonly limit: number;
}

type History = Pick<EventLog, "askOf" | "remove">;

const most = 1_000_000;

/** Events by type, the most frequent first. */
export async function historyCounts(
  log: Pick<EventLog, "askOf">,
  whose: Whose,
): Promise<Record<string, number>> {
  const { rows } = await log.askOf(
    whose,
    "select type, count(*) from theirs group by type order by count(*) desc, type",
  );
  return Object.fromEntries(rows.map(([type, count]) => [String(type), Number(count)]));
}

/** The latest first. @throws BAD_CURSOR */
export async function historyPage(
  log: Pick<EventLog, "askOf">,
  whose: Whose,
  { kind, cursor, limit }: HistoryQuery,
): Promise<{ items: HistoryItem[]; cursor: string | null }> {
  const types = historyKinds[kind].map((type) => `'${type}'`).join(", ");
  const after = cursor === undefined ? null : parseCursor(cursor);
  const beyond = after ? "and (time, id) < (?::timestamp, ?)" : "";
  const found = await log.askOf(
    whose,
    `select id, type, time, surface, query, pin, board, dwell from theirs
     where type in (${types}) and origin = 'client' ${beyond} order by time desc, id desc limit ${limit + 1}`,
    after ?? [],
    { rows: limit + 1 },
  );
  const items = itemsOf(found).slice(0, limit);
  const last = items.at(-1);
  return { items, cursor: found.rows.length > limit && last ? cursorOf(last) : null };
}

/** Returns how many events went. */
export async function forgetHistory(log: History, whose: Whose): Promise<number> {
  return (await log.remove(whose)).events;
}

/**
 * Forgets one thing with what it brought about: the lists that were served for it and what was done in them, so that
 * nothing that is left tells of it. @throws EVENT_NOT_FOUND
 */
export async function forgetOne(log: History, whose: Whose, id: string): Promise<number> {
  const { rows } = await log.askOf(
    whose,
    `, one as (select * from theirs where id = ?),
     lists as (
       select slate from one where type in ('search', 'visual_search') and slate is not null
       union select theirs.slate from theirs, one where one.type = 'closeup' and theirs.type = 'slate'
         and theirs.surface in ('similar', 'visual_search') and theirs.query = one.pin)
     select id from one union select id from theirs where slate in (select slate from lists)`,
    [id],
    { rows: most },
  );
  if (rows.length === 0) throw new BowerbirdError("EVENT_NOT_FOUND", { id });
  return (
    await log.remove(
      whose,
      rows.map(([each]) => String(each)),
    )
  ).events;
}

function itemsOf({ rows }: SqlTable): HistoryItem[] {
  const text = (value: unknown): string | null => (value === null ? null : String(value));
  return rows.map(([id, type, time, surface, query, pin, board, dwell]) => ({
    ...{ id: String(id), type: String(type), time: String(time) },
    ...{ surface: text(surface), query: text(query), pin: text(pin), board: text(board) },
    dwell: dwell === null ? null : Number(dwell),
  }));
}

function cursorOf({ time, id }: HistoryItem): string {
  return Buffer.from(JSON.stringify([time, id])).toString("base64url");
}

/** @throws BAD_CURSOR */
function parseCursor(cursor: string): [time: string, id: string] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [time, id] = parsed;
      if (typeof time === "string" && typeof id === "string" && !Number.isNaN(Date.parse(time))) {
        return [time, id];
      }
    }
  } catch {
    // Not ours: refused below.
  }
  throw new BowerbirdError("BAD_CURSOR");
}
