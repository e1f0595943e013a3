/**
 * Words of a question that the lexicon knows. A word may say several things (orange, oak, plum); what it means here
 * follows from where it stands: before a category it is an attribute of it, alone it is what the collection says most.
 */
import type { Meaning } from "../../core/understood.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Piece } from "./piece.ts";
import type { Token } from "./tokens.ts";

interface Said {
  readonly tokens: readonly Token[];
  /** The likeliest first. */
  readonly meanings: readonly Meaning[];
}

const sure = 0.95;
/** Of what the word might say besides. */
const least = 0.5;

/** All that each word may say of a thing, beside its name, where it is not one: oak is a wood and a colour. */
export function everythingSaid(tokens: readonly Token[], lexicon: Lexicon): Meaning[] {
  const said = saidIn(tokens, lexicon);
  return attributesIn(tokens, lexicon).flatMap(({ meaning }, at) =>
    meaning?.facet === "category" ? [meaning] : said[at].meanings.filter(({ facet }) => facet !== "category"),
  );
}

export function attributesIn(tokens: readonly Token[], lexicon: Lexicon): Piece[] {
  const said = saidIn(tokens, lexicon);
  const pieces: Piece[] = [];
  // From the last to the first: what a word means depends on what follows it.
  for (let at = said.length - 1; at >= 0; at--) {
    const { tokens: own, meanings } = said[at];
    const follows = said[at + 1];
    const isBeforeCategory =
      follows?.meanings.some(({ facet }) => facet === "category") && touches(own, follows.tokens);
    const meaning = chosen(meanings, isBeforeCategory);
    pieces.unshift({
      kind: meaning.facet,
      label: meaning.value,
      from: own[0].from,
      to: own[own.length - 1].to,
      confidence: confidenceOf(meaning, meanings, isBeforeCategory),
      meaning,
    });
  }
  return pieces;
}

function saidIn(tokens: readonly Token[], lexicon: Lexicon): Said[] {
  const terms = tokens.map(({ term }) => term);
  const said: Said[] = [];
  for (let at = 0; at < tokens.length; ) {
    const match = lexicon.match(terms, at);
    if (match) said.push({ tokens: tokens.slice(at, at + match.length), meanings: match.meanings });
    at += match?.length ?? 1;
  }
  return said;
}

/** One word or none between them. */
function touches(one: readonly Token[], next: readonly Token[]): boolean {
  return next[0].from - one[one.length - 1].to <= 16;
}

/** Before a category an attribute; else the first, which the collection says most. */
function chosen(meanings: readonly Meaning[], isBeforeCategory: boolean): Meaning {
  const attribute = isBeforeCategory ? meanings.find(({ facet }) => facet !== "category") : undefined;
  return attribute ?? meanings[0];
}

function confidenceOf(meaning: Meaning, meanings: readonly Meaning[], isBeforeCategory: boolean): number {
  if (meanings.length === 1 || isBeforeCategory) return sure;
  const total = meanings.reduce((sum, { pins }) => sum + pins + 1, 0);
  return Math.max(least, (sure * (meaning.pins + 1)) / total);
}
