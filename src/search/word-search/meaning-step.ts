/** The step for words that no pin holds: pins whose words mean something near. */
import type { PinSet } from "../../core/ports.ts";
import type { Keep } from "../../index/word-index/ranking.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import type { Meaning } from "./meaning.ts";
import { nearStep } from "./near-step.ts";
import type { Vague } from "./plan.ts";
import { learnedWeights } from "./word-order.ts";

const looked = 200;
/**
 * The least cosine that is near. Of 366 texts of the sample catalogue the nearest to questions about other things
 * ("quantum physics", "asdfgh") reached .20, the nearest to fitting ones in other words ("kitchen drinkware") .28 to .52.
 * Rows of letters come nearer, "zzqxv" to zigzag cushions at .45: they are not asked, see `known-words.ts`.
 */
const nearEnough = 0.3;
/** Part of the nearest one's cosine that the others reach. */
const nearTheNearest = 0.75;

export async function nearInMeaning(
  query: Float32Array,
  { table }: Pick<WordIndex, "table">,
  allowed: Keep,
  { meaning, keep }: { meaning: Pick<Meaning, "nearest">; keep: PinSet | undefined },
): Promise<Vague> {
  const near = await meaning.nearest(query, looked, keep);
  const least = Math.max(nearEnough, nearTheNearest * (near[0]?.similarity ?? 0));
  return nearStep(near, { least, table, allowed, part: "meaning", weight: learnedWeights.meaning });
}
