/**
 * Models of one's own through transformers.js: CLIP, SigLIP and DINO embed pictures (the first two words as well), DETR,
 * YOLOS, RT-DETR and OWL find objects. Each is given pictures as its own preprocessor says.
 */
import {
  AutoImageProcessor,
  AutoModel,
  AutoModelForObjectDetection,
  AutoModelForZeroShotObjectDetection,
  AutoTokenizer,
  CLIPTextModelWithProjection,
  CLIPVisionModelWithProjection,
  env,
  RawImage,
  SiglipTextModel,
  SiglipVisionModel,
  type Tensor,
} from "@huggingface/transformers";
import { type Box, wholePicture } from "../../core/nouns.ts";
import { unit } from "../../math/vectors.ts";
import { cocoClasses } from "../../vision/coco-classes.ts";
import { boxesByClass, boxesOfAnyKind, type QueryOutputs } from "../../vision/query-boxes.ts";
import type { DecodedPicture, Detector } from "../../vision/vision.ts";
import type { Device } from "./device.ts";
import { configOf, folderOf, type ModelSources, onnxFile, unusable, versionOf } from "./model-folder.ts";
import { sessionOptions } from "./onnx-models.ts";

export interface HubEmbedder {
  /** `name@version` */
  readonly model: string;
  readonly dimensions: number;
  embed(picture: DecodedPicture, box: Box): Promise<Float32Array>;
  /** Words in the pictures' space; null where the model has no text tower. */
  readonly embedText: ((texts: readonly string[]) => Promise<readonly Float32Array[]>) | null;
}

export interface HubDetector extends Detector {
  readonly model: string;
}

export interface HubOptions extends ModelSources {
  readonly device: Device;
  readonly threads: number;
}

/** What a model gives, by the names of its outputs. */
type Outputs = Readonly<Record<string, Tensor | undefined>>;
type Run = (inputs: Readonly<Record<string, unknown>>) => Promise<Outputs>;
type Loader = (id: string, options: Readonly<Record<string, unknown>>) => Promise<Run>;

/** Families with two towers; every other one is a single model. */
const towers: Readonly<Record<string, { picture: Loader; text: Loader; padding: boolean | "max_length" }>> = {
  clip: {
    picture: (...given) => CLIPVisionModelWithProjection.from_pretrained(...given),
    text: (...given) => CLIPTextModelWithProjection.from_pretrained(...given),
    padding: true,
  },
  siglip: {
    picture: (...given) => SiglipVisionModel.from_pretrained(...given),
    text: (...given) => SiglipTextModel.from_pretrained(...given),
    padding: "max_length",
  },
};
/** Classes that share one probability, the last of them "no object"; the others give each class its own. */
const sharedScores = new Set(["detr", "yolos", "table-transformer"]);
const namedClasses = new Set([...sharedScores, "rt_detr", "rt_detr_v2", "rf_detr", "d_fine"]);
const askedClasses = new Set(["owlvit", "owlv2"]);

const embedderFiles = ["vision_model", "text_model", "model"];

/** @throws MODEL_UNUSABLE */
export async function openHubEmbedder(named: string, options: HubOptions): Promise<HubEmbedder> {
  const { folder, load } = await locate(named, options, embedderFiles);
  const { family } = configOf(folder);
  const two = towers[family];
  const run = await load(
    two?.picture ?? ((...given) => AutoModel.from_pretrained(...given)),
    two ? "vision_model" : "model",
  );
  const process = await AutoImageProcessor.from_pretrained(folder);
  const embed = async (picture: DecodedPicture, box: Box): Promise<Float32Array> =>
    unit(vectorOf(named, await run(await process(await region(picture, box)))));
  const blank = await embed(blankPicture, wholePicture);
  const hasText = two !== undefined && onnxFile(folder, "text_model") !== null;
  return {
    model: await versionOf(folder),
    dimensions: blank.length,
    embed,
    embedText: hasText
      ? await openText(named, folder, await load(two.text, "text_model"), two.padding)
      : null,
  };
}

async function openText(named: string, folder: string, run: Run, padding: boolean | "max_length") {
  const tokenise = await AutoTokenizer.from_pretrained(folder);
  return async (texts: readonly string[]): Promise<Float32Array[]> => {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      const pieces = tokenise([text], { padding, truncation: true });
      vectors.push(unit(vectorOf(named, await run(pieces))));
    }
    return vectors;
  };
}

/** @throws MODEL_UNUSABLE */
export async function openHubDetector(named: string, options: HubOptions): Promise<HubDetector> {
  const { folder, load } = await locate(named, options, ["model"]);
  const { family, classNames } = configOf(folder);
  const asked = askedClasses.has(family);
  if (!asked && !namedClasses.has(family)) throw unusable(named, `a ${family} model finds no objects`);
  const run = await load(
    asked
      ? (...given) => AutoModelForZeroShotObjectDetection.from_pretrained(...given)
      : (...given) => AutoModelForObjectDetection.from_pretrained(...given),
    "model",
  );
  const process = await AutoImageProcessor.from_pretrained(folder);
  const words = asked
    ? (await AutoTokenizer.from_pretrained(folder))(
        cocoClasses.map((name) => `a photo of a ${name}`),
        { padding: true, truncation: true },
      )
    : {};
  const outputs = async (picture: DecodedPicture): Promise<QueryOutputs> => {
    const { logits, pred_boxes } = await run({
      ...words,
      ...(await process(await region(picture, wholePicture))),
    });
    if (!logits || !pred_boxes) throw unusable(named, "it gives no `logits` and `pred_boxes`");
    const scores = sharedScores.has(family) ? "softmax" : "sigmoid";
    return {
      ...{ logits: floats(named, logits), boxes: floats(named, pred_boxes), scores },
      classNames: asked ? cocoClasses : classNames,
    };
  };
  await outputs(blankPicture);
  return {
    model: await versionOf(folder),
    anyKind: async (picture, least) => boxesOfAnyKind(await outputs(picture), least),
    byClass: async (picture, least, most) => boxesByClass(await outputs(picture), least, most),
  };
}

/** Its folder, and how its files are opened. */
async function locate(named: string, { device, threads, ...sources }: HubOptions, stems: readonly string[]) {
  env.allowRemoteModels = false;
  const folder = await folderOf(named, sources, stems);
  const load = async (loader: Loader, stem: string): Promise<Run> => {
    const file = onnxFile(folder, stem);
    if (file === null) throw unusable(named, `there is no ${stem}.onnx`);
    const session_options = sessionOptions(threads, device);
    try {
      return await loader(folder, { ...file, device, session_options });
    } catch (cause) {
      throw unusable(named, cause instanceof Error ? cause.message : String(cause), cause);
    }
  };
  return { folder, load };
}

/** The region in its own pixels, as the model's preprocessor takes it. */
async function region(picture: DecodedPicture, box: Box): Promise<RawImage> {
  const width = Math.max(1, Math.round(box.w * picture.width));
  const height = Math.max(1, Math.round(box.h * picture.height));
  return new RawImage(await picture.rgb(box, { width, height }), width, height, 3);
}

/** To try a model on before it is trusted with pictures. */
const blankPicture: DecodedPicture = {
  width: 64,
  height: 64,
  rgb: async (_, { width, height }) => new Uint8Array(3 * width * height).fill(127),
};

/** Pooled outputs by the names that exports give them, else the first token of the last layer. */
function vectorOf(
  named: string,
  { image_embeds, text_embeds, pooler_output, last_hidden_state }: Outputs,
): Float32Array {
  const pooled = image_embeds ?? text_embeds ?? pooler_output;
  if (pooled) return floats(named, pooled);
  if (!last_hidden_state) throw unusable(named, "it gives no embedding");
  return floats(named, last_hidden_state).slice(0, last_hidden_state.dims.at(-1));
}

function floats(named: string, { data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  throw unusable(named, "its output is not float32");
}
