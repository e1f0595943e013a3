/** What must not be there: "-brass", "without handles", "no plastic", "not blue", "except oak or walnut". */
import type { AskedWord, Meaning } from "../../core/understood.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Span, Token } from "./tokens.ts";

export interface Exclusion extends Span {
  readonly words: readonly AskedWord[];
  readonly label: string;
  readonly confidence: number;
  readonly meaning: Meaning | null;
}

/** Excludes any word that follows. */
const strong = new Set(["without", "except", "excluding", "minus"]);
/** Excludes only what the lexicon knows: "do not disturb" excludes nothing. */
const weak = new Set(["no", "not", "non", "isnt", "never"]);
const between = new Set(["any", "a", "an", "the", "made", "of", "in", "with"]);
const joining = new Set(["or", "and", "nor"]);

export function exclusionsIn(text: string, tokens: readonly Token[], lexicon: Lexicon): Exclusion[] {
  const terms = tokens.map(({ term }) => term);
  const found: Exclusion[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const { word, from } = tokens[at];
    const isDash = isDashed(text, tokens[at]);
    if (!isDash && !strong.has(word) && !weak.has(word)) continue;
    const next = isDash ? at : skip(tokens, at + 1);
    const match = lexicon.match(terms, next);
    if (next >= tokens.length || (!match && !isDash && !strong.has(word))) continue;
    const ends = isDash ? [dashedEnd(text, tokens, at)] : chain(tokens, terms, next, lexicon);
    const end = ends[ends.length - 1];
    const last = tokens[end - 1];
    found.push({
      ...{ from: isDash ? from - 1 : from, to: last.to },
      words: tokens.slice(next, end).filter(({ word: own }) => !joining.has(own)),
      label: `not ${text.slice(tokens[next].from, last.to)}`,
      confidence: match ? 0.95 : 0.85,
      meaning: match && match.length === ends[0] - next ? match.meanings[0] : null,
    });
    at = end - 1;
  }
  return found;
}

function skip(tokens: readonly Token[], at: number): number {
  let next = at;
  while (next < tokens.length && between.has(tokens[next].word)) next++;
  return next;
}

/** Ends of what is excluded one after the other: "brass or glass", as long as the lexicon knows the next. */
function chain(tokens: readonly Token[], terms: readonly string[], at: number, lexicon: Lexicon): number[] {
  const ends = [at + (lexicon.match(terms, at)?.length ?? 1)];
  for (;;) {
    const end = ends[ends.length - 1];
    const more = joining.has(tokens[end]?.word ?? "") ? lexicon.match(terms, end + 1) : null;
    if (!more) return ends;
    ends.push(end + 1 + more.length);
  }
}

/** A dash at the word and a space, or nothing, before the dash. */
function isDashed(text: string, { from }: Token): boolean {
  return /^[-−]$/.test(text.charAt(from - 1)) && (from < 2 || /\s/.test(text.charAt(from - 2)));
}

/** "-mid-century" is one word with its hyphens. */
function dashedEnd(text: string, tokens: readonly Token[], at: number): number {
  let end = at + 1;
  while (end < tokens.length && !/\s/.test(text.slice(tokens[end - 1].to, tokens[end].from))) end++;
  return end;
}
