/**
 * Several rankings of one set of documents become one.
 *
 *   standardised: z = (score − mean) / standard deviation, then a weighted sum
 *   reciprocal ranks: Σ weight / (60 + rank)
 *
 * Source of the second: G. V. Cormack, C. L. A. Clarke, S. Büttcher (2009), "Reciprocal rank fusion outperforms
 * Condorcet and individual rank learning methods", SIGIR.
 */

export interface Ranking {
  /** [documents]; a document that this source does not know has the source's lowest score. */
  readonly scores: ArrayLike<number>;
  readonly weight: number;
}

/** Mean 0, deviation 1; all zeros when the scores are all equal. O(n). */
export function standardised(scores: ArrayLike<number>): Float64Array {
  const n = scores.length;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i++) sum += scores[i];
  const mean = n > 0 ? sum / n : 0;
  for (let i = 0; i < n; i++) squares += (scores[i] - mean) ** 2;
  const deviation = Math.sqrt(n > 0 ? squares / n : 0);
  return Float64Array.from({ length: n }, (_, i) => (deviation > 0 ? (scores[i] - mean) / deviation : 0));
}

export function fuseStandardised(rankings: readonly Ranking[]): Float64Array {
  return sumOf(rankings.map(({ scores, weight }) => ({ scores: standardised(scores), weight })));
}

const rankOffset = 60;

/** Equal scores share the order of their documents. */
export function fuseRanks(rankings: readonly Ranking[]): Float64Array {
  return sumOf(
    rankings.map(({ scores, weight }) => {
      const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
      const gains = new Float64Array(scores.length);
      order.forEach((document, rank) => {
        gains[document] = 1 / (rankOffset + rank + 1);
      });
      return { scores: gains, weight };
    }),
  );
}

function sumOf(rankings: ReadonlyArray<{ scores: ArrayLike<number>; weight: number }>): Float64Array {
  const sums = new Float64Array(rankings[0]?.scores.length ?? 0);
  for (const { scores, weight } of rankings)
    for (let i = 0; i < sums.length; i++) sums[i] += weight * scores[i];
  return sums;
}
