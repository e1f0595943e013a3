/**
 * What was understood of a question in words. Each piece is evidence: the part of the text that says it, how sure that
 * is, and what is left of the text when a person takes it back.
 */

import type { FacetCount } from "./words.ts";

/** What a word can say of a thing, beside its name. */
export const facets = [
  "category",
  "colour",
  "material",
  "pattern",
  "style",
  "room",
  "season",
  "size",
] as const;
export type FacetName = (typeof facets)[number];

export type EvidenceKind = FacetName | "attribute" | "price" | "without" | "phrase" | "like" | "brand";

/** A word or several with what they stand for. */
export interface Meaning {
  readonly facet: FacetName | "attribute" | "brand";
  /** The plain form: "blue", "armchair", "velvet". */
  readonly value: string;
  /** What it is a kind of, from general to special, without the value itself: furniture, seat. */
  readonly path: readonly string[];
  /** Pins of the collection that carry it as a value; 0 for what is only known from tables. */
  readonly pins: number;
}

export interface Evidence {
  readonly kind: EvidenceKind;
  readonly label: string;
  /** As typed: `text` is the question from `from` to `to`, in UTF-16 units. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** 0..1 */
  readonly confidence: number;
  /** What the words stand for; of an exclusion, what is excluded. Null for prices, phrases, likenesses and plain words. */
  readonly meaning: Meaning | null;
  /** The question without it. */
  readonly rest: string;
}

export interface PriceRange {
  readonly from: number | null;
  readonly to: number | null;
  /** ISO 4217, or empty when not said. */
  readonly currency: string;
}

export const intents = ["browse", "known", "person", "board", "colour", "style", "how-to", "brand"] as const;

/** What someone is after. */
export interface Aim {
  readonly name: (typeof intents)[number];
  /** 0..1 */
  readonly confidence: number;
}

export interface Season {
  readonly name: string;
  /** Of its height, 1..12. */
  readonly months: readonly number[];
}

export interface AskedWord {
  /** Folded. */
  readonly word: string;
  /** Its stem. */
  readonly term: string;
}

/** A question in words, as search takes it. */
export interface WordQuestion {
  /** The question as it was read: cut, without control characters. Spans of evidence are places in it. */
  readonly text: string;
  /** In order, without doubles by stem. */
  readonly words: readonly AskedWord[];
  /** Stems that must stand side by side. */
  readonly phrases: ReadonlyArray<readonly string[]>;
  readonly without: readonly AskedWord[];
  readonly price: PriceRange | null;
  /** "like X but Y": X and Y as typed. */
  readonly like: { readonly original: string; readonly change: string } | null;
  readonly evidence: readonly Evidence[];
  readonly aim: Aim;
  readonly season: Season | null;
}

/** The collection's own words for things. */
export interface CollectionFacets {
  /**
   * Values that several pins share, by name of the attribute or as `board` and `domain`; of the newest pins, and changes
   * of the last seconds may be missing.
   */
  facets(): readonly FacetCount[];
}
