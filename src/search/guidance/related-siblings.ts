/**
 * Searches for the same kind of thing: beside "velvet armchair" a velvet sofa and a velvet stool where there are any, else
 * a sofa. The commonest first.
 */
import type { WordQuestion } from "../../core/understood.ts";
import type { Lexicon } from "../understanding/lexicon.ts";
import type { PhraseBook } from "./phrase-book.ts";

export interface RelatedSibling {
  readonly text: string;
  readonly why: string;
  /** A pin it leads to. */
  readonly seq: number;
}

/** Of each thing so many are looked at. */
const looked = 12;

/** @param leadsTo a pin that holds all these words; null when none does */
export function relatedSiblings(
  { text, evidence }: Pick<WordQuestion, "text" | "evidence">,
  {
    lexicon,
    book,
    leadsTo,
  }: {
    readonly lexicon: Pick<Lexicon, "siblings">;
    readonly book: Pick<PhraseBook, "get">;
    readonly leadsTo: (words: string) => number | null;
  },
  limit: number,
): RelatedSibling[] {
  const thing = evidence.find(({ kind, meaning }) => kind === "category" && meaning !== null);
  if (!thing?.meaning) return [];
  const held = lexicon
    .siblings(thing.meaning)
    .map((name) => ({ name, pins: (book.get("kind", name) ?? book.get("tag", name))?.pins ?? 0 }))
    .filter(({ pins }) => pins > 0)
    .sort((one, other) => other.pins - one.pins || (one.name < other.name ? -1 : 1))
    .slice(0, looked);
  const found: RelatedSibling[] = [];
  for (const { name } of held) {
    if (found.length === limit) break;
    const same = `${text.slice(0, thing.from)}${name}${text.slice(thing.to)}`.trim();
    const choice = [same, name]
      .map((words) => ({ words, seq: leadsTo(words) }))
      .find(({ seq }) => seq !== null);
    if (choice?.seq != null)
      found.push({ text: choice.words, why: "The same kind of thing", seq: choice.seq });
  }
  return found;
}
