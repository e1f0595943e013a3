/**
 * The documents of a word index by number: which pin each is, whether it lives, how long it is, its terms in the order
 * of the text (0 between places), for phrases and for feedback, and which others show the same photograph. A changed
 * pin becomes a new document and its old one dies, so numbers only grow.
 *
 * Memory: 4 bytes a word, 25 bytes a document.
 */
import {
  type Column,
  columnsOf,
  numberColumn,
  numbersOf,
  type SavedColumns,
  savedPart,
  textColumn,
  textsOf,
} from "../../core/columns.ts";
import { growingNumbers } from "./growing-numbers.ts";
import { numbersByPin } from "./numbers-by-pin.ts";
import { packedLists } from "./packed-lists.ts";
import { livingOf, type Renumbering } from "./renumbering.ts";

export interface Documents {
  /** One above the highest number ever given. */
  readonly end: number;
  readonly living: number;
  /** Weighted words of all living documents. */
  readonly words: number;
  /** @param group of near-duplicates, the pin's own id when it has none */
  add(pin: { seq: number; group: string }, terms: readonly number[], length: number): number;
  /** The living document of a pin, or -1. */
  ofPin(seq: number): number;
  seq(document: number): number;
  isAlive(document: number): boolean;
  /** Weighted length of each document, [end]. */
  readonly lengths: Float32Array;
  /** One byte a document, 1 for the living, [end] and more. */
  readonly alive: Uint8Array;
  /** Terms in order, with 0 between places; a term is one more than its number. */
  terms(document: number): Uint32Array;
  /** The number of its group when other living documents are in it, too; else -1. */
  sharedGroup(document: number): number;
  bury(document: number): void;
  /** Everything as it is now. */
  columns(): Column[];
}

/** @param saved what `columns` has written, with the documents' new numbers */
export function documents(saved: SavedColumns | null = null, numbering: Renumbering = null): Documents {
  const kept = <T extends Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>>(
    name: string,
    kind: Parameters<typeof numbersOf<T>>[2],
  ): T | null => saved && livingOf(numbersOf(saved, name, kind), numbering);
  const terms = packedLists(saved && savedPart("terms", saved), numbering);
  const seqs = growingNumbers(Uint32Array, kept("seqs", Uint32Array));
  const groups = growingNumbers(Uint32Array, kept("groups", Uint32Array));
  const lengths = growingNumbers(Float32Array, kept("lengths", Float32Array));
  const alive = growingNumbers(Uint8Array, saved && new Uint8Array(seqs.length).fill(1));
  const byPin = numbersByPin(seqs.untilNow());
  const groupNames = saved ? textsOf(saved, "group names") : [];
  const groupNumbers = new Map(groupNames.map((name, number) => [name, number]));
  /** Living documents of each group. */
  const groupSizes = growingNumbers(Uint32Array, saved && new Uint32Array(groupNames.length));
  for (const group of groups.untilNow()) groupSizes.values[group]++;
  let living = seqs.length;
  let words = lengths.untilNow().reduce((sum, length) => sum + length, 0);

  const groupOf = (name: string): number => {
    const known = groupNumbers.get(name);
    if (known !== undefined) return known;
    groupNumbers.set(name, groupNames.length);
    groupSizes.push(0);
    return groupNames.push(name) - 1;
  };

  return {
    get end() {
      return seqs.length;
    },
    get living() {
      return living;
    },
    get words() {
      return words;
    },
    get lengths() {
      return lengths.values;
    },
    get alive() {
      return alive.values;
    },
    add: ({ seq, group }, inOrder, length) => {
      const document = seqs.length;
      terms.add(inOrder);
      seqs.push(seq);
      groups.push(groupOf(group));
      groupSizes.values[groups.values[document]]++;
      lengths.push(length);
      alive.push(1);
      byPin.set(seq, document);
      living++;
      words += lengths.values[document];
      return document;
    },
    ofPin: byPin.get,
    seq: (document) => seqs.values[document],
    isAlive: (document) => alive.values[document] === 1,
    terms: terms.get,
    sharedGroup: (document) => {
      const group = groups.values[document];
      return groupSizes.values[group] > 1 ? group : -1;
    },
    bury: (document) => {
      alive.values[document] = 0;
      byPin.set(seqs.values[document], -1);
      groupSizes.values[groups.values[document]]--;
      living--;
      words -= lengths.values[document];
    },
    columns: () => [
      numberColumn("seqs", [seqs.untilNow()]),
      numberColumn("groups", [groups.untilNow()]),
      numberColumn("lengths", [lengths.untilNow()]),
      numberColumn("alive", [alive.untilNow().slice()]),
      textColumn("group names", groupNames),
      ...columnsOf("terms", terms.columns()),
    ],
  };
}
