/**
 * Search by words: what the word index is given, what it is asked, and the ports it needs. Places, terms and steps are
 * the same in the index, the search, the query log and the answer.
 */
import type { Pin, SeenObject, Sight, Understanding } from "./nouns.ts";

/** Where in a pin a word stands. `seen` is what the models saw, `general` what that is a kind of, `read` what stands in it. */
export type Place =
  | "title"
  | "tags"
  | "description"
  | "boards"
  | "seen"
  | "general"
  | "attributes"
  | "read"
  | "owner"
  | "domain";

/** How a hit was found, from the surest to the vaguest: the steps of the query plan in their order. */
export const steps = [
  "phrase",
  "all words",
  "spelling",
  "related words",
  "most words",
  "meaning",
  "picture",
] as const;
export type Step = (typeof steps)[number];

/** What else is to be said of an answer. */
export const noteCodes = [
  "no prices",
  "unknown words",
  "not of one thing",
  "several currencies",
  "like a picture",
] as const;

export interface WordNote {
  readonly code: (typeof noteCodes)[number];
  /** Ready to show. */
  readonly sentence: string;
}

/** One of the parts that a score is the sum of. */
export interface ScorePart {
  readonly name: string;
  readonly value: number;
}

/** Text of one place; `weight` 0..1 is the models' confidence, 1 for what people wrote. */
export interface PlacedText {
  readonly place: Place;
  readonly text: string;
  readonly weight: number;
}

/** A value a result can be narrowed by: kind chair, colour teal, board Kitchen. */
export interface Facet {
  readonly name: string;
  readonly value: string;
}

/** How many pins found have a value; see `Facet`. */
export interface FacetCount extends Facet {
  readonly pins: number;
}

/** One pin as the word index takes it. */
export interface WordDocument {
  readonly seq: number;
  readonly texts: readonly PlacedText[];
  readonly facets: readonly Facet[];
  /** Of near-duplicates: the id of the first of them, its own when there are none. */
  readonly group: string;
  /** `[label, weight]`: the vision model's largest labels, see `Understanding.postings`. */
  readonly labels: ReadonlyArray<readonly [label: number, weight: number]>;
  readonly price: number | null;
  readonly createdAt: number;
}

/** What was seen in a pin, without vectors. */
export interface SeenWords extends Omit<Sight, "embedding"> {
  readonly objects: ReadonlyArray<Omit<SeenObject, "embedding">>;
  readonly postings: Understanding["postings"];
}

/** Up to where changes were read: the state's revision and the row within it. */
export interface ChangeMark {
  readonly revision: number;
  readonly seq: number;
}

/** Words of a pin that are not kept with it. */
export interface AroundPin {
  /** The owner's name; absent where nobody's. */
  readonly ownerName?: string;
  /** Text that a reader has found in the picture. */
  readonly read?: string;
}

export interface PinChanges {
  /** The state's revision now. */
  latest(): number;
  /** Changed pins after a mark, in the order of their changes, at most `limit`; deleted ones have `pin` null. */
  since(
    mark: ChangeMark,
    limit: number,
    model: string,
  ): {
    readonly changes: ReadonlyArray<{ seq: number; pin: Pin | null; seen: SeenWords | null } & AroundPin>;
    readonly mark: ChangeMark;
  };
}

/** A label of the vision model with the words for it and for what it is a kind of. */
export interface LabelWords {
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly gloss: string;
  /** From general to special, without the name itself. */
  readonly path: readonly string[];
}

/** Words of the collection as people read them, for completing what is being typed. */
export interface Vocabulary {
  /** Folded words that begin with `prefix` and that living pins hold, the most held first. */
  completions(prefix: string, limit: number): readonly Completion[];
}

export interface Completion {
  readonly word: string;
  /** Pins that hold it in some form: "lamp" counts "lamps". */
  readonly pins: number;
}

/** What the log keeps of a search beside the pins that it showed. Pages after the first are not searches of their own. */
export interface SearchOutcome {
  /** Pins found, not only shown. */
  readonly results: number;
  /** The last step of the plan that was needed. */
  readonly reached: Step;
  /** What the answer took. */
  readonly milliseconds: number;
  /** What was sought instead of words that nothing holds. */
  readonly corrected?: ReadonlyArray<{ readonly from: string; readonly to: string }>;
}

/** One search as it was logged. */
export interface LoggedSearch extends Omit<SearchOutcome, "corrected"> {
  readonly slate: string;
  /** As typed; null when whoever asked wants nothing of it kept. */
  readonly text: string | null;
  readonly person: string | null;
  readonly time: number;
  /** Pins on its first page. */
  readonly shown: number;
}

/** A text that was searched for, with all searches for it taken together whatever their letters' case and spaces. */
export interface SearchedText {
  readonly text: string;
  readonly searches: number;
  /** Different people, those without a name counted as one. */
  readonly people: number;
  /** Searches that found nothing. */
  readonly empty: number;
  /** Median. */
  readonly milliseconds: number;
  readonly last: number;
}

export interface SearchBounds {
  readonly limit: number;
  /** Only searches that found nothing. */
  readonly empty?: boolean;
  /** Milliseconds since 1970; inclusive. */
  readonly since?: number;
  readonly person?: string;
}

/** Searches by words, read from the slates of the event log. */
export interface QueryLog {
  /** The latest first. */
  latest(bounds: SearchBounds): Promise<readonly LoggedSearch[]>;
  /** The most searched first; texts that were not kept are left out. */
  texts(bounds: SearchBounds): Promise<readonly SearchedText[]>;
}
