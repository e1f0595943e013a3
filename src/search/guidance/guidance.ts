/**
 * Help on the way to a picture: suggestions while someone types, chips that split a result, searches near to a search,
 * what many search for now, one's own last searches, and saved ones that notice new pins.
 */
import type { BoardStore } from "../../core/boards.ts";
import type { Clock } from "../../core/clock.ts";
import type { ColumnFile } from "../../core/columns.ts";
import type { PeopleByName, PinLook, PinLooks, Suggestion } from "../../core/guidance.ts";
import type { Pin, PinFilter } from "../../core/nouns.ts";
import type { PinStore } from "../../core/ports.ts";
import type { PastSearch, SearchStore } from "../../core/searches.ts";
import type { LabelWords, PinChanges } from "../../core/words.ts";
import type { StateFollower } from "../../index/state-follower.ts";
import { wordsIn } from "../../index/word-index/analyzer.ts";
import type { WordKeeper } from "../../index/word-index/word-keeper.ts";
import type { QuestionReader } from "../understanding/question-reader.ts";
import { pinFor, surelyFound } from "./found.ts";
import { type Guide, guidedChips } from "./guided-chips.ts";
import { phraseKeeper } from "./phrase-keeper.ts";
import { relatedByLooks } from "./related-looks.ts";
import { relatedByChoices } from "./related-searches.ts";
import { relatedSiblings } from "./related-siblings.ts";
import { type RememberedLog, rememberSearches } from "./search-log.ts";
import { keyOfWords, type SharedSearch, searchMemory } from "./search-memory.ts";
import { searchWatch } from "./search-watch.ts";
import { type OwnWords, type Proposal, proposals } from "./suggest.ts";

/** Who asks, where something of theirs may be used for them: an owner as boards have one. */
export type Asker = string | null;

export interface RelatedSearch {
  readonly words: string;
  readonly why: string;
  readonly pin: Pin | null;
}

export interface Guidance {
  suggest(typed: string, limit: number, asker: Asker): Promise<readonly Suggestion[]>;
  related(words: string, limit: number): Promise<readonly RelatedSearch[]>;
  guide(
    words: string,
    filter: PinFilter,
    limit: number,
  ): Promise<Guide & { readonly pins: ReadonlyMap<number, Pin> }>;
  trending(limit: number): Promise<ReadonlyArray<SharedSearch & { readonly shown: Pin | null }>>;
  /** One's own, the latest first, each with a pin where one is found at once. */
  recent(owner: string, limit: number): Promise<ReadonlyArray<PastSearch & { readonly shown: Pin | null }>>;
  /** Resolves when every pin committed so far was noticed for the saved searches. */
  noticed(): Promise<void>;
  /** Resolves when everything committed so far can be suggested. */
  ready(): Promise<void>;
  /** What one person, or visitor, did counts for nobody any longer. */
  forget(person: string): void;
  stop(): Promise<void>;
  /** What suggestions are made from, as it is kept on disk. */
  readonly kept: Pick<StateFollower<unknown>, "open" | "unsaved" | "save" | "erase">;
}

export interface GuidancePorts extends Omit<RememberedLog, "now"> {
  readonly pins: Pick<PinStore, "read" | "readSeqs" | "matching" | "list">;
  readonly looks: PinLooks;
  readonly changes: PinChanges;
  readonly people: PeopleByName;
  readonly boards: Pick<BoardStore, "list">;
  readonly searches: SearchStore;
  readonly keeper: Pick<WordKeeper, "current" | "analyzer">;
  readonly questions: Pick<QuestionReader, "read" | "lexicon">;
  readonly model: () => string;
  readonly labels: () => readonly LabelWords[];
  readonly clock: Clock;
  /** Where the phrase book is kept; without it, it is made at every start. */
  readonly phraseFile?: ColumnFile;
  /** Milliseconds from any start. */
  readonly tick: () => number;
}

/** A result is split by its best so many pins. */
const lookedAt = 300;
const ownSearches = 50;
const ownBoards = 200;
const peopleShown = 2;
const siblingsShown = 3;
/** Milliseconds until new pins are looked at for saved searches. */
const watchAgain = 1000;

/** @param sharedBy so many different people make a search known to others */
export function guidance(ports: GuidancePorts, sharedBy: number): Guidance {
  const { pins, searches, clock, model } = ports;
  const words = ports.keeper.analyzer;
  const phrases = phraseKeeper(ports.looks, { model, file: ports.phraseFile, tick: ports.tick });
  const memory = searchMemory(sharedBy);
  const watch = searchWatch(ports);
  watch.follow(watchAgain);
  let log: ReturnType<typeof rememberSearches> | null = null;
  /** A log that cannot be read is no reason for no help: then only what happens from now on is known. */
  const remembering = (): Promise<void> => {
    log ??= rememberSearches({ log: ports.log, events: ports.events, now: clock.now }, memory);
    return log.ready.catch(() => {});
  };
  const finding = () => ({ index: ports.keeper.current(), analyzer: words });

  const ownWords = async (asker: Asker): Promise<OwnWords> => {
    if (asker === null) return { past: [], boards: [] };
    const [past, { items }] = await Promise.all([
      searches.recent(asker, ownSearches),
      ports.boards.list({ owner: asker, shared: true, limit: ownBoards }),
    ]);
    return { past, boards: items.filter((board) => board.pins > 0) };
  };

  const lookFor = async (text: string, filter: PinFilter): Promise<readonly PinLook[]> => {
    const question = ports.questions.read(text);
    const isFiltered = Object.keys(filter).length > 0;
    if (question.words.length === 0 && question.phrases.length === 0) {
      const { items } = await pins.list({ filter, limit: lookedAt });
      return ports.looks.read(
        items.map(({ seq }) => seq),
        model(),
      );
    }
    const kept = isFiltered ? await pins.matching(filter) : null;
    const { index } = finding();
    const keep = (document: number): boolean => kept?.has(index.table.seq(document)) ?? true;
    return ports.looks.read(surelyFound(question, { index, keep }, lookedAt), model());
  };

  const suggest = async (typed: string, limit: number, asker: Asker): Promise<readonly Suggestion[]> => {
    void remembering();
    const index = finding();
    const proposed = proposals(typed, limit, {
      ...{ book: phrases.current(), memory, own: await ownWords(asker), now: clock.now() },
      looks: (seqs) => ports.looks.read(seqs, model()),
      leadsTo: (text) => pinFor(text, index),
      nearestWord: (word) => index.index.vocabulary.nearest(word),
    });
    const people = peopleFor(typed, ports.people).slice(0, limit);
    return withPins([...proposed.slice(0, limit - people.length), ...people], pins);
  };

  const related = async (text: string, limit: number): Promise<readonly RelatedSearch[]> => {
    await remembering();
    const key = keyOfWords(text);
    const walked = relatedByChoices(key, memory, 4 * limit).flatMap(({ key: near }) => {
      const search = memory.sharedByKey(near);
      const why = "Chosen from by the same people";
      return search ? [{ words: search.words, key: near, why, pin: { id: search.pin } }] : [];
    });
    const said = new Set(wordsIn(text).flatMap((word) => [word, words.term(word)]));
    const looks = await lookFor(text, {});
    const question = ports.questions.read(text);
    const alike = relatedSiblings(
      question,
      {
        ...{ lexicon: ports.questions.lexicon(), book: phrases.current() },
        leadsTo: (near) => pinFor(near, finding()),
      },
      siblingsShown,
    ).map(({ text: near, why, seq }) => ({ words: near, key: keyOfWords(near), why, pin: { seq } }));
    const seen = relatedByLooks(looks, phrases.current(), said, limit).map(
      ({ text: near, key: nearKey, why, seq }) => ({ words: near, key: nearKey, why, pin: { seq } }),
    );
    const once = new Map([...walked, ...alike, ...seen].toReversed().map((search) => [search.key, search]));
    const chosen = [...once.values()].toReversed().slice(0, limit);
    return (await withPins(chosen, pins)).map(({ words: near, why, pin }) => ({ words: near, why, pin }));
  };

  return {
    suggest,
    related,
    guide: async (text, filter, limit) => {
      const looks = await lookFor(text, filter);
      const said = new Set(wordsIn(text));
      const guide = guidedChips(looks, filter, { said, limit, isKindOf: ports.questions.lexicon().isKindOf });
      const shown = await pins.readSeqs(guide.chips.map(({ seq }) => seq));
      return { ...guide, pins: new Map(shown.map((pin) => [pin.seq, pin])) };
    },
    trending: async (limit) => {
      await remembering();
      const rising = memory.trending(clock.now(), 2 * limit);
      const shown = new Map((await pins.read(rising.map(({ pin }) => pin))).map((pin) => [pin.id, pin]));
      return rising
        .filter(({ pin, words: text }) => shown.has(pin) || pinFor(text, finding()) !== null)
        .slice(0, limit)
        .map((search) => ({ ...search, shown: shown.get(search.pin) ?? null }));
    },
    recent: async (owner, limit) => {
      const past = await searches.recent(owner, limit);
      const shown = await withPins(
        past.map(({ words: text }) => {
          const seq = pinFor(text, finding());
          return { pin: seq === null ? null : { seq } };
        }),
        pins,
      );
      return past.map((one, place) => ({ ...one, shown: shown[place]?.pin ?? null }));
    },
    noticed: watch.catchUp,
    ready: async () => {
      await Promise.all([phrases.catchUp(), remembering()]);
    },
    forget: memory.forget,
    kept: phrases,
    stop: async () => {
      log?.stop();
      phrases.stop();
      await Promise.all([watch.stop(), log?.ready.catch(() => {})]);
    },
  };
}

/** People come by the beginning of their name, from the second letter on. */
function peopleFor(typed: string, people: PeopleByName): Proposal[] {
  const prefix = typed.trim();
  if (prefix.length < 2 || prefix.length > 60) return [];
  return people.named(prefix, peopleShown).map(({ id, name, boards, pin }) => ({
    ...{ text: name, kind: "person", person: id, board: null, pins: null, mended: null },
    why: boards === 1 ? "1 public board" : `${boards} public boards`,
    pin: pin === null ? null : { id: pin },
  }));
}

/** Pins in place of their numbers and ids; null for those that are gone. */
async function withPins<
  T extends { readonly pin: { readonly seq: number } | { readonly id: string } | null },
>(
  items: readonly T[],
  pins: Pick<PinStore, "read" | "readSeqs">,
): Promise<Array<Omit<T, "pin"> & { readonly pin: Pin | null }>> {
  const wanted = items.flatMap(({ pin }) => (pin ? [pin] : []));
  const [byId, bySeq] = await Promise.all([
    pins.read(wanted.flatMap((pin) => ("id" in pin ? [pin.id] : []))),
    pins.readSeqs(wanted.flatMap((pin) => ("seq" in pin ? [pin.seq] : []))),
  ]);
  const known = new Map<string | number, Pin>();
  for (const pin of [...byId, ...bySeq]) known.set(pin.id, pin).set(pin.seq, pin);
  return items.map((item) => {
    const key = item.pin === null ? null : "id" in item.pin ? item.pin.id : item.pin.seq;
    return { ...item, pin: key === null ? null : (known.get(key) ?? null) };
  });
}
