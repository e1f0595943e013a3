/**
 * Where the files of a model of one's own are: a folder laid out as on the Hugging Face hub, or what was fetched from
 * the hub before. Nothing is fetched unless `vision.hub` is on.
 *
 *   config.json, preprocessor_config.json, tokenizer.json …; onnx/model.onnx or onnx/vision_model.onnx and
 *   onnx/text_model.onnx, with the endings of smaller number types (`_fp16`, `_quantized` …)
 */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { BowerbirdError } from "../../core/errors.ts";

/** Where models of one's own come from. */
export interface ModelSources {
  /** Folder of what was fetched from the hub. */
  readonly cache: string;
  /** Setting `vision.hub`. */
  readonly hub: boolean;
}

/** Endings of the files of one number type, the most exact first. */
const dtypes = {
  fp32: "",
  fp16: "_fp16",
  int8: "_int8",
  uint8: "_uint8",
  q8: "_quantized",
  q4: "_q4",
} as const;
export type Dtype = keyof typeof dtypes;
const hubId = /^[\w.-]+\/[\w.-]+$/;

/** Absolute for a folder of this machine, so that it is the same from everywhere; an id of the hub as it is. */
export function placeOf(named: string): string {
  return existsSync(join(resolve(named), "config.json")) ? resolve(named) : named;
}

/**
 * The folder of a model, fetched from the hub when it is not here and may be.
 * @param named a folder or a Hugging Face id; @param stems of its ONNX files, those that it may have
 * @throws MODEL_UNUSABLE
 */
export async function folderOf(
  named: string,
  { cache, hub }: ModelSources,
  stems: readonly string[],
): Promise<string> {
  const candidates = [resolve(named), ...(hubId.test(named) ? [join(cache, named)] : [])];
  const folder = candidates.find((path) => existsSync(join(path, "config.json")));
  if (folder) return folder;
  if (existsSync(candidates[0])) throw unusable(named, "there is no config.json in this folder");
  if (!hubId.test(named)) throw unusable(named, "it is neither a folder nor an id of the Hugging Face hub");
  if (!hub) throw unusable(named, "it is not on this machine, and `vision.hub` is off");
  return fetchFromHub(named, cache, stems);
}

const fewFiles = [
  ...["preprocessor_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"],
  // last: a folder with a config.json is complete
  "config.json",
];

/** `HF_ENDPOINT` and `HF_TOKEN` are understood as by other programs that use the hub. */
async function fetchFromHub(id: string, cache: string, stems: readonly string[]): Promise<string> {
  const host = process.env.HF_ENDPOINT ?? "https://huggingface.co";
  const headers = process.env.HF_TOKEN ? { authorization: `Bearer ${process.env.HF_TOKEN}` } : {};
  const folder = join(cache, id);
  const fetchFile = async (file: string): Promise<void> => {
    const answer = await fetch(`${host}/${id}/resolve/main/${file}`, { headers });
    if (answer.status === 404 && file !== "config.json") return;
    if (!answer.ok || !answer.body) throw unusable(id, `the hub answers ${answer.status} for ${file}`);
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(answer.body, createWriteStream(`${path}.part`));
    await rename(`${path}.part`, path);
  };
  try {
    for (const stem of stems) {
      for (const ending of [".onnx", ".onnx_data"]) await fetchFile(`onnx/${stem}${ending}`);
    }
    for (const file of fewFiles) await fetchFile(file);
  } catch (cause) {
    if (cause instanceof BowerbirdError) throw cause;
    throw unusable(id, "it could not be fetched from the hub", cause);
  }
  return folder;
}

/** The model's family, as `model_type` says. @throws MODEL_UNUSABLE */
export function configOf(folder: string): { family: string; classNames: readonly string[] } {
  try {
    const config: { model_type?: unknown; id2label?: Record<string, unknown> } = JSON.parse(
      readFileSync(join(folder, "config.json"), "utf8"),
    );
    const names = Object.entries(config.id2label ?? {}).sort(([a], [b]) => Number(a) - Number(b));
    return { family: String(config.model_type), classNames: names.map(([, name]) => String(name)) };
  } catch (cause) {
    throw unusable(folder, "its config.json is not JSON", cause);
  }
}

/** Subfolder and number type of the file `stem`; null when there is none. */
export function onnxFile(folder: string, stem: string): { subfolder: string; dtype: Dtype } | null {
  for (const subfolder of ["onnx", ""]) {
    for (const [dtype, ending] of Object.entries(dtypes)) {
      if (existsSync(join(folder, subfolder, `${stem}${ending}.onnx`)))
        return { subfolder, dtype: dtype as Dtype };
    }
  }
  return null;
}

/** `name@version`: the folder's name and a digest of every file that decides what the model says. */
export async function versionOf(folder: string): Promise<string> {
  const deciding = /^(?:config|preprocessor_config|tokenizer|tokenizer_config)\.json$|\.onnx(?:_data.*)?$/;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => deciding.test(basename(file)))
    .sort();
  const digest = createHash("sha256");
  for (const file of files) {
    digest.update(`${file.replaceAll("\\", "/")}\0`);
    for await (const chunk of createReadStream(join(folder, file))) digest.update(chunk);
  }
  return `${basename(folder)}@${digest.digest("hex").slice(0, 8)}`;
}

export function unusable(id: string, why: string, cause?: unknown): BowerbirdError {
  return new BowerbirdError("MODEL_UNUSABLE", { id, why }, { cause });
}
