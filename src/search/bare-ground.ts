/**
 * A picture of nothing: a plain wall, a gradient, noise. The models say something of it all the same, and what is nearest
 * to it is only calm, or only restless. It is told by three things together: no object and no kind that the models are at
 * all sure of, and either no edge anywhere or one colour all over once pixels are averaged.
 *
 * Chosen on the sample catalogue, on groceries and on half of 60 drawn grounds (plain, walls, gradients, noise in colour
 * and in grey, coloured blocks), tried on the rest, after a look at both: of 120 pictures of clothing and objects none is taken for one, of the
 * 30 other grounds 25; the five left are the blocks, which are a pattern. Of the 322 and 30 chosen on, none and 25. Noise
 * in a picture of 320 pixels is coarser than what is averaged, and is not told.
 */
import type { Understanding } from "../core/nouns.ts";

/** The surest object's and the surest kind's confidence added up: at most .353 for the grounds. */
const unsure = 0.36;
/** Variance of the Laplacian: at most 24 for grounds without noise, and below 100 for few pictures of things. */
const edgeless = 30;
/** Part of the picture of one colour. */
const allOver = 0.95;

/**
 * Similarity from which even a bare ground is meant: the same one again, or the next of a collection of fabrics or paints.
 * The grounds above reach .71 in collections of other things.
 */
export const sameGround = 0.8;

export function isBareGround({
  objects,
  labels,
  palette,
  sharpness,
}: Pick<Understanding, "objects" | "labels" | "palette" | "sharpness">): boolean {
  if (labels.length === 0 || palette.length === 0) return false;
  const [[{ confidence }], [{ share }]] = [labels, palette];
  const surest = Math.max(0, ...objects.map((object) => object.confidence));
  return surest + confidence < unsure && (sharpness < edgeless || share > allOver);
}
