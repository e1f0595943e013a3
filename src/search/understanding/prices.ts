/**
 * Prices in a question: "under 300", "€20-50", "between 20 and 50 dollars", "around £40". A number with another unit
 * ("under 30 cm") is no price, nor are years ("from 1960"), nor bare numbers ("route 66").
 */
import type { PinFilter } from "../../core/nouns.ts";
import type { PriceRange } from "../../core/understood.ts";
import type { Span } from "./tokens.ts";

export interface FoundPrice {
  readonly range: PriceRange;
  readonly span: Span;
}

const currencies: Readonly<Record<string, string>> = {
  $: "USD",
  "€": "EUR",
  "£": "GBP",
  "¥": "JPY",
  "₹": "INR",
  usd: "USD",
  dollar: "USD",
  dollars: "USD",
  bucks: "USD",
  eur: "EUR",
  euro: "EUR",
  euros: "EUR",
  gbp: "GBP",
  pound: "GBP",
  pounds: "GBP",
  quid: "GBP",
  chf: "CHF",
  jpy: "JPY",
  yen: "JPY",
  inr: "INR",
  rupees: "INR",
};
const signs = Object.keys(currencies).map((sign) => sign.replace("$", "\\$"));
const digits = "\\d{1,3}(?:[.,]\\d{3})+(?:[.,]\\d{1,2})?|\\d{1,9}(?:[.,]\\d{1,2})?";
const unit = `(?:${signs.join("|")})`;
const amount = `(${unit})?\\s?(${digits})(k)?(?:\\s?(${unit})(?!\\p{L}))?`;
const noOtherUnit =
  '(?![\\p{L}\\p{N}%"]|[.,]\\d|\\s?(?:%|cm|mm|m|km|in|inch|inches|ft|feet|foot|kg|g|lb|lbs|oz|l|ml|litres?|liters?|years?|yrs|months?|days?|hours?|minutes?|mins?|people|persons?|seats?|seaters?|pieces?|pcs|pack|watts?|w|px|mph)(?!\\p{L}))';

interface Form {
  readonly pattern: RegExp;
  /** Without a currency the form says nothing of money. */
  readonly needsCurrency: boolean;
  range(a: number, b: number): readonly [from: number | null, to: number | null];
}

const form = (source: string, range: Form["range"], needsCurrency = false): Form => ({
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})${noOtherUnit}`, "iu"),
  needsCurrency,
  range,
});
const ordered = (a: number, b: number) => [Math.min(a, b), Math.max(a, b)] as const;
/** "Around" is a fifth to either side. */
const near = (a: number) => [Math.round(0.8 * a), Math.round(1.2 * a)] as const;

const forms: readonly Form[] = [
  form(`(?:between|from) ${amount} (?:and|to) ${amount}`, ordered),
  form(`${amount}\\s?(?:-|–|to)\\s?${amount}`, ordered, true),
  form(
    `(?:under|below|less than|cheaper than|up to|at most|no more than|maximum|max|<=?) ?${amount}`,
    (a) => [null, a],
  ),
  form(`(?:over|above|more than|at least|minimum|min|>=?) ?${amount}`, (a) => [a, null]),
  form(`from ${amount}`, (a) => [a, null], true),
  form(`(?:around|about|roughly|approximately|circa|ca\\.?|~) ?${amount}`, near, true),
  form(amount, near, true),
];

/** The first price, or null. O(length) for each form. */
export function findPrice(text: string): FoundPrice | null {
  for (const { pattern, needsCurrency, range } of forms) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [sign, number, thousands, after, ...second] = match.slice(1);
    const said = [sign, after, second[0], second[3]].find((one) => one !== undefined)?.toLowerCase();
    if (said === undefined && (needsCurrency || isYear(number))) continue;
    const first = amountOf(number, thousands);
    const [from, to] = range(first, second[1] === undefined ? first : amountOf(second[1], second[2]));
    return {
      range: { from, to, currency: said === undefined ? "" : currencies[said] },
      span: { from: match.index, to: match.index + match[0].length },
    };
  }
  return null;
}

const isYear = (number: string): boolean => /^(1[5-9]|20)\d\d$/.test(number);

/** "1,200.50", "1.200,50", "1200", "1.2k". */
function amountOf(number: string, thousands: string | undefined): number {
  const parts = number.split(/[.,]/);
  const cents = parts.length > 1 && parts[parts.length - 1].length < 3 ? parts.pop() : undefined;
  return Number(`${parts.join("")}${cents === undefined ? "" : `.${cents}`}`) * (thousands ? 1000 : 1);
}

export function priceLabel({ from, to, currency }: PriceRange): string {
  const money = currency === "" ? "" : ` ${currency}`;
  if (from === null) return `up to ${to}${money}`;
  return to === null ? `from ${from}${money}` : `${from} to ${to}${money}`;
}

/** A filter that keeps to a price, too. */
export function pricedFilter(filter: PinFilter | undefined, price: PriceRange | null): PinFilter | undefined {
  if (!price) return filter;
  const { from, to, currency } = price;
  return {
    ...{ ...filter, ...(from !== null && { priceFrom: from }), ...(to !== null && { priceTo: to }) },
    ...(currency !== "" && { currency }),
  };
}
