/** The models that look at pictures. */
import type { Setting } from "./setting.ts";

export const visionSettings = {
  "vision.model": {
    default: "builtin",
    unit: "model",
    help: "`builtin`, a folder, or a Hugging Face id, for embeddings.",
  },
  "vision.detector": {
    default: "builtin",
    unit: "model",
    help: "`builtin`, a folder, or a Hugging Face id, for objects.",
  },
  "vision.hub": {
    default: false,
    unit: "yes or no",
    help: "Allow models to be downloaded from the Hugging Face hub.",
  },
  "vision.reader": {
    default: "",
    unit: "address",
    help: "A reader of text in pictures: it is sent each original and answers with its text. Empty for none.",
  },
  "vision.processes": { default: 0, unit: "processes", min: 0, help: "Model processes; 0 for one a core." },
  "vision.threads": { default: 1, unit: "threads", min: 1, help: "Threads of each model process." },
  "vision.recycleAfter": {
    default: 5000,
    unit: "pictures",
    min: 1,
    help: "A model process is replaced after this many pictures.",
  },
  "vision.cuda": {
    default: "auto",
    unit: "choice",
    choices: ["auto", "on", "off"],
    help: "Use an NVIDIA GPU through CUDA.",
  },
} as const satisfies Record<string, Setting>;
