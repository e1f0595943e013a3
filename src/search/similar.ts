/**
 * Which neighbours are similar: none when chance explains the nearest; else those past this query's cutoff, the nearest
 * in any case, for in a collection of nothing but chairs every background picture resembles a chair.
 */
import { vectorKey } from "../core/nouns.ts";
import type { PinNeighbour, VectorIndex } from "../core/ports.ts";
import { dot } from "../math/vectors.ts";
import { expectedByChance } from "./chance.ts";
import { type Cutoff, calibrateCutoff } from "./cutoff.ts";

export interface Similar {
  readonly neighbours: readonly PinNeighbour[];
  readonly cutoff: Cutoff;
}

/**
 * @param neighbours best first, the query's own pin left out
 * @param sample rows of pins from all over the collection
 * @param rate the chance that an unrelated picture passes, 0..1
 */
export function similarTo(
  query: Float32Array,
  neighbours: readonly PinNeighbour[],
  index: VectorIndex,
  sample: readonly number[],
  rate: number,
): Similar {
  const cutoff = calibrateCutoff(backgroundOf(query, index, sample), rate);
  const [nearest] = neighbours;
  const isChance =
    !nearest || (rate < 1 && expectedByChance(nearest.similarity, index.dimensions, index.size) > rate);
  if (isChance) return { neighbours: [], cutoff };
  const bound = Math.min(cutoff.similarity, nearest.similarity);
  return { neighbours: neighbours.filter(({ similarity }) => similarity >= bound), cutoff };
}

/** Similarities to the best region of each sampled pin. */
function backgroundOf(query: Float32Array, index: VectorIndex, sample: readonly number[]): number[] {
  return sample.flatMap((seq) => {
    const similarities: number[] = [];
    for (let ordinal = 0; ordinal < 16; ordinal++) {
      const vector = index.vector(vectorKey(seq, ordinal));
      if (!vector) break;
      similarities.push(dot(vector, query));
    }
    return similarities.length > 0 ? [Math.max(...similarities)] : [];
  });
}
