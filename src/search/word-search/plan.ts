/**
 * The query plan: from the surest way of finding to the vaguest, until the first page is full. Each photograph is found
 * once, by the first step that finds it.
 *
 *   phrase → all words → spelling → related words (what things are a kind of) → most words (the weightier half) →
 *   meaning (text vectors) → picture (words → labels → pixels, for pins without any words)
 *
 * How far the plan goes depends on the page's size, never on the page: later pages go on in what the first has found.
 */
import type { WordQuestion } from "../../core/understood.ts";
import type { Step } from "../../core/words.ts";
import type { WordGroup } from "../../index/word-index/leads.ts";
import type { Keep, Ranked } from "../../index/word-index/ranking.ts";
import { generalMark, type WordIndex } from "../../index/word-index/word-index.ts";
import type { Binding } from "./binding.ts";
import { type Gathering, gathering, type Place } from "./gathering.ts";
import { phraseHolder, without, withPhrases } from "./phrases.ts";
import type { Sought } from "./sought.ts";

export interface PlanBounds {
  readonly index: WordIndex;
  readonly keep?: Keep;
  /** Hits a page: with more found no further step is taken. */
  readonly enough: number;
  /** Place of the last hit that is asked for. */
  readonly deepest: number;
  /** What must be said of one thing; null where a question asks no such thing. */
  readonly binding: Binding | null;
}

/** What a step that asks models has found, with its own order. */
export interface Vague extends Ranked {
  readonly place: Place;
}

export interface PlanSteps {
  /** The order of what words have found. */
  readonly byWords: (groups: readonly WordGroup[]) => Place;
  readonly meaning: (allowed: Keep) => Promise<Vague>;
  readonly picture: (allowed: Keep) => Promise<Vague>;
}

/** Of the best documents with all words, so many are looked at for the words side by side. */
const phraseCandidates = 500;
/** Part of the question's weight that a pin must hold to have most of its words. */
const most = 0.5;

/** @returns what was found, and whether some of it says what is asked of one thing, where that is asked */
export async function runPlan(
  question: WordQuestion,
  sought: Sought,
  bounds: PlanBounds,
  { byWords, meaning, picture }: PlanSteps,
): Promise<{ readonly gathered: Gathering; readonly isBound: boolean }> {
  const { words } = question;
  const { index, enough, deepest, binding } = bounds;
  const allowed = allowedBy(question, bounds);
  const gathered = gathering(index, Math.max(deepest, phraseCandidates));
  let isBound = binding === null;
  /** Without those of the best that say it of something else. */
  const sure = (ranked: Ranked): Ranked => {
    if (!binding) return ranked;
    const { said, likely } = binding.split(ranked);
    isBound ||= said.documents.length > 0;
    return likely;
  };
  const take = (step: Step, ranked: Ranked, groups: readonly WordGroup[]): void =>
    gathered.take(step, ranked, byWords(groups));
  const isShort = (): boolean => gathered.found.length < enough;

  if (words.length > 0) {
    gathered.take(
      "all words",
      sure(index.all(sought.typed, allowed)),
      phrasesFirst(byWords(sought.typed), phraseTest(question, index)),
    );
  } else if (question.phrases.length > 0 || question.without.length > 0 || bounds.keep) {
    const latest = newest(index, allowed);
    gathered.take("all words", latest, latest.place);
  }
  if (isShort() && sought.corrections.length > 0)
    take("spelling", sure(index.all(sought.spelt, allowed)), sought.spelt);
  if (isShort() && words.length > 0)
    take("related words", sure(index.all(sought.related, allowed)), sought.related);
  if (isShort() && binding) {
    const things = index.any(sought.related, { keep: (one) => binding.isThing(one) && allowed(one) });
    const { said } = binding.split(things);
    isBound ||= said.documents.length > 0;
    gathered.take("most words", said, binding.first(byWords(sought.related), true));
    gathered.take("most words", things, binding.first(byWords(sought.related), false));
  }
  if (isShort() && words.length > 1) {
    take(
      "most words",
      index.any(sought.related, { keep: allowed, share: binding ? 0 : most }),
      sought.related,
    );
  }
  for (const [step, find] of [
    ["meaning", meaning],
    ["picture", picture],
  ] as const) {
    if (!isShort() || words.length === 0) break;
    const found = await find(allowed);
    gathered.take(step, found, found.place);
  }
  return { gathered, isBound };
}

function allowedBy({ phrases, without: left }: WordQuestion, { index, keep }: PlanBounds): Keep {
  const parts: Keep[] = [];
  if (left.length > 0)
    parts.push(
      without(
        index,
        left.flatMap(({ term }) => [term, generalMark + term]),
      ),
    );
  if (phrases.length > 0) parts.push(withPhrases(index, phrases));
  if (keep) parts.push(keep);
  return (document) => parts.every((part) => part(document));
}

/** Are the words there as they were typed: side by side, or the quoted ones? */
function phraseTest({ words, phrases }: WordQuestion, index: WordIndex): (document: number) => boolean {
  if (phrases.length > 0) return () => true;
  const side = words.map(({ term }) => term);
  return side.length > 1 ? phraseHolder(index, side) : () => false;
}

/** Those with the words side by side come first, by their own step. */
function phrasesFirst(place: Place, isPhrase: (document: number) => boolean): Place {
  return (best) => {
    const { placed, parts } = place(best);
    const side = placed.slice(0, phraseCandidates).filter(({ id }) => isPhrase(id));
    const documents = new Set(side.map(({ id }) => id));
    const rest = placed.filter(({ id }) => !documents.has(id));
    return { placed: [...side.map((one) => ({ ...one, step: "phrase" as const })), ...rest], parts };
  };
}

/** Everything that is allowed, by row number: without a word to find, the latest comes first. */
function newest({ table }: WordIndex, allowed: Keep): Vague {
  const documents = Uint32Array.from({ length: table.end }, (_, document) => document).filter(
    (document) => table.isAlive(document) && allowed(document),
  );
  return {
    ...{ documents, scores: Float32Array.from(documents, table.seq), complete: true },
    place: (best) => ({
      placed: best,
      parts: (document) => [{ name: "newest", value: table.seq(document) }],
    }),
  };
}
