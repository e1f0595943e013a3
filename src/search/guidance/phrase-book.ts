/**
 * What can be suggested from a collection, with how many pins each suggestion leads to: the kinds that were seen, tags,
 * boards, and the phrases of one to three words that stand in titles. Every pin is counted once for each, and taken out
 * again when it changes. A phrase must be able to begin and end, see `word-uses.ts`.
 *
 * When there are too many phrases, those of a single pin are dropped a few at a time, as in lossy counting: a phrase seen
 * again starts anew, and is counted too low by less than one in as many pins as were added between two rounds.
 * Source: G. S. Manku, R. Motwani (2002), "Approximate frequency counts over data streams", VLDB.
 *
 * Phrases and words are numbers, and what a pin has been counted for is a list of them, so that a pin takes some hundred
 * bytes. Numbers of phrases that are gone are not given again until the book has been saved and taken up.
 */
import {
  type Column,
  columnsOf,
  numberColumn,
  numbersOf,
  type SavedColumns,
  savedPart,
  textColumn,
  textsOf as textsIn,
} from "../../core/columns.ts";
import type { PinLook } from "../../core/guidance.ts";
import { growingNumbers } from "../../index/word-index/growing-numbers.ts";
import { topK } from "../../math/top-k.ts";
import { countedPins } from "./counted-pins.ts";
import { phraseOrder } from "./phrase-order.ts";
import {
  type PhraseKind,
  type PhraseText,
  phraseId,
  phraseKinds,
  runsOf,
  saysMore,
  textsOf,
} from "./phrase-texts.ts";
import { type WordUses, wordUses } from "./word-uses.ts";

export interface Phrase extends PhraseText {
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
   * @param weigh among phrases of one kind, of one or of several words, that all or none begin with `start`, never less for
   *   more pins; what weighs 0 is left out with all others like it that have no more pins, below 0 by itself
   */
  best(start: string, limit: number, weigh: (phrase: Omit<Phrase, "text" | "examples">) => number): Phrase[];
  /** The words that phrases are made of. */
  readonly words: Pick<WordUses, "uses" | "begins" | "runs">;
  /** By kind and key; undefined for what no pin has. */
  get(kind: PhraseKind, key: string): Phrase | undefined;
  /** Everything as it is now. */
  columns(): Column[];
}

const examplesKept = 4;
/** Phrases looked at for being dropped, whenever a pin comes to a full book. */
const droppedAtOnce = 500;
/** Phrases that a look-up treats alike: by kind, by one or several words, by their place. */
const classes = phraseKinds.length * 4;

/**
 * @param mostPhrases above this, phrases of a single pin are dropped
 * @param saved what `columns` has written; it is taken over
 */
export function phraseBook(mostPhrases = 400_000, saved: SavedColumns | null = null): PhraseBook {
  const kept = saved && livingPhrases(saved);
  const texts = kept?.texts ?? [];
  const keys = kept?.keys ?? [];
  /** Twice the kind's place among all kinds, one more for a single word. */
  const codes = growingNumbers(Uint8Array, kept?.codes);
  /** 0 for a phrase that is gone. */
  const pins = growingNumbers(Uint32Array, kept?.pins);
  /** One more than the row number, 0 for none, [phrases × examplesKept]. */
  const examples = growingNumbers(Uint32Array, kept?.examples);
  /** The look-up that met it last: a phrase with two words that begin alike is there twice. */
  const met = growingNumbers(Uint32Array, kept && new Uint32Array(texts.length));
  const kindOf = (phrase: number): PhraseKind => phraseKinds[codes.values[phrase] >>> 1];
  const isAlive = (phrase: number): boolean => pins.values[phrase] > 0;
  const numbers = new Map(keys.map((key, phrase) => [phraseId(kindOf(phrase), key), phrase]));
  const renumbered = kept?.renumbered ?? null;
  const order = phraseOrder(
    (phrase) => keys[phrase],
    isAlive,
    saved && savedPart("order", saved),
    renumbered,
  );
  const words = wordUses(saved && savedPart("words", saved));
  const counted = countedPins(words, saved && savedPart("counted", saved), renumbered);
  let [lookUp, swept, round] = [0, 0, 0];
  let [gone, goneBefore]: [number[], number[]] = [[], []];

  const forget = (phrase: number): void => {
    numbers.delete(phraseId(kindOf(phrase), keys[phrase]));
    pins.values[phrase] = 0;
    texts[phrase] = "";
    gone.push(phrase);
  };
  /** The order still compares the keys of phrases that are gone, until it has let go of all their places. */
  const letGo = (): void => {
    for (const phrase of goneBefore) keys[phrase] = "";
    [goneBefore, gone, round] = [gone, [], order.rounds];
  };
  const newPhrase = ({ text, key, kind }: PhraseText): number => {
    const phrase = texts.push(text) - 1;
    keys.push(key === text ? text : key);
    codes.push(codeOf(kind, key));
    pins.push(1);
    met.push(0);
    for (let i = 0; i < examplesKept; i++) examples.push(0);
    order.add(phrase);
    return phrase;
  };
  const addTo = (id: string, said: PhraseText, seq: number): number => {
    const known = numbers.get(id);
    const phrase = known ?? newPhrase(said);
    if (known === undefined) numbers.set(id, phrase);
    else pins.values[phrase]++;
    if (saysMore(said.kind, kindOf(phrase))) {
      codes.values[phrase] = codeOf(said.kind, said.key);
      texts[phrase] = said.text;
    }
    const at = phrase * examplesKept;
    examples.values.copyWithin(at, at + 1, at + examplesKept);
    examples.values[at + examplesKept - 1] = seq + 1;
    return phrase;
  };
  const takeFrom = (phrase: number, seq: number): void => {
    if (!isAlive(phrase)) return;
    if (pins.values[phrase] === 1) {
      forget(phrase);
      return;
    }
    pins.values[phrase]--;
    const at = phrase * examplesKept;
    const place = examples.values.subarray(at, at + examplesKept).indexOf(seq + 1);
    if (place < 0) return;
    examples.values.copyWithin(at + 1, at, at + place);
    examples.values[at] = 0;
  };
  const drop = (): void => {
    for (let looked = Math.min(droppedAtOnce, texts.length); looked > 0; looked--) {
      swept = (swept + 1) % texts.length;
      if (pins.values[swept] === 1 && kindOf(swept) === "phrase") forget(swept);
    }
  };
  const canStand = (phrase: number): boolean => {
    if (kindOf(phrase) !== "phrase") return true;
    const parts = keys[phrase].split(" ");
    return (parts.length === 1 || words.canBegin(parts[0])) && words.canEnd(parts[parts.length - 1]);
  };
  const phraseAt = (phrase: number): Phrase => {
    const at = phrase * examplesKept;
    return {
      ...{ text: texts[phrase], key: keys[phrase], kind: kindOf(phrase), pins: pins.values[phrase] },
      examples: Array.from(examples.values.subarray(at, at + examplesKept))
        .filter((seq) => seq > 0)
        .map((seq) => seq - 1),
    };
  };

  return {
    get size() {
      return counted.size;
    },
    get phrases() {
      return numbers.size;
    },
    put: (seq, look) => {
      for (const phrase of counted.take(seq)) takeFrom(phrase, seq);
      if (!look) return;
      const phrases = Array.from(textsOf(look), ([id, said]) => addTo(id, said, seq));
      counted.add(seq, phrases, runsOf(look));
      if (numbers.size > mostPhrases) drop();
      if (order.rounds > round) letGo();
    },
    best: (start, limit, weigh) => {
      const heap = topK(limit);
      /** Of each class: with so many pins and fewer none comes among the best. */
      const beaten = new Uint32Array(classes);
      const [counts, looks] = [pins.values, met.values];
      lookUp++;
      for (const { phrases, offsets } of order.from(start)) {
        for (let at = 0; at < phrases.length; at++) {
          const phrase = phrases[at];
          const place = 2 * codes.values[phrase] + (offsets[at] === 0 ? 1 : 0);
          if (counts[phrase] <= beaten[place] || looks[phrase] === lookUp) continue;
          looks[phrase] = lookUp;
          const weight = weigh({ key: keys[phrase], kind: kindOf(phrase), pins: counts[phrase] });
          if (weight === 0 || (weight > 0 && weight <= heap.floor())) beaten[place] = counts[phrase];
          else if (weight > 0 && canStand(phrase)) heap.push(phrase, weight);
        }
      }
      return heap.sorted().map(({ id }) => phraseAt(id));
    },
    words,
    get: (kind, key) => {
      const phrase = numbers.get(phraseId(kind, key));
      if (phrase === undefined) return undefined;
      return kindOf(phrase) === kind || kind === "phrase" ? phraseAt(phrase) : undefined;
    },
    columns: () => [
      textColumn("texts", [...texts]),
      textColumn("keys", [...keys]),
      numberColumn("codes", [codes.untilNow().slice()]),
      numberColumn("pins", [pins.untilNow().slice()]),
      numberColumn("examples", [examples.untilNow().slice()]),
      ...columnsOf("order", order.columns()),
      ...columnsOf("words", words.columns()),
      ...columnsOf("counted", counted.columns()),
    ],
  };
}

const codeOf = (kind: PhraseKind, key: string): number =>
  2 * phraseKinds.indexOf(kind) + (key.includes(" ") ? 0 : 1);

/** Phrases that are gone leave their numbers to the others. */
function livingPhrases(saved: SavedColumns) {
  const pins = numbersOf(saved, "pins", Uint32Array);
  let living = 0;
  const renumbered = Int32Array.from(pins, (count) => (count > 0 ? living++ : -1));
  const isAlive = (_: unknown, phrase: number): boolean => pins[phrase] > 0;
  const texts = textsIn(saved, "texts").filter(isAlive);
  return {
    ...{
      renumbered,
      texts,
      pins: pins.filter(isAlive),
      codes: numbersOf(saved, "codes", Uint8Array).filter(isAlive),
    },
    keys: textsIn(saved, "keys")
      .filter(isAlive)
      .map((key, phrase) => (key === texts[phrase] ? texts[phrase] : key)),
    examples: numbersOf(saved, "examples", Uint32Array).filter(
      (_, i) => pins[Math.floor(i / examplesKept)] > 0,
    ),
  };
}
