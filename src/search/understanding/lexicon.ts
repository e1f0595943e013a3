/**
 * Which words stand for what: the vision model's labels with what they are a kind of, words for colours, materials and
 * the like, and the values that the collection's own pins carry. Words are matched by stem, so that a plural is its
 * singular, and the longest match wins: "table lamp" is no table.
 */

import type { FacetName, Meaning } from "../../core/understood.ts";
import type { FacetCount, LabelWords } from "../../core/words.ts";
import type { Analyzer } from "../../index/word-index/analyzer.ts";
import { cocoClasses, pathOfClass } from "../../vision/coco-classes.ts";
import { colourNamed, colourWords } from "../../vision/colour-words.ts";
import { facetWords } from "./attribute-words.ts";

export interface LexiconMatch {
  /** Terms that the match takes. */
  readonly length: number;
  /** What they can mean, the likeliest first; one for a facet. */
  readonly meanings: readonly Meaning[];
}

export interface Lexicon {
  /** The longest match that begins at a place. O(matches of the first word). */
  match(terms: readonly string[], at: number): LexiconMatch | null;
  /** Names of things that are the same kind of thing, "sofa" and "stool" for "armchair"; without the thing itself. */
  siblings(thing: Meaning): readonly string[];
  /** Is every chair furniture? By names as they are read; false for what is not known. */
  isKindOf(special: string, general: string): boolean;
  /** Names of boards, folded. */
  readonly boards: ReadonlySet<string>;
}

/** Names of attributes that say what the built-in facets say. */
const facetOfAttribute: Readonly<Record<string, FacetName | "brand">> = {
  category: "category",
  type: "category",
  product: "category",
  "product type": "category",
  colour: "colour",
  color: "colour",
  material: "material",
  materials: "material",
  fabric: "material",
  pattern: "pattern",
  style: "style",
  room: "room",
  season: "season",
  occasion: "season",
  size: "size",
  brand: "brand",
  maker: "brand",
  manufacturer: "brand",
};

/** So general that they say nothing of a thing. */
const saysNothing = new Set([
  ..."artifact instrumentality object entity matter whole thing device substance solid structure".split(" "),
  ..."conveyance equipment implement covering commodity durables restraint mechanism material item other".split(
    " ",
  ),
]);
const mostWords = 5;

interface Entry {
  readonly terms: readonly string[];
  readonly meanings: Meaning[];
}

export function lexicon(
  { words }: Pick<Analyzer, "words">,
  labels: readonly LabelWords[],
  counts: readonly FacetCount[],
): Lexicon {
  const entries = new Map<string, Entry>();
  const byFirst = new Map<string, Entry[]>();
  const say = (word: string, meaning: Meaning): void => {
    const terms = words(word).map(({ term }) => term);
    if (terms.length === 0 || terms.length > mostWords || saysNothing.has(word)) return;
    const key = terms.join(" ");
    const entry = entries.get(key) ?? { terms, meanings: [] };
    if (!entries.has(key)) {
      entries.set(key, entry);
      byFirst.set(terms[0], [...(byFirst.get(terms[0]) ?? []), entry]);
    }
    const same = entry.meanings.findIndex(({ facet }) => facet === meaning.facet);
    if (same < 0) entry.meanings.push(meaning);
    else entry.meanings[same] = joined(entry.meanings[same], meaning);
  };
  sayLabels(labels, say);
  for (const [word, { value, path }] of colourWords) say(word, { facet: "colour", value, path, pins: 0 });
  for (const name of cocoClasses)
    say(name, { facet: "category", value: name, path: pathOfClass(name).slice(0, -1), pins: 0 });
  for (const { word, ...meaning } of facetWords) say(word, { ...meaning, pins: 0 });
  for (const count of counts) sayCount(count, say);
  for (const { meanings } of entries.values()) meanings.sort(likelier);
  for (const list of byFirst.values()) list.sort((a, b) => b.terms.length - a.terms.length);
  const things = [...entries.values()].flatMap(({ meanings }) =>
    meanings.filter(({ facet }) => facet === "category"),
  );
  const under = Map.groupBy(things, ({ path }) => path.at(-1) ?? "");
  const paths = new Map(things.map(({ value, path }) => [value, path]));
  return {
    match: (terms, at) => {
      const entry = byFirst
        .get(terms[at])
        ?.find((one) => one.terms.every((term, i) => terms[at + i] === term));
      return entry ? { length: entry.terms.length, meanings: entry.meanings } : null;
    },
    siblings: ({ value, path }) => {
      const parent = path.at(-1);
      const near = parent === undefined ? [] : (under.get(parent) ?? []).map((thing) => thing.value);
      return [...new Set(near)].filter((name) => name !== value);
    },
    isKindOf: (special, general) => paths.get(special)?.includes(general) ?? false,
    boards: new Set(
      counts
        .filter(({ name }) => name === "board")
        .map(({ value }) =>
          words(value)
            .map(({ term }) => term)
            .join(" "),
        ),
    ),
  };
}

/** What the collection says more; where it says nothing, an attribute rather than one of the vision model's rarer labels. */
function likelier(a: Meaning, b: Meaning): number {
  return b.pins - a.pins || Number(a.facet === "category") - Number(b.facet === "category");
}

/** Tables know what a word is a kind of, the collection how often it is said. */
const joined = (known: Meaning, more: Meaning): Meaning => ({ ...known, pins: known.pins + more.pins });

type Say = (word: string, meaning: Meaning) => void;

function sayLabels(labels: readonly LabelWords[], say: Say): void {
  for (const { name, synonyms, path } of labels) {
    const above = path.filter((word) => !saysNothing.has(word));
    say(name, { facet: "category", value: name, path: above, pins: 0 });
    for (const synonym of synonyms) say(synonym, { facet: "category", value: name, path: above, pins: 0 });
    // A table lamp is a lamp, a coffee mug a mug.
    const head = name.split(" ").at(-1) ?? name;
    if (head !== name) say(head, { facet: "category", value: head, path: above, pins: 0 });
    above.forEach((word, depth) => {
      say(word, { facet: "category", value: word, path: above.slice(0, depth), pins: 0 });
    });
  }
}

function sayCount({ name, value, pins }: FacetCount, say: Say): void {
  if (name === "board" || pins < 2) return;
  if (name === "domain") {
    const [brand] = value.split(".");
    if (brand.length > 2) say(brand, { facet: "brand", value, path: [], pins });
    return;
  }
  const facet = facetOfAttribute[name.toLowerCase().replace(/[_-]+/g, " ")] ?? "attribute";
  const word = value.toLowerCase();
  if (!/\p{L}{2}/u.test(word)) return;
  const colour = facet === "colour" ? colourNamed(word) : undefined;
  const isMaterial = colour !== undefined && !colourWords.has(word);
  say(word, {
    facet,
    value: isMaterial ? word : (colour?.value ?? word),
    path: isMaterial ? [...colour.path, colour.value] : (colour?.path ?? []),
    pins,
  });
}
