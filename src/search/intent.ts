/** What is meant by a question: which part of the picture, what kind of thing, in which colours, how well it shows. */
import type { Sight, Understanding } from "../core/nouns.ts";
import { type ChosenRegion, chooseRegion } from "../vision/subject.ts";
import type { VisualQuery } from "./question.ts";

export interface Quality {
  /** Variance of the Laplacian, 0 and up. */
  readonly sharpness: number;
  /** Mean lightness, 0..1. */
  readonly exposure: number;
  /** What may make the answer worse; null for a picture that shows its subject well. */
  readonly trouble: "blurred" | "dark" | "washed out" | null;
}

export interface Intent extends ChosenRegion {
  /** Kind with its confidence, labels, palette of the part that is meant. */
  readonly sight: Omit<Sight, "embedding">;
  readonly quality: Quality;
}

/** Of the pictures that a phone takes, few are below and most of those cannot be made out. */
const blurred = 15;
const dark = 0.2;
const washedOut = 0.97;

export function understandIntent(query: VisualQuery, seen: Understanding): Intent {
  const region = regionOf(query, seen);
  const { embedding: _, ...sight } = region.ordinal > 0 ? seen.objects[region.ordinal - 1] : seen;
  return { ...region, sight, quality: qualityOf(seen) };
}

function regionOf(query: VisualQuery, seen: Understanding): ChosenRegion {
  if (query.crop) return { box: query.crop, ordinal: 0, view: "crop" };
  if (query.object !== undefined) {
    return { box: seen.objects[query.object - 1].box, ordinal: query.object, view: "object" };
  }
  return chooseRegion(seen);
}

function qualityOf({ sharpness, exposure }: Understanding): Quality {
  const trouble =
    exposure < dark ? "dark" : exposure > washedOut ? "washed out" : sharpness < blurred ? "blurred" : null;
  return { sharpness, exposure, trouble };
}
