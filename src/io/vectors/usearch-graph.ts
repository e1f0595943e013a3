/** usearch's HNSW over half floats: 512 bytes of vector and about 110 of links a row at 256 numbers and connectivity 16. */
import { Index, MetricKind, ScalarKind } from "usearch";
import { BowerbirdError } from "../../core/errors.ts";
import type { Settings } from "../../core/settings.ts";
import type { GraphMaker, NeighbourGraph } from "../../index/neighbour-graph.ts";

type GraphSettings = Pick<Settings, "index.connectivity" | "index.expansionAdd" | "index.expansionSearch">;

/** @param threads that link rows together; searches use the caller's */
export function usearchGraphs(settings: GraphSettings, threads: number): GraphMaker {
  const empty = (dimensions: number): Index =>
    new Index({
      dimensions,
      metric: MetricKind.IP,
      quantization: ScalarKind.F16,
      connectivity: settings["index.connectivity"],
      expansion_add: settings["index.expansionAdd"],
      expansion_search: settings["index.expansionSearch"],
      multi: false,
    });
  return {
    empty: (dimensions) => graphOf(empty(dimensions), threads),
    load: (dimensions, path) => {
      const index = empty(dimensions);
      index.load(path);
      if (index.dimensions() !== dimensions) {
        throw new BowerbirdError("DATA_CORRUPT", {
          what: "the index",
          why: "its graph has other dimensions",
        });
      }
      return graphOf(index, threads);
    },
  };
}

function graphOf(index: Index, threads: number): NeighbourGraph {
  return {
    get size() {
      return index.size();
    },
    add: (rows, vectors) => index.add(BigUint64Array.from(rows, BigInt), vectors, threads),
    remove: (row) => {
      index.remove(BigInt(row));
    },
    search: (query, count) => {
      const { keys } = index.search(query, count, 1);
      // rows are below 2^32: the low words of the little-endian keys
      const words = new Uint32Array(keys.buffer, keys.byteOffset, keys.length * 2);
      const rows: number[] = [];
      for (let i = 0; i < words.length; i += 2) rows.push(words[i]);
      return rows;
    },
    save: (path) => index.save(path),
  };
}
