/** Pages by keyset: the cursor names the last row's sort key, so pages neither repeat nor skip while rows come and go. */
import { BowerbirdError } from "../../core/errors.ts";
import type { Page } from "../../core/ports.ts";
import type { Row } from "./database.ts";

type Key = readonly (number | string)[];

interface Paging {
  readonly cursor?: string;
  readonly limit: number;
  readonly keyOf: (row: Row) => Key;
}

/** @param rowsAfter at most `limit + 1` rows after a key; null for the first. @throws BAD_CURSOR */
export function keysetPage<T>(
  rowsAfter: (after: Key | null) => readonly Row[],
  { cursor, limit, keyOf }: Paging,
  read: (row: Row) => T,
): Page<T> {
  const rows = rowsAfter(cursor === undefined ? null : parseKey(cursor));
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next =
    rows.length > limit && last ? Buffer.from(JSON.stringify(keyOf(last))).toString("base64url") : null;
  return { items: shown.map(read), cursor: next };
}

function parseKey(cursor: string): Key {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const fits = (part: unknown): part is number | string =>
      typeof part === "string" || (typeof part === "number" && Number.isFinite(part));
    if (Array.isArray(parsed) && parsed.length === 2 && parsed.every(fits)) return parsed;
  } catch {
    // Not ours: refused below.
  }
  throw new BowerbirdError("BAD_CURSOR");
}
