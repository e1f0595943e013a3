/**
 * Where a series changes its level, or its level and spread: the cuts with the smallest penalised cost, exactly.
 *
 *   minimise Σ_segments C(y_s … y_t) + β (cuts):   F(t) = min_s F(s) + C(y_{s+1} … y_t) + β
 *   level   C = Σ (y - ȳ)²/σ², σ from the median of |y_t - y_{t-1}|;   spread  C = n log(s²)
 *   β = 3 log n for a level, 4 log n with its spread by default;  s is dropped for good once F(s) + C > F(t) (PELT)
 *
 * Sources: R. Killick, P. Fearnhead, I. A. Eckley (2012), "Optimal detection of changepoints with a linear computational
 * cost", JASA 107; N. R. Zhang, D. O. Siegmund (2007), Biometrics 63, for the size of the penalty.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkSeries } from "./seasonality.ts";

export interface ChangePointOptions {
  /** What may change. */
  readonly what?: "level" | "level and spread";
  /** β; larger finds fewer changes. */
  readonly penalty?: number;
  /** Values a segment holds at least. */
  readonly shortest?: number;
}

export interface SeriesSegment {
  /** First place, 0-based. */
  readonly from: number;
  /** One past the last. */
  readonly to: number;
  readonly level: number;
  /** Standard deviation inside, n divisor. */
  readonly spread: number;
}

/**
 * The segments in order; one when nothing changes. O(n) where changes come often, O(n²) at worst.
 *
 * @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE, OUT_OF_RANGE.
 */
export function changePoints(y: readonly number[], options: ChangePointOptions = {}): SeriesSegment[] {
  const both = options.what === "level and spread";
  const shortest = options.shortest ?? (both ? 3 : 1);
  if (!(Number.isInteger(shortest) && shortest >= (both ? 2 : 1))) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "the shortest segment",
      actual: shortest,
      range: `a whole number of at least ${both ? 2 : 1}`,
    });
  }
  checkSeries(y, Math.max(2, shortest));
  const penalty = options.penalty ?? (both ? 4 : 3) * Math.log(y.length);
  if (!(penalty >= 0)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "the penalty", actual: penalty, range: "0 or more" });
  }
  const sums = cumulated(y);
  const noise = both ? 1 : noiseOf(y);
  const cuts = noise === 0 ? [0] : bestCuts(y.length, costOf(sums, both, noise), penalty, shortest);
  return cuts.map((from, i) => {
    const to = cuts[i + 1] ?? y.length;
    const { mean, squares } = momentsBetween(sums, from, to);
    return { from, to, level: mean + sums.origin, spread: Math.sqrt(squares / (to - from)) };
  });
}

interface Sums {
  readonly origin: number;
  /** Of y - origin and its square, over the first t values. */
  readonly first: Float64Array;
  readonly second: Float64Array;
}

function cumulated(y: readonly number[]): Sums {
  const origin = y.reduce((sum, value) => sum + value / y.length, 0);
  const [first, second] = [new Float64Array(y.length + 1), new Float64Array(y.length + 1)];
  y.forEach((value, t) => {
    const centred = value - origin;
    first[t + 1] = first[t] + centred;
    second[t + 1] = second[t] + centred * centred;
  });
  return { origin, first, second };
}

function momentsBetween({ first, second }: Sums, from: number, to: number) {
  const n = to - from;
  const mean = (first[to] - first[from]) / n;
  return { mean, squares: Math.max(0, second[to] - second[from] - n * mean * mean) };
}

type Cost = (from: number, to: number) => number;

function costOf(sums: Sums, both: boolean, noise: number): Cost {
  if (!both) return (from, to) => momentsBetween(sums, from, to).squares / noise ** 2;
  const n = sums.first.length - 1;
  // a run of equal values must not look infinitely likely
  const least = 1e-8 * (momentsBetween(sums, 0, n).squares / n) || 1e-300;
  return (from, to) =>
    (to - from) * Math.log(Math.max(least, momentsBetween(sums, from, to).squares / (to - from)));
}

/** Standard deviation of the noise, whatever the levels: |differences| have the median 0.6745 √2 σ. */
function noiseOf(y: readonly number[]): number {
  const steps = y.slice(1).map((value, t) => Math.abs(value - y[t]));
  const rising = [...steps].sort((a, b) => a - b);
  const median = rising[Math.floor(rising.length / 2)];
  if (median > 0) return median / (0.6744897501960817 * Math.SQRT2);
  return Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / (2 * steps.length));
}

function bestCuts(n: number, cost: Cost, penalty: number, shortest: number): number[] {
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(n + 1);
  best[0] = -penalty;
  let open = [0];
  for (let t = shortest; t <= n; t++) {
    let least = Number.POSITIVE_INFINITY;
    const values = open.map((s) => best[s] + cost(s, t));
    values.forEach((value, k) => {
      if (value + penalty < least) [least, before[t]] = [value + penalty, open[k]];
    });
    best[t] = least;
    open = open.filter((_, k) => values[k] <= least);
    if (t + 1 - shortest >= shortest) open.push(t + 1 - shortest);
  }
  const cuts: number[] = [];
  for (let t = n; t > 0; t = before[t]) cuts.push(before[t]);
  return cuts.reverse();
}
