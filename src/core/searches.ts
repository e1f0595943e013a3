/** What someone searched for: the last searches, and those that are kept to hear of new pins; and the store of both. */
import type { PinFilter } from "./nouns.ts";
import type { Page } from "./ports.ts";
import type { ChangeMark } from "./words.ts";

export interface PastSearch {
  readonly words: string;
  readonly at: number;
}

/** Words, a filter or both. New pins that fit are noticed. */
export interface SavedSearch {
  readonly id: string;
  /** `person:ID` or `key:ID`. */
  readonly owner: string;
  readonly name: string;
  readonly words: string;
  readonly filter: PinFilter;
  readonly createdAt: number;
  /** Pins that were noticed and not yet seen. */
  readonly fresh: number;
  /** Pins noticed since it was saved. */
  readonly matches: number;
  /** The id of the pin that was noticed last, or null. */
  readonly cover: string | null;
}

/** A pin that was noticed for a saved search. */
export interface Match {
  readonly pin: string;
  readonly at: number;
  readonly fresh: boolean;
}

/** A saved search as the one who watches needs it: only pins above `after` are new to it. */
export interface WatchedSearch extends Pick<SavedSearch, "id" | "words" | "filter"> {
  readonly after: number;
}

/** Every method that changes something has committed durably when it resolves. */
export interface SearchStore {
  /** The same words again move to the front; only the last fifty are kept. */
  remember(owner: string, words: string): Promise<void>;
  /** The latest first, each once. */
  recent(owner: string, limit: number): Promise<readonly PastSearch[]>;
  /** Forgets one search, or all. Returns how many. */
  forget(owner: string, words?: string): Promise<number>;

  /** The same words and filter again is the search that is there. @throws TOO_MANY_SEARCHES BAD_INPUT */
  save(owner: string, draft: Pick<SavedSearch, "name" | "words" | "filter">): Promise<SavedSearch>;
  /** The latest first. */
  list(owner: string): Promise<readonly SavedSearch[]>;
  /** @throws SEARCH_NOT_FOUND, also where it is someone else's; so do the others */
  read(owner: string, id: string): Promise<SavedSearch>;
  rename(owner: string, id: string, name: string): Promise<SavedSearch>;
  remove(owner: string, id: string): Promise<void>;
  /** Living pins that were noticed, the latest first. */
  matches(owner: string, id: string, query: { cursor?: string; limit: number }): Promise<Page<Match>>;
  /** Every pin noticed so far counts as seen. Returns how many were new. */
  markSeen(owner: string, id: string): Promise<number>;

  watched(): readonly WatchedSearch[];
  /** Up to where changes were watched. */
  watchedTo(): ChangeMark;
  /** Notices pins for searches, each once, and up to where was watched, in one commit. */
  notice(found: ReadonlyArray<{ search: string; seq: number }>, mark: ChangeMark): Promise<void>;
}
