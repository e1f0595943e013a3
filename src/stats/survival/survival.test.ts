import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { coxRegression } from "./cox.ts";
import { kaplanMeier, type Lifetime, logRank } from "./kaplan-meier.ts";

const at = (time: number, event = true): Lifetime => ({ time, event });
const random = seededRandom(21);
/** Hazard exp(0.7 a - 0.4 b), a third censored. */
const people = Array.from({ length: 600 }, () => {
  const [a, b] = [random.normal(), random.normal()];
  const time = -Math.log(1 - random.next()) / Math.exp(0.7 * a - 0.4 * b);
  const end = -2 * Math.log(1 - random.next());
  return { row: [a, b], lifetime: at(Math.min(time, end), time <= end) };
});
const lifetimes = people.map(({ lifetime }) => lifetime);
const rows = people.map(({ row }) => row);

test("Kaplan–Meier without censoring is the share still there", () => {
  expect(kaplanMeier([at(3), at(1), at(2), at(2)]).map(({ survival }) => survival)).toEqual([0.75, 0.25, 0]);
});

describe("Cox regression", () => {
  test("gives back the hazard ratios it was made with", () => {
    const { coefficients, standardErrors, logLikelihood, nullLogLikelihood } = coxRegression(lifetimes, rows);
    expect(Math.abs(coefficients[0] - 0.7)).toBeLessThan(3 * standardErrors[0]);
    expect(Math.abs(coefficients[1] + 0.4)).toBeLessThan(3 * standardErrors[1]);
    expect(logLikelihood).toBeGreaterThan(nullLogLikelihood);
  });

  test("knows the order of times only, and no units of the predictors", () => {
    const plain = coxRegression(lifetimes, rows);
    const other = coxRegression(
      lifetimes.map(({ time, event }) => at(time ** 3 + 5, event)),
      rows.map(([a, b]) => [1000 * a + 7, b]),
    );
    expect(other.coefficients[0] * 1000).toBeCloseTo(plain.coefficients[0], 9);
    expect(other.coefficients[1]).toBeCloseTo(plain.coefficients[1], 9);
    expect(other.logLikelihood).toBeCloseTo(plain.logLikelihood, 8);
  });

  test("four people by hand: b solves 2 = w/(w + 2) + w/(w + 1) + …", () => {
    // the treated die at 1 and 3, the others at 2 and 4: score 2 - 2w/(2w+2) - w/(w+2) - w/(w+1) = 0, w = √2
    const fit = coxRegression([at(1), at(2), at(3), at(4)], [[1], [0], [1], [0]]);
    const w = Math.exp(fit.coefficients[0]);
    expect(2 - (2 * w) / (2 * w + 2) - w / (w + 2) - w / (w + 1)).toBeCloseTo(0, 10);
  });

  test("a ratio that runs away, a copied predictor, nothing happening and bad numbers are refused", () => {
    const code = (wanted: string) => expect.objectContaining({ code: wanted });
    const few = [at(1), at(2), at(3), at(4)];
    expect(() => coxRegression(few, [[1], [1], [0], [0]])).toThrow(code("SEPARATED"));
    expect(() =>
      coxRegression(
        lifetimes,
        rows.map(([a]) => [a, 2 * a]),
      ),
    ).toThrow(code("RANK_DEFICIENT"));
    expect(() =>
      coxRegression(
        few.map(({ time }) => at(time, false)),
        [[1], [0], [1], [0]],
      ),
    ).toThrow(code("ZERO_VARIANCE"));
    expect(() => coxRegression(few, [[1], [0], [Number.NaN], [0]])).toThrow(code("NOT_FINITE"));
    expect(() => coxRegression([at(-1)], [[1]])).toThrow(code("OUT_OF_RANGE"));
  });
});

describe("log-rank", () => {
  test("does not care which group is called first, nor for how many", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean(), fc.integer({ min: 0, max: 2 })), {
          minLength: 9,
          maxLength: 30,
        }),
        (list) => {
          const groups = [0, 1, 2].map((g) => [
            at(20, false),
            ...list.filter(([, , own]) => own === g).map(([t, e]) => at(t, e)),
          ]);
          if (!list.some(([, event]) => event)) return;
          const forward = logRank(groups);
          const backward = logRank([...groups].reverse());
          expect(forward.statistic).toBeCloseTo(backward.statistic, 8);
          expect(forward.df).toBe(2);
        },
      ),
      { seed: 12, numRuns: 40 },
    );
  });

  test("equal groups give 0, no event is refused", () => {
    const group = [at(1), at(2), at(5, false)];
    expect(logRank([group, group]).statistic).toBeCloseTo(0, 12);
    expect(() => logRank([[at(1, false)], [at(2, false)]])).toThrow(
      expect.objectContaining({ code: "ZERO_VARIANCE" }),
    );
  });
});
