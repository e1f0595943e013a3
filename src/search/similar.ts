/**
 * Which neighbours are similar: none when chance explains the nearest; else those past this query's cutoff, the nearest
 * in any case, for in a collection of nothing but chairs every background picture resembles a chair. A collection too
 * small for a background shows what chance does not explain.
 */
import type { VectorIndex } from "../core/ports.ts";
import { type Match, matchOf, type QueryVectors } from "./blend.ts";
import { expectedByChance } from "./chance.ts";
import { type Cutoff, calibrateCutoff } from "./cutoff.ts";

/** Expected number of unrelated vectors as close as the closest, above which nothing counts as similar. */
const chanceRate = 0.01;

export interface Similar {
  readonly matches: readonly Match[];
  readonly cutoff: Cutoff;
}

/**
 * @param near best first, the query's own pin left out
 * @param sample rows of pins from all over the collection
 * @param rate the chance that an unrelated picture passes, 0..1; with 1 nothing is cut off
 * @param least similarity that at least one of their vectors must reach
 */
export function similarTo(
  query: QueryVectors,
  near: readonly Match[],
  index: VectorIndex,
  sample: readonly number[],
  rate: number,
  least = -1,
): Similar {
  const background = sample.flatMap((seq) => matchOf(query, seq, index)?.score ?? []);
  const cutoff = calibrateCutoff(background, rate);
  const isChance = ({ closest }: Match): boolean =>
    rate < 1 && (closest < least || expectedByChance(closest, index.dimensions, index.size) > chanceRate);
  const [nearest] = near;
  if (!nearest || near.every(isChance)) return { matches: [], cutoff };
  const bound = Math.min(cutoff.similarity, nearest.score);
  const passes = (match: Match): boolean =>
    cutoff.isKnown ? match.score >= bound && (match.closest >= least || rate >= 1) : !isChance(match);
  return { matches: near.filter(passes), cutoff };
}
