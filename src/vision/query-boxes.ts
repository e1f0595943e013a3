/**
 * From the outputs of a detector with object queries (DETR, YOLOS, RT-DETR, OWL) to boxes: each query has a score for
 * every class and one box, its middle and size as fractions.
 *
 *   softmax: p = softmax(logits), the last class being "no object"   (DETR, YOLOS)
 *   sigmoid: p = 1 / (1 + exp(-logits)), every class for itself       (RT-DETR, D-FINE, OWL)
 *
 * Source: N. Carion et al. (2020), "End-to-end object detection with transformers", ECCV.
 */
import type { Box } from "../core/nouns.ts";
import type { Detection } from "./detections.ts";
import { softmax } from "./labels.ts";

export interface QueryOutputs {
  /** [queries × classes] */
  readonly logits: Float32Array;
  /** Middle x, middle y, width, height as fractions of the picture: [queries × 4] */
  readonly boxes: Float32Array;
  readonly scores: "softmax" | "sigmoid";
  /** Of every class, in order; with softmax without the last. */
  readonly classNames: readonly string[];
}

/** One detection a query, of its likeliest class; most confident first. */
export function boxesOfAnyKind(outputs: QueryOutputs, least: number): Detection[] {
  return queries(outputs)
    .flatMap(({ box, scores }) => {
      const best = scores.indexOf(Math.max(...scores));
      return { box, confidence: scores[best], className: outputs.classNames[best] };
    })
    .filter(({ confidence, box }) => confidence >= least && box.w > 0 && box.h > 0)
    .sort((a, b) => b.confidence - a.confidence);
}

/** Every class for itself, the most confident `most`. */
export function boxesByClass(outputs: QueryOutputs, least: number, most: number): Detection[] {
  return queries(outputs)
    .flatMap(({ box, scores }) =>
      scores.map((confidence, c) => ({ box, confidence, className: outputs.classNames[c] })),
    )
    .filter(({ confidence, box }) => confidence >= least && box.w > 0 && box.h > 0)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, most);
}

function queries({ logits, boxes, scores, classNames }: QueryOutputs) {
  const count = boxes.length / 4;
  const width = logits.length / count;
  return Array.from({ length: count }, (_, query) => {
    const own = logits.subarray(query * width, (query + 1) * width);
    const all = scores === "softmax" ? softmax(own) : own.map((logit) => 1 / (1 + Math.exp(-logit)));
    return {
      box: corners(boxes.subarray(4 * query, 4 * query + 4)),
      scores: Array.from(all.subarray(0, classNames.length)),
    };
  });
}

/** Cut to the picture. */
function corners([x, y, w, h]: Float32Array): Box {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  const [left, right] = [x - w / 2, x + w / 2].map(within);
  const [top, bottom] = [y - h / 2, y + h / 2].map(within);
  return { x: left, y: top, w: right - left, h: bottom - top };
}
