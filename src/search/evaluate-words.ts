/**
 * How well a kind's name finds its pictures by their pixels only, as the search's last step finds them: the name becomes
 * weights of the vision model's labels, what looks like the clearest pictures counts, too (`word-search/seen-ranking.ts`),
 * and mean average precision is over the whole ranking of a set's pictures. Every kind of a set is asked once; its
 * pictures are relevant. Labels that a picture does not keep count as zero.
 */
import { BowerbirdError } from "../core/errors.ts";
import type { Understanding } from "../core/nouns.ts";
import type { PictureSource, TextModel, Vision } from "../core/ports.ts";
import { averagePrecisionAt, precisionAt } from "../math/ranking-metrics.ts";
import { labelWeights } from "../vision/labels.ts";
import { forEachAtOnce } from "./at-once.ts";
import { clearestPlaces, commonLook, picturesTrusted, seenScores } from "./word-search/seen-ranking.ts";

export interface KindRow {
  /** As given to `pictureOf`. */
  readonly file: string;
  readonly set: string;
  readonly kind: string;
}

/** Shares, 0..1, but for `queries`. */
export interface WordsScore {
  readonly queries: number;
  readonly meanAveragePrecision: number;
  readonly precisionAt10: number;
}

export interface WordsModels {
  readonly vision: Vision;
  readonly text: TextModel;
  /** [labels × dimensions], see models/README.md. */
  readonly labelVectors: Float32Array;
}

type Seen = KindRow & Pick<Understanding, "postings" | "embedding">;

/** @throws PICTURE_* NOTHING_TO_JUDGE without a row */
export async function evaluateWords(
  { vision, text, labelVectors }: WordsModels,
  rows: readonly KindRow[],
  pictureOf: (file: string) => PictureSource,
  progress: (done: number, total: number) => void = () => {},
): Promise<{ sets: Record<string, WordsScore> }> {
  if (rows.length === 0) throw new BowerbirdError("NOTHING_TO_JUDGE", { why: "there is no row" });
  let done = 0;
  const seen = await forEachAtOnce(rows, vision.processes, async (row): Promise<Seen> => {
    const { postings, embedding } = await vision.understand(pictureOf(row.file));
    progress(++done, rows.length);
    return { ...row, postings, embedding };
  });
  const sets: Record<string, WordsScore> = {};
  for (const name of new Set(rows.map(({ set }) => set))) {
    const pictures = seen.filter(({ set }) => set === name);
    const kinds = [...new Set(pictures.map(({ kind }) => kind))];
    const weights: Float32Array[] = [];
    for (const kind of kinds) weights.push(labelWeights(labelVectors, (await text.embed([spoken(kind)]))[0]));
    sets[name] = scoreWords(pictures, kinds, weights);
  }
  return { sets };
}

/** @param weights of the labels for each kind */
function scoreWords(
  pictures: readonly Seen[],
  kinds: readonly string[],
  weights: readonly Float32Array[],
): WordsScore {
  const vectors = pictures.map(({ embedding }) => embedding);
  const lists = kinds.map((kind, k) => {
    const byLabels = pictures.map(({ postings }) =>
      postings.reduce((sum, [label, weight]) => sum + weights[k][label] * weight, 0),
    );
    const look = commonLook(clearestPlaces(byLabels, picturesTrusted).map((place) => vectors[place]));
    const scores = seenScores(byLabels, vectors, look);
    return clearestPlaces(scores, scores.length).map((place) => (pictures[place].kind === kind ? 1 : 0));
  });
  const mean = (measure: (list: readonly number[]) => number): number =>
    lists.reduce((sum, list) => sum + measure(list), 0) / lists.length;
  return {
    queries: kinds.length,
    meanAveragePrecision: mean((list) => averagePrecisionAt(list, list.filter((grade) => grade > 0).length)),
    precisionAt10: mean((list) => precisionAt(list, 10)),
  };
}

/** "coffee-mug" and "coffee_mug" are said as words. */
const spoken = (kind: string): string => kind.replace(/[-_]+/g, " ").trim();
