/**
 * The plan's last step where the vision model reads words, too (CLIP, SigLIP): words and pictures are in one space, and
 * pictures near to the words show them.
 *
 * How near is near differs from model to model, and with the words: shown is what stands at least half as far above the
 * collection's mean as the nearest does.
 */
import type { PinSet } from "../../core/ports.ts";
import type { Keep } from "../../index/word-index/ranking.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import { dot } from "../../math/vectors.ts";
import { nearStep } from "./near-step.ts";
import type { Vague } from "./plan.ts";

export interface TowerPorts {
  /** Words in the space of pictures, unit length; null where the vision model does not read. */
  readonly embedText: () => ((texts: readonly string[]) => Promise<readonly Float32Array[]>) | null;
  /** The pins with the nearest whole pictures, best first. */
  readonly nearestPictures: (
    query: Float32Array,
    count: number,
    keep?: PinSet,
  ) => Promise<ReadonlyArray<{ readonly seq: number; readonly similarity: number }>>;
  readonly lookOf: (seq: number) => Float32Array | null;
}

const looked = 200;
const sampled = 256;
const clearEnough = 0.5;

/** @param query the words in the space of pictures */
export async function nearPictures(
  query: Float32Array,
  { table }: Pick<WordIndex, "table">,
  allowed: Keep,
  { nearestPictures, lookOf, keep }: Omit<TowerPorts, "embedText"> & { readonly keep: PinSet | undefined },
): Promise<Vague> {
  const near = await nearestPictures(query, looked, keep);
  const every = Math.max(1, Math.floor(table.end / sampled));
  const background: number[] = [];
  for (let document = 0; document < table.end; document += every) {
    const look = table.isAlive(document) ? lookOf(table.seq(document)) : null;
    if (look) background.push(dot(look, query));
  }
  const mean = background.reduce((sum, similarity) => sum + similarity, 0) / Math.max(1, background.length);
  const least = mean + clearEnough * ((near[0]?.similarity ?? 0) - mean);
  return nearStep(near, { least, table, allowed, part: "shows the words", weight: 1 });
}
