/** Neighbours and what counts as similar. */
import type { Setting } from "./setting.ts";

export const searchSettings = {
  "index.exactUpTo": {
    default: 100000,
    unit: "vectors",
    min: 0,
    help: "Up to this size every search is exact.",
  },
  "index.selective": {
    default: 0.05,
    unit: "share",
    min: 0,
    max: 1,
    help: "A filter that keeps at most this share is searched exactly.",
  },
  "index.connectivity": {
    default: 16,
    unit: "neighbours",
    min: 4,
    max: 128,
    help: "HNSW: neighbours of a node.",
  },
  "index.expansionAdd": {
    default: 128,
    unit: "candidates",
    min: 8,
    help: "HNSW: candidates looked at when adding.",
  },
  "index.expansionSearch": {
    default: 128,
    unit: "candidates",
    min: 8,
    help: "HNSW: candidates looked at when searching.",
  },
  "index.saveAfter": {
    default: 5000,
    unit: "vectors",
    min: 0,
    help: "The index is saved while it is in use after so many changed vectors; 0 for never because of their number.",
  },
  "index.saveMinutes": {
    default: 5,
    unit: "minutes",
    min: 0,
    help: "Changes of the index are saved at the latest after so long; 0 for only when it is closed.",
  },
  "index.gaugeEvery": {
    default: 100,
    unit: "searches",
    min: 0,
    help: "One search in this many is repeated exactly to gauge recall; 0 for never.",
  },
  "search.results": {
    atOnce: true,
    default: 60,
    unit: "pins",
    min: 1,
    max: 1000,
    help: "Results a page when the request does not say.",
  },
  "search.cutoff": {
    default: 0.03,
    unit: "false positive rate",
    min: 0,
    max: 1,
    help: "The chance that an unrelated picture passes the cutoff.",
  },
  "search.language": {
    default: "english",
    unit: "choice",
    choices: [
      ...["english", "danish", "dutch", "finnish", "french", "german", "hungarian", "indonesian", "italian"],
      ...["norwegian", "portuguese", "romanian", "spanish", "swedish", "turkish", "none"],
      ...["russian", "bulgarian", "serbian", "ukrainian"],
    ],
    help: "Language of words in Latin or Cyrillic letters, for their stems; `none` finds words only as they are written.",
  },
  "search.fusion": {
    default: "learned",
    unit: "choice",
    choices: ["learned", "standardised", "ranks"],
    help: "How words and their meaning make one order: by learned weights, by standardised scores, by ranks.",
  },
  "search.sharedBy": {
    default: 3,
    unit: "people",
    min: 1,
    help: "A search is shown to others, as trending or suggested, once so many different people made it.",
  },
} as const satisfies Record<string, Setting>;
