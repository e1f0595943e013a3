/**
 * Tests on ranks: Mann–Whitney (normal with ties, and exact), Brunner–Munzel, Kruskal–Wallis, and Spearman's and
 * Kendall's correlations beside Pearson's.
 *
 *   U = R_t - n_t (n_t + 1)/2;  Var U = n_t n_c / 12 · (N + 1 - Σ(t³ - t)/(N(N-1))), t the sizes of ties
 *
 * Sources: H. B. Mann and D. R. Whitney (1947), Annals of Mathematical Statistics 18; W. H. Kruskal and W. A. Wallis
 * (1952), JASA 47; M. G. Kendall (1938), Biometrika 30; R. A. Fisher (1915), Biometrika 10.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { chiSquare, studentT } from "../../math/distributions.ts";
import { normalUpper, normalUpperQuantile } from "../../math/normal.ts";
import { checkSameLength, checkShare, checkValues } from "../checking.ts";

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

/**
 * Two-sided, by the normal with ties; `pExact` by counting where there are no ties and at most 400 pairs (the normal is
 * rough there). `uTreatment` counts pairs won by the treatment, a tie as half.
 *
 * @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE, ZERO_VARIANCE when all values are equal.
 */
export function mannWhitney(control: readonly number[], treatment: readonly number[]) {
  checkValues(control, 1);
  checkValues(treatment, 1);
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
    pExact:
      ties === 0 && n * m <= 400
        ? Math.min(1, 2 * mannWhitneyExactUpper((n * m) / 2 + gap, n, m))
        : undefined,
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

/**
 * The median of all differences treatment - control: the shift that fits best. O((n + m) log) without listing the pairs.
 *
 * @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE.
 */
export function hodgesLehmann(control: readonly number[], treatment: readonly number[]): number {
  checkValues(control, 1);
  checkValues(treatment, 1);
  const c = [...control].sort((a, b) => a - b);
  const t = [...treatment].sort((a, b) => a - b);
  const pairs = c.length * t.length;
  const low = smallestDifference(c, t, Math.floor((pairs + 1) / 2));
  return pairs % 2 === 1 ? low : (low + smallestDifference(c, t, pairs / 2 + 1)) / 2;
}

/** The k-th smallest t - c, k from 1: bisection on the value, pairs at or below it counted in one sweep. */
function smallestDifference(c: readonly number[], t: readonly number[], k: number): number {
  const atMost = (value: number): number => {
    let count = 0;
    let j = 0;
    for (let i = 0; i < c.length; i++) {
      while (j < t.length && t[j] - c[i] <= value) j++;
      count += j;
    }
    return count;
  };
  let [low, high] = [t[0] - c[c.length - 1], t[t.length - 1] - c[0]];
  if (atMost(low) >= k) return low;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (atMost(middle) >= k) high = middle;
    else low = middle;
  }
}

export interface StochasticOrder {
  /** P(treatment > control) + P(equal)/2; ½ when neither tends to be larger. */
  readonly probability: number;
  readonly interval: readonly [number, number];
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Brunner and Munzel's test of P(T > C) + P(T = C)/2 = ½. Unlike Mann–Whitney it stays valid when the arms' spreads
 * differ. Source: E. Brunner, U. Munzel (2000), "The nonparametric Behrens–Fisher problem", Biometrical Journal 42.
 *
 * @throws BowerbirdError EMPTY_SAMPLE below 2 values an arm, NOT_FINITE, ZERO_VARIANCE when the arms do not overlap.
 */
export function brunnerMunzel(
  control: readonly number[],
  treatment: readonly number[],
  confidence = 0.95,
): StochasticOrder {
  checkValues(control, 2);
  checkValues(treatment, 2);
  checkShare("confidence", confidence);
  const all = ranksOf([...control, ...treatment]).ranks;
  const [n, m] = [control.length, treatment.length];
  const placed = (ranks: readonly number[], values: readonly number[]) => {
    const own = ranksOf(values).ranks;
    const mean = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
    const middle = (values.length + 1) / 2;
    const squares = ranks.reduce((sum, rank, i) => sum + (rank - own[i] - mean + middle) ** 2, 0);
    return { mean, variance: squares / (values.length - 1) };
  };
  const [c, t] = [placed(all.slice(0, n), control), placed(all.slice(n), treatment)];
  const [partC, partT] = [n * c.variance, m * t.variance];
  if (!(partC + partT > 0)) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the order of the arms", method: "Brunner–Munzel" });
  }
  const statistic = (n * m * (t.mean - c.mean)) / ((n + m) * Math.sqrt(partC + partT));
  const df = (partC + partT) ** 2 / (partC ** 2 / (n - 1) + partT ** 2 / (m - 1));
  const probability = (t.mean - (m + 1) / 2) / n;
  const reach = (studentT(df).upperQuantile((1 - confidence) / 2) * Math.sqrt(partC + partT)) / (n * m);
  return {
    probability,
    interval: [Math.max(0, probability - reach), Math.min(1, probability + reach)],
    statistic,
    df,
    p: Math.min(1, 2 * studentT(df).upper(Math.abs(statistic))),
  };
}

/** @throws BowerbirdError EMPTY_SAMPLE below two groups or for an empty one, ZERO_VARIANCE. */
export function kruskalWallis(groups: readonly (readonly number[])[]) {
  if (groups.length < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: groups.length });
  for (const group of groups) checkValues(group, 1);
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

/** Pearson's r. @throws BowerbirdError EMPTY_SAMPLE below 3, ZERO_VARIANCE when one side is constant. */
export function pearson(x: readonly number[], y: readonly number[]): number {
  checkValues(x, 3);
  checkSameLength("x and y", x, y);
  checkValues(y, 3, "y");
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
  checkShare("confidence", confidence);
  // three points say nothing of the interval: Fisher's z has n - 3 degrees of freedom
  const reach =
    n > 3 ? normalUpperQuantile((1 - confidence) / 2) / Math.sqrt(n - 3) : Number.POSITIVE_INFINITY;
  const edge = (side: 1 | -1): number => (n > 3 ? Math.tanh(Math.atanh(r) + side * reach) : side);
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
    interval: [edge(-1), edge(1)] as const,
    spearman: pearson(ranksOf(x).ranks, ranksOf(y).ranks),
    kendall: agree / Math.sqrt((pairs - tiesX) * (pairs - tiesY)),
  };
}
