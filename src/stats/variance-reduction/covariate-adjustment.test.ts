/** CUPED in all its forms: against least squares, under simulation, and the alarms that guard it. */
import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../../core/random.ts";
import { normalUpperQuantile } from "../../math/normal.ts";
import {
  addScatter,
  adjustedDifference,
  adjustedQuantiles,
  type Bivariate,
  bivariateOf,
  covariateAlarms,
  covariateBalance,
  crossFitted,
  cuped,
  fiellerLift,
  linearRegression,
  momentsOf,
  quantileDifference,
  ratioEstimate,
  scatterFromSums,
  scatterOf,
  segmentEffects,
  welchTest,
} from "../stats.ts";

const z = normalUpperQuantile(0.025);
const draws = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);

/** Rows of outcome, two covariates: y = effect + 2 x1 - x2 + noise. */
const rowsOf = (random: Random, n: number, effect: number, level = 10): number[][] =>
  draws(n, () => {
    const [x1, x2] = [random.normal(), random.normal()];
    return [level + effect + 2 * x1 - x2 + random.normal(), x1, x2];
  });

describe("sufficient statistics of several columns", () => {
  test("parts merge into the whole and equal their sums", () => {
    const rows = rowsOf(seededRandom(1), 40, 0);
    const whole = scatterOf(rows);
    const merged = addScatter(scatterOf(rows.slice(0, 13)), scatterOf(rows.slice(13)));
    const sums = rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0));
    const crossed = sums.map((_, j) =>
      sums.map((_sum, k) => rows.reduce((sum, row) => sum + row[j] * row[k], 0)),
    );
    for (const other of [merged, scatterFromSums(40, sums, crossed)]) {
      other.products.flat().forEach((value, i) => {
        expect(value).toBeCloseTo(whole.products.flat()[i], 9);
      });
    }
  });
});

describe("CUPED for means", () => {
  test("with no covariate it is Welch's test", () => {
    const random = seededRandom(2);
    const [a, b] = [rowsOf(random, 30, 0), rowsOf(random, 40, 1)].map((rows) => rows.map(([y]) => y));
    const found = adjustedDifference(scatterOf(a.map((y) => [y])), scatterOf(b.map((y) => [y])));
    const welch = welchTest(momentsOf(a), momentsOf(b));
    expect(found.difference).toBeCloseTo(welch.difference, 12);
    expect(found.standardError).toBeCloseTo(welch.standardError, 12);
    expect(found.p).toBeCloseTo(welch.p, 12);
    expect(found.varianceRatio).toBeCloseTo(1, 12);
  });
  test("the effect is the analysis of covariance's, and in equal arms so is the error", () => {
    const random = seededRandom(3);
    const [a, b] = [rowsOf(random, 25, 0), rowsOf(random, 25, 1)];
    const found = adjustedDifference(scatterOf(a), scatterOf(b));
    const fit = linearRegression(
      [...a.map(([, x1, x2]) => [1, 0, x1, x2]), ...b.map(([, x1, x2]) => [1, 1, x1, x2])],
      [...a, ...b].map(([y]) => y),
    );
    expect(found.difference).toBeCloseTo(fit.coefficients[1], 10);
    expect(found.standardError).toBeCloseTo(fit.standardErrors[1], 10);
    expect(found.theta).toHaveLength(2);
  });
  test("with one covariate and much data the older form says the same, for the lift too", () => {
    const random = seededRandom(17);
    const arm = (effect: number) => rowsOf(random, 2000, effect).map(([y, x]) => [y, x]);
    const [a, b] = [arm(0), arm(1)];
    const old = cuped(
      ...([a, b].map((rows) =>
        bivariateOf(
          rows.map(([, x]) => x),
          rows.map(([y]) => y),
        ),
      ) as [Bivariate, Bivariate]),
    );
    const found = adjustedDifference(scatterOf(a), scatterOf(b));
    expect(old.covariance).toBeCloseTo(found.covariance, 12);
    const lift = fiellerLift(old.control, old.treatment, z, old.covariance);
    const other = fiellerLift(found.control, found.treatment, z, found.covariance);
    expect(lift.g).toBeCloseTo(other.g, 5);
    expect(lift.p).toBeCloseTo(other.p, 5);
  });
  test("a repeated or constant covariate is left out, not refused", () => {
    const random = seededRandom(4);
    const widened = (rows: number[][]) => scatterOf(rows.map(([y, x1, x2]) => [y, x1, x1 * 3, 7, x2]));
    const [a, b] = [rowsOf(random, 25, 0), rowsOf(random, 25, 1)];
    const found = adjustedDifference(widened(a), widened(b));
    expect(found.dropped).toEqual([1, 2]);
    expect(found.difference).toBeCloseTo(adjustedDifference(scatterOf(a), scatterOf(b)).difference, 10);
  });
  test("small arms with several covariates keep their coverage", () => {
    const random = seededRandom(5);
    let held = 0;
    for (let run = 0; run < 800; run++) {
      const arm = () => scatterOf(draws(10, () => draws(5, random.normal)));
      const [low, high] = adjustedDifference(arm(), arm()).interval;
      if (low <= 0 && 0 <= high) held++;
    }
    expect(held / 800).toBeGreaterThan(0.93);
    expect(held / 800).toBeLessThan(0.98);
  });
  test("the relative lift covers, which it does not when the arms' common centre is forgotten", () => {
    const random = seededRandom(6);
    let [right, forgotten] = [0, 0];
    const runs = 800;
    for (let run = 0; run < runs; run++) {
      const arm = (mean: number) =>
        scatterOf(
          draws(100, () => {
            const x = random.normal();
            return [mean + 1.9 * x + 0.3 * random.normal(), x];
          }),
        );
      const found = adjustedDifference(arm(2), arm(6));
      const holds = (covariance: number, less: number): boolean => {
        const cut = (estimate: { mean: number; squaredError: number }) => ({
          ...estimate,
          squaredError: estimate.squaredError - less,
        });
        const { interval } = fiellerLift(cut(found.control), cut(found.treatment), z, covariance);
        return interval !== "unbounded" && interval[0] <= 2 && 2 <= interval[1];
      };
      if (holds(found.covariance, 0)) right++;
      if (holds(0, found.covariance)) forgotten++;
    }
    expect(right / runs).toBeGreaterThan(0.93);
    expect(right / runs).toBeLessThan(0.97);
    expect(forgotten / runs).toBeLessThan(0.6);
  });
  test("the absolute and the relative verdict agree after CUPED", () => {
    const random = seededRandom(7);
    for (let run = 0; run < 200; run++) {
      const found = adjustedDifference(scatterOf(rowsOf(random, 30, 0)), scatterOf(rowsOf(random, 30, 0.5)));
      const lift = fiellerLift(found.control, found.treatment, z, found.covariance);
      const outside = lift.set.kind === "between" && (lift.set.low > 0 || lift.set.high < 0);
      expect(outside).toBe(Math.abs(found.difference) > z * found.standardError);
    }
  });
});

describe("CUPED for ratios", () => {
  const clicks = (random: Random, n: number, rate: number): number[][] =>
    draws(n, () => {
      const taste = 0.2 + 0.6 * random.next();
      const [views, before] = [1 + random.integer(20), 1 + random.integer(20)];
      const count = (of: number, chance: number): number =>
        draws(of, () => random.next()).filter((u) => u < chance).length;
      return [count(views, rate * taste), views, count(before, taste), before];
    });
  test("without covariates it is the delta method's", () => {
    const rows = clicks(seededRandom(8), 50, 0.5).map(([clicked, views]) => [clicked, views]);
    const plain = ratioEstimate(
      bivariateOf(
        rows.map(([, d]) => d),
        rows.map(([n]) => n),
      ),
    );
    const found = adjustedDifference(
      scatterOf(rows),
      scatterOf(clicks(seededRandom(9), 50, 0.5).map((r) => r.slice(0, 2))),
      {
        kind: "ratio",
      },
    );
    expect(found.control.mean).toBeCloseTo(plain.mean, 12);
    expect(found.control.squaredError).toBeCloseTo(plain.squaredError, 12);
  });
  test("the pre-period's clicks and views cut the variance and the interval still covers", () => {
    const random = seededRandom(10);
    let [held, ratio] = [0, 0];
    for (let run = 0; run < 300; run++) {
      const arm = () => scatterOf(clicks(random, 100, 0.5));
      const found = adjustedDifference(arm(), arm(), { kind: "ratio" });
      ratio += found.varianceRatio / 300;
      if (found.interval[0] <= 0 && 0 <= found.interval[1]) held++;
    }
    expect(held / 300).toBeGreaterThan(0.91);
    expect(ratio).toBeLessThan(0.9);
  });
});

test("CUPED for a median cuts its variance and its interval covers", () => {
  const random = seededRandom(11);
  let [held, ratio] = [0, 0];
  for (let run = 0; run < 200; run++) {
    const arm = () => {
      const covariates = draws(200, () => [random.normal()]);
      return { covariates, y: covariates.map(([x]) => Math.exp(x + 0.4 * random.normal())) };
    };
    const found = adjustedQuantiles(arm(), arm(), 0.5);
    ratio += found.varianceRatio / 200;
    const { interval } = quantileDifference(found.control, found.treatment);
    if (interval[0] <= 0 && 0 <= interval[1]) held++;
  }
  expect(ratio).toBeLessThan(0.6);
  expect(held / 200).toBeGreaterThan(0.9);
});

test("a cross-fitted model finds what is there and nothing where nothing is", () => {
  const random = seededRandom(12);
  const rows = draws(400, () => draws(6, random.normal));
  const real = crossFitted(
    rows,
    rows.map(([x1, x2]) => 3 * x1 - x2 + random.normal()),
    random,
  );
  expect(real.explained).toBeGreaterThan(0.85);
  const noise = crossFitted(rows, draws(400, random.normal), random);
  expect(noise.explained).toBeLessThan(0.03);
  // a learner that remembers every row cannot cheat
  const memory = crossFitted(rows, draws(400, random.normal), random, {
    learner: (seen, y) => (features) => {
      const place = seen.findIndex((row) => row.every((value, j) => value === features[j]));
      return place < 0 ? 0 : y[place];
    },
  });
  expect(memory.explained).toBeLessThan(0.03);
});

describe("alarms", () => {
  test("the balance check keeps its level and names the covariate", () => {
    const random = seededRandom(13);
    let alarms = 0;
    for (let run = 0; run < 400; run++) {
      const arm = () => scatterOf(draws(40, () => draws(3, random.normal)));
      if (covariateBalance(arm(), arm()).jointP < 0.05) alarms++;
    }
    expect(alarms / 400).toBeGreaterThan(0.025);
    expect(alarms / 400).toBeLessThan(0.08);
    const shifted = scatterOf(draws(400, () => [random.normal(), random.normal() + 0.6]));
    const found = covariateBalance(scatterOf(draws(400, () => draws(2, random.normal))), shifted);
    expect(found.p[0]).toBeGreaterThan(0.001);
    expect(found.p[1]).toBeLessThan(0.001);
  });
  test("one covariate's joint check is the pooled t-test squared", () => {
    const random = seededRandom(14);
    const [a, b] = [draws(12, random.normal), draws(15, random.normal)];
    const found = covariateBalance(scatterOf(a.map((x) => [x])), scatterOf(b.map((x) => [x])));
    const pooled = (momentsOf(a).m2 + momentsOf(b).m2) / 25;
    const t = (momentsOf(b).mean - momentsOf(a).mean) / Math.sqrt(pooled * (1 / 12 + 1 / 15));
    expect(found.jointStatistic).toBeCloseTo(t * t, 10);
  });
  test("a covariate that holds the outcome, and one the treatment has touched, are noticed", () => {
    const random = seededRandom(15);
    const leaking = (effect: number) =>
      scatterOf(
        draws(300, () => {
          const y = effect + random.normal();
          return [y, y * 2];
        }),
      );
    expect(covariateAlarms(leaking(0), leaking(1)).alarms).toEqual(["imbalance", "leakage"]);
    const fine = () => scatterOf(rowsOf(random, 300, 0));
    expect(covariateAlarms(fine(), fine()).alarms).toEqual([]);
  });
});

test("segments: small ones are named, the overall effect is post-stratified, differences are tested", () => {
  const random = seededRandom(16);
  const segment = (name: string, n: number, effect: number) => ({
    segment: name,
    control: scatterOf(rowsOf(random, n, 0)),
    treatment: scatterOf(rowsOf(random, n, effect)),
  });
  const tiny = { ...segment("tiny", 2, 0), treatment: { n: 0, means: [0, 0, 0], products: [] } };
  const found = segmentEffects([segment("phone", 400, 1), segment("desktop", 400, 0), tiny]);
  expect(found.refused).toEqual([expect.objectContaining({ segment: "tiny", code: "EMPTY_SAMPLE" })]);
  expect(found.overall.difference).toBeCloseTo(
    (found.segments[0].result.difference + found.segments[1].result.difference) / 2,
    12,
  );
  expect(found.interaction?.p).toBeLessThan(0.001);
  expect(found.segments[0].p).toBeLessThan(0.001);
  expect(Math.abs(found.segments[0].shrunken - found.overall.difference)).toBeLessThan(
    Math.abs(found.segments[0].result.difference - found.overall.difference),
  );
});
