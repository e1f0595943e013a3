/** A question's words with their places in it, folded and stemmed as the index does. */
import type { AskedWord } from "../../core/understood.ts";
import type { Analyzer } from "../../index/word-index/analyzer.ts";

export interface Token extends AskedWord {
  /** Place in the text, in UTF-16 units; words of a run without spaces share their run's. */
  readonly from: number;
  readonly to: number;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Longer questions are cut: nobody types them. */
const longestText = 2000;
const runs = /[\p{L}\p{N}\p{M}]+(?:['’]s(?!\p{L}))?|\p{Extended_Pictographic}/gu;

/** As it is read: cut, well-formed, control characters as spaces of the same length. */
export function readable(text: string): string {
  return text
    .slice(0, longestText)
    .toWellFormed()
    .replace(/\p{Cc}/gu, " ");
}

export function tokensOf(text: string, { words }: Pick<Analyzer, "words">): Token[] {
  return [...text.matchAll(runs)].flatMap((run) =>
    words(run[0]).map((word) => ({ ...word, from: run.index, to: run.index + run[0].length })),
  );
}

/** The text without a part of it, spaces tidied. */
export function without(text: string, { from, to }: Span): string {
  return `${text.slice(0, from)} ${text.slice(to)}`.replace(/\s+/g, " ").trim();
}

export const overlaps = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;
