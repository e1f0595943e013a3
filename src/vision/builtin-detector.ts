/**
 * The built-in detector: a picture scaled to 512 pixels, a heat map decoded.
 *
 * For objects of any kind the picture is looked at once more at 256 pixels, where a thing that fills it has the size of
 * those that the detector was trained on. It costs a quarter of the first look. By `eval objects` an item of a sample
 * scene then finds its studio picture in the first ten for .76 of all items instead of .69; by `eval detection` one
 * true box in 150 less is found in COCO's photographs (.564 instead of .571).
 */
import { wholePicture } from "../core/nouns.ts";
import { decodeByClass, decodeDetections } from "./detections.ts";
import { detectorSides, detectorSize, planes, type Size } from "./model-inputs.ts";
import type { DecodedPicture, Detector } from "./vision.ts";

/** Heat [80, H/4, W/4] and sides [4, H/4, W/4] of an image, planes [1, 3, H, W]. */
export type HeatModel = (
  image: Float32Array,
  size: Size,
) => Promise<{ heat: Float32Array; sides: Float32Array }>;

export function builtinDetector(model: HeatModel): Detector {
  const outputs = async (picture: DecodedPicture, side: number) => {
    const size = detectorSize(picture, side);
    const rgb = await picture.rgb(wholePicture, size.picture);
    const { heat, sides } = await model(planes(rgb, size.picture, size.input), size.input);
    const grid = { rows: size.input.height / 4, columns: size.input.width / 4 };
    return [heat, sides, grid, size.picture] as const;
  };
  return {
    anyKind: async (picture, least) => {
      const fine = decodeDetections(...(await outputs(picture, detectorSides.fine)), least);
      const coarse = decodeDetections(...(await outputs(picture, detectorSides.coarse)), least);
      return [...fine, ...coarse].sort((a, b) => b.confidence - a.confidence);
    },
    byClass: async (picture, least, most) =>
      decodeByClass(...(await outputs(picture, detectorSides.fine)), least, most),
  };
}
