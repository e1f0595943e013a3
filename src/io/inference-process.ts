/** A model process: decodes pictures and runs the models on them, one after the other, until it is replaced. */
import { existsSync } from "node:fs";
import sharp from "sharp";
import { toBowerbirdError } from "../core/errors.ts";
import { detectClasses, look, understand } from "../vision/vision.ts";
import type { InferenceAnswer, InferenceRequest, InferenceSettings } from "./inference-messages.ts";
import { openModels } from "./onnx-models.ts";
import { decodePicture } from "./sharp-studio.ts";

const settings = JSON.parse(process.argv[2] ?? "{}") as InferenceSettings;
sharp.concurrency(settings["vision.threads"]);
sharp.cache(false);
const hasGpu = existsSync("/dev/nvidia0");
const cuda = settings["vision.cuda"] === "on" || (settings["vision.cuda"] === "auto" && hasGpu);
const models = await openModels(settings["vision.threads"], cuda);
const say = (answer: InferenceAnswer): boolean => process.send?.(answer) ?? false;

process.on("message", async ({ id, picture, box, detect }: InferenceRequest) => {
  try {
    const decoded = await decodePicture(picture, settings);
    if (detect) say({ id, detections: await detectClasses(decoded, models) });
    else
      say({ id, understanding: box ? await look(decoded, box, models) : await understand(decoded, models) });
  } catch (thrown) {
    const { code, details } = toBowerbirdError(thrown);
    say({ id, code, details: { ...(details as Record<string, string | number>) } });
  }
});
process.on("disconnect", () => process.exit(0));
say({ ready: true });
