/** The texts and queries of models/reference.json are reproduced. */
import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { dot } from "../../math/vectors.ts";
import { labelWeights } from "../../vision/labels.ts";
import { wordPiece } from "../../vision/wordpiece.ts";
import { readLabels } from "./onnx-models.ts";
import { openTextModel, readLabelVectors } from "./onnx-text.ts";

interface Reference {
  text: { text: string; ids: number[]; embeddingFirst16: number[] }[];
  queries: { text: string; weights: [name: string, weight: number][] }[];
}
const reference = JSON.parse(readFileSync("models/reference.json", "utf8")) as Reference;
const model = await openTextModel();
afterAll(() => model.close());

test("token ids exactly", () => {
  const tokeniser = wordPiece(readFileSync("models/vocab.txt", "utf8").trimEnd().split("\n"));
  for (const { text, ids } of reference.text) expect(tokeniser.ids(text), text).toEqual(ids);
});

test("text vectors, the same alone and in company", async () => {
  const together = await model.embed(reference.text.map(({ text }) => text));
  for (const [row, { text, embeddingFirst16 }] of reference.text.entries()) {
    const [alone] = await model.embed([text]);
    for (const vector of [alone, together[row]]) {
      expect(dot(vector, vector)).toBeCloseTo(1, 4);
      expect(cosine(vector.slice(0, 16), Float32Array.from(embeddingFirst16)), text).toBeGreaterThan(0.99);
    }
  }
});

test("queries find their labels", async () => {
  const names = readLabels().map(({ name }) => name);
  const vectors = readLabelVectors();
  for (const { text, weights } of reference.queries) {
    const [query] = await model.embed([text]);
    const ours = labelWeights(vectors, query);
    expect(names[ours.indexOf(Math.max(...ours))], text).toBe(weights[0][0]);
    for (const [name, weight] of weights) {
      expect(Math.abs(ours[names.indexOf(name)] - weight), `${text}: ${name}`).toBeLessThan(0.05);
    }
  }
});

function cosine(a: Float32Array, b: Float32Array): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
