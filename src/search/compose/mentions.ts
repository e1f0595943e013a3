/**
 * What a pin's words say of the things in it, one mention a clause: "a navy jug and a stack of books in sage" is a navy jug
 * and sage books, not a sage jug. A manifest's attributes are a mention, too; tags are one whose parts do not belong
 * together.
 */
import type { Pin } from "../../core/nouns.ts";
import type { Meaning } from "../../core/understood.ts";
import type { Analyzer } from "../../index/word-index/analyzer.ts";
import { everythingSaid } from "../understanding/attributes.ts";
import type { Lexicon } from "../understanding/lexicon.ts";
import { tokensOf } from "../understanding/tokens.ts";

export interface Mention {
  /** Names of things, with what they are a kind of. */
  readonly categories: readonly Meaning[];
  readonly attributes: readonly Meaning[];
  /** Stems of all its words. */
  readonly terms: ReadonlySet<string>;
  /** False for tags, whose words belong to the picture and not to one thing. */
  readonly isOneThing: boolean;
}

type Words = Pick<Pin, "title" | "description" | "tags" | "attributes">;
const clauseEnds = /[.,;:!?()\n]|(?<!\p{L})(?:and|with|against|on|beside|next to)(?!\p{L})/iu;
const longestText = 2000;

export function mentionsOf(
  { title, description, tags, attributes }: Words,
  lexicon: Lexicon,
  analyzer: Pick<Analyzer, "words">,
): Mention[] {
  const read = (text: string): Mention => {
    const tokens = tokensOf(text, analyzer);
    const meanings = everythingSaid(tokens, lexicon);
    const categories = meanings.filter(({ facet }) => facet === "category");
    const attributes = meanings.filter(({ facet }) => facet !== "category");
    return { categories, attributes, terms: new Set(tokens.map(({ term }) => term)), isOneThing: true };
  };
  const clausesOf = (text: string): Mention[] => text.slice(0, longestText).split(clauseEnds).map(read);
  const values = Object.values(attributes).filter((value) => typeof value === "string");
  return [
    ...ownedByThings(clausesOf(title)),
    ...clausesOf(description),
    joined(values.map(read)),
    { ...joined(tags.map(read)), isOneThing: false },
  ].filter(({ terms }) => terms.size > 0);
}

/** "Spindle-back chair, forest green": in a title, what names nothing speaks of what the clause before it names. */
function ownedByThings(clauses: readonly Mention[]): Mention[] {
  const things: Mention[] = [];
  for (const clause of clauses) {
    const last = things.at(-1);
    if (last && last.categories.length > 0 && clause.categories.length === 0) {
      things[things.length - 1] = joined([last, clause]);
    } else things.push(clause);
  }
  return things;
}

function joined(mentions: readonly Mention[]): Mention {
  return {
    categories: mentions.flatMap(({ categories }) => categories),
    attributes: mentions.flatMap(({ attributes }) => attributes),
    terms: new Set(mentions.flatMap(({ terms }) => [...terms])),
    isOneThing: true,
  };
}
