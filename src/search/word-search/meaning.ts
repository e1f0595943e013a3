/** What words mean, as the search asks: of a question, of pins, and which pins are near. */

import { vectorKey } from "../../core/nouns.ts";
import type { PinSet, TextModel, VectorIndex } from "../../core/ports.ts";

export interface Meaning {
  /** Pins whose words have a vector. */
  readonly size: number;
  /** Text as a vector, unit length; the latest questions are remembered. */
  embed(text: string): Promise<Float32Array>;
  /** See `TextModel.knows`. */
  knows(word: string): Promise<boolean>;
  ofPin(seq: number): Float32Array | null;
  /** The nearest pins with their cosine, best first. */
  nearest(
    query: Float32Array,
    count: number,
    keep?: PinSet,
  ): Promise<ReadonlyArray<{ readonly seq: number; readonly similarity: number }>>;
}

const remembered = 500;

/** @param index of the pins' text vectors, as whole pictures */
export function meaningOf(
  index: () => Pick<VectorIndex, "size" | "vector" | "searchPins">,
  open: () => Promise<Pick<TextModel, "embed" | "knows">>,
): Meaning {
  const known = new Map<string, Promise<Float32Array>>();
  return {
    get size() {
      return index().size;
    },
    embed: (text) => {
      const before = known.get(text);
      known.delete(text);
      const vector = before ?? open().then(async ({ embed }) => (await embed([text]))[0]);
      known.set(text, vector);
      vector.catch(() => known.delete(text));
      for (const oldest of known.keys()) {
        if (known.size <= remembered) break;
        known.delete(oldest);
      }
      return vector;
    },
    knows: async (word) => (await open()).knows(word),
    ofPin: (seq) => index().vector(vectorKey(seq, 0)),
    nearest: (query, count, keep) => index().searchPins(query, count, keep, "pictures"),
  };
}
