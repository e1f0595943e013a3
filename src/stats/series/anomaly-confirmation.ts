/**
 * Are suspected values too far from what the rest of their series expects? A robust fit follows the bulk so closely that its
 * ordinary remainders look small and the largest of them suspicious; here each suspect is judged by a plain fit that has not
 * seen it, as an outlier of a regression is.
 *
 *   ŷ = H y, a linear smoother;  without the suspects: they are replaced by ŷ until it no longer moves
 *   σ² = Σ_rest (y - ŷ)²/(n - k - tr H);  t_i = (y_i - ŷ_i) √(1 - h_ii)/σ, since a value unseen errs by σ²/(1 - h_ii)
 *   a suspect stays with |t_i| > t(1 - α/2n) at n - k - tr H degrees of freedom; others are given back, and all begins anew
 *   tr H by Hutchinson's probes zᵀHz, z = ±1;  h_ii = (H e_i)_i near the ends, tr H/n within
 *
 * Sources: R. D. Cook, S. Weisberg (1982), "Residuals and Influence in Regression", §2.2.2; M. F. Hutchinson (1989),
 * Communications in Statistics – Simulation 18.
 */
import { seededRandom } from "../../core/random.ts";
import { studentT } from "../../math/distributions.ts";

/** Expected values of a series; linear in it. */
export type Smoother = (y: readonly number[]) => number[];

export interface Confirmed {
  readonly at: number;
  readonly expected: number;
  /** t_i, signed. */
  readonly score: number;
}

const probes = 4;
/** Share of a series at either end where a fit leans on few neighbours; within, all places lean alike. */
const end = 0.1;

/** Those of the suspected places that stay. `rounding` is the spread below which a series counts as constant. */
export function confirmedOf(
  y: readonly number[],
  smooth: Smoother,
  suspects: readonly number[],
  { alpha, rounding }: { readonly alpha: number; readonly rounding: number },
): Confirmed[] {
  const n = y.length;
  const trace = traceOf(smooth, n);
  const leverages = new Map(suspects.map((at) => [at, leverageOf(smooth, n, at, trace / n)]));
  let places = [...suspects];
  while (places.length > 0) {
    const df = n - places.length - trace;
    if (df < 1) return [];
    const expected = fitWithout(y, smooth, places);
    const suspected = new Set(places);
    const squares = y.reduce((sum, value, t) => sum + (suspected.has(t) ? 0 : (value - expected[t]) ** 2), 0);
    const deviation = Math.max(Math.sqrt(squares / df), rounding);
    const critical = studentT(df).upperQuantile(alpha / (2 * n));
    const judged = places.map((at): Confirmed => {
      const share = Math.sqrt(1 - (leverages.get(at) ?? 0));
      return { at, expected: expected[at], score: ((y[at] - expected[at]) * share) / deviation };
    });
    const kept = judged.filter(({ score }) => Math.abs(score) > critical);
    if (kept.length === places.length) return kept;
    places = kept.map(({ at }) => at);
  }
  return [];
}

/** Expected values by the rest alone: what is not known is what the fit says of it. */
function fitWithout(y: readonly number[], smooth: Smoother, places: readonly number[]): number[] {
  const filled = [...y];
  let expected = smooth(filled);
  for (let round = 0; round < 30; round++) {
    let moved = 0;
    for (const at of places) {
      moved = Math.max(moved, Math.abs(filled[at] - expected[at]) / (1 + Math.abs(y[at] - expected[at])));
      filled[at] = expected[at];
    }
    if (moved < 1e-4) break;
    expected = smooth(filled);
  }
  return expected;
}

function traceOf(smooth: Smoother, n: number): number {
  const random = seededRandom(1);
  let sum = 0;
  for (let probe = 0; probe < probes; probe++) {
    const z = Array.from({ length: n }, () => (random.next() < 0.5 ? -1 : 1));
    sum += smooth(z).reduce((total, value, t) => total + value * z[t], 0);
  }
  return Math.min(n - 1, Math.max(1, sum / probes));
}

/** Below 1: a place that decides its own fit would have no remainder. `average` is that of all. */
function leverageOf(smooth: Smoother, n: number, at: number, average: number): number {
  if (Math.min(at, n - 1 - at) >= end * n) return Math.min(0.95, average);
  const unit = new Array<number>(n).fill(0);
  unit[at] = 1;
  return Math.min(0.95, Math.max(0, smooth(unit)[at]));
}
