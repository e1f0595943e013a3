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
 * An object is sought by its own looks and a little of its surroundings, and so is the picture it was seen in, unless a
 * person has chosen the object or a crop.
 */
export function queryVectors(
  seen: Regions,
  { view, ordinal }: Pick<ChosenRegion, "view" | "ordinal">,
  isChosen: boolean,
): QueryVectors {
  const whole = isChosen || view === "crop" ? null : seen.embedding;
  const object = view === "object" ? seen.objects[ordinal - 1] : undefined;
  if (!object) return { whole, part: seen.embedding };
  return { whole, part: unit(object.embedding.map((value, i) => value + 0.5 * seen.embedding[i])) };
}
