/**
 * Manifests: a table of pictures with their words, as CSV with a header row or as JSON lines. Columns are known by
 * their usual names whatever their case; every other one is kept as an attribute.
 */
import { parse } from "csv-parse/sync";
import { BowerbirdError } from "../core/errors.ts";
import type { AttributeValue, Failure, PinWords, Price } from "../core/nouns.ts";
import { failureOf } from "./sources.ts";

export interface ManifestRow {
  /** Path from the manifest's folder, or an http(s) address. */
  readonly place: { readonly file: string } | { readonly url: string };
  readonly words: Partial<PinWords>;
  readonly board?: string;
}

export type ReadRow = ManifestRow | { readonly failure: Failure };
type Cells = Readonly<Record<string, unknown>>;

const columns = {
  file: ["file", "path", "filename", "file_name", "picture", "image", "image_path"],
  url: ["url", "image_url", "imageurl", "picture_url", "image_link", "src"],
  title: ["title", "name"],
  description: ["description", "text", "alt", "caption"],
  link: ["link", "page", "href", "product_url"],
  tags: ["tags", "keywords"],
  board: ["board", "collection"],
  price: ["price"],
  currency: ["currency"],
  /** Measured from the picture itself. */
  measured: ["width", "height"],
} as const;
const known: ReadonlySet<string> = new Set(Object.values(columns).flat());

export function isManifestName(name: string): boolean {
  return /^(pins|manifest)\.(jsonl|ndjson|csv)$/i.test(name);
}

/** Rows in their order; a broken one is a failure that names its line. @throws SOURCE_UNREADABLE */
export function readManifest(name: string, text: string): ReadRow[] {
  return /\.csv$/i.test(name) ? readCsv(name, text) : readJsonLines(name, text);
}

/** The text of a manifest: UTF-8, or the UTF-16 that spreadsheets write, told by its mark. */
export function decodeText(bytes: Uint8Array): string {
  const is = (first: number, second: number): boolean => bytes[0] === first && bytes[1] === second;
  const encoding = is(0xff, 0xfe) ? "utf-16le" : is(0xfe, 0xff) ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

/** One address a line; empty lines and those that begin with `#` are passed over. */
export function readAddresses(text: string): ManifestRow[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((url) => ({ place: { url }, words: {} }));
}

function readJsonLines(name: string, text: string): ReadRow[] {
  return text.split(/\r?\n/).flatMap((line, position): ReadRow[] => {
    if (line.trim() === "") return [];
    const where = `${name}, line ${position + 1}`;
    try {
      const cells: unknown = JSON.parse(line);
      if (!isPlainObject(cells)) throw new Error("it is not a JSON object");
      return [readRow(where, cells)];
    } catch (error) {
      return [{ failure: failureOf(where, invalid(where, error)) }];
    }
  });
}

function readCsv(name: string, text: string): ReadRow[] {
  let rows: CsvRow[];
  try {
    rows = parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((column) => column.trim()),
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      info: true,
      delimiter: delimiterOf(text),
    }) as unknown as CsvRow[];
  } catch (error) {
    throw new BowerbirdError("SOURCE_UNREADABLE", { source: name, why: reason(error) }, { cause: error });
  }
  return rows.map(({ record, info }) => {
    const where = `${name}, line ${info.lines}`;
    try {
      return readRow(where, record);
    } catch (error) {
      return { failure: failureOf(where, invalid(where, error)) };
    }
  });
}

interface CsvRow {
  readonly record: Cells;
  readonly info: { readonly lines: number };
}

/** What parts the columns of the header; the others are letters like any, so `red;blue` stays one cell of a CSV with commas. */
function delimiterOf(text: string): string {
  const header = text.split(/\r?\n/, 1)[0].replace(/"[^"]*"/g, "");
  const times = (sign: string): number => header.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (times(sign) > times(best) ? sign : best));
}

function readRow(where: string, cells: Cells): ManifestRow {
  const byName = new Map(Object.entries(cells).map(([name, value]) => [name.trim().toLowerCase(), value]));
  const text = (column: keyof typeof columns): string | undefined => {
    for (const name of columns[column]) {
      const value = byName.get(name);
      if (typeof value === "string" && value.trim() !== "") return value.trim();
      if (typeof value === "number") return String(value);
    }
    return undefined;
  };
  const file = text("file");
  const url = text("url") ?? (file !== undefined && /^https?:\/\//i.test(file) ? file : undefined);
  const place = file !== undefined && file !== url ? { file } : url !== undefined ? { url } : null;
  if (place === null) {
    throw new BowerbirdError("BAD_INPUT", { what: where, why: "it names neither a file nor a url" });
  }
  const tags = columns.tags.map((name) => byName.get(name)).find((value) => value !== undefined);
  const price = readPrice(byName.get("price"), text("currency"));
  const board = text("board");
  const words = {
    title: text("title"),
    description: text("description"),
    link: text("link"),
    tags: tags === undefined ? undefined : readTags(tags),
    ...(price ? { price } : {}),
    attributes: attributesOf(cells),
  };
  const given = Object.entries(words).filter(([, value]) => value !== undefined);
  return { place, words: Object.fromEntries(given), ...(board === undefined ? {} : { board }) };
}

function readTags(value: unknown): string[] {
  const parts: unknown[] = Array.isArray(value) ? value : String(value).split(/[,;|]/);
  return parts.map((part) => String(part).trim()).filter((part) => part !== "");
}

const signs: Readonly<Record<string, string>> = { "€": "EUR", $: "USD", "£": "GBP", "¥": "JPY", "₹": "INR" };

/** `12.50`, `12,50 EUR`, `€ 1.299,00`, a number, or `{"amount", "currency"}`; a price that cannot be read is none. */
function readPrice(value: unknown, currency: string | undefined): Price | null {
  if (isPlainObject(value)) return readPrice(value.amount, currency ?? String(value.currency ?? ""));
  if (typeof value === "number") return { amount: value, currency: readCurrency(currency ?? "") };
  if (typeof value !== "string") return null;
  const numbers = value.match(/-?\s*\d[\d.,'\s]*/g) ?? [];
  const amount = numbers.length === 1 ? readAmount(numbers[0]) : Number.NaN;
  if (!Number.isFinite(amount)) return null;
  const said = currency ?? value.match(/[A-Za-z]{3}/)?.[0] ?? signs[value.match(/[€$£¥₹]/)?.[0] ?? ""] ?? "";
  return { amount, currency: readCurrency(said) };
}

/** Three letters, or none. */
function readCurrency(text: string): string {
  return /^[a-z]{3}$/i.test(text) ? text.toUpperCase() : "";
}

/** The last sign before one or two digits is the decimal one, every other parts thousands: `1.299,00`, `1,299`. */
function readAmount(text: string): number {
  const written = text.replace(/[\s']|[.,]$/g, "");
  if (/^-?\d+(\.\d+)?$/.test(written)) return Number(written);
  const decimals = written.match(/[.,]\d{1,2}$/)?.[0] ?? "";
  const whole = written.slice(0, written.length - decimals.length).replace(/[.,]/g, "");
  return Number(`${whole}.${decimals.slice(1)}`);
}

/**
 * Columns that are not words. Lists and objects cannot be filtered and are left out, but the fields of a list that
 * holds one object (a picture of one product) are the picture's own.
 */
function attributesOf(cells: Cells): Record<string, AttributeValue> {
  const kept: Record<string, AttributeValue> = {};
  const keep = (name: string, value: unknown): void => {
    if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) {
      kept[name] = value;
    } else if (typeof value === "string" && value.trim() !== "") kept[name] = value.trim();
  };
  for (const [name, value] of Object.entries(cells)) {
    if (known.has(name.trim().toLowerCase())) continue;
    keep(name, value);
    const inner: unknown =
      name === "attributes" ? value : Array.isArray(value) && value.length === 1 ? value[0] : null;
    if (!isPlainObject(inner)) continue;
    for (const [field, fieldValue] of Object.entries(inner)) {
      if (!Object.hasOwn(cells, field)) keep(field, fieldValue);
    }
  }
  return kept;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function invalid(what: string, thrown: unknown): BowerbirdError {
  if (thrown instanceof BowerbirdError) return thrown;
  return new BowerbirdError("BAD_INPUT", { what, why: reason(thrown) }, { cause: thrown });
}
