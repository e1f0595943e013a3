/** The built-in models on ONNX Runtime; the files and what they do are in models/README.md. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { env, InferenceSession, Tensor } from "onnxruntime-node";
import { BowerbirdError } from "../../core/errors.ts";
import type { HeatModel } from "../../vision/builtin-detector.ts";
import { type LabelName, namesOf } from "../../vision/labels.ts";
import type { Namer } from "../../vision/vision.ts";
import type { Device } from "./device.ts";

// What cannot be opened is thrown; the library's own lines about it help nobody.
env.logLevel = "fatal";

const folder = fileURLToPath(new URL("../../../models/", import.meta.url));

export function modelFile(name: string): string {
  const path = folder + name;
  if (!existsSync(path)) throw new BowerbirdError("MODEL_MISSING", { path: `models/${name}` });
  return path;
}

export function readLabels(): LabelName[] {
  return namesOf(JSON.parse(readFileSync(modelFile("labels.json"), "utf8")) as LabelName[]);
}

export function sessionOptions(threads: number, device: Device): InferenceSession.SessionOptions {
  return {
    executionProviders: device === "cuda" ? ["cuda", "cpu"] : ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  };
}

export async function openNamer(threads: number, device: Device): Promise<Namer> {
  const session = await InferenceSession.create(modelFile("vision.onnx"), sessionOptions(threads, device));
  return {
    labels: readLabels(),
    embed: async (data, size) => {
      const out = await session.run({ image: image(data, size) });
      return { embedding: floats(out.embedding), logits: floats(out.logits) };
    },
  };
}

export async function openHeatModel(threads: number, device: Device): Promise<HeatModel> {
  const session = await InferenceSession.create(modelFile("detector.onnx"), sessionOptions(threads, device));
  return async (data, size) => {
    const out = await session.run({ image: image(data, size) });
    return { heat: floats(out.heat), sides: floats(out.size) };
  };
}

function image(data: Float32Array, { width, height }: { width: number; height: number }): Tensor {
  return new Tensor("float32", data, [1, 3, height, width]);
}

function floats(tensor: Tensor): Float32Array {
  if (!(tensor.data instanceof Float32Array)) {
    throw new BowerbirdError("MODEL_UNUSABLE", { id: "builtin", why: `its output is ${tensor.type}` });
  }
  return tensor.data;
}
