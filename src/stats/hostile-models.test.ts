/** The models and time series of the face under hostile numbers, as `hostile.test.ts` does for the rest. */
import { describe, expect, test } from "vitest";
import { holdsNaN, type SoundCall, wrongAnswers } from "../../test/hostile-arguments.ts";
import * as classification from "./classification/classification.ts";
import * as clustering from "./clustering/clustering.ts";
import * as regression from "./regression/regression.ts";
import * as series from "./series/series.ts";
import * as survival from "./survival/survival.ts";

const models = { ...classification, ...clustering, ...regression, ...survival };

const rows = Array.from({ length: 14 }, (_, i) => [1, i, (i * 5) % 7]);
const y = rows.map(([, a, b], i) => 3 + 0.5 * a - b + (i % 3) / 2);
const fit = regression.linearRegression(rows, y);
const groups = rows.map((_, i) => i % 4);
const labels = [0, 0, 1, 0, 1, 1, 0, 1];
const shares = [0.1, 0.3, 0.35, 0.6, 0.7, 0.9, 0.2, 0.8];
const lives = [2, 3, 3, 5, 8, 9].map((time, i) => ({ time, event: i % 3 !== 2 }));
const curve = {
  response: regression.parseFormula("y"),
  mean: regression.parseFormula("b1*(1 - exp(-b2*x))"),
  parameters: ["b1", "b2"],
};
const times = [1, 2, 3, 4, 5, 6, 8, 10];
const columns = new Map([
  ["x", times],
  ["y", times.map((t, i) => 5 * (1 - Math.exp(-0.4 * t)) + (i % 2) / 50)],
]);
const counts = rows.map(([, x], i) => (x % 5) * ((i * 7) % 5));
const points = [
  [1, 1],
  [1.2, 0.9],
  [0.8, 1.1],
  [5, 5],
  [5.1, 4.8],
  [4.9, 5.2],
];
const season = Array.from({ length: 16 }, (_, t) => 100 + 2 * t + [5, -3, 0, -2][t % 4] + ((t * 7) % 5) / 9);
const short = season.slice(0, 10);
const forecast = { mean: [10, 11], deviation: [1, 1.5] };

const modelCalls: Record<string, SoundCall> = {
  areaUnderCurve: () => [labels, shares],
  averagePrecision: () => [labels, shares],
  breuschPagan: () => [rows, fit],
  brierScore: () => [labels, shares],
  clusterCovariance: () => [rows, fit, groups],
  confusionScores: () => [labels, shares, 0.5],
  cooksDistances: () => [fit],
  coxRegression: () => [lives, lives.map((_, i) => [i % 2, (i * 5) % 3])],
  durbinWatson: () => [fit],
  expectedCalibrationError: () => [labels, shares, 2],
  generalisedRegression: () => [rows, counts, "poisson"],
  groupingAgreement: () => [groups, rows.map(([, a]) => a % 3)],
  hc4Covariance: () => [rows, fit],
  isotonicRegression: () => [
    [0, 1, 0, 1, 1],
    [1, 2, 1, 1, 3],
  ],
  kMeans: () => [points, 2, { seed: 1, starts: 3 }],
  kaplanMeier: () => [lives],
  linearRegression: () => [rows, y, { weights: y.map(() => 2) }],
  logLoss: () => [labels, shares],
  logRank: () => [[lives, lives.map((life) => ({ ...life, time: life.time * 2 }))]],
  negativeBinomialRegression: () => [rows, counts],
  neweyWestCovariance: () => [rows, fit, 2],
  nonlinearRegression: () => [curve, columns, [1, 1]],
  parseFormula: () => ["b1*x"],
  plattProbability: () => [{ A: -1, B: 0.2 }, 1],
  plattScaling: () => [shares, labels],
  principalComponents: () => [points, { standardise: true }],
  quantileRegression: () => [rows, y, 0.9],
  ridgeRegression: () => [rows, y, 1],
  robustCovariance: () => [rows, fit, "HC3"],
  rootDiagonal: () => [fit.covariance],
  twoWayClusterCovariance: () => [rows, fit, groups, rows.map(([, a]) => a % 3)],
};

const seriesCalls: Record<string, SoundCall> = {
  allForecasts: () => [short, 1, 2],
  anomalies: () => [season, 4, { alpha: 0.05, most: 0.2 }],
  arima: () => [short, 1, 2],
  autoArima: () => [short],
  autoSmoothing: () => [short, 1],
  autocorrelations: () => [season, 3],
  automatic: () => [short, 1, 2],
  changePoints: () => [season, { penalty: 10, shortest: 2 }],
  combined: () => [[forecast, forecast, { mean: [9, 12], deviation: [2, 2] }]],
  decompose: () => [season, 4, "additive"],
  differenced: () => [season, 1, 1, 4],
  dynamicTheta: () => [short, 1, 2],
  evaluateForecasts: () => [
    [{ name: "a", group: "g", period: 1, history: short, future: [120, 122] }],
    (past: readonly number[], period: number, h: number) => ({
      naive: series.seasonalNaive(past, period, h),
    }),
  ],
  exponentialSmoothing: () => [short, 1, 2],
  fitArima: () => [short, 1, { p: 1, d: 1, q: 0 }],
  fitSmoothing: () => [short, 1, { error: "A", trend: "A", season: "N" }],
  forecastInterval: () => [forecast, 1.96],
  forecastSmoothing: () => [series.fitSmoothing(short, 1, { error: "A", trend: "A", season: "N" }), 2],
  holtWinters: () => [season, 4, "additive", { alpha: 0.3, beta: 0.1, gamma: 0.1 }],
  isSeasonal: () => [season, 4],
  kpss: () => [season],
  mase: () => [season, [130, 131], [129, 133], 4],
  partialAutocorrelations: () => [[0.5, 0.2, 0.1]],
  rollingOrigins: () => [season, 4, 2, 2],
  searchHoltWinters: () => [season, 4, "additive", { alpha: 0.3, beta: 0.1 }],
  seasonalNaive: () => [season, 4, 2],
  seasonallyAdjust: () => [season, 4],
  smape: () => [
    [130, 131],
    [129, 133],
  ],
  stl: () => [season, 4, { seasonalWindow: 7 }],
  theta: () => [short, 1, 2],
};

/** Answers that are documented to be NaN where they have no value. */
const withoutValue: Record<string, readonly string[]> = {
  confusionScores: ["precision", "recall", "f1", "matthews", "kappa"],
  kaplanMeier: ["standardError"],
  linearRegression: ["rSquared"],
  areaUnderCurve: ["variance"],
  decompose: ["trend"],
  // a missing value leaves its differences missing
  differenced: season.map((_, i) => String(i)),
};
const valued = (name: string, answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value) => (withoutValue[name]?.includes(key) ? 0 : numbered(value))),
    (_, value) => (value === "NaN" ? Number.NaN : value),
  );
const numbered = (value: unknown): unknown => (Number.isNaN(value) ? "NaN" : value);

describe.each([
  ["models", models, modelCalls],
  ["series", series, seriesCalls],
])("hostile input to %s", (_, face, calls) => {
  const functions = Object.entries(face).filter(([, value]) => typeof value === "function") as unknown as [
    string,
    (...args: readonly unknown[]) => unknown,
  ][];
  test("nothing is left out", () => {
    expect(Object.keys(calls).toSorted()).toEqual(functions.map(([name]) => name).toSorted());
  });
  test.each(functions)("%s", (name, run) => {
    const documented =
      name in withoutValue ? (...args: readonly unknown[]) => valued(name, run(...args)) : run;
    expect(holdsNaN(documented(...calls[name]())), "the sound call").toBe(false);
    expect(wrongAnswers(documented, calls[name]).slice(0, 5)).toEqual([]);
  });
});
