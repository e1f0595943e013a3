import fc from "fast-check";
import { expect, test } from "vitest";
import { topK } from "./top-k.ts";

test("keeps the best, equal scores by smaller id", () => {
  const top = topK(2);
  for (const [id, score] of [
    [7, 0.5],
    [3, 0.9],
    [5, 0.5],
  ])
    top.push(id, score);
  expect(top.sorted()).toEqual([
    { id: 3, score: 0.9 },
    { id: 5, score: 0.5 },
  ]);
  expect(top.floor()).toBe(0.5);
});

test("is the head of the sorted whole", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.nat(12), (scores, k) => {
      const top = topK(k);
      scores.forEach((score, id) => {
        top.push(id, score);
      });
      const whole = scores
        .map((score, id) => ({ id, score }))
        .sort((a, b) => b.score - a.score || a.id - b.id);
      expect(top.sorted()).toEqual(whole.slice(0, k));
      expect(top.size()).toBe(Math.min(k, scores.length));
    }),
  );
});

test("of none, nothing", () => {
  const top = topK(0);
  top.push(1, 1);
  expect(top.sorted()).toEqual([]);
  expect(top.floor()).toBe(Infinity);
});
