/** The oracle: a map and a loop, in double precision over the same half floats. For tests and benchmarks. */
import { seqOfKey } from "../core/nouns.ts";
import type { Neighbour, VectorIndex } from "../core/ports.ts";
import { checkVector, dot } from "../math/vectors.ts";
import { pinsOfNeighbours } from "./pins-of-neighbours.ts";
import { inRegions } from "./row-sources.ts";

export function plainIndex(model: string, dimensions: number): VectorIndex {
  const vectors = new Map<number, Float32Array>();
  const all: VectorIndex["search"] = async (query, k, keep, regions = "all") => {
    checkVector(query, dimensions);
    return [...vectors]
      .filter(([key]) => inRegions(key, regions) && (!keep || keep.has(seqOfKey(key))))
      .map(([key, vector]): Neighbour => ({ key, similarity: dot(query, vector) }))
      .sort((a, b) => b.similarity - a.similarity || a.key - b.key)
      .slice(0, k);
  };
  return {
    model,
    dimensions,
    get size() {
      return vectors.size;
    },
    add: async (entries) => {
      for (const { vector } of entries) checkVector(vector, dimensions);
      for (const { key, vector } of entries) vectors.set(key, Float32Array.from(vector, Math.f16round));
    },
    remove: async (keys) => {
      for (const key of keys) vectors.delete(key);
    },
    vector: (key) => vectors.get(key) ?? null,
    search: all,
    searchExactly: all,
    searchPins: async (query, k, keep, regions) =>
      pinsOfNeighbours(await all(query, vectors.size, keep, regions)).slice(0, k),
    save: async () => {},
    close: async () => {},
  };
}
