/**
 * What is asked in words: words to find, words to leave out ("lamp -brass"), a phrase in quotation marks, a price
 * ("under 300", "between 20 and 50"). Everything else is a word; no sign is an operator, so nothing can be malformed.
 */
import type { Analyzer } from "../../index/word-index/analyzer.ts";

export interface WordQuestion {
  /** Folded words in order, without doubles by stem. */
  readonly words: ReadonlyArray<{ readonly word: string; readonly term: string }>;
  /** Stems that must stand side by side. */
  readonly phrases: ReadonlyArray<readonly string[]>;
  readonly without: ReadonlyArray<{ readonly word: string; readonly term: string }>;
  readonly priceFrom: number | null;
  readonly priceTo: number | null;
  /** What was understood, each with the part of the text that says it: taking that part out takes it back. */
  readonly chips: readonly UnderstoodChip[];
}

export interface UnderstoodChip {
  readonly kind: "without" | "phrase" | "price";
  readonly label: string;
  /** As typed. */
  readonly text: string;
}

/** Longer questions are cut: nobody types them. */
const longestText = 2000;
const mostWords = 32;

const number = "[$€£]?\\s?(\\d{1,9}(?:[.,]\\d{1,2})?)(?:\\s?[$€£])?";
const prices: ReadonlyArray<readonly [RegExp, (a: number, b: number) => [number | null, number | null]]> = [
  [new RegExp(`\\bbetween ${number} and ${number}(?!\\w)`, "i"), (a, b) => [Math.min(a, b), Math.max(a, b)]],
  [new RegExp(`\\b(?:under|below|less than|cheaper than|up to) ${number}(?!\\w)`, "i"), (a) => [null, a]],
  [new RegExp(`\\b(?:over|above|more than|from) ${number}(?!\\w)`, "i"), (a) => [a, null]],
];

export function parseQuestion(text: string, { words }: Pick<Analyzer, "words">): WordQuestion {
  const chips: UnderstoodChip[] = [];
  let rest = text
    .slice(0, longestText)
    .toWellFormed()
    .replace(/\p{Cc}/gu, " ");
  let [priceFrom, priceTo]: Array<number | null> = [null, null];
  for (const [form, rangeOf] of prices) {
    const match = form.exec(rest);
    if (!match) continue;
    const [a, b] = match.slice(1).map((digits) => Number(digits.replace(",", ".")));
    [priceFrom, priceTo] = rangeOf(a, b);
    chips.push({ kind: "price", label: priceLabel(priceFrom, priceTo), text: match[0] });
    rest = rest.replace(match[0], " ");
    break;
  }
  const without = [...rest.matchAll(/(?<=^|\s)[-−]([\p{L}\p{N}]\S*)/gu)].flatMap((match) => {
    rest = rest.replace(match[0], " ");
    chips.push({ kind: "without", label: `not ${match[1]}`, text: match[0] });
    return words(match[1]);
  });
  const phrases = [...rest.matchAll(/["“”]([^"“”]+)["“”]/gu)].flatMap(([typed, inner]) => {
    const terms = words(inner).map(({ term }) => term);
    if (terms.length < 2) return [];
    chips.push({ kind: "phrase", label: `“${inner.trim()}”`, text: typed });
    return [terms];
  });
  const distinct = new Map(words(rest).map((word) => [word.term, word]));
  return { words: [...distinct.values()].slice(0, mostWords), phrases, without, priceFrom, priceTo, chips };
}

function priceLabel(from: number | null, to: number | null): string {
  if (from === null) return `up to ${to}`;
  return to === null ? `from ${from}` : `${from} to ${to}`;
}
