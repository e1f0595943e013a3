/**
 * The Kolmogorov–Smirnov test: are two samples of one distribution? The largest gap between their empirical ones.
 *
 *   D = sup |F_n(x) - G_m(x)|
 *   exact: the share of lattice paths from (0, 0) to (n, m) that reach |i/n - j/m| ≥ D, looked at only between ties
 *   limit: P(√(nm/(n+m)) D > λ) → 2 Σ (-1)^(k-1) exp(-2 k² λ²)
 *
 * Sources: N. Smirnov (1948), Annals of Mathematical Statistics 19; J. L. Hodges (1958), "The significance probability
 * of the Smirnov two-sample test", Arkiv för Matematik 3; G. Schröer and D. Trenkler (1995), CSDA 20 (ties).
 */
import { checkValues } from "../checking.ts";

export interface GapTest {
  /** D, 0 … 1. */
  readonly statistic: number;
  readonly p: number;
  /** Counted exactly, given the ties, when n · m ≤ 10,000; else Smirnov's limit. */
  readonly exact: boolean;
}

const countable = 10_000;

/** @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE. */
export function kolmogorovSmirnov(control: readonly number[], treatment: readonly number[]): GapTest {
  checkValues(control, 1);
  checkValues(treatment, 1);
  const a = [...control].sort((x, y) => x - y);
  const b = [...treatment].sort((x, y) => x - y);
  const [n, m] = [a.length, b.length];
  let [i, j, gap] = [0, 0, 0];
  // where the pooled values change, counted from 1: between ties there is nothing to see
  const steps = new Set<number>();
  while (i < n || j < m) {
    const at = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    while (i < n && a[i] === at) i++;
    while (j < m && b[j] === at) j++;
    steps.add(i + j);
    gap = Math.max(gap, Math.abs(i * m - j * n));
  }
  const statistic = gap / (n * m);
  const exact = n * m <= countable;
  return { statistic, exact, p: exact ? countedTail(gap, n, m, steps) : smirnovTail(statistic, n, m) };
}

/** P(some step shows a gap of at least `gap`/(nm)), over all orders of the pooled values. O(nm). */
function countedTail(gap: number, n: number, m: number, steps: ReadonlySet<number>): number {
  // inside[j]: the chance to stand at (i, j) without having shown the gap
  let inside = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    const next = new Float64Array(m + 1);
    for (let j = 0; j <= m; j++) {
      // the value just placed is of the first sample with its share of what was left to place
      const left = n - i + m - j + 1;
      const fromFirst = i > 0 ? inside[j] * ((n - i + 1) / left) : 0;
      const fromSecond = j > 0 ? next[j - 1] * ((m - j + 1) / left) : 0;
      const chance = i + j === 0 ? 1 : fromFirst + fromSecond;
      const shown = steps.has(i + j) && Math.abs(i * m - j * n) >= gap;
      next[j] = shown ? 0 : chance;
    }
    inside = next;
  }
  return gap === 0 ? 1 : Math.min(1, Math.max(0, 1 - inside[m]));
}

function smirnovTail(statistic: number, n: number, m: number): number {
  const lambda = statistic * Math.sqrt((n * m) / (n + m));
  if (lambda < 0.2) return 1;
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, p));
}
