/**
 * Help on the way to a picture: what is suggested while someone types, what people searched for and chose, the looks
 * that a result is split by; and the ports these need. Times are milliseconds since 1970 UTC.
 */
import type { AttributeValue, Pin } from "./nouns.ts";
import type { ChangeMark } from "./words.ts";

/** Where a suggestion comes from; `search` is what several people searched for, `phrase` stands in titles. */
export const suggestionKinds = ["recent", "search", "kind", "tag", "phrase", "board", "person"] as const;
export type SuggestionKind = (typeof suggestionKinds)[number];

/** One line below the field someone types into. */
export interface Suggestion {
  readonly text: string;
  readonly kind: SuggestionKind;
  /** Why it is suggested, in a few words. */
  readonly why: string;
  /** Pins it leads to, where it is counted. */
  readonly pins: number | null;
  /** One of them. */
  readonly pin: Pin | null;
  /** The id of one's own board, or of a person, that it leads to; otherwise it is searched for. */
  readonly board: string | null;
  readonly person: string | null;
  /** What was typed, where other letters than those were taken. */
  readonly mended: string | null;
}

/** What a pin can be narrowed by and suggested for: words people wrote and what the models saw. */
export interface PinLook {
  readonly seq: number;
  readonly title: string;
  readonly tags: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Names of public boards that hold it. */
  readonly boards: readonly string[];
  /** Every word of the paths of what was seen, each once: furniture, seat, chair. */
  readonly kinds: readonly string[];
  /** Names of the colours that cover at least a tenth of it or of an object in it. */
  readonly colours: readonly string[];
}

/** Looks are far lighter to read than pins with their understanding. */
export interface PinLooks {
  /** Of living pins, in the order given. */
  read(seqs: readonly number[], model: string): readonly PinLook[];
  /** The state's revision now. */
  latest(): number;
  /** Changed pins after a mark in the order of their changes, at most `limit`; deleted ones have no look. */
  since(
    mark: ChangeMark,
    limit: number,
    model: string,
  ): { readonly changes: ReadonlyArray<{ seq: number; look: PinLook | null }>; readonly mark: ChangeMark };
}

/** Someone who shows at least one public board. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
  readonly boards: number;
  /** A pin of one of these boards. */
  readonly pin: string | null;
}

export interface PeopleByName {
  /** Accounts whose name begins so, regardless of case, in the order of their names. */
  named(prefix: string, limit: number): readonly NamedPerson[];
}
