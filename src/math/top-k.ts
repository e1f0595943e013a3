/**
 * The k best of a stream in O(n log k): a heap with the worst of the kept on top, so that most candidates are turned
 * away by one comparison. Best is the larger score; equal scores are ordered by the smaller id, so that the answer does
 * not depend on the order of arrival.
 *
 * Source: J. W. J. Williams (1964), "Algorithm 232: Heapsort", Communications of the ACM 7(6), 347-348.
 */
export interface Scored {
  readonly id: number;
  readonly score: number;
}

export interface TopK {
  /** How many are kept so far, at most k. */
  size(): number;
  /** A score below this one has no chance; -Infinity while fewer than k are kept. */
  floor(): number;
  push(id: number, score: number): void;
  /** Best first; the heap is left as it is. */
  sorted(): Scored[];
}

/** @param k at least 0 */
export function topK(k: number): TopK {
  const ids: number[] = [];
  const scores: number[] = [];
  const worse = (a: number, b: number): boolean =>
    scores[a] < scores[b] || (scores[a] === scores[b] && ids[a] > ids[b]);
  const swap = (a: number, b: number): void => {
    [ids[a], ids[b]] = [ids[b], ids[a]];
    [scores[a], scores[b]] = [scores[b], scores[a]];
  };
  const rise = (from: number): void => {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!worse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = (): void => {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      let least = at;
      if (left < ids.length && worse(left, least)) least = left;
      if (left + 1 < ids.length && worse(left + 1, least)) least = left + 1;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    size: () => ids.length,
    floor: () => {
      if (k === 0) return Infinity;
      return ids.length < k ? -Infinity : scores[0];
    },
    push: (id, score) => {
      if (ids.length < k) {
        ids.push(id);
        scores.push(score);
        rise(ids.length - 1);
      } else if (k > 0 && (score > scores[0] || (score === scores[0] && id < ids[0]))) {
        ids[0] = id;
        scores[0] = score;
        sink();
      }
    },
    sorted: () =>
      ids.map((id, i): Scored => ({ id, score: scores[i] })).sort((a, b) => b.score - a.score || a.id - b.id),
  };
}
