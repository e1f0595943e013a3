/**
 * Pages of pins by price. Amounts in two currencies are not compared: the commonest currency comes first, with amounts
 * that name none, then each of the others by its code, each from cheap to dear; last what has no price, the newest first.
 */
import { BowerbirdError } from "../../../core/errors.ts";
import type { Pin } from "../../../core/nouns.ts";
import type { Page } from "../../../core/ports.ts";
import type { Database } from "../database.ts";
import { readPin } from "../pin-rows.ts";
import { type Condition, currencies } from "./filters.ts";

/** The last pin of a page. */
interface Place {
  /** The currency that came first on the first page, and so does on all of them. */
  readonly common: string;
  /** Of the stretch that is listed; null for what has no price. */
  readonly currency: string | null;
  readonly amount: number;
  readonly seq: number;
}

/** @throws BAD_CURSOR */
export function listPinsByPrice(
  database: Database,
  condition: Condition,
  { cursor, limit }: { readonly cursor?: string; readonly limit: number },
): Page<Pin> {
  const known = database.all(currencies).map(({ currency }) => String(currency));
  const start = { common: known[0] ?? "", currency: known[0] ?? "", amount: -Infinity, seq: 0 };
  const from = cursor === undefined ? start : parsePlace(cursor);
  const found: Array<{ readonly pin: Pin; readonly currency: string | null }> = [];
  for (const currency of stretchesFrom(from, known)) {
    const isBegun = currency === from.currency;
    const after = { ...from, currency, ...(!isBegun && { amount: -Infinity, seq: 0 }) };
    const pins = pinsAfter(database, condition, after, limit + 1 - found.length);
    found.push(...pins.map((pin) => ({ pin, currency })));
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items: items.map(({ pin }) => pin), cursor: last ? cursorOf(from.common, last) : null };
}

/** The currency that a page continues and those after it; a currency may have gone since. */
function stretchesFrom({ common, currency }: Place, known: readonly string[]): Array<string | null> {
  if (currency === null) return [null];
  const others = known.filter((one) => one !== common).sort();
  return currency === common ? [common, ...others, null] : [...others.filter((one) => one >= currency), null];
}

function pinsAfter(
  database: Database,
  { sql, values }: Condition,
  { common, currency, amount, seq }: Place,
  limit: number,
): readonly Pin[] {
  const read = (where: string, ...given: ReadonlyArray<string | number>): readonly Pin[] =>
    database
      .all(`select * from pins where ${sql} and ${where} limit ?`, ...values, ...given, limit)
      .map((row) => readPin(database, row));
  if (currency === null) {
    const before = seq === 0 ? Number.MAX_SAFE_INTEGER : seq;
    return read("price is null and seq < ? order by seq desc", before);
  }
  const beyond = "price is not null and (price, seq) > (?, ?)";
  // The plus keeps SQLite from going by the currency, which most pins share, instead of by the price.
  return currency === common
    ? read(`${beyond} and +currency in ('', ?) order by price, seq`, amount, seq, currency)
    : read(`${beyond} and currency = ? order by price, seq`, amount, seq, currency);
}

const sort = "price";

function cursorOf(
  common: string,
  { pin, currency }: { readonly pin: Pin; readonly currency: string | null },
): string {
  const key = [sort, common, currency, pin.price?.amount ?? 0, pin.seq];
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function parsePlace(cursor: string): Place {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(parsed) && parsed.length === 5 && parsed[0] === sort) {
      const [, common, currency, amount, seq] = parsed as [string, ...unknown[]];
      if (
        typeof common === "string" &&
        (currency === null || typeof currency === "string") &&
        typeof amount === "number" &&
        typeof seq === "number" &&
        Number.isSafeInteger(seq)
      ) {
        return { common, currency, amount, seq };
      }
    }
  } catch {
    // Not ours: refused below.
  }
  throw new BowerbirdError("BAD_CURSOR");
}
