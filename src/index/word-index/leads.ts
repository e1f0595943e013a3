/**
 * One word of a query as postings: those of all the terms that stand for it, each document once with its strongest term.
 * Where many documents are looked for the terms' lists are united; where few are, they are sought in every list.
 */
import { inverseFrequency, k1 } from "./bm25.ts";
import type { Documents } from "./documents.ts";
import { documentOf, type PostingLists, type Postings, seek, strengthOf } from "./posting-lists.ts";
import { ascending, type Scratch } from "./scratch.ts";

/** One word of a query by all the terms that stand for it; each counts `weight` of a full occurrence, 0..1. */
export interface WordGroup {
  readonly terms: ReadonlyArray<{ readonly term: number; readonly weight: number }>;
  /** How much the word matters, 1 for a word that was typed. */
  readonly weight: number;
}

export interface Lead {
  readonly lists: ReadonlyArray<{ readonly list: Postings; readonly weight: number }>;
  /** Postings, dead ones too. */
  readonly total: number;
  /** The most that the word can add to a score. */
  readonly gain: number;
}

export function leadsOf(groups: readonly WordGroup[], lists: PostingLists, { living }: Documents): Lead[] {
  return groups.map((group) => {
    const held = group.terms.map(({ term, weight }) => ({ list: lists.list(term), weight }));
    const holders = held.reduce((sum, { list }) => sum + list.living, 0);
    return {
      lists: held,
      total: held.reduce((sum, { list }) => sum + list.length, 0),
      gain: group.weight * (k1 + 1) * inverseFrequency(living, Math.min(holders, living)),
    };
  });
}

const weighted = (weight: number, strength: number): number =>
  weight === 1 ? strength : Math.max(1, Math.round(weight * strength));

/** The documents of a word with the strongest of its terms in each, packed as postings are, ascending. */
export function unionOf({ lists, total }: Lead, end: number, room: Scratch): Uint32Array {
  if (lists.length === 1 && lists[0].weight === 1) return lists[0].list.packed;
  const united = room.numbers(Math.min(total, end));
  const strengths = room.zeroBytes(end);
  let length = 0;
  for (const { list, weight } of lists) {
    for (let i = 0; i < list.length; i++) {
      const document = documentOf(list.packed[i]);
      if (strengths[document] === 0) united[length++] = document;
      strengths[document] = Math.max(strengths[document], weighted(weight, strengthOf(list.packed[i])));
    }
  }
  const documents = united.subarray(0, length);
  if (lists.length > 1) ascending(documents, end, (document) => strengths[document] > 0);
  for (let i = 0; i < length; i++) {
    const document = documents[i];
    documents[i] = document * 256 + strengths[document];
    strengths[document] = 0;
  }
  return documents;
}

/** With more lists than these, uniting them may be quicker than seeking in each. */
const listsSought = 3;
/** Postings that are united in the time of one step of seeking. */
const stepCost = 8;

/** A word's strength in documents asked for in ascending order, 0 in those that do not hold it. */
export function seeker(
  lead: Lead,
  { expected, end, room }: { expected: number; end: number; room: Scratch },
): (document: number) => number {
  const { lists, total } = lead;
  const isManyLists = lists.length > listsSought && stepCost * expected * lists.length > total;
  const sought = isManyLists ? [{ packed: unionOf(lead, end, room), weight: 1 }] : lists.map(packedOf);
  if (sought.length === 1) return seekerIn(sought[0]);
  const seekers = sought.map(seekerIn);
  return (document) => {
    let strongest = 0;
    for (const strengthIn of seekers) strongest = Math.max(strongest, strengthIn(document));
    return strongest;
  };
}

interface Sought {
  readonly packed: Uint32Array;
  readonly weight: number;
}

const packedOf = ({ list, weight }: { list: Postings; weight: number }): Sought => ({
  packed: list.packed,
  weight,
});

function seekerIn({ packed, weight }: Sought): (document: number) => number {
  let at = 0;
  return (document) => {
    at = seek(packed, at, document);
    return at < packed.length && documentOf(packed[at]) === document
      ? weighted(weight, strengthOf(packed[at]))
      : 0;
  };
}
