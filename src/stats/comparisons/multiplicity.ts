/**
 * Several comparisons at once: adjusted p-values, Dunnett's many-to-one test, combination of independent p-values.
 *
 *   Holm: max_{j≤i} (m-j+1) p_(j);  Hochberg: min_{j≥i} (m-j+1) p_(j);  BH: min_{j≥i} m p_(j)/j;  BY: BH · Σ 1/k
 *
 * Sources: S. Holm (1979), Scand. J. Statistics 6; Y. Hochberg (1988), Biometrika 75; G. Hommel (1988), Biometrika 75;
 * Y. Benjamini and Y. Hochberg (1995), JRSS B 57; Y. Benjamini and D. Yekutieli (2001), Annals of Statistics 29;
 * C. W. Dunnett (1955), JASA 50; R. A. Fisher (1932); S. A. Stouffer (1949).
 */
import { BowerbirdError } from "../../core/errors.ts";
import { chiSquare } from "../../math/distributions.ts";
import { sharedControlUpper } from "../../math/noncentral.ts";
import { normalUpper, normalUpperQuantile } from "../../math/normal.ts";
import { checkSample, type Moments } from "../summaries/moments.ts";

export type Adjustment = "bonferroni" | "holm" | "hochberg" | "hommel" | "BH" | "BY";

/** Adjusted p-values in the order given; compare each with the level. @throws BowerbirdError OUT_OF_RANGE. */
export function adjust(p: readonly number[], method: Adjustment): number[] {
  for (const value of p) {
    if (!(value >= 0 && value <= 1))
      throw new BowerbirdError("OUT_OF_RANGE", { what: "p", actual: value, range: "from 0 to 1" });
  }
  const m = p.length;
  const order = p.map((_, i) => i).sort((i, j) => p[i] - p[j]);
  const rising = order.map((i) => p[i]);
  const adjusted = inOrder(rising, m, method);
  const result = new Array<number>(m);
  order.forEach((i, rank) => {
    result[i] = Math.min(1, adjusted[rank]);
  });
  return result;
}

function inOrder(rising: readonly number[], m: number, method: Adjustment): number[] {
  const harmonic = rising.reduce((sum, _, k) => sum + 1 / (k + 1), 0);
  switch (method) {
    case "bonferroni":
      return rising.map((value) => m * value);
    case "holm":
      return stepDown(rising.map((value, k) => (m - k) * value));
    case "hochberg":
      return stepUp(rising.map((value, k) => (m - k) * value));
    case "BH":
      return stepUp(rising.map((value, k) => (m * value) / (k + 1)));
    case "BY":
      return stepUp(rising.map((value, k) => (harmonic * m * value) / (k + 1)));
    case "hommel":
      return hommel(rising, m);
  }
}

function stepDown(values: readonly number[]): number[] {
  let highest = 0;
  return values.map((value) => {
    highest = Math.max(highest, value);
    return highest;
  });
}

function stepUp(values: readonly number[]): number[] {
  let lowest = 1;
  return values
    .toReversed()
    .map((value) => {
      lowest = Math.min(lowest, value);
      return lowest;
    })
    .toReversed();
}

/** The closed test of Simes: for every size j of subset the smallest level at which it is rejected. O(m²). */
function hommel(rising: readonly number[], m: number): number[] {
  const adjusted = new Array<number>(m).fill(0);
  for (let j = m; j >= 1; j--) {
    let simes = 1;
    for (let k = 1; k <= j; k++) simes = Math.min(simes, (j * rising[m - j + k - 1]) / k);
    for (let i = 0; i < m; i++) {
      const level = i >= m - j ? simes : Math.min(simes, j * rising[i]);
      adjusted[i] = Math.max(adjusted[i], level);
    }
  }
  return adjusted.map((value, i) => Math.max(value, rising[i]));
}

/** Every adjustment beside the others. */
export function adjustAll(p: readonly number[]): Record<Adjustment, number[]> {
  return {
    bonferroni: adjust(p, "bonferroni"),
    holm: adjust(p, "holm"),
    hochberg: adjust(p, "hochberg"),
    hommel: adjust(p, "hommel"),
    BH: adjust(p, "BH"),
    BY: adjust(p, "BY"),
  };
}

/** Each arm against the shared control, pooled variance, two-sided, adjusted for all arms. */
export function dunnett(
  control: Moments,
  arms: readonly Moments[],
): { readonly t: number; readonly p: number }[] {
  const all = [control, ...arms].map((arm) => checkSample(arm));
  const df = all.reduce((sum, arm) => sum + arm.n - 1, 0);
  const variance = all.reduce((sum, arm) => sum + arm.m2, 0) / df;
  if (!(variance > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the metric", method: "Dunnett's test" });
  const loadings = arms.map((arm) => Math.sqrt(arm.n / (arm.n + control.n)));
  return arms.map((arm) => {
    const t = (arm.mean - control.mean) / Math.sqrt(variance * (1 / arm.n + 1 / control.n));
    return { t, p: sharedControlUpper(Math.abs(t), df, loadings) };
  });
}

/** Fisher's and Stouffer's combinations of independent one-sided p-values. */
export function combineP(p: readonly number[]) {
  if (p.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  if (!p.every((value) => value > 0 && value < 1)) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "a p-value",
      actual: "0, 1 or beyond",
      range: "between 0 and 1",
    });
  }
  const statistic = -2 * p.reduce((sum, value) => sum + Math.log(value), 0);
  const z = p.reduce((sum, value) => sum + normalUpperQuantile(value), 0) / Math.sqrt(p.length);
  return {
    chiSquare: statistic,
    chiSquareP: chiSquare(2 * p.length).upper(statistic),
    z,
    zP: normalUpper(z),
  };
}
