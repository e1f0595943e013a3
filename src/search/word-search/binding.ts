/**
 * What is asked of a thing must be said of that thing: "blue armchair" is not a cream armchair before a blue wall. The
 * text of a pin is cut where another thing begins ("and", "with", "before"); within such a clause a value belongs to the
 * thing that follows it, or to the one before it when that has no value of the kind yet: "spindle chair, forest green".
 * A value that stands alone, as a tag does, belongs to the picture, and holds where nothing else does.
 */
import type { Evidence, Meaning, WordQuestion } from "../../core/understood.ts";
import { type Analyzer, wordsIn } from "../../index/word-index/analyzer.ts";
import type { Ranked } from "../../index/word-index/ranking.ts";
import { generalMark, type WordIndex } from "../../index/word-index/word-index.ts";
import { topK } from "../../math/top-k.ts";
import type { Lexicon } from "../understanding/lexicon.ts";
import type { Place } from "./gathering.ts";

/** What a question asks of one thing. */
export interface Bond {
  readonly thing: Meaning;
  readonly values: readonly Meaning[];
  /** As typed: "armchairs". */
  readonly name: string;
  /** Stems of the name. */
  readonly terms: readonly string[];
  /** The values before the name: "blue armchairs". */
  readonly text: string;
}

export interface Binding {
  readonly bond: Bond;
  /** Of what was found: pins that say it of the thing, and these with those that were not read. */
  split(ranked: Ranked): { readonly said: Ranked; readonly likely: Ranked };
  /** Does the pin show such a thing, whatever it is like? */
  isThing(document: number): boolean;
  /** Some living pin does. */
  readonly hasThings: boolean;
  /** The order of such things, before whatever is only like what was asked; those that are as asked before others. */
  first(place: Place, isAsAsked: boolean): Place;
}

export interface ClauseReader {
  readonly lexicon: Pick<Lexicon, "match">;
  readonly analyzer: Pick<Analyzer, "term">;
}

const bindingFacets: ReadonlySet<string> = new Set(["colour", "material", "pattern"]);
/** Of what a step has found, so many are read; nobody looks further. */
const read = 240;
/** More than the other parts of a score can add up to. */
const ofTheThing = 20;
/** Another thing begins. */
const breakWords = "and with against on beside near under by behind before front next".split(" ");

/** The first thing that a colour, material or pattern is asked of, with all that is asked of it; null without any. */
export function bondOf({ evidence, words }: WordQuestion): Bond | null {
  const things = evidence.filter(({ kind, meaning }) => kind === "category" && meaning !== null);
  const values = evidence.filter(({ kind, meaning }) => meaning !== null && bindingFacets.has(kind));
  const ownerOf = ({ to }: Evidence) => things.find(({ from }) => from >= to) ?? things.at(-1);
  const [first] = values;
  const owner = first && ownerOf(first);
  if (!owner?.meaning) return null;
  const own = values.filter((value) => ownerOf(value) === owner);
  const named = wordsIn(owner.text);
  return {
    thing: owner.meaning,
    values: own.flatMap(({ meaning }) => meaning ?? []),
    name: owner.text,
    terms: words.filter(({ word }) => named.includes(word)).map(({ term }) => term),
    text: [...own, owner].map(({ text }) => text).join(" "),
  };
}

export function bindingTo(bond: Bond, index: WordIndex, by: ClauseReader): Binding {
  const holders = new Uint8Array(index.table.end);
  for (const term of bond.terms.flatMap((one) => [one, generalMark + one])) {
    const number = index.terms.find(term);
    if (number < 0) continue;
    const { packed, length } = index.terms.list(number);
    for (let i = 0; i < length; i++) holders[packed[i] >>> 8] = 1;
  }
  const isThing = (document: number): boolean => holders[document] === 1;
  const stemsOf = (document: number): string[] =>
    Array.from(index.table.terms(document), (term) => (term === 0 ? "" : index.terms.name(term - 1)));
  return {
    bond,
    isThing,
    hasThings: bond.terms.some(
      (term) => index.frequency(term) > 0 || index.frequency(generalMark + term) > 0,
    ),
    split: ({ documents, scores, complete }) => {
      const best = topK(read);
      documents.forEach((document, i) => {
        best.push(document, scores[i]);
      });
      const said = new Map(best.sorted().map(({ id }) => [id, isSaid(stemsOf(id), bond, by)]));
      const those = (isKept: (said: boolean | undefined) => boolean): Ranked => {
        const places = Array.from(documents.keys()).filter((i) => isKept(said.get(documents[i])));
        return {
          documents: Uint32Array.from(places, (i) => documents[i]),
          scores: Float32Array.from(places, (i) => scores[i]),
          complete,
        };
      };
      return { said: those((is) => is === true), likely: those((is) => is !== false) };
    },
    first: (place, isAsAsked) => (best) => {
      const { placed, parts } = place(best);
      const added = [
        { name: `shows ${bond.name}`, value: ofTheThing },
        ...(isAsAsked ? [{ name: bond.text, value: ofTheThing }] : []),
      ];
      const more = added.reduce((sum, { value }) => sum + value, 0);
      return {
        placed: placed.map((one) => ({ ...one, score: one.score + more })),
        parts: (document) => [...parts(document), ...added],
      };
    },
  };
}

/** @param stems of a pin in the order of its text, empty between places */
export function isSaid(
  stems: readonly string[],
  bond: Pick<Bond, "thing" | "values">,
  { lexicon, analyzer }: ClauseReader,
): boolean {
  const breaks = new Set(breakWords.map(analyzer.term));
  const clauses = clausesOf(stems, breaks).map((clause) => itemsOf(clause, lexicon));
  return bond.values.every((wanted) => saysOf(clauses, bond.thing, wanted));
}

interface Item {
  readonly meaning: Meaning;
  /** Nothing else stands in its place. */
  readonly isAlone: boolean;
}

/** A wingback chair with the tag "armchair" is one. */
function saysOf(clauses: ReadonlyArray<readonly Item[]>, thing: Meaning, wanted: Meaning): boolean {
  const own: Meaning[] = [];
  const alone: Meaning[] = [];
  let ofOthers = false;
  const isTagged = clauses.some(([first]) => first?.isAlone && isA(first.meaning, thing));
  const isIt = ({ meaning }: Item): boolean =>
    isA(meaning, thing) || (isTagged && thing.value.endsWith(meaning.value));
  for (const items of clauses) {
    const things = items.flatMap(({ meaning }, at) => (meaning.facet === "category" ? [at] : []));
    items.forEach(({ meaning, isAlone }, at) => {
      if (meaning.facet !== wanted.facet) return;
      const owner = things.find((place) => place > at) ?? trailingOwner(items, things, wanted.facet);
      if (isAlone) alone.push(meaning);
      else if (owner !== undefined && isIt(items[owner])) own.push(meaning);
      else ofOthers = true;
    });
  }
  const said = own.length > 0 || ofOthers ? own : alone;
  return said.some((meaning) => isA(meaning, wanted));
}

/** The last thing of a clause, where no value of the kind stands before it. */
function trailingOwner(items: readonly Item[], things: readonly number[], facet: string): number | undefined {
  const last = things.at(-1);
  const isTaken = items.slice(0, last).some(({ meaning }) => meaning.facet === facet);
  return isTaken ? undefined : last;
}

const isA = ({ facet, value, path }: Meaning, wanted: Meaning): boolean =>
  facet === wanted.facet && (value === wanted.value || path.includes(wanted.value));

interface Clause {
  readonly stems: readonly string[];
  /** The whole of a place. */
  readonly isPlace: boolean;
}

function clausesOf(stems: readonly string[], breaks: ReadonlySet<string>): Clause[] {
  const clauses: Clause[] = [];
  let [from, isOpen] = [0, true];
  for (let at = 0; at <= stems.length; at++) {
    const ends = at === stems.length || stems[at] === "";
    if (!ends && !breaks.has(stems[at])) continue;
    if (at > from) clauses.push({ stems: stems.slice(from, at), isPlace: isOpen && ends });
    [from, isOpen] = [at + 1, ends];
  }
  return clauses;
}

/** Before a thing a word of two meanings is what it is like. */
function itemsOf({ stems, isPlace }: Clause, lexicon: Pick<Lexicon, "match">): Item[] {
  const found: Array<{ meanings: readonly Meaning[]; length: number }> = [];
  for (let at = 0; at < stems.length; ) {
    const match = lexicon.match(stems, at);
    if (match) found.push(match);
    at += match?.length ?? 1;
  }
  return found.map(({ meanings, length }, at) => {
    const isBefore = found[at + 1]?.meanings.some(({ facet }) => facet === "category");
    const like = isBefore ? meanings.find(({ facet }) => facet !== "category") : undefined;
    return { meaning: like ?? meanings[0], isAlone: isPlace && length === stems.length };
  });
}
