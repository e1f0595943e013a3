/** Vectors as half floats: 2 bytes a number, relative error below 5e-4. */
import { BowerbirdError } from "../../../core/errors.ts";

export function toHalf(vector: Float32Array): Uint8Array {
  return new Uint8Array(Float16Array.from(vector).buffer);
}

/** @throws DATA_CORRUPT */
export function fromHalf(bytes: unknown): Float32Array {
  if (!(bytes instanceof Uint8Array))
    throw new BowerbirdError("DATA_CORRUPT", { what: "the state", why: "no vector" });
  return Float32Array.from(new Float16Array(bytes.slice().buffer));
}
