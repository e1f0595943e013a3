/** What a step that looks for near vectors gives to the plan: the pins that are near enough, by their cosines alone. */
import type { Keep } from "../../index/word-index/ranking.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import type { Vague } from "./plan.ts";

interface NearStep {
  /** The least cosine that is near. */
  readonly least: number;
  readonly table: WordIndex["table"];
  readonly allowed: Keep;
  /** The part of a hit's score, and what a cosine counts in it. */
  readonly part: string;
  readonly weight: number;
}

/** @param near pins by their cosine, the nearest first */
export function nearStep(
  near: ReadonlyArray<{ readonly seq: number; readonly similarity: number }>,
  { least, table, allowed, part, weight }: NearStep,
): Vague {
  const found = near.flatMap(({ seq, similarity }) => {
    const document = table.ofPin(seq);
    return similarity >= least && document >= 0 && allowed(document) ? [{ document, similarity }] : [];
  });
  const scores = Float32Array.from(found, ({ similarity }) => weight * similarity);
  const byDocument = new Map(found.map(({ document }, i) => [document, scores[i]]));
  return {
    documents: Uint32Array.from(found, ({ document }) => document),
    ...{ scores, complete: true },
    place: (best) => ({
      placed: best,
      parts: (document) => [{ name: part, value: byDocument.get(document) ?? 0 }],
    }),
  };
}
