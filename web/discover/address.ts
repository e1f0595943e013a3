/** What stands in the address: filters, words and crop. Loose text in, strict values out. Pure. */
import type { Filters } from "../api.ts";

export interface Address extends Filters {
  readonly words?: string;
  /** `x,y,w,h` as fractions. */
  readonly crop?: string;
  /** Address of a picture on the web to search by. */
  readonly url?: string;
}

const shapes = ["portrait", "landscape", "square"] as const;
const text = (value: unknown): string | undefined =>
  (typeof value === "string" || typeof value === "number") && value !== "" ? String(value) : undefined;
const amount = (value: unknown): number | undefined => {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : undefined;
};

export function parseAddress(search: Readonly<Record<string, unknown>>): Address {
  return {
    words: text(search.words),
    kind: text(search.kind),
    colour: text(search.colour),
    board: text(search.board),
    tag: text(search.tag),
    shape: shapes.find((shape) => shape === search.shape),
    priceFrom: amount(search.priceFrom),
    priceTo: amount(search.priceTo),
    createdFrom: amount(search.createdFrom),
    crop: text(search.crop),
    url: text(search.url),
  };
}

export function filtersOf(address: Address): Filters {
  const { words, crop, url, ...filters } = address;
  return filters;
}

/** One chip for each filter that is on. */
export function chipsOf(filters: Filters): Array<{ key: keyof Filters; text: string; on: true }> {
  const words: Array<[keyof Filters, string | undefined]> = [
    ["kind", filters.kind],
    ["colour", filters.colour],
    ["board", filters.board],
    ["tag", filters.tag],
    ["shape", filters.shape],
    ["priceFrom", filters.priceFrom === undefined ? undefined : `from ${filters.priceFrom}`],
    ["priceTo", filters.priceTo === undefined ? undefined : `under ${filters.priceTo}`],
    ["createdFrom", filters.createdFrom === undefined ? undefined : "recent"],
  ];
  return words.flatMap(([key, text]) => (text === undefined ? [] : [{ key, text, on: true as const }]));
}
