/**
 * Where similarity ends, for this query: the similarities of unrelated pictures are taken from a background sample of
 * the collection, described by their median and median absolute deviation (which related pictures in the sample
 * hardly move), and the cutoff is the point that an unrelated picture passes with the given probability under a
 * normal tail.
 *
 *   cutoff = median + z(1 − rate) · 1.4826 · MAD
 *
 * The tail of real similarities is heavier than normal, and by itself the cutoff refuses hardly any question; `chance.ts`
 * decides first whether anything is similar. Measured with the built-in model on three sets of photographs and the
 * sample catalogue: recall@10 at rates of .01, .03 and with nothing cut off is .69, .77, .89 for groceries (phone
 * photographs of 81 kinds), .94, .95, .96 for clothing, .98 in all for objects, .94, .95, .96 for the scenes of an item,
 * with 7, 24, 40 and 12 pictures shown at .01 and 9, 37, 57 and 17 at .03.
 *
 * Source: F. R. Hampel (1974), "The influence curve and its role in robust estimation", JASA 69, 383-393.
 */
import { normalUpperQuantile } from "../math/normal.ts";

export interface Cutoff {
  /** False when the sample is too small to say, or nothing is to be cut. */
  readonly isKnown: boolean;
  /** Similarity below which a picture counts as unrelated; -1 when the sample is too small to say. */
  readonly similarity: number;
  /** Of the background, in similarity. */
  readonly median: number;
  readonly spread: number;
}

/** Fewer background pictures than this say nothing. */
const least = 20;

/** @param background similarities of the query to sampled pictures; @param rate 0..1 */
export function calibrateCutoff(background: readonly number[], rate: number): Cutoff {
  if (background.length < least || rate >= 1) return { isKnown: false, similarity: -1, median: 0, spread: 0 };
  const median = medianOf(background);
  const spread = 1.4826 * medianOf(background.map((similarity) => Math.abs(similarity - median)));
  const z = rate <= 0 ? Infinity : normalUpperQuantile(rate);
  return { isKnown: true, similarity: median + z * spread, median, spread };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
