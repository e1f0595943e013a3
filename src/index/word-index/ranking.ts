/**
 * Documents that hold all of some words, or the weightier part of them, with their scores. All: the rarest word leads
 * and the others are sought by doubling steps. Any: the weightiest words lead, and the others only add to what these
 * have found, within a budget of postings, so that no query can take long whatever is asked.
 *
 * A word's weight is its gain: the most that it can add to a score. Common words weigh little, so none needs a list of
 * words to be left out. What is found comes in ascending order of document. The tables that a ranking works in are kept
 * for the next one, so that questions leave little for the collector of garbage.
 */
import { b, k1, strengthUnit } from "./bm25.ts";
import type { Documents } from "./documents.ts";
import { type Lead, leadsOf, seeker, unionOf, type WordGroup } from "./leads.ts";
import { documentOf, type PostingLists, strengthOf } from "./posting-lists.ts";
import { ascending, type Scratch, scratch } from "./scratch.ts";

/** Which documents may be answered; absent for all that live. It ranks nothing itself. */
export type Keep = (document: number) => boolean;

export interface Ranked {
  /** [length], each once. */
  readonly documents: Uint32Array;
  /** [length] */
  readonly scores: Float32Array;
  /** False when the budget ended first: then the commonest words were left out. */
  readonly complete: boolean;
}

export interface AnyBounds {
  readonly keep?: Keep;
  /** Part of the words' whole weight that a document must hold, 0..1. */
  readonly share?: number;
}

export interface Ranking {
  /** Documents with every word. A group without terms is a word that nothing holds. */
  all(groups: readonly WordGroup[], keep?: Keep): Ranked;
  /** Documents with at least a share of the words by weight, scored by those they have. */
  any(groups: readonly WordGroup[], bounds?: AnyBounds): Ranked;
  /** What each word adds to a document's score, [groups]; their sum is the score that the rankings give. */
  contributions(document: number, groups: readonly WordGroup[]): number[];
  /** The most that words can add up to. */
  mostGained(groups: readonly WordGroup[]): number;
}

/** Postings one query may read: some 20 ms. */
const budget = 4_000_000;
/** A word held by more documents than so many times those found is sought in these instead of being read through. */
const soughtBelow = 12;

export function ranking(lists: PostingLists, table: Documents): Ranking {
  const room = scratch();
  return {
    all: (groups, keep) => rankAll(leadsOf(groups, lists, table), table, { room, keep }),
    any: (groups, bounds = {}) => rankAny(leadsOf(groups, lists, table), table, { room, ...bounds }),
    contributions: (document, groups) => {
      const n = norms(table)(document);
      room.free();
      const { end } = table;
      return leadsOf(groups, lists, table).map((lead) =>
        lead.total === 0 ? 0 : contribution(lead, seeker(lead, { expected: 1, end, room })(document), n),
      );
    },
    mostGained: (groups) => leadsOf(groups, lists, table).reduce((sum, { gain }) => sum + gain, 0),
  };
}

interface Bounds extends AnyBounds {
  readonly room: Scratch;
}

function rankAll(words: readonly Lead[], table: Documents, { room, keep }: Bounds): Ranked {
  const [lead, ...others] = words.toSorted((one, other) => one.total - other.total);
  if (!lead || lead.total === 0) return none;
  room.free();
  const norm = norms(table);
  const { alive } = table;
  const { end } = table;
  const packed = unionOf(lead, end, room);
  const seekers = others.map((other) => seeker(other, { expected: packed.length, end, room }));
  const length = Math.min(packed.length, budget);
  const [documents, scores] = [room.numbers(length), room.sums(length)];
  let found = 0;
  for (let i = 0; i < length; i++) {
    const document = documentOf(packed[i]);
    if (alive[document] === 0 || (keep && !keep(document))) continue;
    const n = norm(document);
    let score = contribution(lead, strengthOf(packed[i]), n);
    for (let o = 0; o < others.length && score > 0; o++) {
      const strength = seekers[o](document);
      score = strength > 0 ? score + contribution(others[o], strength, n) : 0;
    }
    if (score > 0) {
      documents[found] = document;
      scores[found++] = score;
    }
  }
  return {
    documents: documents.slice(0, found),
    scores: new Float32Array(scores.subarray(0, found)),
    complete: length === packed.length,
  };
}

function rankAny(words: readonly Lead[], table: Documents, { room, keep, share = 0 }: Bounds): Ranked {
  /** A word that nothing living holds asks nothing. */
  const leads = words
    .filter(({ lists }) => lists.some(({ list }) => list.living > 0))
    .sort((one, other) => other.gain - one.gain);
  const whole = leads.reduce((sum, { gain }) => sum + gain, 0);
  /** Sums are rounded: a share that is met exactly is met. */
  const enough = share * whole * (1 - 1e-6);
  room.free();
  const sums = summing(leads, table, room);
  let left = budget;
  let rest = whole;
  for (const lead of leads) {
    left -= lead.total;
    if (left < 0) break;
    // What only the words from here on hold can no longer weigh enough.
    sums.add(lead, rest >= enough);
    rest -= lead.gain;
  }
  const { alive } = table;
  const found = sums.end(
    (document, held) => alive[document] === 1 && held >= enough && (!keep || keep(document)),
  );
  return { ...found, complete: left >= 0 };
}

/** What words add and weigh, by document. */
function summing(leads: readonly Lead[], table: Documents, room: Scratch) {
  const { end } = table;
  const postings = leads.reduce((sum, { total }) => sum + total, 0);
  const documents = room.numbers(Math.min(end, postings));
  const [scores, held] = [room.zeroSums(end), room.sums(end)];
  const norm = norms(table);
  let [count, ascends] = [0, true];

  const sum = (lead: Lead, document: number, strength: number): void => {
    scores[document] += contribution(lead, strength, norm(document));
    held[document] += lead.gain;
  };
  /** Puts what was met in the order that lists have. */
  const sort = (): void => {
    if (!ascends) ascending(documents.subarray(0, count), end, (document) => scores[document] > 0);
    ascends = true;
  };
  const readThrough = (lead: Lead, isLeading: boolean): void => {
    ascends &&= count === 0 || !isLeading;
    const packed = unionOf(lead, end, room);
    for (let i = 0; i < packed.length; i++) {
      const document = documentOf(packed[i]);
      if (scores[document] === 0) {
        if (!isLeading) continue;
        documents[count++] = document;
        held[document] = 0;
      }
      sum(lead, document, strengthOf(packed[i]));
    }
  };
  const seekOut = (lead: Lead): void => {
    sort();
    const strengthIn = seeker(lead, { expected: count, end, room });
    for (let i = 0; i < count; i++) {
      const strength = strengthIn(documents[i]);
      if (strength > 0) sum(lead, documents[i], strength);
    }
  };
  return {
    /** @param isLeading documents that no word before has met are met by this one */
    add: (lead: Lead, isLeading: boolean): void => {
      if (!isLeading && soughtBelow * count < lead.total) seekOut(lead);
      else readThrough(lead, isLeading);
    },
    /** Those that are wanted; the tables are left as they were. */
    end: (isWanted: (document: number, held: number) => boolean): Omit<Ranked, "complete"> => {
      sort();
      const kept = room.sums(count);
      let wanted = 0;
      for (let i = 0; i < count; i++) {
        const document = documents[i];
        if (isWanted(document, held[document])) {
          kept[wanted] = scores[document];
          documents[wanted++] = document;
        }
        scores[document] = 0;
      }
      return {
        documents: documents.slice(0, wanted),
        scores: new Float32Array(kept.subarray(0, wanted)),
      };
    },
  };
}

const none: Ranked = { documents: new Uint32Array(0), scores: new Float32Array(0), complete: true };

/** As `saturation`, with what is the same for all documents worked out once. */
function norms({ words, living, lengths }: Documents): (document: number) => number {
  const average = words / Math.max(1, living);
  const least = strengthUnit * k1 * (1 - b);
  const slope = average > 0 ? (strengthUnit * k1 * b) / average : 0;
  return (document) => least + slope * lengths[document];
}

const contribution = ({ gain }: Lead, strength: number, norm: number): number =>
  (gain * strength) / (strength + norm);
