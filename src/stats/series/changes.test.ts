import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../core/random.ts";
import { anomalies } from "./anomalies.ts";
import { changePoints } from "./change-points.ts";
import { stl } from "./stl.ts";

const random = seededRandom(8);
const noise = (n: number, spread = 1): number[] => Array.from({ length: n }, () => spread * random.normal());
const seasonal = noise(120, 0.5).map((e, t) => 10 + t / 20 + 5 * Math.sin((2 * Math.PI * t) / 12) + e);

describe("change points", () => {
  test("a step is found where it is, noise alone is one segment", () => {
    const level = noise(200).map((e, t) => e + (t >= 80 ? 4 : 0));
    const [before, after, ...more] = changePoints(level);
    expect(more).toEqual([]);
    expect(Math.abs(after.from - 80)).toBeLessThanOrEqual(2);
    expect(after.level - before.level).toBeGreaterThan(3);
    expect(changePoints(noise(300))).toHaveLength(1);
  });

  test("a change of spread alone needs the cost that knows spread", () => {
    const y = noise(300).map((e, t) => (t >= 150 ? 6 * e : e));
    const found = changePoints(y, { what: "level and spread" });
    expect(found).toHaveLength(2);
    expect(Math.abs(found[1].from - 150)).toBeLessThanOrEqual(6);
  });

  test("pruning loses nothing: as good as trying every cut", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 14 }), (y) => {
        const penalty = 1.5;
        const segments = changePoints(y, { penalty });
        const scale = segments.length > 0 ? y : [];
        const cost = (part: readonly number[]): number => {
          const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
          return part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        };
        const steps = y.slice(1).map((value, t) => Math.abs(value - y[t]));
        const median = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)];
        const sigma =
          median > 0
            ? median / (0.6744897501960817 * Math.SQRT2)
            : Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / (2 * steps.length));
        if (sigma === 0) return;
        const total = (cuts: readonly number[]): number =>
          cuts.reduce(
            (sum, from, i) => sum + cost(scale.slice(from, cuts[i + 1] ?? y.length)) / sigma ** 2,
            0,
          ) +
          penalty * (cuts.length - 1);
        let least = Number.POSITIVE_INFINITY;
        for (let mask = 0; mask < 2 ** (y.length - 1); mask++) {
          const cuts = [0, ...steps.map((_, t) => t + 1).filter((t) => (mask >> (t - 1)) & 1)];
          least = Math.min(least, total(cuts));
        }
        expect(total(segments.map(({ from }) => from))).toBeCloseTo(least, 6);
      }),
      { seed: 9, numRuns: 30 },
    );
  });
});

describe("anomalies", () => {
  test("a spike in a seasonal series is found, and nothing else", () => {
    const y = seasonal.map((value, t) => (t === 61 ? value + 6 : value));
    const found = anomalies(y, 12);
    expect(found.map(({ at }) => at)).toEqual([61]);
    expect(found[0].score).toBeGreaterThan(4);
    expect(found[0].expected).toBeCloseTo(seasonal[61], -0.3);
  });

  test("noise gives about alpha false alarms, not many", () => {
    const alarms = Array.from({ length: 40 }, () => anomalies(noise(100), 1)).filter((one) => one.length > 0);
    expect(alarms.length).toBeLessThan(7);
  });

  test("several large ones do not hide each other; a constant series has none", () => {
    const y = noise(100).map((e, t) => (t % 25 === 10 ? e + 30 : e));
    const places = anomalies(y, 1, { alpha: 0.001 }).map(({ at }) => at);
    expect(places).toEqual([10, 35, 60, 85]);
    expect(anomalies(new Array<number>(20).fill(3), 1)).toEqual([]);
  });
});

describe("STL", () => {
  test("season, trend and remainder add up; a shift moves the trend, a scale scales all", () => {
    const base = stl(seasonal, 12);
    const moved = stl(
      seasonal.map((value) => 3 * value + 100),
      12,
    );
    seasonal.forEach((value, t) => {
      expect(base.season[t] + base.trend[t] + base.remainder[t]).toBeCloseTo(value, 10);
      expect(moved.season[t]).toBeCloseTo(3 * base.season[t], 9);
      expect(moved.trend[t]).toBeCloseTo(3 * base.trend[t] + 100, 9);
    });
  });

  test("a line and an exact season are told apart, outliers change a robust fit little", () => {
    const exact = Array.from({ length: 60 }, (_, t) => t + [0, 3, -1, -2][t % 4]);
    expect(Math.max(...stl(exact, 4).remainder.map(Math.abs))).toBeLessThan(0.35);
    const spiked = exact.map((value, t) => (t === 30 ? value + 100 : value));
    const found = stl(spiked, 4, { robust: true });
    expect(found.weights[30]).toBe(0);
    expect(found.remainder[30]).toBeGreaterThan(95);
  });

  test("too short, a hole, no period: refused", () => {
    expect(() => stl([1, 2, 3], 4)).toThrow(expect.objectContaining({ code: "EMPTY_SAMPLE" }));
    expect(() => stl([1, 2, Number.NaN, 3, 4, 5], 2)).toThrow(
      expect.objectContaining({ code: "NOT_FINITE" }),
    );
    expect(() => stl(seasonal, 1)).toThrow(expect.objectContaining({ code: "OUT_OF_RANGE" }));
  });
});
