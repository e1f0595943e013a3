/**
 * Searches near to a search before anyone has searched: the kinds and tags that its pictures hold more often than
 * others do, by their part in the divergence of the two:
 *
 *   score(w) = p(w | found) · ln( p(w | found) / p(w) )
 *
 * and what its own kinds are kinds of.
 *
 * Source: G. Amati, C. J. van Rijsbergen (2002), "Probabilistic models of information retrieval based on measuring the
 * divergence from randomness", TOIS 20(4) (there for expanding a query).
 */
import type { PinLook } from "../../core/guidance.ts";
import { wordsIn } from "../../index/word-index/analyzer.ts";
import type { PhraseBook } from "./phrase-book.ts";

export interface RelatedLook {
  readonly text: string;
  readonly key: string;
  readonly why: string;
  readonly score: number;
  /** A pin it leads to. */
  readonly seq: number;
}

/** Words that hold in nearly all pins found, or in fewer than two, are no other search. */
const fewest = 2;

/** @param said folded words of the search itself */
export function relatedByLooks(
  looks: readonly PinLook[],
  book: PhraseBook,
  said: ReadonlySet<string>,
  limit: number,
): RelatedLook[] {
  const held = new Map<
    string,
    { readonly kind: "kind" | "tag"; readonly text: string; pins: number; seq: number }
  >();
  for (const { kinds, tags, seq } of looks) {
    const words = new Map<string, "kind" | "tag">();
    for (const tag of tags) words.set(tag.toLowerCase(), "tag");
    for (const kind of kinds) words.set(kind.toLowerCase(), "kind");
    for (const [text, kind] of words) {
      const known = held.get(text) ?? { kind, text, pins: 0, seq };
      known.pins++;
      held.set(text, known);
    }
  }
  const found: RelatedLook[] = [];
  for (const { kind, text, pins, seq } of held.values()) {
    const key = wordsIn(text).join(" ");
    const everywhere = book.get(kind, key)?.pins ?? pins;
    if (pins < fewest || key.split(" ").every((word) => said.has(word))) continue;
    const [here, elsewhere] = [pins / looks.length, everywhere / Math.max(1, book.size)];
    const score = here * Math.log(here / Math.max(elsewhere, here / looks.length));
    if (score > 0) found.push({ text, key, why: whyOf(kind), score, seq });
  }
  return found.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1)).slice(0, limit);
}

const whyOf = (kind: "kind" | "tag"): string =>
  kind === "kind" ? "Often in the same pictures" : "Often said of the same pictures";
