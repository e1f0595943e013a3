/** The built-in models on ONNX Runtime; the files and what they do are in models/README.md. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { BowerbirdError } from "../core/errors.ts";
import type { LabelName } from "../vision/labels.ts";
import type { BuiltinModels } from "../vision/vision.ts";

const folder = fileURLToPath(new URL("../../models/", import.meta.url));

export function modelFile(name: string): string {
  const path = folder + name;
  if (!existsSync(path)) throw new BowerbirdError("MODEL_MISSING", { path: `models/${name}` });
  return path;
}

export function readLabels(): LabelName[] {
  return JSON.parse(readFileSync(modelFile("labels.json"), "utf8")) as LabelName[];
}

/** @param cuda also try an NVIDIA GPU; the processor is used where there is none. */
export async function openModels(threads: number, cuda: boolean): Promise<BuiltinModels> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: cuda ? ["cuda", "cpu"] : ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  };
  const vision = await InferenceSession.create(modelFile("vision.onnx"), options);
  const detector = await InferenceSession.create(modelFile("detector.onnx"), options);
  const image = (data: Float32Array, width: number, height: number): Tensor =>
    new Tensor("float32", data, [1, 3, height, width]);
  return {
    labels: readLabels(),
    embed: async (data, { width, height }) => {
      const out = await vision.run({ image: image(data, width, height) });
      return { embedding: floats(out.embedding), logits: floats(out.logits) };
    },
    detect: async (data, { width, height }) => {
      const out = await detector.run({ image: image(data, width, height) });
      return { heat: floats(out.heat), sides: floats(out.size) };
    },
  };
}

function floats(tensor: Tensor): Float32Array {
  if (!(tensor.data instanceof Float32Array)) {
    throw new BowerbirdError("MODEL_UNUSABLE", { id: "builtin", why: `its output is ${tensor.type}` });
  }
  return tensor.data;
}
