/** Which part of the query picture is meant: the given crop, else the most salient object, else the whole. */
import { type Box, type Understanding, wholePicture } from "../core/nouns.ts";
import { unit } from "../math/vectors.ts";
import type { QueryVectors } from "./blend.ts";

/** Of a picture, what choosing looks at. */
export type Regions = Pick<Understanding, "embedding"> & {
  readonly objects: ReadonlyArray<
    Pick<Understanding["objects"][number], "box" | "confidence" | "ordinal" | "embedding">
  >;
};

export interface ChosenRegion {
  readonly box: Box;
  /** Ordinal of the object, 0 for the whole picture or a crop. */
  readonly ordinal: number;
  /** One thing on a calm ground, several things, or a crop that a person drew. */
  readonly view: "object" | "scene" | "crop";
}

/** An object that fills this part of the picture is the picture's one subject. */
const dominant = 0.12;

/**
 * The subject is the most salient object: confidence × sqrt(area) × closeness to the middle. A picture whose subject
 * is small, or that holds several rivals, is a scene and is looked at as a whole.
 */
export function chooseRegion(seen: Pick<Regions, "objects">): ChosenRegion {
  const ranked = seen.objects
    .map((object) => ({ object, salience: salience(object.box, object.confidence) }))
    .sort((a, b) => b.salience - a.salience);
  const [first, second] = ranked;
  if (!first) return { box: wholePicture, ordinal: 0, view: "object" };
  const alone = !second || second.salience < 0.6 * first.salience;
  if (alone && first.object.box.w * first.object.box.h >= dominant) {
    return { box: first.object.box, ordinal: first.object.ordinal, view: "object" };
  }
  return { box: wholePicture, ordinal: 0, view: "scene" };
}

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

function salience({ x, y, w, h }: Box, confidence: number): number {
  const fromMiddle = Math.hypot(x + w / 2 - 0.5, y + h / 2 - 0.5);
  return confidence * Math.sqrt(w * h) * (1 - fromMiddle);
}
