/**
 * From CenterNet's heat map to boxes of objects of any kind: the maximum over the classes, peaks of 3 × 3
 * neighbourhoods, distances to the four sides, overlaps merged.
 *
 * Source: X. Zhou, D. Wang and P. Krähenbühl (2019), "Objects as points", arXiv 1904.07850.
 */
import { type Box, overlap } from "../core/nouns.ts";
import { cocoClasses } from "./coco-classes.ts";
import type { Size } from "./model-inputs.ts";

export interface Detection {
  readonly box: Box;
  /** 0..1 */
  readonly confidence: number;
  /** The class of the highest score. */
  readonly className: string;
}

/** Input pixels a cell of the heat map. */
const stride = 4;

/**
 * @param heat sigmoid scores [80, rows, columns]
 * @param sides distances to left, top, right, bottom in input pixels [4, rows, columns]
 * @param picture the picture's own part of the detector's input, in input pixels
 */
export function decodeDetections(
  heat: Float32Array,
  sides: Float32Array,
  grid: { rows: number; columns: number },
  picture: Size,
  least: number,
): Detection[] {
  const { rows, columns } = grid;
  const area = rows * columns;
  const best = new Float32Array(area);
  const classes = new Uint8Array(area);
  for (let c = 0, at = 0; c < cocoClasses.length; c++) {
    for (let i = 0; i < area; i++, at++) {
      const score = heat[at];
      // Nearly every score is below the least, so that the other comparison is hardly ever made.
      if (score < least || score <= best[i]) continue;
      best[i] = score;
      classes[i] = c;
    }
  }
  return peaks(best, sides, grid, picture, least, (cell) => cocoClasses[classes[cell]]);
}

/**
 * Every class for itself, as COCO's rules of evaluation want it: one place can hold a chair and a couch. The most
 * confident `most` boxes of all classes together; the parameters as above.
 */
export function decodeByClass(
  heat: Float32Array,
  sides: Float32Array,
  grid: { rows: number; columns: number },
  picture: Size,
  least: number,
  most: number,
): Detection[] {
  const area = grid.rows * grid.columns;
  return cocoClasses
    .flatMap((name, c) =>
      peaks(heat.subarray(c * area, (c + 1) * area), sides, grid, picture, least, () => name),
    )
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, most);
}

/** Boxes at the peaks of one map of scores [rows, columns], most confident first. */
function peaks(
  scores: Float32Array,
  sides: Float32Array,
  { rows, columns }: { rows: number; columns: number },
  picture: Size,
  least: number,
  classAt: (cell: number) => string,
): Detection[] {
  const area = rows * columns;
  const found: Detection[] = [];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const cell = y * columns + x;
      if (scores[cell] < least || !isPeak(scores, x, y, columns, rows)) continue;
      const left = Math.max(0, stride * x - sides[cell]);
      const top = Math.max(0, stride * y - sides[area + cell]);
      const right = Math.min(picture.width, stride * x + sides[2 * area + cell]);
      const bottom = Math.min(picture.height, stride * y + sides[3 * area + cell]);
      if (right - left < 1 || bottom - top < 1) continue;
      found.push({
        box: {
          x: left / picture.width,
          y: top / picture.height,
          w: (right - left) / picture.width,
          h: (bottom - top) / picture.height,
        },
        confidence: scores[cell],
        className: classAt(cell),
      });
    }
  }
  return found.sort((a, b) => b.confidence - a.confidence);
}

/** Keeps the more confident of two boxes that overlap by more than `bound` (intersection over union). */
export function mergeOverlaps(detections: readonly Detection[], bound: number, most: number): Detection[] {
  const kept: Detection[] = [];
  for (const detection of detections) {
    if (kept.length === most) break;
    if (kept.every(({ box }) => overlap(box, detection.box) <= bound)) kept.push(detection);
  }
  return kept;
}

function isPeak(scores: Float32Array, x: number, y: number, columns: number, rows: number): boolean {
  const score = scores[y * columns + x];
  for (let v = Math.max(0, y - 1); v <= Math.min(rows - 1, y + 1); v++) {
    for (let u = Math.max(0, x - 1); u <= Math.min(columns - 1, x + 1); u++) {
      if (scores[v * columns + u] > score) return false;
    }
  }
  return true;
}
