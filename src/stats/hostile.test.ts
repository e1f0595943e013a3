/**
 * Every function of the face is called with one sound set of arguments, and then with each number in it replaced by
 * NaN, infinities, negatives, zero and giants, and each list emptied, cut to one or made constant. It must refuse with a
 * BowerbirdError or answer without NaN (an infinite end is a declared unbounded answer), and soon.
 */
import { describe, expect, test } from "vitest";
import { holdsNaN, type SoundCall, wrongAnswers } from "../../test/hostile-arguments.ts";
import * as classification from "./classification/classification.ts";
import * as clustering from "./clustering/clustering.ts";
import * as regression from "./regression/regression.ts";
import * as series from "./series/series.ts";
import * as stats from "./stats.ts";
import * as survival from "./survival/survival.ts";

const { seededRandom } = stats;

const a = [4.1, 5.2, 3.3, 6.4, 5.5, 4.6, 7.2, 5.1, 4.4, 6.3];
const b = [5.1, 6.3, 4.2, 7.4, 6.1, 5.9, 8.3, 6.6, 5.2, 7.7, 6.9];
const [m0, m1] = [a, b].map(stats.momentsOf);
const paired = a.map((value, i) => value + (i % 3));
const [p0, p1] = [
  { x: 12, n: 80 },
  { x: 25, n: 90 },
];
const [e0, e1] = [
  { mean: 10, squaredError: 0.3 },
  { mean: 11, squaredError: 0.4 },
];
const rows = (shift: number) => a.map((value, i) => [value + shift, (i * 7) % 10, ((i * 3) % 7) + 1]);
const [s0, s1] = [
  stats.scatterOf(rows(0)),
  stats.scatterOf(rows(1).map(([y, x, z]) => [y + x / 9, x + 0.5, z])),
];
const pairs0 = stats.bivariateOf(a, paired);
const pairs1 = stats.bivariateOf(paired, a);
const ranked = [2, 0, 1, null, 1];
const looks = [0.3, 0.6, 1];
const upper = [3.7, 2.5, 2];
const random = () => seededRandom(1);
const meanOf = (values: readonly number[]): number => stats.momentsOf(values).mean;
const unit = [0.1, 0.4, 0.8, 0.3, 0.6, 0.2, 0.9];
const batches = [
  { chance: 0.5, people: 20, n: 9, sum: 11, squares: 25 },
  { chance: 0.7, people: 20, n: 15, sum: 14, squares: 30 },
];
const clusters = [3, 5, 4, 6, 5, 7].map((n, i) => ({
  arm: i % 2 === 0 ? ("control" as const) : ("treatment" as const),
  n,
  sum: n + i,
}));
const periods = [2, 3, 4, 5, 3, 2, 6, 4].map((n, time) => ({
  market: "m",
  time,
  arm: time % 4 < 2 ? ("control" as const) : ("treatment" as const),
  n,
  sum: n + (time % 3),
}));
const rule: stats.DecisionRule = {
  metrics: [
    { name: "s", role: "success" },
    { name: "g", role: "guardrail", margin: 0.5 },
    { name: "q", role: "quality" },
  ],
  alpha: 0.05,
  beta: 0.2,
};
const fits = {
  rounds: [1, 0, 1, 0].map((reward, i) => ({
    reward,
    propensity: 0.3 + i / 10,
    target: 0.5,
    predictedShown: 0.4,
    predictedTarget: 0.5,
  })),
};
const cells = ["a", "b"].flatMap((item) =>
  [0, 1].map((place) => ({ item, place, shown: 50, clicks: 20 - 8 * place })),
);
const ranking = { a: ["1", "2", "3", "4"], b: ["2", "4", "1", "3"] };
const weekly = Array.from({ length: 30 }, (_, i) => [10 + (i % 5) + ((i * 7) % 11) / 10, 1 + (i % 4)]);
const unitRows = [a, b, paired].flatMap((values) => [
  { arm: "x", rows: stats.momentsOf(values.slice(0, 5)) },
  { arm: "y", rows: stats.momentsOf(values.slice(5)) },
]);
const proportionScatter = { n: 40, means: [0.3], products: [[8.4]] };
const linear = stats.learnLinear(stats.emptyLinearArm(2), [1, 2], 0.5);

/** One sound call of everything. */
const calls: Record<string, SoundCall> = {
  adaptiveDifference: () => [batches, batches.map((one) => ({ ...one, sum: one.sum + 2 }))],
  adaptiveMean: () => [batches],
  addBivariate: () => [pairs0, pairs1],
  addClusterSums: () => [stats.clusterSumsOf([[1, 2]], [3]), stats.clusterSumsOf([[1, 4]], [5])],
  addMoments: () => [m0, m1],
  addPolicySums: () => [stats.policySumsOf(fits.rounds), stats.policySumsOf(fits.rounds)],
  addProportions: () => [p0, p1],
  addScatter: () => [s0, s1],
  addTallies: () => [
    { winsA: 1, winsB: 2, ties: 3 },
    { winsA: 1, winsB: 2, ties: 3 },
  ],
  adjust: () => [[0.01, 0.2, 0.03], "BY"],
  adjustAll: () => [[0.01, 0.2, 0.03]],
  adjustedDifference: () => [s0, s1],
  adjustedQuantiles: () => {
    const many = Array.from({ length: 60 }, (_, i) => ((i * 37) % 61) / 7);
    const arm = (shift: number) => ({
      y: many.map((y) => y + shift),
      covariates: many.map((y, i) => [y + (i % 5)]),
    });
    return [arm(0), arm(0.1), 0.5, 0.95];
  },
  analyse: () => [
    {
      control: "a",
      metrics: [{ name: "m", kind: "mean", arms: { a: m0, b: m1 } }],
      assignment: { counts: { a: 10, b: 11 }, weights: { a: 1, b: 1 } },
      confidence: 0.9,
      best: 50,
    },
  ],
  assignedArm: () => ["salt", "unit", [1, 2, 1]],
  assignedShare: () => ["salt", "unit"],
  asymptoticSequence: () => [500, 2, 0.05, 1000],
  asymptoticSequenceOneSided: () => [500, 2, 0.05, 1000],
  averagePrecisionAt: () => [ranked, 4, 5],
  balancedCredit: () => [ranking.a, ranking.b, ["1", "2", "4", "3"], [0, 2]],
  balancedInterleaving: () => [ranking.a, ranking.b, 3, random()],
  barnardExact: () => [
    { x: 3, n: 12 },
    { x: 7, n: 11 },
  ],
  betaBinomialMixture: () => [100, 0.05, 0.3, 0.7],
  betaPosterior: () => [p0, 1, 2],
  bettingInterval: () => [unit, 0.05],
  binaryPreference: () => [ranked, 4, 2],
  bivariateFromSums: () => [10, 30, 40, 120, 200, 130],
  bivariateOf: () => [a, paired],
  bootstrapDifference: () => [a, b, meanOf, random(), { replicates: 100, confidence: 0.9 }],
  bootstrapInterval: () => [a, meanOf, random(), { replicates: 100, confidence: 0.9 }],
  boundedDifference: () => [unit, unit.map((value) => 1 - value), 0.05],
  brunnerMunzel: () => [a, b, 0.95],
  cascadeModel: () => [
    [{ items: ["a", "b"], click: 1 }, { items: ["b", "a"], click: 0 }, { items: ["b", "a"] }],
  ],
  chanceOfBest: () => [[stats.studentT(4), stats.studentT(9)]],
  clopperPearsonInterval: () => [p0, 0.95],
  clusterRobustFit: () => [
    [1, 2, 3, 4].map((k) =>
      stats.clusterSumsOf(
        [
          [1, k % 2],
          [1, k % 2],
        ],
        [k, k + 1],
      ),
    ),
    "CR2",
  ],
  clusterSumsOf: () => [
    [
      [1, 2],
      [1, 3],
    ],
    [4, 5],
  ],
  clusteredDifference: () => [clusters],
  combineP: () => [[0.01, 0.2, 0.03]],
  compareArms: () => ["proportion", p0, proportionScatter],
  comparePosteriors: () => [stats.betaPosterior(p0), stats.betaPosterior(p1)],
  correlations: () => [a, paired, 0.95],
  covariateAlarms: () => [s0, s1],
  covariateBalance: () => [s0, s1],
  creditOf: () => [
    ["A", "B", "A"],
    [0, 1],
  ],
  creditTest: () => [m0, { confidence: 0.9, null: 0.1 }],
  crossFitted: () => [rows(0), a, random(), { folds: 2 }],
  crossingProbabilities: () => [looks, upper, upper.map((z) => -z), 1.5],
  cuped: () => [pairs0, pairs1],
  cupedVarianceRatio: () => [0.5],
  decide: () => [
    rule,
    [
      { name: "s", control: e0, treatment: e1 },
      { name: "g", control: e0, treatment: e1 },
      { name: "q", p: 0.4 },
    ],
  ],
  deltaLift: () => [e0, e1, 1.96],
  describe: () => [a],
  designEffect: () => [20, 0.05],
  detectableEffect: () => [500, 2, { alpha: 0.05, power: 0.8 }],
  detectableEffectT: () => [50, 2, { alpha: 0.05, power: 0.8 }],
  differenceSequence: () => [
    { ...e0, n: 300 },
    { ...e1, n: 310 },
    { alpha: 0.05, best: 500, previousP: 0.5, covariance: 0.01 },
  ],
  discountedGain: () => [ranked, 5, true],
  distributionBound: () => [100, 0.05, 10],
  drawArm: () => [[0.2, 0.8], random()],
  drawList: () => [[{ items: ["1"], chance: 1, credits: [] }], random()],
  dunnett: () => [m0, [m1, stats.momentsOf(paired)]],
  empiricalBernsteinInterval: () => [unit, 0.05],
  emptyLinearArm: () => [3],
  equivalence: () => [m0, m1, 3, 0.05],
  exactPermutation: () => [a.slice(0, 5), b.slice(0, 5)],
  factorialTest: () => [{ control: { control: m0, treated: m1 }, treated: { control: m1, treated: m0 } }],
  fiellerLift: () => [e0, e1, 1.96, 0.01],
  fisherExact: () => [p0, p1],
  futilityBounds: () => [looks, upper, 2.8, 0.2, stats.pocockSpending],
  gammaExponentialMixture: () => [100, 0.05, 1],
  gammaPoissonMixture: () => [100, 0.05, 1],
  gammaPosterior: () => [12, 40, 1, 0.1],
  geometricLift: () => [m0, m1, 0.95],
  heterogeneity: () => [
    [
      { effect: 0.1, standardError: 0.2 },
      { effect: 0.5, standardError: 0.1 },
    ],
  ],
  hodgesLehmann: () => [a, b],
  independenceTest: () => [
    [
      [20, 30],
      [25, 15],
    ],
  ],
  interpolatedPrecision: () => [ranked, 4, 0.5],
  jackknifeError: () => [a],
  kolmogorovSmirnov: () => [a, b],
  kruskalWallis: () => [[a, b, paired]],
  learnBetaPrior: () => [
    [
      { x: 5, n: 50 },
      { x: 30, n: 60 },
      { x: 40, n: 55 },
    ],
  ],
  learnGammaPrior: () => [
    [
      { events: 5, exposure: 50 },
      { events: 90, exposure: 60 },
      { events: 40, exposure: 55 },
    ],
  ],
  learnLinear: () => [linear, [1, 0.5], 2],
  learnPrior: () => [[1, 2, 4].map((estimate) => ({ estimate, standardError: 0.5 }))],
  linearThompson: () => [[linear, stats.emptyLinearArm(2)], [1, 0.5], { floor: 0.05, ridge: 1, noise: 1 }],
  linearised: () => [paired, a],
  logArms: () => [[a, b], 1],
  logLiftInterval: () => [e0, e1, 1.96],
  mannWhitney: () => [a, b],
  mantelHaenszel: () => [
    [
      { a: 3, b: 5, c: 6, d: 2 },
      { a: 4, b: 7, c: 8, d: 3 },
    ],
    0.95,
  ],
  mixtureTest: () => [100, 0.3, 2, 0.1, 0.05, 0.5],
  mixtureTestOf: () => [0.3, 0.1, 0.02, 0.05, 0.7],
  momentsFromSums: () => [10, 50, 300],
  momentsOf: () => [a],
  newcombeInterval: () => [p0, p1, 0.95],
  nonInferiority: () => [m0, m1, 0.5, { alpha: 0.05 }],
  normalMixtureBound: () => [100, 10, 0.05],
  normalPosterior: () => [0.2, 0.1, 0, 0.04, 0.95],
  normalisedGain: () => [ranked, [2, 1, 1, 1, 0], 5],
  obrienFlemingSpending: () => [0.5, 0.025],
  oneWayAnova: () => [[a.slice(0, 5), a.slice(5), b]],
  optimisedInterleaving: () => [ranking.a, ranking.b, 3],
  pairedTest: () => [a, paired],
  pearson: () => [a, paired],
  planExperiment: () => [
    { rows: weekly },
    { lift: 0.1, alpha: 0.05, power: 0.8, runs: 20, peoplePerDay: 100 },
    random(),
  ],
  plannedEffect: () => [
    { variance: 4, explained: 0.2, clusterSize: 3, icc: 0.1, treatments: 2, allocation: 0.5 },
    400,
  ],
  plannedPower: () => [{ variance: 4, margin: 0.2, looks: { kind: "anytime", looks: 3 } }, 0.1, 400],
  plannedSize: () => [
    { variance: 4, alpha: 0.05, power: 0.8, looks: { kind: "group-sequential", information: looks } },
    0.5,
  ],
  pocockSpending: () => [0.5, 0.025],
  policySumsOf: () => [fits.rounds, 5],
  policyValue: () => [fits.rounds, "doubly robust", { bound: 5, alpha: 0.05 }],
  policyValueOf: () => [stats.policySumsOf(fits.rounds), "self-normalised", 0.05],
  pooledTest: () => [m0, m1, { confidence: 0.9, null: 0.1 }],
  positionBasedModel: () => [cells],
  postStratified: () => [
    [{ weight: 1, control: { n: 10, mean: 4, variance: 2 }, treatment: { n: 12, mean: 5, variance: 2 } }],
  ],
  powerOfChiSquare: () => [0.3, 100, 2, 0.05],
  powerOfT: () => [0.5, 50, 60, 0.05, 2],
  powerSpending: () => [2],
  preDifference: () => [pairs0, pairs1],
  precisionAt: () => [ranked, 5],
  preference: () => [{ winsA: 1, winsB: 2, ties: 3 }],
  provePlan: () => [{ rows: weekly }, { variance: 2, alpha: 0.05 }, 0.5, 40, random(), { runs: 20 }],
  quantileDifference: () => [
    { n: 50, quantile: 5, lower: 4, upper: 7 },
    { n: 60, quantile: 6, lower: 5, upper: 7 },
    0.95,
  ],
  quantileDifferenceSequence: () => [a, b, 0.5, 0.05, 5],
  quantileInterval: () => [a, 0.5, 0.9],
  quantileOfSorted: () => [[1, 2, 3], 0.5, 7],
  quantileRanks: () => [100, 0.5, 0.95, 1.5],
  quantileSequence: () => [a, 0.5, 0.05, 5],
  quantileSequenceTest: () => [0.5, a, b, 5, 0.05],
  quantileSummaryOf: () => [a, 0.5, 0.8, 1],
  randomisationTest: () => [clusters, random(), { draws: 19, confidence: 0.9 }],
  rateSequence: () => [30, 100, 0.05, 200],
  ratioEstimate: () => [pairs0],
  recallAt: () => [ranked, 4, 5],
  reciprocalRank: () => [ranked],
  ridgeLearner: () => [1],
  ruleBudget: () => [rule],
  ruleSampleSize: () => [rule, [{ name: "s", variance: 2, effect: 0.1 }]],
  sampleRatioBySegment: () => [
    [
      { segment: "x", counts: [50, 55] },
      { segment: "y", counts: [30, 29] },
    ],
    [1, 1],
  ],
  sampleRatioCause: () => [
    [
      { attributes: { browser: "x" }, counts: [50, 55] },
      { attributes: { browser: "y" }, counts: [30, 29] },
    ],
    [1, 1],
    0.01,
  ],
  sampleRatioExact: () => [
    [50, 55],
    [1, 1],
  ],
  sampleRatioSequential: () => [[50, 55], [1, 1], 100, 0.7],
  sampleRatioTest: () => [
    [50, 55],
    [1, 1],
  ],
  sampleSizeAllocated: () => [0.5, 2, 0.3, { alpha: 0.05, power: 0.8 }],
  sampleSizeNonInferiority: () => [0.1, 2, 0.3, { alpha: 0.05, power: 0.8 }],
  sampleSizeNormal: () => [0.5, 4, { alpha: 0.05, power: 0.8 }],
  sampleSizeProportions: () => [0.2, 0.3, { alpha: 0.05, power: 0.8 }],
  sampleSizeT: () => [0.5, 2, { alpha: 0.05, power: 0.8 }],
  sampledPermutation: () => [a, b, random(), 19],
  scatterFromSums: () => [
    10,
    [5, 6],
    [
      [30, 20],
      [20, 40],
    ],
  ],
  scatterOf: () => [rows(0)],
  segmentEffects: () => [
    [
      { segment: "x", control: s0, treatment: s1 },
      { segment: "y", control: s1, treatment: s0 },
    ],
    { confidence: 0.9 },
  ],
  sequenceTuning: () => [1000, 0.05],
  sequentialAnalysis: () => [
    [
      { effect: 1, standardError: 1 },
      { effect: 1.2, standardError: 0.6 },
    ],
    0.5,
    { alpha: 0.05 },
  ],
  sequentialDesign: () => [looks, { alpha: 0.025, power: 0.8 }],
  sequentialPlan: () => [looks, upper, 0.025, 0.8],
  shapedBounds: () => [looks, 0.025, 0.25],
  signTest: () => [{ winsA: 12, winsB: 20, ties: 3 }],
  spendingBounds: () => [looks, 0.025, stats.pocockSpending],
  stitchedBound: () => [100, 0.05, 10],
  successAt: () => [ranked, 2],
  summedCredit: () => [
    [1, -2, 0],
    [0, 1],
  ],
  switchbackEffect: () => [periods, { burnIn: 1, confidence: 0.9 }],
  tTest: () => [1, 0.5, 10, { confidence: 0.9, null: 0.1 }],
  tally: () => [["A", "B", "tie"]],
  teamDraft: () => [ranking.a, ranking.b, 3, random()],
  thompsonMeans: () => [[m0, m1], { floor: 0.05 }],
  thompsonRates: () => [[p0, p1], { floor: 0.05 }],
  topTwo: () => [[0.2, 0.5, 0.3], 0.5, { floor: 0.05 }],
  trimmedMean: () => [a, 0.1],
  twoProportions: () => [p0, p1, 0.95],
  typeSM: () => [0.2, 0.1, 0.05],
  unitCheck: () => [unitRows],
  varianceOf: () => [m0],
  weighedCredit: () => [
    [1, -2, 0],
    [0, 1],
  ],
  welchAnova: () => [[0, 1, 2].map((k) => ({ n: 5 + k, mean: k, m2: 8 + k }))],
  welchTest: () => [m0, m1, { confidence: 0.9, null: 0.1 }],
  wilsonInterval: () => [p0, 0.95],
  winnersCurse: () => [0.3, 0.1, { prior: { mean: 0, variance: 0.04 }, alpha: 0.05 }],
  winsorThresholds: () => [a, 0.05, 0.95],
  winsorise: () => [a, [4, 6]],
  winsorisedArms: () => [[a, b], { lower: 0.05, upper: 0.95 }],
};

/** Functions of mathematics answer NaN to nonsense as `Math` does; models and series have a table of their own. */
const elsewhere = new Set<string>([
  ...[classification, clustering, regression, survival].flatMap((face) => Object.keys(face)),
  ...Object.keys(series),
  // a change of form: `decide` checks what it gets
  "ruleResultsOf",
  ...["BowerbirdError", "runCases", "seededRandom", "standardNormal", "studentT", "chiSquare", "fisherF"],
  ...["betaDistribution", "gammaDistribution", "binomialDistribution", "poissonDistribution"],
  ...["negativeBinomialDistribution", "noncentralT", "noncentralTLower", "noncentralTUpper"],
  ...[
    "noncentralChiSquareUpper",
    "noncentralFUpper",
    "studentizedRangeUpper",
    "binomialMass",
    "binomialLower",
  ],
  ...["binomialUpper", "poissonMass", "poissonLower", "poissonUpper"],
]);

const functions = Object.entries(stats).filter(
  ([name, value]) => typeof value === "function" && !elsewhere.has(name),
) as [string, (...args: readonly unknown[]) => unknown][];

describe("hostile input", () => {
  test("nothing of the face is left out", () => {
    expect(Object.keys(calls).toSorted()).toEqual(functions.map(([name]) => name).toSorted());
  });
  test.each(functions)("%s", (name, run) => {
    expect(holdsNaN(run(...calls[name]())), "the sound call").toBe(false);
    expect(wrongAnswers(run, calls[name]).slice(0, 5)).toEqual([]);
  });
});
