/** Why a pin is in the answer, and which filters would split the answer well. */
import type { AttributeValue, Box, Pin, PinFilter, Sight, Understanding } from "../core/nouns.ts";
import { coloursOf } from "../vision/subject.ts";

export interface Reason {
  readonly kind: "as asked" | "same piece" | "same kind" | "same colours" | "contains it" | "looks alike";
  /** The sentence a person reads. */
  readonly text: string;
}

export interface Chip {
  readonly facet: "kind" | "colour" | "tag" | "attribute";
  readonly text: string;
  readonly filter: PinFilter;
  /** Hits of this answer that it keeps. */
  readonly hits: number;
}

const samePiece = 0.85;
const chipsKept = 12;

type Looks = Pick<Sight, "kind" | "palette">;

/** @param likeness 0 for a picture like any other of the collection, 1 for the same */
export function reasonsFor(query: Looks, hit: Looks, likeness: number, region: Box | null): Reason[] {
  const reasons: Reason[] = [];
  if (likeness >= samePiece) reasons.push({ kind: "same piece", text: "Same piece" });
  const shared = [...hit.kind.path].reverse().find((word) => query.kind.path.includes(word));
  if (shared) reasons.push({ kind: "same kind", text: `Same kind: ${shared}` });
  if (region) reasons.push({ kind: "contains it", text: `Contains it ${placeOf(region)}` });
  const colours = mainColours(query);
  const common = mainColours(hit).filter((name) => colours.includes(name));
  if (common.length > 0) reasons.push({ kind: "same colours", text: `Same colours: ${common.join(", ")}` });
  return reasons.length > 0 ? reasons : [{ kind: "looks alike", text: "Looks alike" }];
}

/**
 * Filters that keep some hits and not all, the ones nearest to an even split first: each narrows the answer for real.
 */
export function chipsFor(hits: ReadonlyArray<{ pin: Pin; seen: Understanding }>): Chip[] {
  const counts = new Map<string, Chip>();
  const count = (
    facet: Chip["facet"],
    words: Iterable<string>,
    filterOf: (word: string) => PinFilter,
    name = "",
  ): void => {
    for (const word of new Set(words)) {
      const key = `${facet} ${name} ${word.toLowerCase()}`;
      const known = counts.get(key);
      counts.set(key, { facet, text: word, filter: filterOf(word), hits: (known?.hits ?? 0) + 1 });
    }
  };
  const kindsIn = (seen: Understanding) => [seen, ...seen.objects].map(({ kind }) => kind);
  const kinds = new Set(hits.flatMap(({ seen }) => kindsIn(seen).map(({ name }) => name)));
  for (const { pin, seen } of hits) {
    count("tag", pin.tags, (tag) => ({ tags: [tag] }));
    // A filter by "container" keeps vases: what is named somewhere counts wherever it is on the path.
    const path = kindsIn(seen).flatMap(({ path }) => path);
    count(
      "kind",
      path.filter((word) => kinds.has(word)),
      (kind) => ({ kinds: [kind] }),
    );
    count(
      "colour",
      coloursOf(seen).map(({ name }) => name),
      (colour) => ({ colours: [colour] }),
    );
    for (const [name, value] of Object.entries(pin.attributes)) {
      count("attribute", [attributeText(name, value)], () => ({ attributes: { [name]: [value] } }), name);
    }
  }
  const unevenness = ({ hits: n }: Chip): number => Math.abs(n / hits.length - 0.5);
  return [...counts.values()]
    .filter((chip) => chip.hits > 1 && chip.hits < hits.length)
    .sort((a, b) => unevenness(a) - unevenness(b) || a.text.localeCompare(b.text))
    .slice(0, chipsKept);
}

/** "oak" says enough by itself; a number or yes and no does not. */
function attributeText(name: string, value: AttributeValue): string {
  return typeof value === "string"
    ? value
    : `${name}: ${typeof value === "boolean" ? (value ? "yes" : "no") : value}`;
}

/** In words: "at the top left", "in the middle". */
function placeOf({ x, y, w, h }: Box): string {
  const third = (at: number, [first, last]: readonly [string, string]): string =>
    at < 1 / 3 ? first : at > 2 / 3 ? last : "";
  const [down, across] = [third(y + h / 2, ["top", "bottom"]), third(x + w / 2, ["left", "right"])];
  return down || across ? `at the ${[down, across].filter(Boolean).join(" ")}` : "in the middle";
}

function mainColours({ palette }: Looks): string[] {
  return [...new Set(palette.filter(({ share }) => share >= 0.1).map(({ name }) => name))];
}
