import fc from "fast-check";
import { expect, test } from "vitest";
import type { PinLook } from "../../core/guidance.ts";
import { chooseSplits } from "./chip-choice.ts";
import { guidedChips, levelOf } from "./guided-chips.ts";

const look = (seq: number, rest: Partial<PinLook>): PinLook => ({
  ...{ seq, title: "", tags: [], attributes: {}, boards: [], kinds: [], colours: [] },
  ...rest,
});

test("an even split comes first; one that asks the same again tells nothing", () => {
  const half = [0, 3, 4, 7];
  const splits = [
    { value: "one in eight", places: [7] },
    { value: "half", places: half },
    { value: "the same half", places: half },
  ];
  const chosen = chooseSplits(splits, 8, 3);
  expect(chosen.map(({ value }) => value)).toEqual(["half", "one in eight"]);
  expect(chosen[0].gain).toBeGreaterThan(0.45);
});

test("gains add up to the bits of the best true chip, and never grow", () => {
  const places = fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 11 });
  fc.assert(
    fc.property(fc.array(places, { minLength: 1, maxLength: 6 }), (all) => {
      const splits = all.map((each, value) => ({ value, places: each.toSorted((a, b) => a - b) }));
      const chosen = chooseSplits(splits, 12, 6);
      const weights = Array.from({ length: 12 }, (_, place) => 1 / Math.log2(place + 2));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const chanceOf = (yes: readonly number[]) =>
        yes.reduce((sum, place) => sum + weights[place], 0) / total;
      const told = weights.map((weight, place) => {
        const bits = chosen
          .filter(({ places: yes }) => yes.includes(place))
          .map(({ places: yes }) => -Math.log2(chanceOf(yes)));
        return (weight / total) * Math.max(0, ...bits);
      });
      const expected = told.reduce((sum, bits) => sum + bits, 0);
      expect(chosen.reduce((sum, { gain }) => sum + gain, 0)).toBeCloseTo(expected, 9);
      chosen.forEach(({ gain }, i) => {
        if (i > 0) expect(gain).toBeLessThanOrEqual(chosen[i - 1].gain + 1e-9);
      });
    }),
    { seed: 8, numRuns: 200 },
  );
});

const chairs = Array.from({ length: 12 }, (_, i) =>
  look(i + 1, {
    kinds: ["furniture", i % 2 === 0 ? "armchair" : "stool"],
    colours: i % 3 === 0 ? ["teal"] : ["beige"],
    tags: i % 4 === 0 ? ["Teal", "velvet"] : ["oak"],
    attributes: { height: i < 6 ? 40 : 80 },
  }),
);
const none = { said: new Set<string>(), limit: 12 };

test("chips are filters on top of what is on, and keep as many pins as they say", () => {
  const { level, chips } = guidedChips(chairs, { shapes: ["square"] }, none);
  expect(level).toBe(0);
  expect(chips.map(({ text }) => text)).toContain("armchair");
  expect(chips.map(({ text }) => text)).not.toContain("furniture");
  for (const { filter, pins, text } of chips) {
    expect(filter.shapes).toEqual(["square"]);
    expect(pins).toBeGreaterThan(1);
    expect(pins).toBeLessThan(chairs.length);
    if (filter.kinds) expect(chairs.filter(({ kinds }) => kinds.includes(text))).toHaveLength(pins);
  }
  const texts = chips.map(({ text }) => text.toLowerCase());
  expect(new Set(texts).size).toBe(texts.length);
});

test("an answered question is not asked again, said words need no chip, and four answers are enough", () => {
  const coloured = guidedChips(chairs, { colours: ["teal"] }, none);
  expect(coloured.level).toBe(1);
  expect(coloured.chips.map(({ facet }) => facet)).not.toContain("colour");
  const said = guidedChips(chairs, {}, { ...none, said: new Set(["armchair"]) });
  expect(said.chips.map(({ text }) => text)).not.toContain("armchair");
  const answered = { kinds: ["stool"], colours: ["teal"], tags: ["oak"], attributes: { height: [40] } };
  expect(levelOf(answered)).toBe(4);
  expect(guidedChips(chairs, answered, none)).toEqual({ level: 4, chips: [] });
  expect(guidedChips([], {}, none).chips).toEqual([]);
});

test("a kind is narrowed to its own special kinds, and to no other", () => {
  const looks = [
    look(1, { kinds: ["furniture", "chair", "lamp"] }),
    look(2, { kinds: ["furniture", "chair"] }),
    look(3, { kinds: ["furniture", "sofa"] }),
    look(4, { kinds: ["furniture", "sofa", "lamp"] }),
  ];
  const isKindOf = (special: string, general: string) => general === "furniture" && special !== "lamp";
  const options = { said: new Set<string>(), limit: 9, isKindOf };
  const { chips, level } = guidedChips(looks, { kinds: ["furniture"] }, options);
  expect(level).toBe(1);
  expect(chips.map(({ filter }) => filter.kinds?.[0]).toSorted()).toEqual(["chair", "sofa"]);
});
