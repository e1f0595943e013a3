/**
 * What a question in words says: words to find, what must not be there, phrases, a price, attributes of what is sought,
 * a likeness with a change. Every piece is evidence with its place in the text and can be taken back.
 *
 *   text → price → exclusions → phrases → likeness → attributes by the lexicon → aim
 *
 * Pure and total: no sign is an operator, so nothing can be malformed. Attributes stay words, too: whoever finds by
 * words finds no less than without them.
 */
import type { AskedWord, Evidence, WordQuestion } from "../../core/understood.ts";
import type { Analyzer } from "../../index/word-index/analyzer.ts";
import { aimOf, seasonIn } from "./aim.ts";
import { attributesIn } from "./attributes.ts";
import { exclusionsIn } from "./exclusions.ts";
import type { Lexicon } from "./lexicon.ts";
import { likenessIn } from "./likeness.ts";
import type { Piece } from "./piece.ts";
import { findPrice, priceLabel } from "./prices.ts";
import { overlaps, readable, type Span, type Token, tokensOf, without } from "./tokens.ts";

const mostWords = 32;
/** What is said beyond these is words only. */
const mostPieces = 32;
const mostPhrases = 8;
const mostTokens = 256;

/** @param text any length; what is beyond 2,000 characters is left out */
export function understand(text: string, lexicon: Lexicon, analyzer: Pick<Analyzer, "words">): WordQuestion {
  const read = readable(text);
  const tokens = tokensOf(read, analyzer).slice(0, mostTokens);
  const price = findPrice(read);
  const free = (spans: readonly Span[]) =>
    tokens.filter((token) => !spans.some((span) => overlaps(span, token)));
  const priced = price ? [price.span] : [];
  const exclusions = exclusionsIn(read, free(priced), lexicon);
  const excluded = [...priced, ...exclusions];
  const likeness = likenessIn(read, free(excluded), lexicon);
  const asked = free([...excluded, ...(likeness?.dropped ?? [])]);
  const phrases = phrasesIn(read, asked);
  const pieces: Piece[] = [
    ...(price ? [piece("price", priceLabel(price.range), price.span, 0.95)] : []),
    ...exclusions.map(({ words: _, ...one }): Piece => ({ ...one, kind: "without" })),
    ...phrases.map(({ span, label }) => piece("phrase", label, span, 1)),
    ...(likeness ? [piece("like", likeness.label, likeness.span, 0.9)] : []),
    ...attributesIn(asked, lexicon),
  ];
  const evidence = pieces.slice(0, mostPieces).map(({ from, to, ...one }): Evidence => {
    return { ...one, from, to, text: read.slice(from, to), rest: without(read, { from, to }) };
  });
  return {
    text: read,
    words: distinct(asked),
    phrases: phrases.map(({ terms }) => terms),
    without: exclusions.flatMap(({ words }) => words),
    price: price?.range ?? null,
    like: likeness && { original: likeness.original, change: likeness.change },
    evidence,
    aim: aimOf(read, asked, evidence, lexicon),
    season: seasonIn(evidence),
  };
}

function piece(kind: Piece["kind"], label: string, { from, to }: Span, confidence: number): Piece {
  return { kind, label, from, to, confidence, meaning: null };
}

function distinct(tokens: readonly Token[]): AskedWord[] {
  const byTerm = new Map(tokens.map(({ word, term }) => [term, { word, term }]));
  return [...byTerm.values()].slice(0, mostWords);
}

/** Words in quotation marks, when they are at least two. */
function phrasesIn(text: string, asked: readonly Token[]) {
  return [...text.matchAll(/["“”]([^"“”]+)["“”]/gu)]
    .slice(0, mostPhrases)
    .flatMap(({ index, 0: typed, 1: inner }) => {
      const span = { from: index, to: index + typed.length };
      const terms = asked.filter((token) => overlaps(token, span)).map(({ term }) => term);
      return terms.length < 2 ? [] : [{ span, terms, label: `“${inner.trim()}”` }];
    });
}
