/**
 * Documents that hold all of some words, or the weightier part of them, with their scores. All: the rarest word leads
 * and the others are sought by doubling steps. Any: the weightiest words lead, and the others only add to what these
 * have found, within a budget of postings, so that no query can take long whatever is asked.
 *
 * A word's weight is its gain: the most that it can add to a score. Common words weigh little, so none needs a list of
 * words to be left out.
 */
import { inverseFrequency, k1, saturation } from "./bm25.ts";
import type { Documents } from "./documents.ts";
import { documentOf, type PostingLists, type Postings, seek, strengthOf } from "./posting-lists.ts";

/** One word of a query by all the terms that stand for it; each counts `weight` of a full occurrence, 0..1. */
export interface WordGroup {
  readonly terms: ReadonlyArray<{ readonly term: number; readonly weight: number }>;
  /** How much the word matters, 1 for a word that was typed. */
  readonly weight: number;
}

/** Which documents may be answered; absent for all that live. */
export type Keep = (document: number) => boolean;

export interface Ranked {
  /** [length], each once. */
  readonly documents: Uint32Array;
  /** [length] */
  readonly scores: Float32Array;
  /** False when the budget ended first: then the commonest words were left out. */
  readonly complete: boolean;
}

/** Postings one query may read: some 20 ms. */
const budget = 4_000_000;

interface Lead {
  readonly lists: ReadonlyArray<{ readonly list: Postings; readonly weight: number }>;
  /** Postings, dead ones too. */
  readonly total: number;
  readonly gain: number;
}

/** Documents with every word. A group without terms is a word that nothing holds. */
export function rankAll(
  groups: readonly WordGroup[],
  lists: PostingLists,
  table: Documents,
  keep?: Keep,
): Ranked {
  const leads = groups
    .map((group) => leadOf(group, lists, table))
    .sort((one, other) => one.total - other.total);
  const [lead, ...others] = leads;
  if (!lead || lead.total === 0) return none;
  const found = collector();
  const norm = norms(table);
  const { alive } = table;
  const seekers = others.map((other) => seeker(other, table.end));
  const { documents, strengths } = postingsOf(lead, table.end);
  const length = Math.min(documents.length, budget);
  for (let i = 0; i < length; i++) {
    const document = documents[i];
    if (alive[document] === 0 || (keep && !keep(document))) continue;
    const n = norm(document);
    let score = contribution(lead, strengths[i], n);
    for (let o = 0; o < others.length && score > 0; o++) {
      const strength = seekers[o](document);
      score = strength > 0 ? score + contribution(others[o], strength, n) : 0;
    }
    if (score > 0) found.push(document, score);
  }
  return { ...found.done(), complete: length === documents.length };
}

export interface AnyBounds {
  readonly keep?: Keep;
  /** Part of the words' whole weight that a document must hold, 0..1. */
  readonly share?: number;
}

/** Documents with at least a share of the words by weight, scored by those they have. */
export function rankAny(
  groups: readonly WordGroup[],
  lists: PostingLists,
  table: Documents,
  { keep, share = 0 }: AnyBounds = {},
): Ranked {
  const leads = groups
    .map((group) => leadOf(group, lists, table))
    .filter(({ total }) => total > 0)
    .sort((one, other) => other.gain - one.gain);
  /** A word that nothing holds asks nothing. */
  const whole = leads.reduce((sum, { gain }) => sum + gain, 0);
  const least = share * whole;
  const norm = norms(table);
  const scores = new Float32Array(table.end);
  const held = least > 0 ? new Float32Array(table.end) : null;
  const touched = collector();
  let left = budget;
  let rest = whole;
  for (const lead of leads) {
    left -= lead.total;
    if (left < 0) break;
    // What only the words from here on hold can no longer weigh enough.
    const leading = rest >= least;
    rest -= lead.gain;
    const { documents, strengths } = postingsOf(lead, table.end);
    for (let i = 0; i < documents.length; i++) {
      const document = documents[i];
      if (scores[document] === 0) {
        if (!leading) continue;
        touched.push(document, 0);
      }
      scores[document] += contribution(lead, strengths[i], norm(document));
      if (held) held[document] += lead.gain;
    }
  }
  const found = collector();
  const candidates = touched.done().documents;
  for (const document of candidates) {
    if (table.alive[document] === 0 || (held && held[document] < least * (1 - 1e-6))) continue;
    if (!keep || keep(document)) found.push(document, scores[document]);
  }
  return { ...found.done(), complete: left >= 0 };
}

/** What each word adds to a document's score, [groups]; their sum is the score that the rankings give. */
export function contributionsOf(
  document: number,
  groups: readonly WordGroup[],
  lists: PostingLists,
  table: Documents,
): number[] {
  const n = norms(table)(document);
  return groups.map((group) => {
    const lead = leadOf(group, lists, table);
    return lead.total === 0 ? 0 : contribution(lead, seeker(lead, table.end)(document), n);
  });
}

/** The most that words can add up to. */
export function mostGained(groups: readonly WordGroup[], lists: PostingLists, table: Documents): number {
  return groups.reduce((sum, group) => sum + leadOf(group, lists, table).gain, 0);
}

const none: Ranked = { documents: new Uint32Array(0), scores: new Float32Array(0), complete: true };

function leadOf(group: WordGroup, lists: PostingLists, table: Documents): Lead {
  const held = group.terms.map(({ term, weight }) => ({ list: lists.list(term), weight }));
  const living = held.reduce((sum, { list }) => sum + list.living, 0);
  return {
    lists: held,
    total: held.reduce((sum, { list }) => sum + list.length, 0),
    gain: group.weight * (k1 + 1) * inverseFrequency(table.living, Math.min(living, table.living)),
  };
}

function norms({ words, living, lengths }: Documents): (document: number) => number {
  const average = words / Math.max(1, living);
  return (document) => saturation(lengths[document], average);
}

const contribution = ({ gain }: Lead, strength: number, norm: number): number =>
  (gain * strength) / (strength + norm);

const weighted = (weight: number, strength: number): number =>
  weight === 1 ? strength : Math.max(1, Math.round(weight * strength));

/** The documents of a word with the strongest of its terms in each. */
function postingsOf({ lists, total }: Lead, end: number): { documents: Uint32Array; strengths: Uint8Array } {
  const documents = new Uint32Array(total);
  const strengths = new Uint8Array(total);
  if (lists.length === 1) {
    const [{ list, weight }] = lists;
    for (let i = 0; i < list.length; i++) {
      documents[i] = documentOf(list.packed[i]);
      strengths[i] = weighted(weight, strengthOf(list.packed[i]));
    }
    return { documents, strengths };
  }
  const table = new Uint8Array(end);
  let length = 0;
  for (const { list, weight } of lists) {
    for (let i = 0; i < list.length; i++) {
      const document = documentOf(list.packed[i]);
      if (table[document] === 0) documents[length++] = document;
      table[document] = Math.max(table[document], weighted(weight, strengthOf(list.packed[i])));
    }
  }
  for (let i = 0; i < length; i++) strengths[i] = table[documents[i]];
  return { documents: documents.subarray(0, length), strengths: strengths.subarray(0, length) };
}

/** With more terms a table of all documents is quicker than seeking in every list. */
const listsSought = 3;

/** A word's strength in a document, 0 when it holds none; documents of one list come mostly in ascending order. */
function seeker(lead: Lead, end: number): (document: number) => number {
  if (lead.lists.length > listsSought) {
    const table = new Uint8Array(end);
    const { documents, strengths } = postingsOf(lead, end);
    for (let i = 0; i < documents.length; i++) table[documents[i]] = strengths[i];
    return (document) => table[document];
  }
  const cursors = lead.lists.map(() => 0);
  let last = -1;
  return (document) => {
    if (document < last) cursors.fill(0);
    last = document;
    let strongest = 0;
    for (let l = 0; l < lead.lists.length; l++) {
      const { list, weight } = lead.lists[l];
      const place = seek(list, cursors[l], document);
      cursors[l] = place;
      if (place < list.length && documentOf(list.packed[place]) === document) {
        strongest = Math.max(strongest, weighted(weight, strengthOf(list.packed[place])));
      }
    }
    return strongest;
  };
}

function collector() {
  let documents = new Uint32Array(256);
  let scores = new Float32Array(256);
  let length = 0;
  return {
    push: (document: number, score: number): void => {
      if (length === documents.length) {
        const [more, moreScores] = [new Uint32Array(2 * length), new Float32Array(2 * length)];
        more.set(documents);
        moreScores.set(scores);
        [documents, scores] = [more, moreScores];
      }
      documents[length] = document;
      scores[length++] = score;
    },
    done: (): { documents: Uint32Array; scores: Float32Array } => ({
      documents: documents.subarray(0, length),
      scores: scores.subarray(0, length),
    }),
  };
}
