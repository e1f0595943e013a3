/** What a region is sought by: the vectors of the part that is meant and of the picture around it. */
import type { Understanding } from "../core/nouns.ts";
import { unit } from "../math/vectors.ts";
import type { ChosenRegion } from "../vision/subject.ts";
import type { QueryVectors } from "./blend.ts";

/** Of a picture, what choosing looks at. */
export type Regions = Pick<Understanding, "embedding"> & {
  readonly objects: ReadonlyArray<
    Pick<Understanding["objects"][number], "box" | "confidence" | "ordinal" | "embedding">
  >;
};

/**
 * An object that a person has chosen is sought by its own looks; one that the search takes for the subject by as much of its
 * surroundings, too, for it may be wrong. With half of the surroundings a chosen object of a scene found its item with a mean
 * average precision of .797 instead of .820.
 */
export function queryVectors(
  seen: Regions,
  { view, ordinal }: Pick<ChosenRegion, "view" | "ordinal">,
  isChosen: boolean,
): QueryVectors {
  const whole = isChosen || view === "crop" ? null : seen.embedding;
  const object = view === "object" ? seen.objects[ordinal - 1] : undefined;
  if (!object) return { whole, part: seen.embedding };
  if (isChosen) return { whole, part: object.embedding };
  return { whole, part: unit(object.embedding.map((value, i) => value + seen.embedding[i])) };
}
