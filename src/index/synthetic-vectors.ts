/**
 * Clustered vectors for tests and benchmarks: centres drawn from a normal distribution, members scattered about them,
 * all of unit length. Real embeddings are clustered like this: kinds of things, with many pictures each.
 */
import type { Random } from "../core/random.ts";
import { unit } from "../math/vectors.ts";

/**
 * @param spread standard deviation of a member about its centre, in those of the centres
 * @returns a function that draws the next vector, [dimensions]
 */
export function clusteredVectors(
  random: Random,
  dimensions: number,
  clusters: number,
  spread = 0.7,
): () => Float32Array {
  const centres = Array.from({ length: clusters }, () =>
    Float32Array.from({ length: dimensions }, () => random.normal()),
  );
  return () => {
    const centre = centres[random.integer(clusters)];
    return unit(Float32Array.from(centre, (x) => x + spread * random.normal()));
  };
}
