/**
 * Documents are numbered in the order of their arrival and a changed pin becomes a new one, so the dead pile up. When a
 * saved index is read the living move together, in their order; lists lose their dead.
 */

/** By old number: the new one, or -1 for the dead; null when all keep theirs. */
export type Renumbering = Int32Array | null;

/** @param alive one byte a document, 1 for the living */
export function renumbering(alive: Uint8Array): Renumbering {
  if (!alive.includes(0)) return null;
  let living = 0;
  return Int32Array.from(alive, (lives) => (lives === 1 ? living++ : -1));
}

/** Of a column by document, what the living have. */
export function livingOf<
  T extends Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
>(column: T, numbers: Renumbering): T {
  return numbers ? (column.filter((_, document) => numbers[document] >= 0) as T) : column;
}
