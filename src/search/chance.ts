/**
 * Is the nearest picture nearer than chance alone would bring one? Among `vectors` directions drawn evenly from the
 * unit sphere in `dimensions`, the expected number at least as similar to the query as s is
 *
 *   vectors · ½ I_{1 − s²}((dimensions − 1) / 2, ½)
 *
 * Below the chosen rate, chance hardly explains the nearest one. Embeddings of real pictures crowd together more than
 * this, so the rate of false alarms is larger than the one asked for: at .01, of questions from another set of
 * photographs 8 % (home goods asked of photographed objects) to 92 % (clothing asked of groceries) are refused, two
 * thirds in the middle; of questions with something related 10 to 15 % of groceries, else none. It needs no background
 * sample and no tuning, also for a collection of three pictures. With a model whose vectors all lie close together, as
 * CLIP's do, it refuses nothing. Taking what the background has in common off first was tried: it refuses more from
 * other sets, and everything in a collection of one kind.
 *
 * Source: A. Desolneux, L. Moisan, J.-M. Morel (2000), "Meaningful alignments", Int. J. Computer Vision 40, 7-23 (the
 * number of false alarms).
 */
import { incompleteBeta } from "../math/beta.ts";

/** Expected number of unrelated vectors at least this similar, 0..vectors. */
export function expectedByChance(similarity: number, dimensions: number, vectors: number): number {
  if (dimensions < 2) return vectors;
  const square = Math.min(1, similarity * similarity);
  const beyond = incompleteBeta((dimensions - 1) / 2, 0.5, 1 - square, square).lower / 2;
  return vectors * (similarity > 0 ? beyond : 1 - beyond);
}
