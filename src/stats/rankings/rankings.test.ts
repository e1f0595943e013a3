/** Rankings compared by interleaving, and click models that part position from quality. */
import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../../core/random.ts";
import { maximiseLinear } from "../../math/linear-program.ts";
import {
  balancedCredit,
  balancedInterleaving,
  type CascadeSession,
  type ClickCell,
  type Credit,
  cascadeModel,
  creditOf,
  drawList,
  optimisedInterleaving,
  positionBasedModel,
  preference,
  signTest,
  tally,
  teamDraft,
  weighedCredit,
} from "../stats.ts";

const draws = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);

describe("a linear programme", () => {
  test("worked by hand", () => {
    // most of 3x + 2y with x + y + s = 4, x + 3y + t = 6: x = 4
    expect(
      maximiseLinear(
        [3, 2, 0, 0],
        [
          [1, 1, 1, 0],
          [1, 3, 0, 1],
        ],
        [4, 6],
      ),
    ).toEqual([4, 0, 0, 2]);
  });
  test("contradictions and infinite gains are refused", () => {
    expect(() => maximiseLinear([1], [[1], [1]], [1, 2])).toThrow(
      expect.objectContaining({ code: "DOES_NOT_APPLY" }),
    );
    expect(() => maximiseLinear([1, 0], [[1, -1]], [0])).toThrow(
      expect.objectContaining({ code: "DOES_NOT_APPLY" }),
    );
  });
});

const rankings = (random: Random): [number[], number[]] => [
  random.shuffle([1, 2, 3, 4, 5, 6, 7]),
  random.shuffle([1, 2, 3, 4, 5, 6, 7]),
];

describe("optimised interleaving", () => {
  test("is fair at every depth, shows only possible lists, and its chances sum to 1", () => {
    const random = seededRandom(1);
    for (let run = 0; run < 25; run++) {
      const [a, b] = rankings(random);
      const lists = optimisedInterleaving(a, b, 6);
      expect(lists.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 9);
      for (let depth = 1; depth <= 6; depth++) {
        const lean = lists.reduce(
          (sum, { chance, credits }) => sum + chance * credits.slice(0, depth).reduce((x, y) => x + y, 0),
          0,
        );
        expect(lean).toBeCloseTo(0, 7);
      }
      for (const { items } of lists) {
        expect(new Set(items).size).toBe(6);
        expect([a[0], b[0]]).toContain(items[0]);
      }
    }
  });
  test("one ranking twice is shown as it is, and nobody gains", () => {
    const lists = optimisedInterleaving(["a", "b", "c"], ["a", "b", "c"], 5);
    expect(lists).toEqual([{ items: ["a", "b", "c"], chance: 1, credits: [0, 0, 0] }]);
    expect(weighedCredit(lists[0].credits, [1])).toBe("tie");
  });
  test("ten places are found in time", () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const lists = optimisedInterleaving(items, seededRandom(2).shuffle(items), 10);
    expect(lists.length).toBeGreaterThan(1);
    expect(lists.length).toBeLessThanOrEqual(11);
  });
});

describe("which ranking is better", () => {
  const judged = {
    "team draft": (
      random: Random,
      a: number[],
      b: number[],
      click: (shown: number[]) => number[],
    ): Credit => {
      const { items, teams } = teamDraft(a, b, 6, random);
      return creditOf(teams, click(items));
    },
    balanced: (random: Random, a: number[], b: number[], click: (shown: number[]) => number[]): Credit => {
      const items = balancedInterleaving(a, b, 6, random);
      return balancedCredit(a, b, items, click(items));
    },
    optimised: (random: Random, a: number[], b: number[], click: (shown: number[]) => number[]): Credit => {
      const { items, credits } = drawList(optimisedInterleaving(a, b, 6), random);
      return weighedCredit(credits, click(items));
    },
  };
  const run = (
    method: keyof typeof judged,
    seed: number,
    clickOf: (random: Random) => (shown: number[]) => number[],
    n: number,
  ) => {
    const random = seededRandom(seed);
    const good = [1, 2, 3, 4, 5, 6, 7];
    const poor = [7, 6, 5, 4, 3, 2, 1];
    return tally(draws(n, () => judged[method](random, good, poor, clickOf(random))));
  };
  test.each(Object.keys(judged) as (keyof typeof judged)[])(
    "%s finds it, and blind clicks favour nobody",
    (method) => {
      // item 1 is the best; a person reads on from the top and clicks what is good
      const wise = (random: Random) => (shown: number[]) =>
        shown.flatMap((item, place) => (random.next() < 0.9 ** place / (1 + item) ? [place] : []));
      const found = run(method, 3, wise, 400);
      expect(preference(found)).toBeGreaterThan(0.05);
      expect(signTest(found).p).toBeLessThan(0.01);
      const blind = (random: Random) => () => [random.integer(6)];
      expect(signTest(run(method, 4, blind, 600)).p).toBeGreaterThan(0.001);
    },
  );
  test("balanced credit by hand", () => {
    // the lowest click is c, third of A and second of B: both take two; a is among A's two, c among B's two
    expect(balancedCredit(["a", "b", "c"], ["b", "c", "a"], ["a", "b", "c"], [0, 2])).toBe("tie");
    expect(balancedCredit(["a", "b", "c"], ["c", "b", "a"], ["a", "c", "b"], [0])).toBe("A");
  });
});

describe("click models", () => {
  const seen = [1, 0.6, 0.35, 0.2];
  const good = { chair: 0.5, lamp: 0.3, vase: 0.15, rug: 0.6 };
  test("position-based: propensities and quality are found again; cells merge", () => {
    const random = seededRandom(5);
    const cells: ClickCell[] = Object.entries(good).flatMap(([item, alpha]) =>
      seen.map((gamma, place) => {
        const shown = 4000;
        const clicks = draws(shown, () => random.next()).filter((u) => u < alpha * gamma).length;
        return { item, place, shown, clicks };
      }),
    );
    const found = positionBasedModel(cells);
    seen.forEach((gamma, place) => {
      expect(found.propensities[place]).toBeCloseTo(gamma, 1.3);
    });
    expect(found.attractiveness.get("chair")).toBeCloseTo(0.5, 1.3);
    const halves = cells.flatMap((cell) =>
      [1, 2].map(() => ({ ...cell, shown: cell.shown / 2, clicks: cell.clicks / 2 })),
    );
    if (halves.every(({ clicks }) => Number.isInteger(clicks)))
      expect(positionBasedModel(halves).propensities[1]).toBeCloseTo(found.propensities[1], 9);
  });
  test("where each item keeps its place, position cannot be told from quality", () => {
    const cells = ["a", "b"].map((item, place) => ({ item, place, shown: 100, clicks: 20 }));
    expect(() => positionBasedModel(cells)).toThrow(expect.objectContaining({ code: "DOES_NOT_APPLY" }));
  });
  test("cascade: read from the top, stop at the first click", () => {
    const random = seededRandom(6);
    const sessions = draws(8000, (): CascadeSession => {
      const items = random.shuffle(Object.keys(good));
      const click = items.findIndex((item) => random.next() < good[item as keyof typeof good]);
      return click < 0 ? { items } : { items, click };
    });
    const found = cascadeModel(sessions);
    for (const [item, alpha] of Object.entries(good))
      expect(found.attractiveness.get(item)).toBeCloseTo(alpha, 1.3);
    expect(found.propensities[0]).toBe(1);
    // the second place is read when the first was not clicked: 1 - the mean quality
    expect(found.propensities[1]).toBeCloseTo(1 - (0.5 + 0.3 + 0.15 + 0.6) / 4, 1.3);
  });
});
