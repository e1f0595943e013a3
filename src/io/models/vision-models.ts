/** Every model that a model process holds, as `vision.model` and `vision.detector` say. */
import type { Settings } from "../../core/settings.ts";
import { builtinDetector } from "../../vision/builtin-detector.ts";
import { builtinDimensions, builtinModel, type Models } from "../../vision/vision.ts";
import { onBestDevice } from "./device.ts";
import { openHeatModel, openNamer } from "./onnx-models.ts";

export type VisionSettings = Pick<
  Settings,
  "vision.model" | "vision.detector" | "vision.hub" | "vision.threads" | "vision.cuda"
>;

export interface OpenModels extends Models {
  /** Words as vectors in the pictures' space; null where the model has no text tower. */
  readonly embedText: ((texts: readonly string[]) => Promise<readonly Float32Array[]>) | null;
}

/**
 * The kinds of things are named by the built-in model, whichever model embeds: names, filters and words → pictures
 * then mean the same under every model.
 *
 * @param cache folder of models fetched from the hub
 * @throws MODEL_MISSING MODEL_UNUSABLE
 */
export function openVisionModels(settings: VisionSettings, cache: string): Promise<OpenModels> {
  const { "vision.threads": threads, "vision.hub": hub } = settings;
  const [embedding, detection] = [settings["vision.model"], settings["vision.detector"]];
  return onBestDevice(settings["vision.cuda"], async (device) => {
    const namer = await openNamer(threads, device);
    const own = embedding !== "builtin" || detection !== "builtin" ? await import("./hub-models.ts") : null;
    const options = { device, threads, hub, cache };
    const embedder = embedding === "builtin" ? null : await own?.openHubEmbedder(embedding, options);
    const detector = detection === "builtin" ? null : await own?.openHubDetector(detection, options);
    const names = [embedder?.model ?? builtinModel, ...(detector ? [detector.model] : [])];
    return {
      model: names.join("+"),
      dimensions: embedder?.dimensions ?? builtinDimensions,
      namer,
      embedder: embedder?.embed ?? null,
      embedText: embedder?.embedText ?? null,
      detector: detector ?? builtinDetector(await openHeatModel(threads, device)),
    };
  });
}
