/**
 * The detector judged by COCO's rules at overlap .5: detections of all pictures in order of confidence are matched, each
 * to the free true box of its class and picture that it overlaps most; precision is made non-increasing and read at 101
 * recall levels (0, .01 … 1); AP50 is the mean over the classes that have a true box. Crowd and area rules do not apply:
 * the manifest holds plain boxes.
 *
 * `ap50AnyKind` forgets the classes (one ranking, any true box will do); `recallAnyKind` is the share of true boxes
 * overlapped by .5 by one of the objects that the engine itself keeps for search, matched one to one.
 *
 * Source: T.-Y. Lin et al. (2014), "Microsoft COCO: Common Objects in Context", ECCV, and its evaluation code (101
 * points).
 */
import { BowerbirdError } from "../core/errors.ts";
import { type Box, overlap } from "../core/nouns.ts";
import type { PictureSource, Vision } from "../core/ports.ts";
import { forEachAtOnce } from "./at-once.ts";

export interface TrueBox {
  readonly className: string;
  readonly box: Box;
}

export interface FoundBox extends TrueBox {
  /** 0..1 */
  readonly confidence: number;
}

export interface JudgedPicture {
  readonly truth: readonly TrueBox[];
  readonly found: readonly FoundBox[];
}

/** Shares, 0..1. */
export interface DetectionScore {
  readonly ap50: number;
  readonly ap50AnyKind: number;
  readonly recallAnyKind: number;
}

const enough = 0.5;

/** @throws PICTURE_* NOTHING_TO_JUDGE when no picture has a box */
export async function evaluateDetection(
  vision: Vision,
  pictures: ReadonlyArray<{ readonly file: string; readonly boxes: readonly TrueBox[] }>,
  pictureOf: (file: string) => PictureSource,
  progress: (done: number, total: number) => void = () => {},
): Promise<DetectionScore> {
  if (pictures.every(({ boxes }) => boxes.length === 0))
    throw new BowerbirdError("NOTHING_TO_JUDGE", { why: "no picture has a true box" });
  let done = 0;
  const judged = await forEachAtOnce(pictures, vision.processes, async ({ file, boxes }) => {
    const source = pictureOf(file);
    const byClass = await vision.detect(source);
    const { objects } = await vision.understand(source);
    progress(++done, pictures.length);
    const kept = objects.map(({ box, confidence, kind }) => ({ box, confidence, className: kind.name }));
    return { truth: boxes, found: byClass, kept };
  });
  return {
    ap50: meanPrecisionByClass(judged),
    ap50AnyKind: averagePrecision(judged.map(withoutClasses)),
    recallAnyKind: recall(judged.map(({ truth, kept }) => withoutClasses({ truth, found: kept }))),
  };
}

/** Mean over the classes that have a true box. @throws NOTHING_TO_JUDGE */
export function meanPrecisionByClass(pictures: readonly JudgedPicture[]): number {
  const classes = [...new Set(pictures.flatMap(({ truth }) => truth.map(({ className }) => className)))];
  if (classes.length === 0)
    throw new BowerbirdError("NOTHING_TO_JUDGE", { why: "no picture has a true box" });
  const precisions = classes.map((name) =>
    averagePrecision(
      pictures.map(({ truth, found }) => ({
        truth: truth.filter(({ className }) => className === name),
        found: found.filter(({ className }) => className === name),
      })),
    ),
  );
  return precisions.reduce((sum, precision) => sum + precision, 0) / classes.length;
}

/** 101-point average precision of one class. @throws NOTHING_TO_JUDGE without a true box */
export function averagePrecision(pictures: readonly JudgedPicture[]): number {
  const total = countTruth(pictures);
  const right = matches(pictures);
  const precision: number[] = [];
  const recalls: number[] = [];
  let hits = 0;
  right.forEach((isRight, i) => {
    if (isRight) hits++;
    precision.push(hits / (i + 1));
    recalls.push(hits / total);
  });
  for (let i = precision.length - 2; i >= 0; i--) precision[i] = Math.max(precision[i], precision[i + 1]);
  let [sum, at] = [0, 0];
  for (let level = 0; level <= 100; level++) {
    while (at < recalls.length && recalls[at] < level / 100 - 1e-12) at++;
    if (at < precision.length) sum += precision[at];
  }
  return sum / 101;
}

/** Share of the true boxes that were found. @throws NOTHING_TO_JUDGE */
export function recall(pictures: readonly JudgedPicture[]): number {
  return matches(pictures).filter((isRight) => isRight).length / countTruth(pictures);
}

/** For every detection, the most confident first: is it the first to find a true box? */
function matches(pictures: readonly JudgedPicture[]): boolean[] {
  const taken = pictures.map(({ truth }) => truth.map(() => false));
  return pictures
    .flatMap(({ found }, picture) => found.map((detection) => ({ picture, detection })))
    .sort((a, b) => b.detection.confidence - a.detection.confidence)
    .map(({ picture, detection }) => {
      let [best, bestOverlap] = [-1, enough];
      pictures[picture].truth.forEach(({ box }, i) => {
        const shared = taken[picture][i] ? 0 : overlap(box, detection.box);
        if (shared >= bestOverlap) [best, bestOverlap] = [i, shared];
      });
      if (best >= 0) taken[picture][best] = true;
      return best >= 0;
    });
}

function countTruth(pictures: readonly JudgedPicture[]): number {
  const total = pictures.reduce((sum, { truth }) => sum + truth.length, 0);
  if (total === 0) throw new BowerbirdError("NOTHING_TO_JUDGE", { why: "no picture has a true box" });
  return total;
}

function withoutClasses({ truth, found }: JudgedPicture): JudgedPicture {
  return {
    truth: truth.map(({ box }) => ({ box, className: "" })),
    found: found.map(({ box, confidence }) => ({ box, confidence, className: "" })),
  };
}
