/** The built-in detector: a picture scaled to 512 pixels, a heat map decoded. */
import { wholePicture } from "../core/nouns.ts";
import { decodeByClass, decodeDetections } from "./detections.ts";
import { detectorSize, planes, type Size } from "./model-inputs.ts";
import type { DecodedPicture, Detector } from "./vision.ts";

/** Heat [80, H/4, W/4] and sides [4, H/4, W/4] of an image, planes [1, 3, H, W]. */
export type HeatModel = (
  image: Float32Array,
  size: Size,
) => Promise<{ heat: Float32Array; sides: Float32Array }>;

export function builtinDetector(model: HeatModel): Detector {
  const outputs = async (picture: DecodedPicture) => {
    const size = detectorSize(picture);
    const rgb = await picture.rgb(wholePicture, size.picture);
    const { heat, sides } = await model(planes(rgb, size.picture, size.input), size.input);
    const grid = { rows: size.input.height / 4, columns: size.input.width / 4 };
    return [heat, sides, grid, size.picture] as const;
  };
  return {
    anyKind: async (picture, least) => decodeDetections(...(await outputs(picture)), least),
    byClass: async (picture, least, most) => decodeByClass(...(await outputs(picture)), least, most),
  };
}
