/** The built-in text model on ONNX Runtime, and the labels' own text vectors; see models/README.md. */
import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { BowerbirdError } from "../../core/errors.ts";
import type { TextModel } from "../../core/ports.ts";
import { wordPiece } from "../../vision/wordpiece.ts";
import { modelFile } from "./onnx-models.ts";

export const textModel = "builtin-text@1";
export const textDimensions = 384;

export async function openTextModel(threads = 1): Promise<TextModel> {
  const tokeniser = wordPiece(readFileSync(modelFile("vocab.txt"), "utf8").trimEnd().split(/\r?\n/));
  const session = await InferenceSession.create(modelFile("text.onnx"), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const embed = async (text: string): Promise<Float32Array> => {
    const ids = BigInt64Array.from(tokeniser.ids(text), BigInt);
    const shape = [1, ids.length];
    const { embedding } = await session.run({
      ids: new Tensor("int64", ids, shape),
      mask: new Tensor("int64", new BigInt64Array(ids.length).fill(1n), shape),
    });
    if (!(embedding.data instanceof Float32Array)) {
      throw new BowerbirdError("MODEL_UNUSABLE", { id: textModel, why: `its output is ${embedding.type}` });
    }
    return embedding.data;
  };
  return {
    model: textModel,
    dimensions: textDimensions,
    // One text a run: the 8-bit model scales its activations over the whole batch, so that texts run together would
    // change each other's vectors (cosine .96 to .99 with the vector of the text alone).
    embed: async (texts) => {
      const vectors: Float32Array[] = [];
      for (const text of texts) vectors.push(await embed(text));
      return vectors;
    },
    knows: tokeniser.knows,
    close: () => session.release(),
  };
}

/** Text vectors of the vision model's labels, [labels × 384], full precision from little-endian half floats. */
export function readLabelVectors(): Float32Array {
  const bytes = readFileSync(modelFile("label-vectors.f16"));
  const halves = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 2 }, (_, i) => halves.getFloat16(2 * i, true));
}
