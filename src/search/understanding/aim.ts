/**
 * What someone is after, told from the words alone: a known thing, a person, a board, a colour, a style, how something is
 * done, a brand; else something like it, and they browse.
 */
import type { Aim, Evidence, Season } from "../../core/understood.ts";
import { seasonOf } from "./attribute-words.ts";
import type { Lexicon } from "./lexicon.ts";
import { overlaps, type Token } from "./tokens.ts";

/** Words that ask how, not what. */
const asksHow =
  /(?<!\p{L})(how (?:to|do|can|should)|diy|tutorials?|step by step|instructions?|recipes?|make your own|guide to|tips for)(?!\p{L})/iu;
const person = /(?<=^|\s)@[\p{L}\p{N}._-]{2,}/u;
/** A part number or a model: letters and digits in one word, AB-1234. */
const partNumber = /(?<=^|\s)(?=\S*\p{L})(?=\S*\d{2})[\p{L}\d]{2,}-?[\p{L}\d]{2,}(?=\s|$)/u;
/** Words that say nothing of what is sought. */
export const filler: ReadonlySet<string> = new Set(
  "a an the in of for with and or to on by some any something anything things stuff pictures photos images ideas inspiration decor my mine our your me i we you show find want need please".split(
    " ",
  ),
);

export function aimOf(
  text: string,
  tokens: readonly Token[],
  evidence: readonly Evidence[],
  { boards }: Pick<Lexicon, "boards">,
): Aim {
  if (asksHow.test(text)) return { name: "how-to", confidence: 0.95 };
  if (person.test(text)) return { name: "person", confidence: 0.9 };
  if (tokens.length > 0 && boards.has(tokens.map(({ term }) => term).join(" "))) {
    return { name: "board", confidence: 0.9 };
  }
  const telling = tokens.filter(({ word }) => !filler.has(word));
  const covers = (kind: Evidence["kind"]): boolean =>
    telling.length > 0 &&
    telling.every((token) => evidence.some((one) => one.kind === kind && overlaps(one, token)));
  if (covers("colour")) return { name: "colour", confidence: 0.9 };
  if (covers("style")) return { name: "style", confidence: 0.9 };
  if (evidence.some(({ kind }) => kind === "brand")) return { name: "brand", confidence: 0.8 };
  if (partNumber.test(text)) return { name: "known", confidence: 0.8 };
  const quoted = evidence.find(({ kind }) => kind === "phrase");
  if (quoted && telling.every((token) => overlaps(quoted, token))) return { name: "known", confidence: 0.8 };
  return { name: "browse", confidence: evidence.some(({ kind }) => kind === "category") ? 0.8 : 0.5 };
}

export function seasonIn(evidence: readonly Evidence[]): Season | null {
  const said = evidence.find(({ kind }) => kind === "season");
  return said?.meaning ? seasonOf(said.meaning.value) : null;
}
