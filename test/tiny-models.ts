/**
 * Models in the real file formats of the Hugging Face hub, a few kilobytes each, with random weights: enough to try
 * everything around a model but its judgement.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Graph, type Node, onnxFile } from "./onnx-writer.ts";

export type Family = "clip" | "siglip" | "dinov2" | "dinov3_vit" | "detr" | "yolos" | "rt_detr" | "owlvit";

export const tinyDimensions = 12;
const side = 32;
const queries = 5;
export const tinyClasses = ["chair", "lamp", "potted plant"];

/** Writes a model's folder. Another seed has other weights, and so is another version. */
export function writeTinyModel(folder: string, family: Family, seed = 1): string {
  const write = (file: string, content: object | Uint8Array): void => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content instanceof Uint8Array ? content : JSON.stringify(content));
  };
  const labels = Object.fromEntries(tinyClasses.map((name, i) => [i, name]));
  write("config.json", { model_type: family, id2label: labels });
  write("preprocessor_config.json", preprocessor(processors[family]));
  for (const [file, graph] of Object.entries(graphs[family]))
    write(`onnx/${file}.onnx`, onnxFile(graph, seed));
  if (family === "clip" || family === "owlvit") {
    write("tokenizer.json", bytePairs);
    write("tokenizer_config.json", {
      tokenizer_class: "CLIPTokenizer",
      model_max_length: 77,
      pad_token: endOfText,
    });
  }
  if (family === "siglip") {
    write("tokenizer.json", sentencePieces);
    write("tokenizer_config.json", {
      tokenizer_class: "SiglipTokenizer",
      model_max_length: 64,
      pad_token: "</s>",
    });
  }
  return folder;
}

const processors: Record<Family, string> = {
  clip: "CLIPImageProcessor",
  siglip: "SiglipImageProcessor",
  dinov2: "BitImageProcessor",
  dinov3_vit: "DINOv3ViTImageProcessorFast",
  detr: "DetrImageProcessor",
  yolos: "YolosImageProcessor",
  rt_detr: "RTDetrImageProcessor",
  owlvit: "OwlViTImageProcessor",
};

function preprocessor(image_processor_type: string): object {
  return {
    image_processor_type,
    do_resize: true,
    size: { height: side, width: side },
    resample: 3,
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
  };
}

/** Means of 8 × 8 pixels: [1, 3, 4, 4]. */
const cells: Node = {
  op: "AveragePool",
  inputs: ["pixel_values"],
  output: "cells",
  attributes: { kernel_shape: [8, 8], strides: [8, 8] },
};
const flat: Node[] = [cells, { op: "Flatten", inputs: ["cells"], output: "flat", attributes: { axis: 1 } }];
const pixels = { pixel_values: { type: "float", shape: [1, 3, side, side] } } as const;
const words = {
  input_ids: { type: "int64", shape: [null, null] },
  attention_mask: { type: "int64", shape: [null, null] },
} as const;
const wordMean: Node[] = [
  { op: "Gather", inputs: ["table", "input_ids"], output: "pieces" },
  { op: "ReduceMean", inputs: ["pieces"], output: "mean", attributes: { axes: [1], keepdims: 0 } },
];

const pictureTower = (output: string): Graph => ({
  inputs: pixels,
  outputs: { [output]: [1, tinyDimensions] },
  nodes: [...flat, { op: "MatMul", inputs: ["flat", "project"], output }],
  weights: { project: [48, tinyDimensions] },
});
const textTower = (output: string, inputs: Graph["inputs"]): Graph => ({
  inputs,
  outputs: { [output]: [null, tinyDimensions] },
  nodes: [...wordMean, { op: "Identity", inputs: ["mean"], output }],
  weights: { table: [200, tinyDimensions] },
});
const patches: Graph = {
  inputs: pixels,
  outputs: { last_hidden_state: [1, 16, tinyDimensions] },
  nodes: [
    cells,
    { op: "Reshape", inputs: ["cells", "shape"], output: "rows" },
    { op: "Transpose", inputs: ["rows"], output: "tokens", attributes: { perm: [0, 2, 1] } },
    { op: "MatMul", inputs: ["tokens", "project"], output: "last_hidden_state" },
  ],
  weights: { project: [3, tinyDimensions] },
  numbers: { shape: [1, 3, 16] },
};
const boxes: Node[] = [
  { op: "MatMul", inputs: ["flat", "places"], output: "placed" },
  { op: "Sigmoid", inputs: ["placed"], output: "within" },
  { op: "Reshape", inputs: ["within", "boxShape"], output: "pred_boxes" },
];
const detector = (classes: number): Graph => ({
  inputs: pixels,
  outputs: { logits: [1, queries, classes], pred_boxes: [1, queries, 4] },
  nodes: [
    ...flat,
    { op: "MatMul", inputs: ["flat", "classify"], output: "scores" },
    { op: "Reshape", inputs: ["scores", "scoreShape"], output: "logits" },
    ...boxes,
  ],
  weights: { classify: [48, queries * classes], places: [48, queries * 4] },
  numbers: { scoreShape: [1, queries, classes], boxShape: [1, queries, 4] },
});
const askedDetector: Graph = {
  inputs: { ...pixels, ...words },
  outputs: { logits: [1, queries, null], pred_boxes: [1, queries, 4] },
  nodes: [
    ...flat,
    ...wordMean,
    { op: "MatMul", inputs: ["flat", "project"], output: "projected" },
    { op: "Reshape", inputs: ["projected", "queryShape"], output: "queries" },
    { op: "Transpose", inputs: ["mean"], output: "asked", attributes: { perm: [1, 0] } },
    { op: "MatMul", inputs: ["queries", "asked"], output: "logits" },
    ...boxes,
  ],
  weights: { table: [200, 4], project: [48, queries * 4], places: [48, queries * 4] },
  numbers: { queryShape: [1, queries, 4], boxShape: [1, queries, 4] },
};

const graphs: Record<Family, Record<string, Graph>> = {
  clip: { vision_model: pictureTower("image_embeds"), text_model: textTower("text_embeds", words) },
  siglip: {
    vision_model: pictureTower("pooler_output"),
    text_model: textTower("pooler_output", { input_ids: words.input_ids }),
  },
  dinov2: { model: patches },
  dinov3_vit: { model: { ...pictureTower("pooler_output") } },
  detr: { model: detector(tinyClasses.length + 1) },
  yolos: { model: detector(tinyClasses.length + 1) },
  rt_detr: { model: detector(tinyClasses.length) },
  owlvit: { model: askedDetector },
};

const letters = [..."abcdefghijklmnopqrstuvwxyz"];
const endOfText = "<|endoftext|>";
const startOfText = "<|startoftext|>";
const special = (id: number, content: string): object => ({
  ...{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
});
const clipVocabulary = [startOfText, endOfText, ...letters, ...letters.map((letter) => `${letter}</w>`)];

/** As CLIP's, with single letters for its 49,408 pieces. */
const bytePairs = {
  version: "1.0",
  added_tokens: [special(0, startOfText), special(1, endOfText)],
  normalizer: { type: "Lowercase" },
  pre_tokenizer: {
    type: "Sequence",
    pretokenizers: [
      { type: "Split", pattern: { Regex: "[\\p{L}]+|[\\p{N}]" }, behavior: "Removed", invert: true },
      { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
    ],
  },
  post_processor: {
    type: "RobertaProcessing",
    sep: [endOfText, 1],
    cls: [startOfText, 0],
    add_prefix_space: false,
  },
  decoder: { type: "ByteLevel" },
  model: {
    type: "BPE",
    unk_token: endOfText,
    end_of_word_suffix: "</w>",
    vocab: Object.fromEntries(clipVocabulary.map((piece, id) => [piece, id])),
    merges: [],
  },
};

/** As SigLIP's, with single letters for its 32,000 pieces. */
const sentencePieces = {
  version: "1.0",
  added_tokens: [special(0, "<pad>"), special(1, "</s>"), special(2, "<unk>")],
  normalizer: { type: "Lowercase" },
  pre_tokenizer: { type: "Metaspace", replacement: "▁", add_prefix_space: true },
  post_processor: {
    type: "TemplateProcessing",
    single: [{ Sequence: { id: "A", type_id: 0 } }, { SpecialToken: { id: "</s>", type_id: 0 } }],
    pair: [],
    special_tokens: { "</s>": { id: "</s>", ids: [1], tokens: ["</s>"] } },
  },
  decoder: { type: "Metaspace", replacement: "▁", add_prefix_space: true },
  model: {
    type: "Unigram",
    unk_id: 2,
    vocab: ["<pad>", "</s>", "<unk>", "▁", ...letters].map((piece, i) => [piece, i < 3 ? 0 : -i / 10]),
  },
};
