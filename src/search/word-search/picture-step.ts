/** The plan's last step: pictures that show what the words mean, whether or not anyone has said it. */
import type { Keep, Ranked } from "../../index/word-index/ranking.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import { topK } from "../../math/top-k.ts";
import { dot } from "../../math/vectors.ts";
import { labelWeights } from "../../vision/labels.ts";
import type { Vague } from "./plan.ts";
import { commonLook, picturesTrusted, seenParts } from "./seen-ranking.ts";

export interface PicturePorts {
  /** [labels × text dimensions]; empty when the vision model has other labels. */
  readonly labelVectors: () => Float32Array;
  /** A pin's whole picture as the vision model sees it, unit length; null where it was not seen. */
  readonly lookOf: (seq: number) => Float32Array | null;
}

/** Below this no label is near enough to the words to look for it in pictures. */
const nearLabel = 0.35;
const labelsKept = 32;
/** Every picture shows a little of everything; those at least half as clear as the clearest count. */
const clearEnough = 0.5;
const mostPictures = 500;

export const nothingFound: Vague = {
  ...{ documents: new Uint32Array(0), scores: new Float32Array(0), complete: true },
  place: () => ({ placed: [], parts: () => [] }),
};

/** @param query the words as a vector of the text model */
export async function picturesOf(
  query: Float32Array,
  index: WordIndex,
  allowed: Keep,
  { labelVectors, lookOf }: PicturePorts,
): Promise<Vague> {
  const labels = labelsOf(query, labelVectors());
  const clear = clearest(index.byLabels(labels, allowed));
  if (clear.documents.length === 0) return nothingFound;
  const vectors = Array.from(clear.documents, (document) => lookOf(index.table.seq(document)));
  const trusted = vectors.slice(0, picturesTrusted).filter((vector) => vector !== null);
  const parts = seenParts(clear.scores, vectors, commonLook(trusted));
  const partsOf = new Map(Array.from(clear.documents, (document, i) => [document, parts[i]] as const));
  const scores = Float32Array.from(parts, (both) => both.reduce((sum, { value }) => sum + value, 0));
  return {
    ...{ documents: clear.documents, scores, complete: clear.complete },
    place: (best) => ({ placed: best, parts: (document) => partsOf.get(document) ?? [] }),
  };
}

function labelsOf(query: Float32Array, vectors: Float32Array): Array<readonly [number, number]> {
  const size = query.length;
  const nearest = Array.from({ length: vectors.length / size }, (_, label) =>
    dot(vectors.subarray(label * size, (label + 1) * size), query),
  ).reduce((best, similarity) => Math.max(best, similarity), -1);
  if (nearest < nearLabel) return [];
  return [...labelWeights(vectors, query).entries()].sort((a, b) => b[1] - a[1]).slice(0, labelsKept);
}

/** The clearest first. */
function clearest({ documents, scores, complete }: Ranked): Ranked {
  const best = topK(mostPictures);
  documents.forEach((document, i) => {
    best.push(document, scores[i]);
  });
  const sorted = best.sorted();
  const kept = sorted.filter(({ score }) => score >= clearEnough * sorted[0].score);
  return {
    documents: Uint32Array.from(kept, ({ id }) => id),
    scores: Float32Array.from(kept, ({ score }) => score),
    complete,
  };
}
