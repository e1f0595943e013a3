/**
 * How pins become words, as a short text: a saved index is only believed when it was made as it would be made now. What
 * decides it is tried out on pins of its own, so nobody has to remember to count a version up.
 */
import { createHash } from "node:crypto";
import type { Pin, Sight } from "../../core/nouns.ts";
import type { LabelWords, SeenWords } from "../../core/words.ts";
import type { Analyzer } from "./analyzer.ts";
import { placeWeights, strengthUnit } from "./bm25.ts";
import { pinWords } from "./pin-words.ts";

/** Of the columns themselves. */
const format = 1;

export function makingOf(words: Analyzer, labels: readonly LabelWords[]): string {
  const documents = [tried, { ...tried, title: "", tags: [], boards: [] }].flatMap((pin) => [
    pinWords(pin, null, labels),
    pinWords(pin, seen, labels, { ownerName: "Ada", read: "Fresh bread" }),
  ]);
  const terms = documents.flatMap(({ texts }) => texts.map(({ text }) => words.words(text)));
  const all = { format, labels, documents, terms, placeWeights, strengthUnit };
  return createHash("sha256").update(JSON.stringify(all)).digest("base64url").slice(0, 22);
}

const tried: Pin = {
  ...{ id: "tried", seq: 1, title: "Crème brûlée’s bowls", group: "other", blob: "", owner: "person:a" },
  ...{
    description: "Running chairs of light blue velvet, knives & 日本の椅子",
    tags: ["Mid-century", "70s"],
  },
  ...{ mime: "image/webp", bytes: 1, width: 4, height: 3, placeholder: "", boards: ["Kitchen ideas"] },
  ...{ link: "https://example.org/lamps", domain: "example.org", sources: ["a.webp"], version: 1 },
  ...{ price: { amount: 12.5, currency: "EUR" }, attributes: { material: "Walnut", width: 40 } },
  ...{ createdAt: 1, updatedAt: 2, deletedAt: null },
};

const sight = (name: string, confidence: number): Omit<Sight, "embedding"> => ({
  kind: { name, path: ["furniture", "seating", name], confidence },
  labels: [
    { name: "folding chair", index: 559, confidence },
    { name: "lamp", index: 0, confidence: 0.1 },
  ],
  palette: [
    { hex: "#008080", share: 0.6, name: "teal" },
    { hex: "#ffffff", share: 0.05, name: "white" },
  ],
  hash: "0",
});

const stool = { ...sight("stool", 0.4), confidence: 0.4, ordinal: 1, box: { x: 0, y: 0, w: 0.2, h: 0.2 } };
const seen: SeenWords = { ...sight("chair", 0.8), objects: [stool], postings: [[559, 0.7]] };
