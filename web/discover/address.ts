/** What stands in the address: filters, words and crop. Loose text in, strict values out. Pure. */
import type { FilterInput } from "../api.ts";

const shapes = ["portrait", "landscape", "square"] as const;
export const resultSorts = ["relevance", "newest", "oldest", "price"] as const;
export type ResultSort = (typeof resultSorts)[number];

/** One choice a facet, as a person makes them. */
export interface Filters {
  readonly kind?: string | undefined;
  readonly colour?: string | undefined;
  readonly board?: string | undefined;
  readonly tag?: string | undefined;
  /** `material:oak` */
  readonly attribute?: string | undefined;
  readonly shape?: (typeof shapes)[number] | undefined;
  readonly priceFrom?: number | undefined;
  readonly priceTo?: number | undefined;
  /** `2026-11-24` */
  readonly since?: string | undefined;
}

export interface Address extends Filters {
  readonly words?: string | undefined;
  /** Every word as it was typed, without mended spelling. */
  readonly literal?: true | undefined;
  readonly sort?: ResultSort | undefined;
  /** `x,y,w,h` as fractions. */
  readonly crop?: string | undefined;
  /** What the thing in a picture should be like: "in green". */
  readonly like?: string | undefined;
  /** Address of a picture on the web to search by. */
  readonly url?: string | undefined;
}

const text = (value: unknown): string | undefined =>
  (typeof value === "string" || typeof value === "number") && value !== "" ? String(value) : undefined;
const amount = (value: unknown): number | undefined => {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : undefined;
};
const day = (value: unknown): string | undefined =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined;

/** More words than this are not a search; in an address they would outgrow what servers read. */
export const longestWords = 1000;

export function parseAddress(search: Readonly<Record<string, unknown>>): Address {
  return {
    words: text(search.words)?.slice(0, longestWords).toWellFormed(),
    literal: search.literal === true || search.literal === "true" ? true : undefined,
    sort: resultSorts.find((sort) => sort === search.sort && sort !== "relevance"),
    kind: text(search.kind),
    colour: text(search.colour),
    board: text(search.board),
    tag: text(search.tag),
    attribute: text(search.attribute)?.includes(":") ? text(search.attribute) : undefined,
    shape: shapes.find((shape) => shape === search.shape),
    priceFrom: amount(search.priceFrom),
    priceTo: amount(search.priceTo),
    since: day(search.since),
    crop: text(search.crop),
    like: text(search.like),
    url: text(search.url),
  };
}

export function filtersOf(address: Address): Filters {
  const { words, literal, sort, crop, like, url, ...filters } = address;
  return filters;
}

/** As the server takes it: only what is said. */
export function filterOf(filters: Filters): FilterInput {
  const { kind, colour, board, tag, attribute, shape, priceFrom, priceTo, since } = filters;
  return {
    ...(kind ? { kinds: [kind] } : {}),
    ...(colour ? { colours: [colour] } : {}),
    ...(board ? { boards: [board] } : {}),
    ...(tag ? { tags: [tag] } : {}),
    ...(attribute ? { attributes: { [nameIn(attribute)]: [valueIn(attribute)] } } : {}),
    ...(shape ? { shapes: [shape] } : {}),
    ...(priceFrom === undefined ? {} : { priceFrom }),
    ...(priceTo === undefined ? {} : { priceTo }),
    ...(since ? { createdFrom: Date.parse(since) } : {}),
  };
}

const nameIn = (attribute: string): string => attribute.slice(0, attribute.indexOf(":"));
const valueIn = (attribute: string): string => attribute.slice(attribute.indexOf(":") + 1);

/** A kept search as the address it is found at again; parts that no address holds are left out. */
export function addressOfFilter(words: string, filter: FilterInput): Address {
  const [attribute] = Object.entries(filter.attributes ?? {});
  return parseAddress({
    ...{ words, kind: filter.kinds?.[0], colour: filter.colours?.[0], board: filter.boards?.[0] },
    ...{ tag: filter.tags?.[0], shape: filter.shapes?.[0] },
    ...{ priceFrom: filter.priceFrom, priceTo: filter.priceTo },
    ...(attribute && { attribute: `${attribute[0]}:${attribute[1][0]}` }),
    ...(filter.createdFrom !== undefined && {
      since: new Date(filter.createdFrom).toISOString().slice(0, 10),
    }),
  });
}

/** A chip's filter as the one choice it makes; null for a facet that the address doesn't hold. */
export function choiceOf(filter: FilterInput): Filters | null {
  if (filter.kinds?.[0]) return { kind: filter.kinds[0] };
  if (filter.colours?.[0]) return { colour: filter.colours[0] };
  if (filter.boards?.[0]) return { board: filter.boards[0] };
  if (filter.tags?.[0]) return { tag: filter.tags[0] };
  if (filter.shapes?.[0]) return { shape: filter.shapes[0] };
  return null;
}

/** One chip for each filter that is on. */
export function chipsOf(filters: Filters): Array<{ key: keyof Filters; text: string; on: true }> {
  const { priceFrom, priceTo, since } = filters;
  const words: Array<[keyof Filters, string | undefined]> = [
    ["kind", filters.kind],
    ["colour", filters.colour],
    ["board", filters.board],
    ["tag", filters.tag],
    ["attribute", filters.attribute && valueIn(filters.attribute)],
    ["shape", filters.shape],
    ["priceFrom", priceFrom === undefined ? undefined : `from ${priceFrom}`],
    ["priceTo", priceTo === undefined ? undefined : `up to ${priceTo}`],
    ["since", since && `since ${since}`],
  ];
  return words.flatMap(([key, text]) => (text === undefined ? [] : [{ key, text, on: true as const }]));
}
