/** A whole experiment: its verdicts agree, its refusals stay local, and a decision keeps the risks it was given. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../../core/random.ts";
import {
  type Analysis,
  addScatter,
  analyse,
  betaDistribution,
  betaPosterior,
  comparePosteriors,
  type DecisionRule,
  decide,
  deltaLift,
  factorialTest,
  fiellerLift,
  learnBetaPrior,
  learnGammaPrior,
  learnPrior,
  type MetricResult,
  momentsOf,
  normalPosterior,
  quantileSummaryOf,
  ruleBudget,
  ruleResultsOf,
  ruleSampleSize,
  type Scatter,
  scatterOf,
  varianceOf,
  winnersCurse,
} from "../stats.ts";

const draws = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);
const sound = ({ results }: Analysis): MetricResult[] =>
  results.filter((one): one is MetricResult => !("refused" in one));
const normals = (random: Random, n: number, mean = 0, sd = 1): number[] =>
  draws(n, () => mean + sd * random.normal());

describe("analyse", () => {
  const random = seededRandom(1);
  const people = (effect: number) =>
    draws(500, () => {
      const x = random.normal();
      return [10 + effect + x + 0.5 * random.normal(), x];
    });
  const views = () => draws(300, () => [random.integer(3), 1 + random.integer(5)]);
  const arms = <T>(make: (effect: number) => T) => ({ old: make(0), new: make(0.8), other: make(0) });
  const input = {
    control: "old",
    metrics: [
      { name: "spend", kind: "mean" as const, arms: arms((effect) => scatterOf(people(effect))) },
      {
        name: "buys",
        kind: "proportion" as const,
        arms: { old: { x: 50, n: 500 }, new: { x: 90, n: 500 }, other: { x: 51, n: 500 } },
      },
      { name: "clicks a view", kind: "ratio" as const, arms: arms(() => scatterOf(views())) },
      {
        name: "slowness",
        kind: "quantile" as const,
        better: "down" as const,
        arms: arms((effect) => quantileSummaryOf(normals(random, 400, effect), 0.9)),
      },
      { name: "broken", kind: "mean" as const, arms: arms(() => momentsOf([1])) },
    ],
    assignment: { counts: { old: 500, new: 510, other: 495 }, weights: { old: 1, new: 1, other: 1 } },
  };
  test("simultaneous intervals are wider, as many comparisons ask; without a correction they are the same", () => {
    for (const looks of ["fixed", "anytime"] as const) {
      for (const one of sound(analyse({ ...input, looks }))) {
        expect(one.simultaneous.interval[0]).toBeLessThan(one.interval[0]);
        expect(one.simultaneous.interval[1]).toBeGreaterThan(one.interval[1]);
        // Bonferroni is never bolder than Holm
        if (!(one.simultaneous.interval[0] <= 0 && 0 <= one.simultaneous.interval[1]))
          expect(one.verdict).not.toBe("unclear");
      }
      for (const one of sound(analyse({ ...input, looks, correction: "none" }))) {
        expect(one.simultaneous.interval).toEqual(one.interval);
        expect(one.simultaneous.lift).toEqual(one.lift);
      }
    }
  });
  test("every kind of metric is compared; what does not apply is refused alone", () => {
    const found = analyse(input);
    expect(found.results).toHaveLength(10);
    expect(found.sampleRatio?.blocked).toBe(false);
    const of = (metric: string, arm: string) =>
      sound(found).find((one) => one.metric === metric && one.arm === arm);
    expect(of("spend", "new")).toMatchObject({ verdict: "better" });
    expect(of("spend", "new")?.varianceRatio).toBeLessThan(0.35);
    expect(of("spend", "other")?.verdict).toBe("unclear");
    expect(of("slowness", "new")?.verdict).toBe("worse");
    expect(found.results.filter((one) => "refused" in one)).toHaveLength(2);
  });
  test("a win says what to expect of it", () => {
    const win = sound(analyse(input)).find(
      ({ metric, verdict }) => metric === "spend" && verdict === "better",
    );
    expect(win?.expectation?.basis).toBe("this experiment alone");
    expect(win?.expectation?.shrunken).toBeLessThan(win?.difference ?? 0);
    expect(win?.expectation?.exaggeration).toBeGreaterThanOrEqual(1);
  });
  test("a sample-ratio mismatch blocks every verdict", () => {
    const found = analyse({
      ...input,
      assignment: { ...input.assignment, counts: { old: 5000, new: 4400, other: 5000 } },
    });
    expect(found.sampleRatio?.blocked).toBe(true);
    expect(new Set(sound(found).map(({ verdict }) => verdict))).toEqual(new Set(["blocked"]));
  });
  test.each(["anytime", "fixed"] as const)("%s: interval, lift and p never disagree", (looks) => {
    const draw = seededRandom(2);
    for (let run = 0; run < 100; run++) {
      const arm = (mean: number) => scatterOf(normals(draw, 25, mean).map((y) => [y, y + draw.normal()]));
      const metric = { name: "m", kind: "mean" as const, arms: { a: arm(0.3), b: arm(0.9) } };
      for (const one of sound(
        analyse({ control: "a", metrics: [metric], looks, correction: "none", best: 50 }),
      )) {
        const outside = one.interval[0] > 0 || one.interval[1] < 0;
        expect(one.p < 0.05).toBe(outside);
        expect(one.verdict !== "unclear").toBe(outside);
        const set = one.lift?.set;
        const relative =
          set?.kind === "between"
            ? set.low > 0 || set.high < 0
            : set?.kind === "outside"
              ? set.below < 0 && set.above > 0
              : false;
        expect(relative).toBe(outside);
      }
    }
  });
  test("50 A/A metrics in 3 arms hardly ever cry wolf", () => {
    const draw = seededRandom(3);
    let fooled = 0;
    for (let run = 0; run < 40; run++) {
      const metrics = draws(50, () => 0).map((_, i) => ({
        name: `m${i}`,
        kind: "mean" as const,
        arms: {
          a: momentsOf(normals(draw, 40)),
          b: momentsOf(normals(draw, 40)),
          c: momentsOf(normals(draw, 40)),
        },
      }));
      if (
        sound(analyse({ control: "a", metrics, looks: "fixed" })).some(({ verdict }) => verdict !== "unclear")
      )
        fooled++;
    }
    expect(fooled / 40).toBeLessThanOrEqual(0.15);
  });
});

test("clusters are a metric's arms too, and an analysis feeds the decision rule", () => {
  const random = seededRandom(14);
  const shops = (effect: number) =>
    draws(12, () => {
      const n = 20 + random.integer(60);
      return { n, sum: n * (5 + effect + 0.3 * random.normal()) };
    });
  const found = analyse({
    control: "old",
    looks: "fixed",
    metrics: [
      { name: "basket", kind: "clustered", arms: { old: shops(0), new: shops(2) } },
      {
        name: "spend",
        kind: "mean",
        arms: { old: momentsOf(normals(random, 400, 10)), new: momentsOf(normals(random, 400, 10)) },
      },
    ],
    assignment: { counts: { old: 500, new: 510 }, weights: { old: 1, new: 1 } },
  });
  const [basket] = sound(found);
  expect(basket.verdict).toBe("better");
  expect(basket.control.squaredError + basket.treatment.squaredError).toBeCloseTo(
    basket.standardError ** 2,
    10,
  );
  expect(basket.df).toBeLessThan(23);
  const rule: DecisionRule = {
    metrics: [
      { name: "basket", role: "success" },
      { name: "spend", role: "guardrail", relativeMargin: 0.05 },
      { name: "ratio", role: "quality" },
    ],
  };
  expect(decide(rule, ruleResultsOf(found, "new", "ratio")).decision).toBe("ship");
});

test("a quantile among ties is not called different too easily", () => {
  const random = seededRandom(15);
  let fooled = 0;
  for (let run = 0; run < 300; run++) {
    const arm = () =>
      quantileSummaryOf(
        draws(300, () => random.integer(6)),
        0.5,
      );
    const metric = { name: "clicks", kind: "quantile" as const, arms: { a: arm(), b: arm() } };
    if (
      sound(analyse({ control: "a", looks: "fixed", metrics: [metric] })).some(
        ({ verdict }) => verdict !== "unclear",
      )
    )
      fooled++;
  }
  expect(fooled / 300).toBeLessThanOrEqual(0.05);
});

test("a covariate that the treatment has touched raises an alarm", () => {
  const random = seededRandom(17);
  const arm = (effect: number) =>
    scatterOf(draws(400, () => [random.normal() + effect, random.normal() + effect]));
  const found = sound(
    analyse({ control: "a", metrics: [{ name: "m", kind: "mean", arms: { a: arm(0), b: arm(0.5) } }] }),
  );
  expect(found[0].alarms).toEqual(["imbalance"]);
});

test("units, order and shards change nothing", () => {
  const real = fc.integer({ min: -10_000, max: 10_000 }).map((value) => value / 100);
  const row = fc.tuple(real, real).map(([y, x]) => [y, x]);
  const rows = fc.array(row, { minLength: 8, maxLength: 20 });
  fc.assert(
    fc.property(rows, rows, fc.double({ min: 0.1, max: 10, noNaN: true }), real, (a, b, scale, shift) => {
      const of = (change: (rows: number[][]) => Scatter) =>
        analyse({
          control: "a",
          metrics: [{ name: "m", kind: "mean", arms: { a: change(a), b: change(b) } }],
          best: 50,
        }).results[0];
      const plain = of(scatterOf);
      if ("refused" in plain || plain.varianceRatio < 1e-6) return;
      const moved = of((some) => scatterOf(some.map(([y, x]) => [y * scale + shift, x])));
      const sharded = of((some) =>
        addScatter(scatterOf(some.slice(0, 3)), scatterOf(some.slice(3).toReversed())),
      );
      for (const [other, unit] of [
        [moved, scale],
        [sharded, 1],
      ] as const) {
        if ("refused" in other) throw new Error(other.refused.reason);
        const near = (x: number, y: number): void =>
          expect(Math.abs(x - y)).toBeLessThan(1e-6 * (1 + Math.abs(y)));
        near(other.difference, plain.difference * unit);
        near(other.standardError, plain.standardError * unit);
        near(other.p, plain.p);
      }
    }),
    { numRuns: 60, seed: 3 },
  );
});

test("two experiments at once: the interaction is the difference of differences", () => {
  const random = seededRandom(16);
  const cell = (mean: number) => momentsOf(normals(random, 200, mean));
  const found = factorialTest({
    control: { control: cell(0), treated: cell(0) },
    treated: { control: cell(1), treated: cell(2) },
  });
  expect(found.interaction.p).toBeLessThan(0.01);
  expect(found.effectOfA.difference).toBeCloseTo(1.5, 0);
  // by hand: four cells of n 2 and variance 2: se² of the interaction 4, of an effect 1
  const hand = (mean: number) => ({ n: 2, mean, m2: 2 });
  const exact = factorialTest({
    control: { control: hand(1), treated: hand(2) },
    treated: { control: hand(4), treated: hand(9) },
  });
  expect(exact.interaction.difference).toBe(4);
  expect(exact.interaction.standardError).toBe(2);
  expect(exact.effectOfA.difference).toBe(5);
  expect(exact.interaction.df).toBeCloseTo(4, 12);
});

describe("faults of other engines, not ours", () => {
  const z = 1.959963984540054;
  test("relative lift at n = 100 and sd = 5 × mean: Fieller covers 95 %, the delta method does not", () => {
    const random = seededRandom(4);
    let [fieller, delta] = [0, 0];
    const runs = 4000;
    for (let run = 0; run < runs; run++) {
      // the means of 100 normal values of mean 1 and sd 5, drawn at once
      const arm = () => ({ mean: 1 + 0.5 * random.normal(), squaredError: 0.25 });
      const [control, treatment] = [arm(), arm()];
      const { set } = fiellerLift(control, treatment, z);
      if (set.kind === "everything") fieller++;
      else if (set.kind === "between" ? set.low <= 0 && 0 <= set.high : 0 <= set.below || set.above <= 0)
        fieller++;
      const [low, high] = deltaLift(control, treatment, z).interval;
      if (low <= 0 && 0 <= high) delta++;
    }
    expect(fieller / runs).toBeGreaterThan(0.94);
    expect(fieller / runs).toBeLessThan(0.96);
    expect(delta / runs).toBeLessThan(0.935);
  });
  test("a flat prior stopped at 95 % is wrong on far more than 5 % of A/A tests, and says so", () => {
    const random = seededRandom(5);
    let wrong = 0;
    const runs = 1000;
    for (let run = 0; run < runs; run++) {
      let sum = 0;
      for (let look = 1; look <= 20; look++) {
        sum += random.normal();
        const { chanceToWin, underStopping } = normalPosterior(sum / look, 1 / Math.sqrt(look));
        expect(underStopping).toBe("not calibrated");
        if (Math.max(chanceToWin, 1 - chanceToWin) > 0.95) {
          wrong++;
          break;
        }
      }
    }
    expect(wrong / runs).toBeGreaterThan(0.35);
    expect(wrong / runs).toBeLessThan(0.5);
  });
  test("with a prior learned from past experiments, stopping at 95 % is right 95 times of 100", () => {
    const random = seededRandom(6);
    const past = draws(400, () => ({
      estimate: 0.3 * random.normal() + 0.2 * random.normal(),
      standardError: 0.2,
    }));
    const prior = learnPrior(past);
    expect(Math.sqrt(prior.variance)).toBeCloseTo(0.3, 1);
    let [stopped, right] = [0, 0];
    for (let run = 0; run < 3000; run++) {
      const truth = 0.3 * random.normal();
      let sum = 0;
      for (let look = 1; look <= 20; look++) {
        sum += truth + random.normal();
        const found = normalPosterior(sum / look, 1 / Math.sqrt(look), prior.mean, prior.variance);
        expect(found.underStopping).toBe("calibrated if the prior is");
        if (Math.max(found.chanceToWin, 1 - found.chanceToWin) <= 0.95) continue;
        stopped++;
        if (found.mean > 0 === truth > 0) right++;
        break;
      }
    }
    expect(right / stopped).toBeGreaterThan(0.94);
  });
});

describe("Bayes", () => {
  test("chance to win and losses of two betas, far apart and of very unequal width", () => {
    // uniform against Beta(2, 1), of density 2x: P(T > C) = ∫ x 2x dx = 2/3, E max(C - T, 0) = ∫ x² (1 - x) dx = 1/12
    const one = comparePosteriors(
      betaPosterior({ x: 1, n: 2 }, 0.5, 0.5),
      betaPosterior({ x: 1, n: 2 }, 0.5, 0.5),
    );
    expect(one.chanceTreatmentBetter).toBeCloseTo(0.5, 9);
    const uneven = comparePosteriors(
      { mean: 0.5, distribution: betaDistribution(1, 1) },
      { mean: 2 / 3, distribution: betaDistribution(2, 1) },
    );
    expect(uneven.chanceTreatmentBetter).toBeCloseTo(2 / 3, 10);
    expect(uneven.lossTreatment).toBeCloseTo(1 / 12, 10);
    const flat = { mean: 0.5, distribution: betaPosterior({ x: 1, n: 2 }, 1, 1).distribution };
    expect(comparePosteriors(flat, flat).lossControl).toBeCloseTo(
      comparePosteriors(flat, flat).lossTreatment,
      12,
    );
    const narrow = betaPosterior({ x: 5_000_000, n: 10_000_000 });
    const wide = betaPosterior({ x: 1, n: 10 });
    const found = comparePosteriors(wide, narrow);
    expect(found.chanceTreatmentBetter).toBeCloseTo(wide.distribution.lower(0.5), 6);
    expect(found.lossControl - found.lossTreatment).toBeCloseTo(narrow.mean - wide.mean, 9);
  });
});

test("priors of rates learned from past arms are those the arms came from", () => {
  const random = seededRandom(18);
  const gamma = (shape: number): number =>
    -Math.log(draws(shape, () => 1 - random.next()).reduce((a, b) => a * b, 1));
  const arms = draws(300, () => {
    const [a, b] = [gamma(6), gamma(14)];
    const rate = a / (a + b);
    return { x: draws(200, random.next).filter((u) => u < rate).length, n: 200 };
  });
  const { alpha, beta } = learnBetaPrior(arms);
  expect(alpha / (alpha + beta)).toBeCloseTo(0.3, 1);
  expect(alpha + beta).toBeGreaterThan(14);
  expect(alpha + beta).toBeLessThan(28);
  const counts = draws(300, () => {
    // events as the count of unit gaps within rate × 40
    const rate = gamma(5) / 10;
    let [events, time] = [0, 0];
    for (;;) {
      time -= Math.log(1 - random.next()) / rate;
      if (time > 40) return { events, exposure: 40 };
      events++;
    }
  });
  const { shape, rate } = learnGammaPrior(counts);
  expect(shape).toBeGreaterThan(3.8);
  expect(shape).toBeLessThan(6.5);
  expect(shape / rate).toBeCloseTo(0.5, 1);
  const same = draws(5, () => ({ x: 20, n: 100 }));
  expect(() => learnBetaPrior(same)).toThrow(expect.objectContaining({ code: "DOES_NOT_APPLY" }));
});

describe("the winner's curse", () => {
  test("shrinking by the experiment's own z tells the truth on average of what it selects", () => {
    const random = seededRandom(7);
    let [claimed, truth, shrunken] = [0, 0, 0];
    for (let run = 0; run < 20000; run++) {
      const effect = random.normal();
      const seen = effect + random.normal();
      if (Math.abs(seen) < 1.96) continue;
      claimed += Math.abs(seen);
      truth += effect * Math.sign(seen);
      shrunken += Math.abs(winnersCurse(seen, 1, { prior: { mean: 0, variance: 1 } }).shrunken);
    }
    expect(claimed / truth).toBeGreaterThan(1.5);
    expect(shrunken / truth).toBeCloseTo(1, 1);
  });
  test("an effect of one standard error leaves nothing plausible", () => {
    expect(winnersCurse(0.5, 1)).toEqual({ shrunken: 0, basis: "this experiment alone" });
  });
});

describe("the decision rule", () => {
  const rule: DecisionRule = {
    metrics: [
      { name: "saves", role: "success" },
      { name: "clicks", role: "success" },
      { name: "revenue", role: "guardrail", margin: 0.2 },
      { name: "latency", role: "guardrail", margin: 0.2, better: "down" },
      { name: "crashes", role: "deterioration", better: "down" },
      { name: "sample ratio", role: "quality" },
    ],
  };
  test("success metrics share α, guardrails do not; guardrails share β", () => {
    const budget = ruleBudget(rule);
    expect(budget.map(({ alpha }) => alpha)).toEqual([0.025, 0.025, 0.05, 0.05, undefined, undefined]);
    // (0.2 - 0.01 - 0.01) / (2 guardrails + 1)
    expect(budget[2].beta).toBeCloseTo(0.06, 12);
    expect(budget[4].alarm).toBeCloseTo(0.01 / 5, 12);
  });
  const size = ruleSampleSize(
    rule,
    ["saves", "clicks", "revenue", "latency"].map((name) => ({ name, variance: 1, effect: 0.2 })),
  ).perArm;
  const experiment = (random: Random, effects: Record<string, number>) =>
    rule.metrics.map(({ name, role }) => {
      if (role === "quality") return { name, p: random.next() };
      const arm = (mean: number) => ({
        mean: 5 + mean + random.normal() / Math.sqrt(size),
        squaredError: 1 / size,
      });
      return { name, control: arm(0), treatment: arm(effects[name] ?? 0), people: 2 * size };
    });
  const share = (seed: number, effects: Record<string, number>): number => {
    const random = seededRandom(seed);
    let shipped = 0;
    for (let run = 0; run < 2000; run++)
      if (decide(rule, experiment(random, effects)).decision === "ship") shipped++;
    return shipped / 2000;
  };
  test("a treatment that helps nothing, or spoils a guardrail, is hardly ever shipped", () => {
    expect(share(8, {})).toBeLessThanOrEqual(0.06);
    expect(share(9, { saves: 1, clicks: 1, revenue: -0.2 })).toBeLessThanOrEqual(0.06);
  });
  test("a good one is shipped with the power asked", () => {
    expect(share(10, { saves: 0.2 })).toBeGreaterThanOrEqual(0.8);
  });
  test("reasons are sentences; a failed quality check makes it invalid; a missing guardrail is not shown", () => {
    const random = seededRandom(11);
    const good = experiment(random, { saves: 2, clicks: 2 });
    const broken = good.map((one) => ("p" in one ? { ...one, p: 1e-9 } : one));
    expect(decide(rule, broken)).toMatchObject({
      decision: "invalid",
      reasons: ["Quality is not in order: sample ratio."],
    });
    const partial = decide(
      rule,
      good.filter(({ name }) => name !== "revenue"),
    );
    expect(partial.decision).toBe("do not ship");
    expect(partial.reasons).toEqual(["Not shown to be non-inferior: revenue."]);
    const harmed = decide(rule, experiment(random, { saves: 2, crashes: 3 }));
    expect(harmed.reasons).toContain("Deteriorated: crashes.");
    const early = experiment(random, { saves: 2, clicks: 2, revenue: 1, latency: -1 });
    expect(decide(rule, early, { looks: "anytime" }).decision).toBe("ship");
  });
  test("a relative margin is tested without a ratio", () => {
    const one: DecisionRule = { metrics: [{ name: "m", role: "guardrail", relativeMargin: 0.1 }] };
    const at = (mean: number) =>
      decide(one, [
        { name: "m", control: { mean: 100, squaredError: 1 }, treatment: { mean, squaredError: 1 } },
      ]).decision;
    // t - 0.9 c has mean 100 - 90 = 10 and error √1.81 = 1.35; 92.2 leaves 2.2 < 1.645 · 1.35 = 2.213
    expect(at(92.3)).toBe("do not ship"); // harmed: 7.7 > 2.33 √2
    expect(at(98)).toBe("ship");
  });
});

test("moments of an arm and their scatter give one answer", () => {
  const values = normals(seededRandom(12), 30, 4);
  const other = normals(seededRandom(13), 30, 4.2);
  const found = sound(
    analyse({
      control: "a",
      looks: "fixed",
      metrics: [{ name: "m", kind: "mean", arms: { a: momentsOf(values), b: momentsOf(other) } }],
    }),
  )[0];
  expect(found.standardError).toBeCloseTo(
    Math.sqrt(varianceOf(momentsOf(values)) / 30 + varianceOf(momentsOf(other)) / 30),
    12,
  );
});
