/** A navigable graph over the rows of a vector table: approximate neighbours in logarithmic time. */
export interface NeighbourGraph {
  /** Rows it holds. */
  readonly size: number;
  /** @param vectors row after row, `rows.length × dimensions` */
  add(rows: readonly number[], vectors: Float32Array): void;
  remove(row: number): void;
  /** At most `count` rows, best first. */
  search(query: Float32Array, count: number): readonly number[];
  /** Writes it to a file; the caller syncs and renames. */
  save(path: string): void;
}

export interface GraphMaker {
  empty(dimensions: number): NeighbourGraph;
  /** @throws when the file is not a graph of these dimensions */
  load(dimensions: number, path: string): NeighbourGraph;
}
