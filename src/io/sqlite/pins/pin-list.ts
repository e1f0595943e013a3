/** Pages of pins by keyset: a cursor names the last pin seen, so pages neither repeat nor skip while pins come and go. */
import { BowerbirdError } from "../../../core/errors.ts";
import type { Pin, PinFilter } from "../../../core/nouns.ts";
import type { Page, PinSort } from "../../../core/ports.ts";
import type { Database, SqlValue } from "../database.ts";
import { readPin } from "../pin-rows.ts";
import { conditionOf } from "./filters.ts";
import { listPinsByPrice } from "./pins-by-price.ts";

const orders = {
  newest: { column: "created_at", direction: "desc" },
  oldest: { column: "created_at", direction: "asc" },
  title: { column: "title collate nocase", direction: "asc" },
} as const;

interface Query {
  readonly filter?: PinFilter;
  readonly sort?: PinSort;
  readonly cursor?: string;
  readonly limit: number;
}

/** @throws BAD_CURSOR */
export function listPins(database: Database, query: Query): Page<Pin> {
  const sort = query.sort ?? "newest";
  const condition = conditionOf(query.filter);
  if (sort === "price") return listPinsByPrice(database, condition, query);
  const { sql, values } = condition;
  const { column, direction } = orders[sort];
  const after = query.cursor === undefined ? null : parseCursor(query.cursor, sort);
  const comparison = direction === "desc" ? "<" : ">";
  const beyond = after ? ` and (${column}, seq) ${comparison} (?, ?)` : "";
  const rows = database.all(
    `select * from pins where ${sql}${beyond} order by ${column} ${direction}, seq ${direction} limit ?`,
    ...values,
    ...(after ?? []),
    query.limit + 1,
  );
  const items = rows.slice(0, query.limit).map((row) => readPin(database, row));
  const last = items.at(-1);
  return { items, cursor: rows.length > query.limit && last ? cursorOf(last, sort) : null };
}

function cursorOf(pin: Pin, sort: keyof typeof orders): string {
  const value = sort === "title" ? pin.title : pin.createdAt;
  return Buffer.from(JSON.stringify([sort, value, pin.seq])).toString("base64url");
}

function parseCursor(cursor: string, sort: keyof typeof orders): readonly SqlValue[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(parsed) && parsed.length === 3 && parsed[0] === sort) {
      const [, value, seq] = parsed as [string, SqlValue, number];
      const fits = sort === "title" ? typeof value === "string" : typeof value === "number";
      if (fits && Number.isSafeInteger(seq)) return [value, seq];
    }
  } catch {
    // Not ours: refused below.
  }
  throw new BowerbirdError("BAD_CURSOR");
}
