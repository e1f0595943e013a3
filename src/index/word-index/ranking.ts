/**
 * Documents that hold all of some words, or any of them, with their scores. All: the rarest word leads and the others
 * are sought by doubling steps. Any: one pass a word into a table of scores, the rarest first, within a budget of
 * postings, so that no query can take long whatever is asked.
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
  /** Ascending; [length]. */
  readonly documents: Uint32Array;
  /** [length] */
  readonly scores: Float32Array;
  /** False when the budget ended first: then the commonest words were left out. */
  readonly complete: boolean;
}

/** Postings one query may read: some 20 ms. */
const budget = 4_000_000;

interface Lead {
  readonly lists: ReadonlyArray<{ list: Postings; weight: number }>;
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
  if (!lead || lead.total === 0)
    return { documents: new Uint32Array(0), scores: new Float32Array(0), complete: true };
  const found = collector();
  const seen = lead.lists.length > 1 ? new Set<number>() : null;
  const average = table.words / Math.max(1, table.living);
  const { alive, lengths } = table;
  let read = 0;
  for (const { list } of lead.lists) {
    const cursors = others.map((other) => other.lists.map(() => 0));
    for (let i = 0; i < list.length && read < budget; i++) {
      read++;
      const document = documentOf(list.packed[i]);
      if (alive[document] === 0 || seen?.has(document) || (keep && !keep(document))) continue;
      const norm = saturation(lengths[document], average);
      let score = contribution(lead, strengthIn(lead, document, null, 0), norm);
      for (let o = 0; o < others.length && score > 0; o++) {
        const strength = strengthIn(others[o], document, cursors, o);
        score = strength > 0 ? score + contribution(others[o], strength, norm) : 0;
      }
      if (score === 0) continue;
      seen?.add(document);
      found.push(document, score);
    }
  }
  const answer = found.done(seen !== null);
  return { ...answer, complete: read < budget };
}

function leadOf(group: WordGroup, lists: PostingLists, table: Documents): Lead {
  const held = group.terms.map(({ term, weight }) => ({ list: lists.list(term), weight }));
  const living = held.reduce((sum, { list }) => sum + list.living, 0);
  return {
    lists: held,
    total: held.reduce((sum, { list }) => sum + list.length, 0),
    gain: group.weight * (k1 + 1) * inverseFrequency(table.living, Math.min(living, table.living)),
  };
}

const contribution = ({ gain }: Lead, strength: number, norm: number): number =>
  (gain * strength) / (strength + norm);

/** The strongest of a word's terms in a document, 0 when it holds none. `cursors[at]` are moved on. */
function strengthIn(lead: Lead, document: number, cursors: number[][] | null, at: number): number {
  let strongest = 0;
  for (let l = 0; l < lead.lists.length; l++) {
    const { list, weight } = lead.lists[l];
    const place = seek(list, cursors?.[at][l] ?? 0, document);
    if (cursors) cursors[at][l] = place;
    if (place < list.length && documentOf(list.packed[place]) === document) {
      strongest = Math.max(strongest, weight * strengthOf(list.packed[place]));
    }
  }
  return strongest;
}

/** Documents with at least `least` of the words, scored by those they have. */
export function rankAny(
  groups: readonly WordGroup[],
  lists: PostingLists,
  table: Documents,
  { keep, least = 1 }: { readonly keep?: Keep; readonly least?: number } = {},
): Ranked {
  const scores = new Float32Array(table.end);
  const held = least > 1 ? new Uint8Array(table.end) : null;
  const average = table.words / Math.max(1, table.living);
  const { lengths } = table;
  let left = budget;
  const leads = groups
    .map((group) => leadOf(group, lists, table))
    .filter(({ total }) => total > 0)
    .sort((one, other) => one.total - other.total);
  for (const lead of leads) {
    left -= lead.total;
    if (left < 0) break;
    const stamp = lead.lists.length > 1 ? new Float32Array(table.end) : null;
    for (const { list, weight } of lead.lists) {
      for (let i = 0; i < list.length; i++) {
        const document = documentOf(list.packed[i]);
        const strength = weight * strengthOf(list.packed[i]);
        const gained = contribution(lead, strength, saturation(lengths[document], average));
        const before = stamp ? stamp[document] : 0;
        if (gained <= before) continue;
        scores[document] += gained - before;
        if (stamp) stamp[document] = gained;
        if (held && before === 0) held[document]++;
      }
    }
  }
  const found = collector();
  for (let document = 0; document < scores.length; document++) {
    if (scores[document] === 0 || table.alive[document] === 0) continue;
    if (held && held[document] < least) continue;
    if (!keep || keep(document)) found.push(document, scores[document]);
  }
  return { ...found.done(false), complete: left >= 0 };
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
    done: (unsorted: boolean): { documents: Uint32Array; scores: Float32Array } => {
      const found = { documents: documents.subarray(0, length), scores: scores.subarray(0, length) };
      if (!unsorted) return found;
      const order = Uint32Array.from(found.documents.keys()).sort(
        (i, j) => found.documents[i] - found.documents[j],
      );
      return {
        documents: order.map((i) => found.documents[i]),
        scores: Float32Array.from(order, (i) => found.scores[i]),
      };
    },
  };
}
