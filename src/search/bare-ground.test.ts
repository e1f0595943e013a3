import { expect, test } from "vitest";
import { isBareGround } from "./bare-ground.ts";

const grey = (share: number) => ({ hex: "#808080", name: "grey", share });
const ground = {
  objects: [],
  labels: [{ name: "window shade", index: 905, confidence: 0.1 }],
  palette: [grey(0.6), grey(0.4)],
  sharpness: 8,
};
const object = {
  ...{ ordinal: 1, confidence: 0.3, box: { x: 0, y: 0, w: 1, h: 1 }, embedding: new Float32Array(2) },
  ...{ kind: { name: "lamp", confidence: 0.3, path: [] }, labels: [], palette: [], hash: "" },
};

test("a wall without an edge, and noise of one colour, are bare grounds", () => {
  expect(isBareGround(ground)).toBe(true);
  expect(isBareGround({ ...ground, sharpness: 4000, palette: [grey(1)] })).toBe(true);
});

test.each([
  ["with edges", { sharpness: 200 }],
  ["with an object", { objects: [object] }],
  ["of a kind", { labels: [{ name: "sofa", index: 1, confidence: 0.8 }] }],
  ["that no label is known of", { labels: [] }],
])("a picture %s is not", (_, change) => {
  expect(isBareGround({ ...ground, ...change })).toBe(false);
});
