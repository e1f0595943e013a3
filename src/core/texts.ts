/** Text vectors of pins: what their titles, descriptions and tags mean, by text model; kept in the state. */
import type { ChangeMark } from "./words.ts";

/** What a pin's words mean. */
export interface TextVector {
  readonly seq: number;
  /** Of the text that the vector was made from, so that it is made anew only when the text has changed. */
  readonly digest: string;
  /** Unit length, [dimensions]; null for a pin without words, or one that is gone. */
  readonly vector: Float32Array | null;
}

export interface TextVectorStore {
  /** How far the changes of pins were read for a model. */
  readTo(model: string): ChangeMark;
  /** Digests of the texts that have vectors. */
  digests(model: string, seqs: readonly number[]): ReadonlyMap<number, string>;
  /** Vectors, and how far was read with them, in one commit. */
  write(model: string, texts: readonly TextVector[], mark: ChangeMark): Promise<void>;
}
