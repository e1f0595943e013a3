/**
 * "Like X but Y": what X says stays, but what Y says takes the place of what X says of the same kind. "Like the teal
 * linen armchair but in green" asks for a green linen armchair.
 */
import type { Lexicon } from "./lexicon.ts";
import type { Span, Token } from "./tokens.ts";

export interface Likeness {
  readonly span: Span;
  readonly label: string;
  /** What it should be like, and what should be other, as typed. */
  readonly original: string;
  readonly change: string;
  /** Parts of the text that are asked for no longer. */
  readonly dropped: readonly Span[];
}

const opening = new Set([
  "something",
  "anything",
  "one",
  "more",
  "similar",
  "just",
  "exactly",
  "look",
  "looks",
]);
const articles = new Set(["the", "a", "an", "this", "that", "my", "our", "these", "those"]);
const changing = new Set(["but", "only", "except", "just", "though"]);
/** Words that lead to what is said and say nothing themselves. */
export const leading: ReadonlySet<string> = new Set(
  "in with more made of from a an the it is instead but and or for this that same one please".split(" "),
);

export function likenessIn(text: string, tokens: readonly Token[], lexicon: Lexicon): Likeness | null {
  const like = tokens.findIndex(({ word }) => word === "like" || word === "similar");
  if (like < 0 || tokens.slice(0, like).some(({ word }) => !opening.has(word))) return null;
  const but = tokens.findIndex(({ word }, at) => at > like + 1 && changing.has(word));
  if (but < 0 || but === tokens.length - 1) return null;
  let start = like + 1;
  while (start < but && (articles.has(tokens[start].word) || tokens[start].word === "to")) start++;
  let change = but + 1;
  while (change < tokens.length && leading.has(tokens[change].word)) change++;
  if (start === but || change === tokens.length) return null;
  const original = tokens.slice(start, but);
  const replaced = replacedIn(original, tokens.slice(change), lexicon);
  const spans = (list: readonly Token[]): Span[] => list.map(({ from, to }) => ({ from, to }));
  return {
    span: { from: tokens[0].from, to: tokens[change - 1].to },
    label: `like ${text.slice(original[0].from, original[original.length - 1].to)}`,
    original: text.slice(original[0].from, original[original.length - 1].to),
    change: text.slice(tokens[change].from),
    dropped: [...spans(tokens.slice(0, start)), ...spans(tokens.slice(but, change)), ...spans(replaced)],
  };
}

/** Words of the original whose facet the change says anew. */
function replacedIn(original: readonly Token[], change: readonly Token[], lexicon: Lexicon): Token[] {
  const facetsAt = (tokens: readonly Token[], at: number) =>
    lexicon.match(
      tokens.map(({ term }) => term),
      at,
    );
  const changed = new Set(
    change.flatMap((_, at) => facetsAt(change, at)?.meanings.map(({ facet }) => facet) ?? []),
  );
  const gone: Token[] = [];
  for (let at = 0; at < original.length; ) {
    const match = facetsAt(original, at);
    const length = match?.length ?? 1;
    const isNamed = match?.meanings.some(({ facet }) => facet === "category") ?? false;
    if (match && !isNamed && match.meanings.some(({ facet }) => changed.has(facet))) {
      gone.push(...original.slice(at, at + length));
    }
    at += length;
  }
  return gone;
}
