/**
 * The sufficient statistics of a mean: n, mean and m2 = Σ (x - mean)². They merge with `add`, so rows stay in SQL.
 *
 *   n = a + b,  mean = m_a + δ b/n,  m2 = m2_a + m2_b + δ² a b / n,  δ = m_b - m_a
 *
 * Source: T. F. Chan, G. H. Golub, R. J. LeVeque (1979), "Updating formulae and a pairwise algorithm for computing
 * sample variances", Stanford STAN-CS-79-773.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkFinite } from "../checking.ts";

export interface Moments {
  readonly n: number;
  /** In the metric's units. */
  readonly mean: number;
  /** Sum of squared deviations from the mean, units squared. */
  readonly m2: number;
}

export const noMoments: Moments = { n: 0, mean: 0, m2: 0 };

/** Two passes, compensated: keeps its digits when the mean is far larger than the spread. @throws BowerbirdError NOT_FINITE. */
export function momentsOf(values: readonly number[]): Moments {
  const n = values.length;
  if (n === 0) return noMoments;
  const origin = values[0];
  // Neumaier's sum, written out: no list of deviations is made
  let [sum, carry] = [0, 0];
  for (let i = 0; i < n; i++) {
    const value = values[i] - origin;
    const next = sum + value;
    carry += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  const shift = (sum + carry) / n;
  // NaN and Infinity do not get lost in a sum
  checkFinite("the sample", origin, shift);
  let [squares, lost, drift] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const deviation = values[i] - origin - shift;
    const square = deviation * deviation;
    const next = squares + square;
    lost += squares >= square ? squares - next + square : square - next + squares;
    squares = next;
    drift += deviation;
  }
  checkFinite("the sample", Math.sqrt(squares));
  return { n, mean: origin + shift, m2: Math.max(0, squares + lost - (drift * drift) / n) };
}

/** From n, Σx and Σx², as SQL gives them; loses digits when the mean is far larger than the spread. */
export function momentsFromSums(n: number, sum: number, sumOfSquares: number): Moments {
  return checkMoments({
    n,
    mean: n === 0 ? 0 : sum / n,
    m2: n === 0 ? 0 : Math.max(0, sumOfSquares - (sum * sum) / n),
  });
}

/** @throws BowerbirdError NOT_FINITE, OUT_OF_RANGE. */
export function addMoments(a: Moments, b: Moments): Moments {
  checkMoments(a);
  checkMoments(b);
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const delta = b.mean - a.mean;
  return { n, mean: a.mean + (delta * b.n) / n, m2: a.m2 + b.m2 + (delta * delta * a.n * b.n) / n };
}

/** n-1 divisor. @throws BowerbirdError EMPTY_SAMPLE below two observations, NOT_FINITE, OUT_OF_RANGE. */
export function varianceOf(moments: Moments): number {
  checkSample(moments);
  return moments.m2 / (moments.n - 1);
}

/** @throws BowerbirdError EMPTY_SAMPLE below two observations, NOT_FINITE, OUT_OF_RANGE for a negative n or m2. */
export function checkSample(moments: Moments, needed = 2): Moments {
  checkMoments(moments);
  if (moments.n < needed) throw new BowerbirdError("EMPTY_SAMPLE", { needed, actual: moments.n });
  return moments;
}

function checkMoments(moments: Moments): Moments {
  const { n, mean, m2 } = moments;
  checkFinite("an arm", n, mean, m2);
  for (const [what, actual] of [
    ["n", n],
    ["m2", m2],
  ] as const) {
    if (actual < 0) throw new BowerbirdError("OUT_OF_RANGE", { what, actual, range: "0 or more" });
  }
  return moments;
}
