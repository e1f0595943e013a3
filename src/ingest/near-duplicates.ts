/**
 * Near-duplicates: the same picture saved again, smaller, recompressed or lightly cropped. Two views of one thing are
 * not. Both measures must agree: the embedding alone takes two views for one, the hash alone two plain grounds.
 *
 * Measured on 16 items of the sample catalogue (`bench/near-duplicates.ts 16`). Copies at half size or JPEG quality 40
 * differ in at most 2 bits and reach .913; cropped by 2 % a side 8 bits, by 4 % 12 bits (94 % within 10), both above
 * .93. Two views of one item differ in 16 bits or more, with similarity up to .958: there the hash decides.
 */
import type { Pin, Understanding } from "../core/nouns.ts";
import { seqOfKey, vectorKey } from "../core/nouns.ts";
import type { PinStore, UnderstandingStore, VectorIndex } from "../core/ports.ts";
import { hashDistance } from "../vision/measures.ts";

/** Bits of 64 in which the perceptual hashes of near-duplicates differ at most. */
export const mostBits = 10;
/** Dot product that their embeddings reach. */
export const leastSimilarity = 0.88;

const neighboursLookedAt = 8;

export function areNearDuplicates(
  a: Pick<Understanding, "hash" | "embedding">,
  b: Pick<Understanding, "hash" | "embedding">,
): boolean {
  if (hashDistance(a.hash, b.hash) > mostBits) return false;
  let dot = 0;
  for (let i = 0; i < a.embedding.length; i++) dot += a.embedding[i] * b.embedding[i];
  return dot >= leastSimilarity;
}

export interface Understood {
  readonly pin: Pin;
  readonly understanding: Understanding;
}

/**
 * Groups pictures about to be written with those in the index and with each other. It is done before they are written:
 * whoever is stopped in between finds them not understood, and groups them again.
 */
export async function groupNearDuplicates(
  fresh: readonly Understood[],
  index: Pick<VectorIndex, "search">,
  pins: Pick<PinStore, "readSeqs" | "setGroup">,
  understandings: Pick<UnderstandingStore, "read">,
): Promise<void> {
  const group = new Map<string, string>();
  const groupOf = (pin: Pin): string => group.get(pin.id) ?? pin.group;
  for (const [position, { pin, understanding }] of fresh.entries()) {
    const near = await index.search(understanding.embedding, neighboursLookedAt, undefined, "pictures");
    const seqs = near
      .filter(({ key, similarity }) => similarity >= leastSimilarity - 0.01 && key !== vectorKey(pin.seq, 0))
      .map(({ key }) => seqOfKey(key));
    const seen = await understandings.read(seqs, understanding.model);
    const alike = seqs.filter((seq) => {
      const other = seen.get(seq);
      return other !== undefined && areNearDuplicates(understanding, other);
    });
    const mates = fresh
      .slice(0, position)
      .filter((other) => areNearDuplicates(understanding, other.understanding));
    if (alike.length + mates.length === 0) continue;
    const all = [pin, ...(await pins.readSeqs(alike)), ...mates.map((mate) => mate.pin)];
    const oldest = all.reduce((first, other) => (other.seq < first.seq ? other : first));
    const name = groupOf(oldest);
    for (const member of all) group.set(member.id, name);
    await pins.setGroup(
      all.map(({ id }) => id),
      name,
    );
  }
}
