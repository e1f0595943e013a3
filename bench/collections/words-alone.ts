/** What a word search is given where there are words alone: no models, no pictures, nothing learned of the pins. */
import type { WordSearchPorts } from "../../src/search/word-search/word-search.ts";

type ModelParts =
  | "meaning"
  | "fusion"
  | "priors"
  | "labelVectors"
  | "lookOf"
  | "embedText"
  | "composed"
  | "nearestPictures";

export const wordsAlone: Pick<WordSearchPorts, ModelParts> = {
  meaning: {
    size: 0,
    embed: () => Promise.reject(new Error("no model here")),
    knows: async () => true,
    ofPin: () => null,
    nearest: async () => [],
  },
  fusion: "learned",
  priors: () => [],
  labelVectors: () => new Float32Array(),
  lookOf: () => null,
  embedText: () => null,
  composed: { search: () => Promise.reject(new Error("no pictures here")) },
  nearestPictures: async () => [],
};
