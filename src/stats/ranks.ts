/**
 * Tests on ranks and shapes: Mann–Whitney (normal with ties, and exact), Kruskal–Wallis, Kolmogorov–Smirnov, and
 * Spearman's and Kendall's correlations beside Pearson's.
 *
 *   U = R_t - n_t (n_t + 1)/2;  Var U = n_t n_c / 12 · (N + 1 - Σ(t³ - t)/(N(N-1))), t the sizes of ties
 *
 * Sources: H. B. Mann and D. R. Whitney (1947), Annals of Mathematical Statistics 18; W. H. Kruskal and W. A. Wallis
 * (1952), JASA 47; M. G. Kendall (1938), Biometrika 30; R. A. Fisher (1915), Biometrika 10; N. Smirnov (1948), AMS 19.
 */
import { BowerbirdError } from "../core/errors.ts";
import { chiSquare, studentT } from "../math/distributions.ts";
import { normalUpper, normalUpperQuantile } from "../math/normal.ts";

/** Ranks from 1, ties share their mean rank; `ties` is Σ(t³ - t). */
export function ranksOf(values: readonly number[]): { readonly ranks: number[]; readonly ties: number } {
  if (!values.every(Number.isFinite)) throw new BowerbirdError("NOT_FINITE", { what: "the sample" });
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const ranks = new Array<number>(values.length);
  let ties = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) ranks[order[k]] = (from + 1 + to) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, ties };
}

const atLeast = (values: readonly number[], needed: number): void => {
  if (values.length < needed) throw new BowerbirdError("EMPTY_SAMPLE", { needed, actual: values.length });
};

/** Two-sided, by the normal with ties. `uTreatment` counts pairs won by the treatment, a tie as half. */
export function mannWhitney(control: readonly number[], treatment: readonly number[]) {
  atLeast(control, 1);
  atLeast(treatment, 1);
  const { ranks, ties } = ranksOf([...treatment, ...control]);
  const [n, m] = [treatment.length, control.length];
  const total = n + m;
  const uTreatment = ranks.slice(0, n).reduce((sum, rank) => sum + rank, 0) - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (!(variance > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the metric", method: "Mann–Whitney" });
  const gap = Math.abs(uTreatment - (n * m) / 2);
  return {
    uTreatment,
    pContinuity: Math.min(1, 2 * normalUpper(Math.max(0, gap - 0.5) / Math.sqrt(variance))),
    p: Math.min(1, 2 * normalUpper(gap / Math.sqrt(variance))),
  };
}

/** P(U ≥ u) for samples of n and m without ties, by counting. O(n² m). */
export function mannWhitneyExactUpper(u: number, n: number, m: number): number {
  let counts: number[][] = Array.from({ length: n + 1 }, (_, i) => (i === 0 ? [1] : []));
  for (let j = 0; j < n + m; j++) {
    // one more value in rising order: it is of the first sample (beating j - i of the second) or of the second
    const next: number[][] = Array.from({ length: n + 1 }, () => []);
    for (let i = 0; i <= n; i++) {
      counts[i].forEach((count, wins) => {
        if (j - i < m) next[i][wins] = (next[i][wins] ?? 0) + count;
        if (i < n) next[i + 1][wins + j - i] = (next[i + 1][wins + j - i] ?? 0) + count;
      });
    }
    counts = next;
  }
  let [above, all] = [0, 0];
  counts[n].forEach((count, wins) => {
    all += count;
    if (wins >= u) above += count;
  });
  return above / all;
}

/** The median of all differences treatment - control. O(nm log nm). */
export function hodgesLehmann(control: readonly number[], treatment: readonly number[]): number {
  atLeast(control, 1);
  atLeast(treatment, 1);
  const differences = treatment.flatMap((x) => control.map((y) => x - y)).sort((a, b) => a - b);
  const half = differences.length / 2;
  return (differences[Math.ceil(half) - 1] + differences[Math.floor(half)]) / 2;
}

export function kruskalWallis(groups: readonly (readonly number[])[]) {
  for (const group of groups) atLeast(group, 1);
  const { ranks, ties } = ranksOf(groups.flat());
  const n = ranks.length;
  let sum = 0;
  let from = 0;
  for (const group of groups) {
    const total = ranks.slice(from, from + group.length).reduce((a, b) => a + b, 0);
    sum += (total * total) / group.length;
    from += group.length;
  }
  const correction = 1 - ties / (n ** 3 - n);
  if (!(correction > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the metric", method: "Kruskal–Wallis" });
  const statistic = ((12 * sum) / (n * (n + 1)) - 3 * (n + 1)) / correction;
  const df = groups.length - 1;
  return { statistic, df, p: chiSquare(df).upper(statistic) };
}

/** The largest gap between two empirical distributions, with Smirnov's limit for its p. */
export function kolmogorovSmirnov(control: readonly number[], treatment: readonly number[]) {
  atLeast(control, 1);
  atLeast(treatment, 1);
  const a = [...control].sort((x, y) => x - y);
  const b = [...treatment].sort((x, y) => x - y);
  let [i, j, statistic] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i], b[j]);
    while (i < a.length && a[i] === at) i++;
    while (j < b.length && b[j] === at) j++;
    statistic = Math.max(statistic, Math.abs(i / a.length - j / b.length));
  }
  const lambda = statistic * Math.sqrt((a.length * b.length) / (a.length + b.length));
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * lambda * lambda);
  return { statistic, p: lambda < 0.2 ? 1 : Math.min(1, Math.max(0, p)) };
}

/** Pearson's r. @throws BowerbirdError EMPTY_SAMPLE below 3, ZERO_VARIANCE when one side is constant. */
export function pearson(x: readonly number[], y: readonly number[]): number {
  atLeast(x, 3);
  if (x.length !== y.length)
    throw new BowerbirdError("BAD_INPUT", { what: "x and y", why: "they differ in length" });
  if (![...x, ...y].every(Number.isFinite)) throw new BowerbirdError("NOT_FINITE", { what: "x or y" });
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
    xy += (x[i] - mx) * (y[i] - my);
  }
  if (!(xx > 0 && yy > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "x or y", method: "a correlation" });
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Pearson with its t-test and Fisher's interval, Spearman, Kendall's τ_b. O(n²) for the last. */
export function correlations(x: readonly number[], y: readonly number[], confidence = 0.95) {
  const r = pearson(x, y);
  const n = x.length;
  const t = Math.abs(r) * Math.sqrt((n - 2) / (1 - r * r));
  const reach = normalUpperQuantile((1 - confidence) / 2) / Math.sqrt(n - 3);
  let [agree, tiesX, tiesY] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [Math.sign(x[i] - x[j]), Math.sign(y[i] - y[j])];
      agree += dx * dy;
      if (dx === 0) tiesX += 1;
      if (dy === 0) tiesY += 1;
    }
  }
  const pairs = (n * (n - 1)) / 2;
  return {
    pearson: r,
    p: 2 * studentT(n - 2).upper(t),
    interval: [Math.tanh(Math.atanh(r) - reach), Math.tanh(Math.atanh(r) + reach)] as const,
    spearman: pearson(ranksOf(x).ranks, ranksOf(y).ranks),
    kendall: agree / Math.sqrt((pairs - tiesX) * (pairs - tiesY)),
  };
}
