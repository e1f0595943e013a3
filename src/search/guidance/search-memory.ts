/**
 * What people searched for and chose, in memory: for suggestions, trending searches and related ones. A person counts
 * once for a search, however often they repeat it, and less the longer ago; a flood of one person is one.
 *
 *   popularity(q) = Σ_people 2^(−age / 14 days)
 *   trend(q) = (f − s) / sqrt(s + 1),  f = Σ 2^(−age / 1 day),  s = Σ 2^(−age / 14 days) / 14
 *
 * f counts the people of about a day, s what is usual in one; the difference is divided by the deviation of a Poisson
 * count. What fewer than `sharedBy` different people searched for is shown to nobody else.
 */
import { fold } from "../../index/word-index/analyzer.ts";

/** Someone searched for words and was shown pins. */
export interface SearchNote {
  readonly words: string;
  readonly person: string;
  readonly at: number;
  /** The first pin of the answer; null for an answer of none. */
  readonly pin: string | null;
}

/** Someone opened, followed or saved a pin that words had found. */
export interface ChoiceNote {
  readonly words: string;
  readonly pin: string;
  readonly subject: string;
}

/** A search as others may see it. */
export interface SharedSearch {
  readonly words: string;
  readonly key: string;
  /** Different people. */
  readonly people: number;
  readonly pin: string;
}

/** Pins chosen for each search, and searches for which each pin was chosen; by how many people. */
export interface ChoiceGraph {
  pinsOf(key: string): ReadonlyMap<string, number>;
  searchesOf(pin: string): ReadonlyMap<string, number>;
}

export interface SearchMemory extends ChoiceGraph {
  /** The same note again changes nothing. */
  searched(note: SearchNote): void;
  chose(note: ChoiceNote): void;
  /** Searches that enough people made and that found something. */
  shared(): Iterable<SharedSearch>;
  sharedByKey(key: string): SharedSearch | null;
  popularity(key: string, now: number): number;
  /** The most rising first; then the most popular. */
  trending(now: number, limit: number): SharedSearch[];
  forget(person: string): void;
}

const day = 86_400_000;
const usualDays = 14;
const mostSearches = 50_000;

interface Known {
  words: string;
  pin: string | null;
  at: number;
  /** Person → when they last searched for it. */
  readonly people: Map<string, number>;
}

type Edges = Map<string, Map<string, Set<string>>>;

export const keyOfWords = (words: string): string => fold(words).trim().replace(/\s+/gu, " ");

/** @param sharedBy people */
export function searchMemory(sharedBy: number): SearchMemory {
  const searches = new Map<string, Known>();
  const shared = new Set<string>();
  const [bySearch, byPin]: Edges[] = [new Map(), new Map()];

  const decayed = (key: string, now: number, halfLife: number): number => {
    let sum = 0;
    for (const at of searches.get(key)?.people.values() ?? [])
      sum += 2 ** (-Math.max(0, now - at) / halfLife);
    return sum;
  };
  const popularity = (key: string, now: number): number => decayed(key, now, usualDays * day);
  const asShared = (key: string): SharedSearch | null => {
    const known = searches.get(key);
    if (!known || known.pin === null || known.people.size < sharedBy) return null;
    return { words: known.words, key, people: known.people.size, pin: known.pin };
  };
  const trend = (key: string, now: number): number => {
    const usual = popularity(key, now) / usualDays;
    return (decayed(key, now, day) - usual) / Math.sqrt(usual + 1);
  };
  /** The half that was searched for longest ago makes room. */
  const makeRoom = (): void => {
    const oldest = [...searches].sort(([, a], [, b]) => a.at - b.at).slice(0, searches.size / 2);
    for (const [key] of oldest) {
      searches.delete(key);
      shared.delete(key);
    }
  };

  return {
    searched: ({ words, person, at, pin }) => {
      const key = keyOfWords(words);
      if (key === "") return;
      const known = searches.get(key) ?? { words, pin, at, people: new Map() };
      searches.set(key, known);
      if (at >= known.at) Object.assign(known, { words, pin, at });
      known.people.set(person, Math.max(at, known.people.get(person) ?? 0));
      if (known.people.size >= sharedBy) shared.add(key);
      if (searches.size > mostSearches) makeRoom();
    },
    chose: ({ words, pin, subject }) => {
      const key = keyOfWords(words);
      if (key === "") return;
      join(bySearch, key, pin, subject);
      join(byPin, pin, key, subject);
    },
    *shared() {
      for (const key of shared) {
        const search = asShared(key);
        if (search) yield search;
      }
    },
    sharedByKey: asShared,
    popularity,
    trending: (now, limit) =>
      [...shared]
        .flatMap((key) => asShared(key) ?? [])
        .map((search) => ({ search, rise: trend(search.key, now), uses: popularity(search.key, now) }))
        .sort((a, b) => b.rise - a.rise || b.uses - a.uses || (a.search.key < b.search.key ? -1 : 1))
        .slice(0, limit)
        .map(({ search }) => search),
    pinsOf: (key) => counts(bySearch.get(key)),
    searchesOf: (pin) => counts(byPin.get(pin)),
    forget: (person) => {
      for (const [key, known] of searches) {
        known.people.delete(person);
        if (known.people.size < sharedBy) shared.delete(key);
        if (known.people.size === 0) searches.delete(key);
      }
      for (const edges of [bySearch, byPin]) {
        for (const ends of edges.values()) for (const people of ends.values()) people.delete(person);
      }
    },
  };
}

function join(edges: Edges, from: string, to: string, subject: string): void {
  const ends = edges.get(from) ?? new Map<string, Set<string>>();
  edges.set(from, ends);
  ends.set(to, (ends.get(to) ?? new Set<string>()).add(subject));
}

function counts(ends: ReadonlyMap<string, ReadonlySet<string>> | undefined): Map<string, number> {
  return new Map(
    [...(ends ?? [])].filter(([, people]) => people.size > 0).map(([end, { size }]) => [end, size]),
  );
}
