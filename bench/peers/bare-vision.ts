/** The bare libraries in a plain loop: sharp and ONNX Runtime, one thread, no colours, hashes, labels or measures. */
import { setFlagsFromString } from "node:v8";
import sharp from "sharp";
import { type Box, wholePicture } from "../../src/core/nouns.ts";
import { openHeatModel, openNamer } from "../../src/io/models/onnx-models.ts";
import { type Detection, decodeDetections, mergeOverlaps } from "../../src/vision/detections.ts";
import {
  detectorSides,
  detectorSize,
  embeddingSide,
  embeddingSize,
  planes,
  type Size,
} from "../../src/vision/model-inputs.ts";

/** Milliseconds by part. */
export type Spent = Record<"decode" | "resize" | "detect" | "embed", number>;

export interface BareVision {
  /** Embeddings of the whole picture and of the boxes found in it. */
  understand(bytes: Uint8Array): Promise<Float32Array[]>;
  readonly spent: Spent;
}

export async function bareVision(): Promise<BareVision> {
  // As our model processes are started, so that the collector takes no more of one than of the other.
  setFlagsFromString("--no-incremental-marking");
  const namer = await openNamer(1, "cpu");
  const heatModel = await openHeatModel(1, "cpu");
  const spent: Spent = { decode: 0, resize: 0, detect: 0, embed: 0 };
  const timed = async <T>(part: keyof Spent, work: Promise<T>): Promise<T> => {
    const start = performance.now();
    const done = await work;
    spent[part] += performance.now() - start;
    return done;
  };

  const understand = async (bytes: Uint8Array): Promise<Float32Array[]> => {
    const opened = sharp(bytes).rotate().removeAlpha().toColourspace("srgb").raw();
    const { data, info } = await timed("decode", opened.toBuffer({ resolveWithObject: true }));
    const raw = { width: info.width, height: info.height, channels: 3 as const };
    const cut = (box: Box, size: Size): Promise<Uint8Array> => {
      const left = Math.min(raw.width - 1, Math.round(box.x * raw.width));
      const top = Math.min(raw.height - 1, Math.round(box.y * raw.height));
      const width = Math.max(1, Math.min(raw.width - left, Math.round(box.w * raw.width)));
      const height = Math.max(1, Math.min(raw.height - top, Math.round(box.h * raw.height)));
      const region = sharp(data, { raw }).extract({ left, top, width, height });
      return timed("resize", region.resize(size.width, size.height, { fit: "fill" }).raw().toBuffer());
    };
    const imageOf = async (box: Box, side: number): Promise<[Float32Array, Size]> => {
      const size = embeddingSize({ width: raw.width * box.w, height: raw.height * box.h }, side);
      return [planes(await cut(box, size), size), size];
    };
    const embed = async (image: Float32Array, size: Size): Promise<Float32Array> =>
      (await timed("embed", namer.embed(image, size))).embedding;
    const detect = async (side: number): Promise<Detection[]> => {
      const { picture, input } = detectorSize(raw, side);
      const pixels = planes(await cut(wholePicture, picture), picture, input);
      const { heat, sides } = await timed("detect", heatModel(pixels, input));
      const grid = { rows: input.height / 4, columns: input.width / 4 };
      return decodeDetections(heat, sides, grid, picture, 0.1);
    };
    const embeddings = [await embed(...(await imageOf(wholePicture, embeddingSide.whole)))];
    const found = [...(await detect(detectorSides.fine)), ...(await detect(detectorSides.coarse))];
    const boxes = mergeOverlaps(
      found.sort((a, b) => b.confidence - a.confidence),
      0.5,
      12,
    );
    for (const { box } of boxes) embeddings.push(await embed(...(await imageOf(box, embeddingSide.region))));
    return embeddings;
  };
  return { understand, spent };
}
