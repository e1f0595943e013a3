import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../core/random.ts";
import { unit } from "../math/vectors.ts";
import {
  type BoardLook,
  boardProbabilities,
  fitWeights,
  generalWeights,
  pastChoices,
  personalWeights,
  type SavedLook,
  wordsOf,
} from "./board-choice.ts";

const random = seededRandom(3);
const direction = (): Float32Array => unit(Array.from({ length: 16 }, () => random.normal()));
const near = (vector: Float32Array): Float32Array => unit(vector.map((x) => x + 0.1 * random.normal()));
const now = 1_000_000_000_000;
const hour = 3_600_000;
const saved = (vector: Float32Array | null, hoursAgo: number, words: readonly string[] = []): SavedLook => ({
  ...{ vector, words, savedAt: now - hoursAgo * hour },
});

const [sofas, lamps] = [direction(), direction()];
const boards: readonly BoardLook[] = [
  { name: "Sofas", pins: [1, 2, 3].map((hours) => saved(near(sofas), hours * 100, ["sofa"])) },
  { name: "Light", pins: [4, 5].map((hours) => saved(near(lamps), hours * 100, ["lamp"])) },
];

describe("which board a pin belongs to", () => {
  test("the one that looks like it, or is called like it", () => {
    const [sofa, lamp] = boardProbabilities({ vector: near(sofas), words: [] }, boards, now);
    expect(sofa).toBeGreaterThan(0.9);
    expect(sofa + lamp).toBeCloseTo(1, 12);
    expect(boardProbabilities({ vector: null, words: ["light"] }, boards, now)[1]).toBeGreaterThan(0.8);
  });

  test("the one saved to last, when nothing else speaks", () => {
    const same = [saved(null, 500), saved(null, 1)].map((pin, i) => ({ name: `b${i}`, pins: [pin] }));
    const [older, newer] = boardProbabilities({ vector: null, words: [] }, same, now);
    expect(newer).toBeGreaterThan(older);
  });

  test("a board without pins is neither first nor impossible", () => {
    const all = [...boards, { name: "New", pins: [] }];
    const p = boardProbabilities({ vector: near(sofas), words: [] }, all, now);
    expect(p[0]).toBe(Math.max(...p));
    expect(p[2]).toBeGreaterThan(0.001);
    expect(boardProbabilities({ vector: null, words: [] }, [], now)).toEqual([]);
  });

  test("probabilities add up to 1 and do not depend on the boards' order", () => {
    const pin = fc.record({ word: fc.constantFrom("a", "b", "c"), hours: fc.integer({ min: 1, max: 5000 }) });
    const collection = fc.array(fc.array(pin, { maxLength: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(collection, (given) => {
        const some = given.map((pins, i) => ({
          name: `board ${i}`,
          pins: pins.map(({ word, hours }) => saved(null, hours, [word])),
        }));
        const p = boardProbabilities({ vector: null, words: ["a"] }, some, now);
        expect(p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 10);
        const turned = boardProbabilities(
          { vector: null, words: ["a"] },
          some.toReversed(),
          now,
        ).toReversed();
        for (const [i, x] of p.entries()) expect(turned[i]).toBeCloseTo(x, 10);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("someone who goes on with one board for days teaches that recency counts", () => {
    const habit: BoardLook[] = ["x", "y", "z"].map((name) => ({ name, pins: [] }));
    for (let turn = 0; turn < 60; turn++) {
      const at = Math.floor(turn / 10) % 3;
      const pins = [saved(direction(), 24 * (60 - turn)), ...habit[at].pins];
      habit[at] = { ...habit[at], pins };
    }
    expect(personalWeights(habit)[3]).toBeGreaterThan(generalWeights[3]);
    expect(personalWeights(boards.slice(0, 1))).toEqual(generalWeights);
  });

  test("learning never makes the past less likely than the general weights do", () => {
    const choices = pastChoices(boards);
    const loss = (weights: readonly number[]): number =>
      choices.reduce((sum, { options, chosen }) => {
        const scores = options.map((x) =>
          Math.exp(x.reduce((total, value, k) => total + value * weights[k], 0)),
        );
        return sum - Math.log(scores[chosen] / scores.reduce((total, score) => total + score, 0));
      }, 0);
    expect(choices.length).toBeGreaterThan(0);
    expect(loss(fitWeights(choices, generalWeights))).toBeLessThanOrEqual(loss(generalWeights));
  });

  test("words are compared without case and number", () => {
    expect(wordsOf("Blue SOFAS, a glass-topped Café")).toEqual(["blue", "sofa", "glass", "topped", "café"]);
  });
});
