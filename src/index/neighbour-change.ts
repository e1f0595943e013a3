/**
 * Whose neighbours change when one model takes the place of another? For each pin the nearest pins by whole picture
 * are asked of both indexes, each with its own vector of the pin.
 *
 *   overlap = |before ∩ after| / k, over the k nearest pins but itself; 1 for the same, 0 for none in common
 */
import { vectorKey } from "../core/nouns.ts";
import type { VectorIndex } from "../core/ports.ts";

export interface NeighbourChange {
  /** Mean overlap of the pins looked at, 0..1; null when none is in both indexes. */
  readonly mean: number | null;
  /** The pins looked at, the most changed first. */
  readonly pins: ReadonlyArray<{
    readonly seq: number;
    readonly overlap: number;
    readonly before: readonly number[];
    readonly after: readonly number[];
  }>;
}

/**
 * @param seqs pins to look at, for instance a sample; those not in both indexes are left out
 * @param k length of the lists compared
 */
export async function neighbourChange(
  before: VectorIndex,
  after: VectorIndex,
  seqs: readonly number[],
  k = 10,
): Promise<NeighbourChange> {
  const pins: Array<NeighbourChange["pins"][number]> = [];
  for (const seq of seqs) {
    const lists = [await nearestPins(before, seq, k), await nearestPins(after, seq, k)];
    const [old, young] = lists;
    if (!old || !young) continue;
    const kept = new Set(old);
    const length = Math.max(old.length, young.length);
    const overlap = length === 0 ? 1 : young.filter((other) => kept.has(other)).length / length;
    pins.push({ seq, overlap, before: old, after: young });
  }
  pins.sort((a, b) => a.overlap - b.overlap || a.seq - b.seq);
  const mean = pins.length === 0 ? null : pins.reduce((sum, { overlap }) => sum + overlap, 0) / pins.length;
  return { mean, pins };
}

async function nearestPins(index: VectorIndex, seq: number, k: number): Promise<number[] | null> {
  const vector = index.vector(vectorKey(seq, 0));
  if (!vector) return null;
  const found = await index.searchPins(vector, k + 1, undefined, "pictures");
  return found
    .map((pin) => pin.seq)
    .filter((other) => other !== seq)
    .slice(0, k);
}
