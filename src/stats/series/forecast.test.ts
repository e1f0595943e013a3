import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { mase, smape } from "./accuracy.ts";
import { differenced, fitArima } from "./arima.ts";
import { evaluateForecasts, rollingOrigins } from "./evaluation.ts";
import { automatic, forecastInterval, forecastMethods, seasonalNaive } from "./forecast.ts";
import { decompose } from "./seasonality.ts";

const random = seededRandom(11);
const seasonal = Array.from(
  { length: 48 },
  (_, t) => 100 + t + 10 * Math.sin((2 * Math.PI * t) / 12) + random.normal(),
);

test("sMAPE and MASE worked by hand", () => {
  expect(smape([100, 0], [50, 0])).toBeCloseTo(100 / 3, 12);
  expect(mase([1, 2, 4], [6], [3], 1)).toBeCloseTo(2, 12);
});

test("an additive season sums to 0, a multiplicative one averages 1", () => {
  expect(decompose(seasonal, 12, "additive").figure.reduce((a, b) => a + b)).toBeCloseTo(0, 10);
  expect(decompose(seasonal, 12, "multiplicative").figure.reduce((a, b) => a + b)).toBeCloseTo(12, 10);
});

describe.each(Object.entries(forecastMethods))("%s", (_, method) => {
  test("gives h finite steps with a deviation that is not negative", () => {
    const { mean, deviation } = method(seasonal, 12, 18);
    expect(mean).toHaveLength(18);
    expect([...mean, ...deviation].every(Number.isFinite)).toBe(true);
    expect(Math.min(...deviation)).toBeGreaterThanOrEqual(0);
  });

  test("follows the scale of the series", () => {
    const short = seasonal.slice(0, 28); // quick: the season is not searched for below three periods
    const large = method(
      short.map((value) => value * 1000),
      12,
      6,
    ).mean;
    method(short, 12, 6).mean.forEach((value, i) => {
      expect(large[i] / 1000 / value).toBeCloseTo(1, 2);
    });
  });

  test("refuses a hole in the middle and a series too short", () => {
    const holed = seasonal.map((value, t) => (t === 20 ? Number.NaN : value));
    expect(() => method(holed, 12, 6)).toThrow(expect.objectContaining({ code: "NOT_FINITE" }));
    expect(() => method([1], 12, 6)).toThrow(expect.objectContaining({ code: "EMPTY_SAMPLE" }));
  });
});

test("the automatic choice carries season and trend forward, where the naive one forgets the trend", () => {
  const truth = Array.from({ length: 12 }, (_, i) => 148 + i + 10 * Math.sin((2 * Math.PI * i) / 12));
  const automaticError = smape(truth, automatic(seasonal, 12, 12).mean);
  expect(automaticError).toBeLessThan(0.75 * smape(truth, seasonalNaive(seasonal, 12, 12).mean));
});

test("seasonal naive repeats the last period, whatever the series", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 5, maxLength: 30 }), (y) => {
      expect(seasonalNaive(y, 4, 8).mean).toEqual([...y.slice(-4), ...y.slice(-4)]);
    }),
    { seed: 5 },
  );
});

test("an autoregression gives back its coefficient", () => {
  const noise = seededRandom(2);
  const y: number[] = [0];
  while (y.length < 600) y.push(0.7 * y[y.length - 1] + noise.normal());
  const fit = fitArima(y, 1, { p: 1, d: 0, q: 0 });
  expect(Math.abs(fit.ar[0] - 0.7)).toBeLessThan(0.08);
  expect(Math.abs(fit.variance - 1)).toBeLessThan(0.15);
});

test("the automatic limits hold about the share they promise, on walks with drift", () => {
  let [inside, all] = [0, 0];
  for (let walk = 0; walk < 30; walk++) {
    const steps = seededRandom(100 + walk);
    let level = 50;
    const y = Array.from({ length: 46 }, () => {
      level += 0.5 + steps.normal();
      return level;
    });
    const { low, high } = forecastInterval(automatic(y.slice(0, 40), 1, 6), 1.96);
    inside += y.slice(40).filter((value, i) => low[i] <= value && value <= high[i]).length;
    all += 6;
  }
  expect(inside / all).toBeGreaterThan(0.88);
});

test("rolling origin never shows a method its future, and intervals hold their mean", () => {
  const origins = rollingOrigins(seasonal, 12, 6, 4);
  expect(origins.map((one) => one.history.length)).toEqual([39, 40, 41, 42]);
  const scores = evaluateForecasts(origins, (y, period, h) => ({ naive: seasonalNaive(y, period, h) }));
  expect(scores.map((score) => score.group)).toEqual(["rolling origin", "all"]);
  const forecast = seasonalNaive(seasonal, 12, 6);
  const { low, high } = forecastInterval(forecast, 1.96);
  expect(forecast.mean.every((value, i) => low[i] < value && value < high[i])).toBe(true);
});

test.each(Object.keys(forecastMethods) as Array<keyof typeof forecastMethods>)(
  "%s refuses a horizon or a period that is no whole number of steps",
  (name) => {
    for (const [period, h] of [
      [1, Number.POSITIVE_INFINITY],
      [1, 0.5],
      [1, -1],
      [0.5, 3],
      [Number.NaN, 3],
    ]) {
      expect(() => forecastMethods[name](seasonal, period, h)).toThrow(
        expect.objectContaining({ name: "BowerbirdError" }),
      );
    }
  },
);

test("differences of orders that are no counts, or that leave nothing, are refused at once", () => {
  for (const [d, D, period] of [
    [Number.POSITIVE_INFINITY, 0, 1],
    [1e9, 0, 1],
    [0, 1e9, 12],
    [0.5, 0, 1],
    [0, 1, 0],
    [0, 4, 12],
  ]) {
    expect(() => differenced(seasonal.slice(0, 40), d, D, period)).toThrow(
      expect.objectContaining({ name: "BowerbirdError" }),
    );
  }
});
