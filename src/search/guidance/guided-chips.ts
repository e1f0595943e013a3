/**
 * Guided chips: the kinds, colours, tags and attributes that split what was found best, each a filter on top of those
 * that are on. Up to four levels; each level answers one question, and no question is asked twice, but a kind may be
 * narrowed to a more special one: furniture, seat, chair.
 */
import type { PinLook } from "../../core/guidance.ts";
import type { AttributeValue, PinFilter } from "../../core/nouns.ts";
import { chooseSplits, type Split } from "./chip-choice.ts";

export type GuidedFacet = "kind" | "colour" | "tag" | "attribute";

export interface GuidedChip {
  readonly facet: GuidedFacet;
  readonly text: string;
  /** The whole filter with it: what was on before and this. */
  readonly filter: PinFilter;
  /** Of the pins that were looked at. */
  readonly pins: number;
  /** What knowing the answer tells beyond the chips before it, bits. */
  readonly gain: number;
  /** Row number of the best pin that it keeps. */
  readonly seq: number;
}

export interface Guide {
  /** How many questions have been answered, 0..4; at 4 none is left. */
  readonly level: number;
  readonly chips: readonly GuidedChip[];
}

export const deepestLevel = 4;
/** A chip keeps at least so many pins, and leaves out at least one. */
const fewest = 2;

interface Value {
  readonly facet: GuidedFacet;
  readonly text: string;
  readonly filter: PinFilter;
}

interface ChipOptions {
  /** Words of the question, which need no chip. */
  readonly said: ReadonlySet<string>;
  readonly limit: number;
  /** Is what the first names always what the second names? */
  readonly isKindOf?: (special: string, general: string) => boolean;
}

/** @param looks of what was found, best first */
export function guidedChips(
  looks: readonly PinLook[],
  filter: PinFilter,
  { said, limit, isKindOf = () => false }: ChipOptions,
): Guide {
  const level = levelOf(filter);
  if (level >= deepestLevel) return { level, chips: [] };
  const splits = splitsOf(looks, filter, isKindOf).filter(
    ({ value, places }) =>
      places.length >= fewest && places.length < looks.length && !said.has(value.text.toLowerCase()),
  );
  const chips = chooseSplits(distinct(splits), looks.length, limit);
  return {
    level,
    chips: chips.map(({ value, places, gain }) => ({
      ...{ ...value, gain, pins: places.length, seq: looks[places[0]].seq },
      filter: { ...filter, ...value.filter },
    })),
  };
}

/** Questions that a filter has answered: kinds, colour and tags, and each attribute. */
export function levelOf({ kinds, colours, tags, attributes }: PinFilter): number {
  const lists = [kinds, colours, tags].map((list) => Math.min(1, list?.length ?? 0));
  return lists.reduce((sum, n) => sum + n, Object.keys(attributes ?? {}).length);
}

type IsKindOf = NonNullable<ChipOptions["isKindOf"]>;

function splitsOf(looks: readonly PinLook[], filter: PinFilter, isKindOf: IsKindOf): Split<Value>[] {
  const splits = new Map<string, { readonly value: Value; readonly places: number[] }>();
  looks.forEach((look, place) => {
    for (const value of valuesOf(look, filter, isKindOf)) {
      const id = `${value.facet} ${value.text.toLowerCase()}`;
      const known = splits.get(id) ?? { value, places: [] };
      if (known.places[known.places.length - 1] !== place) known.places.push(place);
      splits.set(id, known);
    }
  });
  return [...splits.values()];
}

function valuesOf(
  { kinds, colours, tags, attributes }: PinLook,
  filter: PinFilter,
  isKindOf: IsKindOf,
): Value[] {
  const values: Value[] = [];
  const on = filter.kinds ?? [];
  const narrower = on.length === 0 ? kinds : kinds.filter((kind) => on.some((one) => isKindOf(kind, one)));
  for (const kind of narrower) values.push({ facet: "kind", text: kind, filter: { kinds: [kind] } });
  if (!filter.colours?.length) {
    for (const colour of colours) {
      values.push({ facet: "colour", text: colour, filter: { colours: [colour] } });
    }
  }
  if (!filter.tags?.length) {
    for (const tag of tags) values.push({ facet: "tag", text: tag, filter: { tags: [tag] } });
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (Object.hasOwn(filter.attributes ?? {}, name)) continue;
    const attributed = { ...filter.attributes, [name]: [value] };
    values.push({ facet: "attribute", text: attributeText(name, value), filter: { attributes: attributed } });
  }
  return values;
}

/** "oak" says enough by itself; a number or yes and no does not. */
export function attributeText(name: string, value: AttributeValue): string {
  if (typeof value === "string") return value;
  return `${name}: ${typeof value === "boolean" ? (value ? "yes" : "no") : value}`;
}

/** One chip of each text: the colour teal and the tag teal ask the same; what keeps more pins asks it better. */
function distinct(splits: readonly Split<Value>[]): Split<Value>[] {
  const byText = new Map<string, Split<Value>>();
  for (const split of splits) {
    const text = split.value.text.toLowerCase();
    const known = byText.get(text);
    if (!known || split.places.length > known.places.length) byText.set(text, split);
  }
  return [...byText.values()];
}
