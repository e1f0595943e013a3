/**
 * Where similarity ends, for this query: the similarities of unrelated pictures are taken from a background sample of
 * the collection, described by their median and median absolute deviation (which related pictures in the sample
 * hardly move), and the cutoff is the point that an unrelated picture passes with the given probability under a
 * normal tail.
 *
 *   cutoff = median + z(1 − rate) · 1.4826 · MAD
 *
 * The tail of real similarities is heavier than normal. Measured with the built-in model on three sets of photographs and
 * the sample catalogue (about 100 queries each, vectors of pictures and objects): at a rate of .01 unrelated pictures of
 * another set pass with .021 to .028, and by itself the cutoff refused only 0 to 2 % of queries with nothing similar in
 * a collection of 400 to 700 (32 % in one of 81). Therefore `chance.ts` decides first whether anything is similar: at
 * .01 it refuses 67 to 84 % of queries from another set, and of queries with something related 12 % (phone photographs
 * of groceries), 1 % (objects) and none (clothing, sample).
 *
 * Source: F. R. Hampel (1974), "The influence curve and its role in robust estimation", JASA 69, 383-393.
 */
import { normalUpperQuantile } from "../math/normal.ts";

export interface Cutoff {
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
  if (background.length < least || rate >= 1) return { similarity: -1, median: 0, spread: 0 };
  const median = medianOf(background);
  const spread = 1.4826 * medianOf(background.map((similarity) => Math.abs(similarity - median)));
  const z = rate <= 0 ? Infinity : normalUpperQuantile(rate);
  return { similarity: median + z * spread, median, spread };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
