/**
 * How to search: exactly over the rows that are allowed, or through the graph, asking for more than wanted so that
 * enough are left after the filter. Costs are estimated in rows: a candidate from the graph costs about as much as the
 * dot products of 40 rows (measured at 100,000 and 1,000,000 × 256).
 */
export interface SearchSituation {
  /** Neighbours or pins wanted. */
  readonly wanted: number;
  /** Living vectors, and those in the graph; the others are always scanned exactly. */
  readonly size: number;
  readonly inGraph: number;
  /** An upper bound of the vectors that the filter lets through. */
  readonly allowed: number;
  /** Setting `index.selective`, 0..1. */
  readonly selective: number;
}

export type SearchPlan =
  | { readonly way: "exact" }
  /** Ask the graph for `first`, then for more as long as too few are left, up to `most`; then search exactly. */
  | { readonly way: "graph"; readonly first: number; readonly most: number };

const rowsACandidate = 40;
/** More than the share says, as a filter's pins may stand far from the query. */
const margin = 1.2;

export function planSearch({ wanted, size, inGraph, allowed, selective }: SearchSituation): SearchPlan {
  const share = size === 0 ? 0 : Math.min(1, allowed / size);
  if (wanted === 0 || inGraph * 2 < size || share === 0 || (share < 1 && share <= selective))
    return { way: "exact" };
  const first = share === 1 ? wanted : Math.ceil((wanted / share) * margin);
  const most = Math.floor((share * size) / rowsACandidate);
  return first > most ? { way: "exact" } : { way: "graph", first, most };
}
