/**
 * From a decoded picture to an Understanding: detect objects of any kind, embed the whole and every object, and
 * measure colours (an object's own, not those of its ground), hash, sharpness and exposure. The models and the pixels come in as arguments.
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
import { type Detection, mergeOverlaps } from "./detections.ts";
import { kindOf, type LabelName, postingsOf, topLabels } from "./labels.ts";
import { exposureOf, hashSide, perceptualHash, sharpnessOf } from "./measures.ts";
import { averaged, detectorSize, embeddingSide, embeddingSize, planes, type Size } from "./model-inputs.ts";
import { ownPixels } from "./own-colours.ts";
import { paletteOf } from "./palette.ts";

/** The built-in models together; a change of either, or of what is made of their outputs, is a new version. */
export const builtinModel = "builtin@2";
export const builtinDimensions = 256;

/** A decoded picture, upright, sRGB, without alpha. */
export interface DecodedPicture extends Size {
  /** A region resized to a size: interleaved RGB bytes [height, width, 3]. */
  rgb(box: Box, size: Size): Promise<Uint8Array>;
}

/** What pictures are shown to. */
export interface Models {
  /** `name@version` of all together. */
  readonly model: string;
  readonly dimensions: number;
  readonly namer: Namer;
  /** Embeds regions where the namer's own embeddings are not wanted; unit length [dimensions]. */
  readonly embedder: ((picture: DecodedPicture, box: Box) => Promise<Float32Array>) | null;
  readonly detector: Detector;
}

/** Label scores of a region, and the built-in embedding that falls off with them. */
export interface Namer {
  readonly labels: readonly LabelName[];
  /** @param image planes [1, 3, H, W] */
  embed(image: Float32Array, size: Size): Promise<{ embedding: Float32Array; logits: Float32Array }>;
}

export interface Detector {
  /** Objects of any kind from `least` up, most confident first; overlaps are not merged yet. */
  anyKind(picture: DecodedPicture, least: number): Promise<Detection[]>;
  /** Every class for itself: one place can hold a chair and a couch. The most confident `most`, best first. */
  byClass(picture: DecodedPicture, least: number, most: number): Promise<Detection[]>;
}

const detection = { least: 0.1, most: 12, overlap: 0.5, named: 0.3 };
/** At most 100 boxes a picture. */
const judged = { least: 0.01, most: 100 };
const sharpSide = 256;

export async function understand(picture: DecodedPicture, models: Models): Promise<Understanding> {
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
  return describe(models.model, picture, wholePicture, whole, objects);
}

/** One region as if it were the picture; no objects are looked for in it. */
export async function look(picture: DecodedPicture, box: Box, models: Models): Promise<Understanding> {
  return describe(models.model, picture, box, await see(picture, box, embeddingSide.region, models), []);
}

/** Objects of any kind, most confident first, overlaps merged. */
async function findObjects(picture: DecodedPicture, { detector }: Models): Promise<Detection[]> {
  const found = await detector.anyKind(picture, detection.least);
  return mergeOverlaps(found, detection.overlap, detection.most);
}

/** As COCO's evaluation takes them, for judging the detector. */
export function detectClasses(picture: DecodedPicture, { detector }: Models): Promise<Detection[]> {
  return detector.byClass(picture, judged.least, judged.most);
}

async function see(
  picture: DecodedPicture,
  box: Box,
  side: number,
  models: Models,
): Promise<Sight & { logits: Float32Array }> {
  const size = embeddingSize({ width: picture.width * box.w, height: picture.height * box.h }, side);
  const rgb = await picture.rgb(box, size);
  const { embedding: plain, logits } = await models.namer.embed(planes(rgb, size), size);
  const embedding = models.embedder ? await models.embedder(picture, box) : plain;
  const small = averaged(rgb, size, { width: hashSide, height: hashSide });
  return {
    embedding,
    logits,
    kind: kindOf(logits, models.namer.labels),
    labels: topLabels(logits, models.namer.labels),
    palette: paletteOf(box === wholePicture ? small : await ownPixelsOf(picture, box)),
    hash: perceptualHash(greyOf(small)),
  };
}

/** A thing's own colours, its ground left out; read from the pixels that the detector was shown. */
async function ownPixelsOf(picture: DecodedPicture, box: Box): Promise<Uint8Array> {
  const size = detectorSize(picture).picture;
  return ownPixels(await picture.rgb(wholePicture, size), size, box);
}

async function describe(
  model: string,
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
    model,
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
  const grey = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = Math.round(0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2]);
  }
  return grey;
}
