/**
 * What can be suggested from a collection, with how many pins each suggestion leads to: the kinds that were seen, tags,
 * boards, and the phrases of one to three words that stand in titles. Every pin is counted once for each, and taken out
 * again when it changes.
 *
 * A phrase must be able to begin and end: of the times its first word stands in titles some part begin one, of its last
 * word's end one. "with", "of" and "mit" do neither, in any language, so no list of them is needed.
 *
 * Phrases of a single pin are dropped when there are too many, as in lossy counting: a phrase seen again starts anew,
 * and is counted too low by less than one in as many pins as were added between two such cleanings.
 * Source: G. S. Manku, R. Motwani (2002), "Approximate frequency counts over data streams", VLDB.
 *
 * They are found by the first two letters of each of their words: a look-up reads one such drawer.
 */
import type { PinLook, SuggestionKind } from "../../core/guidance.ts";
import { wordsIn } from "../../index/word-index/analyzer.ts";
import { topK } from "../../math/top-k.ts";

export interface Phrase {
  /** As people write it, in small letters; a board's name as it is. */
  readonly text: string;
  /** Folded words with one blank between. */
  readonly key: string;
  readonly kind: Exclude<SuggestionKind, "recent" | "search" | "person">;
  /** Pins it leads to. */
  readonly pins: number;
  /** Row numbers of a few of them, the latest last. */
  readonly examples: readonly number[];
}

export interface PhraseBook {
  /** Living pins. */
  readonly size: number;
  readonly phrases: number;
  /** Takes a pin anew; null takes it out. */
  put(seq: number, look: PinLook | null): void;
  /**
   * Phrases with a word that begins like `start`, from that word on, the weightiest first.
   * @param start folded, of one or more words; empty for every phrase
   * @param weigh 0 and less are left out
   */
  best(start: string, limit: number, weigh: (phrase: Phrase) => number): Phrase[];
  /** Words of the collection that begin with this letter, with how many titles, tags and kinds hold them. */
  wordsFrom(letter: string): Iterable<readonly [word: string, uses: number]>;
  holdsWord(word: string): boolean;
  /** Some word begins so. */
  begins(start: string): boolean;
  /** By kind and key; undefined for what no pin has. */
  get(kind: Phrase["kind"], key: string): Phrase | undefined;
}

type Entry = { -readonly [K in keyof Phrase]: Phrase[K] } & {
  examples: number[];
  /** The look-up that met it last: with two words in one drawer it lies there twice. */
  met: number;
};

interface Uses {
  /** In titles, tags, kinds and boards. */
  all: number;
  /** In titles; of these, at their beginning and end. */
  titles: number;
  starts: number;
  ends: number;
}

interface Run {
  readonly title: boolean;
  readonly words: readonly string[];
}

const examplesKept = 4;
const longestPhrase = 3;
/** Parts of a title of up to so many words are phrases as a whole. */
const longestTitle = 6;
const edgeShare = 0.02;
const drawerLetters = 2;
const titleWords = 24;
const aWord = /[\p{L}\p{N}\p{M}]+/gu;
/** What parts of a title are kept apart by: no phrase goes across. */
const breaks = /[.,;:!?()[\]{}|/·•–—"“”„«»]+/u;
const unused: Uses = { all: 0, titles: 0, starts: 0, ends: 0 };

/** Which kind a text is when it is several: what was seen says most. */
const rank: ReadonlyArray<Phrase["kind"]> = ["phrase", "tag", "kind"];

/** @param mostPhrases above this, phrases of a single pin are dropped */
export function phraseBook(mostPhrases = 400_000): PhraseBook {
  const entries = new Map<string, Entry>();
  const drawers = new Map<string, Set<Entry>>();
  const words = new Map<string, Map<string, Uses>>();
  let lookUp = 0;
  const held = new Map<number, { readonly ids: readonly string[]; readonly runs: readonly Run[] }>();

  const usesOf = (word: string): Uses => {
    const letter = firstLetter(word);
    const group = words.get(letter) ?? new Map<string, Uses>();
    if (group.size === 0) words.set(letter, group);
    const known = group.get(word) ?? { ...unused };
    if (known.all === 0) group.set(word, known);
    return known;
  };
  const count = ({ title, words: run }: Run, by: number): void => {
    for (const [place, word] of run.entries()) {
      const uses = usesOf(word);
      uses.all += by;
      if (title) uses.titles += by;
      if (title && place === 0) uses.starts += by;
      if (title && place === run.length - 1) uses.ends += by;
      if (uses.all <= 0) words.get(firstLetter(word))?.delete(word);
    }
  };
  const file = (entry: Entry, put: boolean): void => {
    for (const start of startsOf(entry.key)) {
      const drawer = start.slice(0, drawerLetters);
      const known = drawers.get(drawer) ?? new Set<Entry>();
      if (put) drawers.set(drawer, known.add(entry));
      else known.delete(entry);
    }
  };
  const take = (seq: number): void => {
    const old = held.get(seq);
    if (!old) return;
    held.delete(seq);
    for (const run of old.runs) count(run, -1);
    for (const id of old.ids) {
      const entry = entries.get(id);
      if (!entry) continue;
      entry.pins--;
      entry.examples = entry.examples.filter((example) => example !== seq);
      if (entry.pins > 0) continue;
      entries.delete(id);
      file(entry, false);
    }
  };
  const drop = (): void => {
    for (const [id, entry] of entries) {
      if (entry.pins > 1 || entry.kind !== "phrase") continue;
      entries.delete(id);
      file(entry, false);
    }
  };
  const drawersFor = (start: string): Array<readonly [string, Iterable<Entry>]> => {
    const name = start.slice(0, drawerLetters);
    if (name.length === drawerLetters) return [[name, drawers.get(name) ?? []]];
    return [...drawers].filter(([drawer]) => drawer.startsWith(name));
  };
  const canStand = ({ kind, key }: Entry): boolean => {
    if (kind !== "phrase") return true;
    const parts = key.split(" ");
    const [first, last] = [parts[0], parts[parts.length - 1]].map(
      (word) => words.get(firstLetter(word))?.get(word) ?? unused,
    );
    const begins = parts.length === 1 || first.starts >= edgeShare * first.titles;
    return begins && last.ends > 0 && last.ends >= edgeShare * last.titles;
  };

  return {
    get size() {
      return held.size;
    },
    get phrases() {
      return entries.size;
    },
    put: (seq, look) => {
      take(seq);
      if (!look) return;
      const texts = textsOf(look);
      const runs = runsOf(look);
      for (const run of runs) count(run, 1);
      for (const [id, { text, key, kind }] of texts) {
        const known = entries.get(id) ?? { text, key, kind, pins: 0, examples: [], met: 0 };
        if (known.pins === 0) {
          entries.set(id, known);
          file(known, true);
        }
        if (rank.indexOf(kind) > rank.indexOf(known.kind)) Object.assign(known, { kind, text });
        known.pins++;
        known.examples = [...known.examples, seq].slice(-examplesKept);
      }
      held.set(seq, { ids: [...texts.keys()], runs });
      if (entries.size > mostPhrases) drop();
    },
    best: (start, limit, weigh) => {
      lookUp++;
      const heap = topK(limit);
      const kept: Entry[] = [];
      for (const [drawer, inside] of drawersFor(start)) {
        const whole = start.length <= drawer.length;
        for (const entry of inside) {
          if (entry.met === lookUp || !(whole || beginsWithin(entry.key, start))) continue;
          entry.met = lookUp;
          const weight = weigh(entry);
          if (weight <= Math.max(0, heap.floor()) || !canStand(entry)) continue;
          heap.push(kept.length, weight);
          kept.push(entry);
        }
      }
      return heap.sorted().map(({ id }) => kept[id]);
    },
    *wordsFrom(letter) {
      for (const [word, { all }] of words.get(letter) ?? []) yield [word, all];
    },
    holdsWord: (word) => words.get(firstLetter(word))?.has(word) ?? false,
    begins: (start) => {
      for (const word of words.get(firstLetter(start))?.keys() ?? []) if (word.startsWith(start)) return true;
      return false;
    },
    get: (kind, key) => {
      const found = entries.get(kind === "board" ? `board ${key}` : key);
      return found?.kind === kind || (kind === "phrase" && found) ? found : undefined;
    },
  };
}

function firstLetter(word: string): string {
  return String.fromCodePoint(word.codePointAt(0) ?? 0);
}

/** The text from each of its words on. */
function startsOf(key: string): string[] {
  const starts = [key];
  for (let at = key.indexOf(" "); at >= 0; at = key.indexOf(" ", at + 1)) starts.push(key.slice(at + 1));
  return starts;
}

function beginsWithin(key: string, start: string): boolean {
  return key.startsWith(start) || key.includes(` ${start}`);
}

type Text = Pick<Phrase, "text" | "key" | "kind">;

/** Everything one pin can be suggested for, by what names it in the book. */
function textsOf(look: PinLook): Map<string, Text> {
  const texts = new Map<string, Text>();
  const say = (kind: Phrase["kind"], text: string, key = wordsIn(text).join(" ")): void => {
    const id = kind === "board" ? `board ${key}` : key;
    if (key === "") return;
    const known = texts.get(id);
    if (!known || rank.indexOf(kind) > rank.indexOf(known.kind)) texts.set(id, { kind, text, key });
  };
  for (const phrase of phrasesOf(look.title)) say("phrase", phrase);
  for (const tag of look.tags) say("tag", tag.toLowerCase());
  for (const kind of look.kinds) say("kind", kind);
  for (const board of look.boards) say("board", board);
  return texts;
}

/** Words that stand together: each part of the title, each tag, kind and board. */
function runsOf({ title, tags, kinds, boards }: PinLook): Run[] {
  return [
    ...partsOf(title).map((words) => ({ title: true, words: words.flatMap(wordsIn) })),
    ...[...tags, ...kinds, ...boards].map((text) => ({ title: false, words: wordsIn(text) })),
  ];
}

/** The words of a title from break to break, in small letters. */
function partsOf(title: string): string[][] {
  return title
    .toLowerCase()
    .split(breaks)
    .map((part) => (part.match(aWord) ?? []).slice(0, titleWords));
}

/** Runs of one to three words of each part of a title, and a short part as a whole. */
export function phrasesOf(title: string): string[] {
  const found = new Set<string>();
  for (const words of partsOf(title)) {
    for (let from = 0; from < words.length; from++) {
      for (let length = 1; length <= longestPhrase && from + length <= words.length; length++) {
        found.add(words.slice(from, from + length).join(" "));
      }
    }
    if (words.length > 0 && words.length <= longestTitle) found.add(words.join(" "));
  }
  return [...found];
}
