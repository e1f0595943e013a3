/**
 * From a decoded picture to an Understanding: detect objects of any kind, embed the whole and every object, and
 * measure colours, hash, sharpness and exposure. The models and the pixels come in as arguments.
 */
import {
  type Box,
  type Kind,
  type SeenObject,
  type Sight,
  type Understanding,
  wholePicture,
} from "../core/nouns.ts";
import { pathOfClass } from "./coco-classes.ts";
import { type Detection, decodeByClass, decodeDetections, mergeOverlaps } from "./detections.ts";
import { kindOf, type LabelName, postingsOf, topLabels } from "./labels.ts";
import { exposureOf, hashSide, perceptualHash, sharpnessOf } from "./measures.ts";
import { averaged, detectorSize, embeddingSide, embeddingSize, planes, type Size } from "./model-inputs.ts";
import { paletteOf } from "./palette.ts";

/** The built-in models together; a change of either, or of what is made of their outputs, is a new version. */
export const builtinModel = "builtin@1";
export const builtinDimensions = 256;

/** A decoded picture, upright, sRGB, without alpha. */
export interface DecodedPicture extends Size {
  /** A region resized to a size: interleaved RGB bytes [height, width, 3]. */
  rgb(box: Box, size: Size): Promise<Uint8Array>;
}

export interface BuiltinModels {
  readonly labels: readonly LabelName[];
  /** @param image planes [1, 3, H, W] */
  embed(image: Float32Array, size: Size): Promise<{ embedding: Float32Array; logits: Float32Array }>;
  detect(image: Float32Array, size: Size): Promise<{ heat: Float32Array; sides: Float32Array }>;
}

const detection = { least: 0.1, most: 12, overlap: 0.5, named: 0.3 };
/** As COCO's evaluation takes them: at most 100 boxes a picture. */
const judged = { least: 0.01, most: 100 };
const sharpSide = 256;

export async function understand(picture: DecodedPicture, models: BuiltinModels): Promise<Understanding> {
  const whole = await see(picture, wholePicture, embeddingSide.whole, models);
  const objects: SeenObject[] = [];
  for (const found of await findObjects(picture, models)) {
    const { logits, ...sight } = await see(picture, found.box, embeddingSide.region, models);
    const kind = namedByDetector(found, sight.kind);
    objects.push({
      ...sight,
      kind,
      ordinal: objects.length + 1,
      box: found.box,
      confidence: found.confidence,
    });
  }
  return describe(picture, wholePicture, whole, objects);
}

/** One region as if it were the picture; no objects are looked for in it. */
export async function look(picture: DecodedPicture, box: Box, models: BuiltinModels): Promise<Understanding> {
  return describe(picture, box, await see(picture, box, embeddingSide.region, models), []);
}

/** Objects of any kind, most confident first, overlaps merged. */
async function findObjects(picture: DecodedPicture, models: BuiltinModels): Promise<Detection[]> {
  const { heat, sides, grid, size } = await detectorOutputs(picture, models);
  const found = decodeDetections(heat, sides, grid, size, detection.least);
  return mergeOverlaps(found, detection.overlap, detection.most);
}

/** COCO's classes each for itself, for judging the detector: see `decodeByClass`. */
export async function detectClasses(picture: DecodedPicture, models: BuiltinModels): Promise<Detection[]> {
  const { heat, sides, grid, size } = await detectorOutputs(picture, models);
  return decodeByClass(heat, sides, grid, size, judged.least, judged.most);
}

async function detectorOutputs(picture: DecodedPicture, models: BuiltinModels) {
  const size = detectorSize(picture);
  const rgb = await picture.rgb(wholePicture, size.picture);
  const outputs = await models.detect(planes(rgb, size.picture, size.input), size.input);
  const grid = { rows: size.input.height / 4, columns: size.input.width / 4 };
  return { ...outputs, grid, size: size.picture };
}

async function see(
  picture: DecodedPicture,
  box: Box,
  side: number,
  models: BuiltinModels,
): Promise<Sight & { logits: Float32Array }> {
  const size = embeddingSize({ width: picture.width * box.w, height: picture.height * box.h }, side);
  const rgb = await picture.rgb(box, size);
  const { embedding, logits } = await models.embed(planes(rgb, size), size);
  const small = averaged(rgb, size, { width: hashSide, height: hashSide });
  return {
    embedding,
    logits,
    kind: kindOf(logits, models.labels),
    labels: topLabels(logits, models.labels),
    palette: paletteOf(small),
    hash: perceptualHash(greyOf(small)),
  };
}

async function describe(
  picture: DecodedPicture,
  box: Box,
  { logits, ...sight }: Sight & { logits: Float32Array },
  objects: readonly SeenObject[],
): Promise<Understanding> {
  const [width, height] = [picture.width * box.w, picture.height * box.h];
  const scale = sharpSide / Math.max(width, height);
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const rgb = await picture.rgb(box, size);
  return {
    ...sight,
    model: builtinModel,
    objects,
    postings: postingsOf(logits),
    sharpness: sharpnessOf(greyOf(rgb), size.width, size.height),
    exposure: exposureOf(averaged(rgb, size, { width: hashSide, height: hashSide })),
  };
}

/** The detector names what it is sure of; a more special word of the vision model stays where the two agree. */
function namedByDetector({ className, confidence }: Detection, seen: Kind): Kind {
  if (confidence < detection.named || seen.path.includes(className)) return seen;
  return { name: className, confidence, path: pathOfClass(className) };
}

function greyOf(rgb: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: rgb.length / 3 }, (_, i) =>
    Math.round(0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2]),
  );
}
