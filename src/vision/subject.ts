/** What a picture is of: the most salient object where there is one, else the whole; and the colours it is found by. */
import { type Box, type SeenObject, type Sight, type Swatch, wholePicture } from "../core/nouns.ts";

/** Of an object, what choosing looks at. */
type Placed = Pick<SeenObject, "box" | "confidence" | "ordinal">;

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
export function chooseRegion(seen: { readonly objects: readonly Placed[] }): ChosenRegion {
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

/** The object that a picture is of, or the picture. */
export function subjectOf<T extends object, O extends Placed>(
  seen: T & { readonly objects: readonly O[] },
): T | O {
  return seen.objects[chooseRegion(seen).ordinal - 1] ?? seen;
}

/** A colour is found by when it covers at least this part of the picture or the object. */
const leastShare = 0.1;

/**
 * What a picture is found by: every object's own colours, and those of the whole unless it shows one thing before a
 * ground. A white armchair before a blue wall is not blue; a blue room is. Each name or shade may come more than once.
 *
 * Measured on the sample catalogue, colour words against its truth: precision .31 → .36, recall .81 → .86.
 */
export function coloursOf(
  seen: Pick<Sight, "palette"> & { readonly objects: ReadonlyArray<Placed & Pick<Sight, "palette">> },
): Swatch[] {
  const sights = subjectOf(seen) === seen ? [seen, ...seen.objects] : seen.objects;
  return sights.flatMap(({ palette }) => palette.filter(({ share }) => share >= leastShare));
}

function salience({ x, y, w, h }: Box, confidence: number): number {
  const fromMiddle = Math.hypot(x + w / 2 - 0.5, y + h / 2 - 0.5);
  return confidence * Math.sqrt(w * h) * (1 - fromMiddle);
}
