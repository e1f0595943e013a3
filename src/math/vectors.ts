/**
 * Plain arithmetic of vectors, in double precision: the oracle of the fast loops in `dot-products.ts`.
 *
 *   dot(a, b) = Σ a_i·b_i        length(a) = sqrt(dot(a, a))        unit(a) = a / length(a)
 */
import { BowerbirdError } from "../core/errors.ts";

/** Both of the same length. O(n). */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** A copy of length 1. @throws BowerbirdError NOT_FINITE for a vector of zeros or with a number that is not finite. */
export function unit(vector: ArrayLike<number>): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  if (!(length > 0 && Number.isFinite(length)))
    throw new BowerbirdError("NOT_FINITE", { what: "the vector" });
  return Float32Array.from(vector, (x) => x / length);
}

/** @throws BowerbirdError BAD_VECTOR for another length than `dimensions`, NOT_FINITE for NaN or an infinity in it. */
export function checkVector(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions) {
    throw new BowerbirdError("BAD_VECTOR", { expected: dimensions, actual: vector.length });
  }
  // anything finite times 0 is 0; asking each number costs as much as a tenth of a whole search
  let nothing = 0;
  for (let i = 0; i < vector.length; i++) nothing += vector[i] * 0;
  if (nothing !== 0) throw new BowerbirdError("NOT_FINITE", { what: "the vector" });
}
