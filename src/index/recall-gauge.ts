/**
 * A live gauge of the approximate search: one search in N is repeated exactly, beside the others, and the overlap of
 * the two answers is averaged.
 *
 *   recall@k = |approximate ∩ exact| / |exact|
 */
export interface RecallReading {
  /** Mean recall of all gauged searches, 0..1; null before the first. */
  readonly mean: number | null;
  /** Mean of the last `recentSearches`, which shows a change sooner; null before the first. */
  readonly recent: number | null;
  /** Searches gauged. */
  readonly count: number;
}

export interface RecallGauge {
  /** Counts a search; true for the one in N that is to be repeated. */
  isDue(): boolean;
  /** Ids of neighbours or pins. An exact answer of none is not counted. */
  record(approximate: readonly number[], exact: readonly number[]): void;
  read(): RecallReading;
}

const recentSearches = 100;

/** @param every one search in this many; 0 for never (setting `index.gaugeEvery`) */
export function recallGauge(every: number): RecallGauge {
  let searches = 0;
  let count = 0;
  let mean = 0;
  const recent: number[] = [];
  return {
    isDue: () => every > 0 && ++searches % every === 0,
    record: (approximate, exact) => {
      if (exact.length === 0) return;
      const found = new Set(approximate);
      const recall = exact.filter((id) => found.has(id)).length / exact.length;
      count++;
      mean += (recall - mean) / count;
      recent.push(recall);
      if (recent.length > recentSearches) recent.shift();
    },
    read: () => ({
      mean: count === 0 ? null : mean,
      recent: count === 0 ? null : recent.reduce((sum, recall) => sum + recall, 0) / recent.length,
      count,
    }),
  };
}
