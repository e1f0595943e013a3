/**
 * Pictures by what is seen in them, for words that no pin holds. The words are weights of the vision model's labels; the
 * five clearest pictures are taken for right, and what looks like them counts as much as the labels:
 *
 *   s(d) = Σ w_i·√p_i(d),   c = unit(mean of the embeddings of the five best by s),   score = ½·z(s) + ½·z(c·e_d)
 *
 * Five and the halves are round numbers in the middle of a plateau: every choice among 3, 5, 8 and 10 pictures and .3, .5
 * and .7 was better on each of four sets of photographs than labels alone (`bowerbird eval words`; decision 0003).
 *
 * Source of the feedback: J. J. Rocchio (1971), "Relevance feedback in information retrieval".
 */
import type { ScorePart } from "../../core/words.ts";
import { dot, unit } from "../../math/vectors.ts";
import { standardised } from "./fusion.ts";

export const picturesTrusted = 5;

/** What the clearest pictures have in common, unit length; null without any. @param clearest embeddings of unit length */
export function commonLook(clearest: readonly Float32Array[]): Float32Array | null {
  const [first] = clearest;
  if (!first) return null;
  return unit(first.map((_, i) => clearest.reduce((sum, vector) => sum + vector[i], 0)));
}

/**
 * The two parts of each picture's score, [pictures].
 *
 * @param scores by labels, [pictures]
 * @param vectors embeddings, [pictures]; a picture without one looks like nothing
 * @param look what the clearest have in common; null leaves the labels alone
 */
export function seenParts(
  scores: ArrayLike<number>,
  vectors: ReadonlyArray<Float32Array | null>,
  look: Float32Array | null,
): ReadonlyArray<readonly ScorePart[]> {
  const byLabels = standardised(scores);
  const likeness = standardised(vectors.map((vector) => (vector && look ? dot(vector, look) : 0)));
  return Array.from(byLabels, (value, i) => [
    { name: "seen in the picture", value: value / 2 },
    { name: "looks like the clearest", value: likeness[i] / 2 },
  ]);
}

/** As one number a picture. */
export function seenScores(...seen: Parameters<typeof seenParts>): number[] {
  return seenParts(...seen).map((parts) => parts.reduce((sum, { value }) => sum + value, 0));
}

/** Places of the `count` largest scores, the largest first. */
export function clearestPlaces(scores: ArrayLike<number>, count: number): number[] {
  return Array.from(scores, (_, i) => i)
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, count);
}
