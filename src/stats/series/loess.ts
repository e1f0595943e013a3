/**
 * Local regression of a series on its own time 1 … n.
 *
 *   at place x: a line (or level) through the q nearest points, weights w_t (1 - (|t - x|/h)³)³, h the distance to the
 *   farthest of them; when q > n, h grows by (q - n)/2
 *
 * Source: W. S. Cleveland (1979), "Robust locally weighted regression and smoothing scatterplots", JASA 74.
 */
export interface Loess {
  /** q, points in a fit. */
  readonly window: number;
  readonly degree: 0 | 1;
  /** Fitted every so many places, straight lines between. */
  readonly jump: number;
}

/** The fit at time `x` (1-based, may lie outside) to the points from `left` to `right`; undefined when none has weight. */
export function loessAt(
  y: readonly number[],
  x: number,
  left: number,
  right: number,
  { window, degree }: Loess,
  weights?: readonly number[],
): number | undefined {
  let h = Math.max(x - left, right - x);
  if (window > y.length) h += Math.floor((window - y.length) / 2);
  const w: number[] = [];
  let total = 0;
  for (let t = left; t <= right; t++) {
    const far = Math.abs(t - x);
    let weight = 0;
    if (far <= 0.999 * h)
      weight = (far <= 0.001 * h ? 1 : (1 - (far / h) ** 3) ** 3) * (weights?.[t - 1] ?? 1);
    w.push(weight);
    total += weight;
  }
  if (!(total > 0)) return undefined;
  let share = w.map((weight) => weight / total);
  if (h > 0 && degree === 1) share = tilted(share, x, left, y.length);
  return share.reduce((sum, weight, k) => sum + weight * y[left - 1 + k], 0);
}

/** Turns the weights of a mean into those of a line read at x, where the points spread enough to carry one. */
function tilted(share: readonly number[], x: number, left: number, n: number): number[] {
  const middle = share.reduce((sum, weight, k) => sum + weight * (left + k), 0);
  const spread = share.reduce((sum, weight, k) => sum + weight * (left + k - middle) ** 2, 0);
  if (!(Math.sqrt(spread) > 0.001 * (n - 1))) return [...share];
  const slope = (x - middle) / spread;
  return share.map((weight, k) => weight * (1 + slope * (left + k - middle)));
}

/** The smoothed series, n numbers. */
export function loessEvery(y: readonly number[], plan: Loess, weights?: readonly number[]): number[] {
  const n = y.length;
  if (n < 2) return [...y];
  const jump = Math.min(plan.jump, n - 1);
  const out = new Array<number>(n).fill(Number.NaN);
  const settle = (t: number): void => {
    const [left, right] = windowAt(t, n, plan.window);
    out[t - 1] = loessAt(y, t, left, right, plan, weights) ?? y[t - 1];
  };
  for (let t = 1; t <= n; t += jump) settle(t);
  const last = n - ((n - 1) % jump);
  if (last !== n) settle(n);
  for (let t = 1; t < last; t += jump) join(out, t, t + jump);
  if (last !== n) join(out, last, n);
  return out;
}

/** The q places around t, kept inside 1 … n. */
function windowAt(t: number, n: number, q: number): [number, number] {
  if (q >= n) return [1, n];
  const left = Math.min(Math.max(1, t - (q - 1) / 2), n - q + 1);
  return [left, left + q - 1];
}

function join(out: number[], from: number, to: number): void {
  const step = (out[to - 1] - out[from - 1]) / (to - from);
  for (let t = from + 1; t < to; t++) out[t - 1] = out[from - 1] + step * (t - from);
}
