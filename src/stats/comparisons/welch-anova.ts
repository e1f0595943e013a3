/**
 * Welch's analysis of variance: one mean for several groups of unequal variance?
 *
 *   w_g = n_g/v_g, m = Σ w m / Σ w;  F = Σ w (m_g - m)²/(k-1) / (1 + 2(k-2)/(k²-1) Λ),  Λ = Σ (1 - w_g/Σw)²/(n_g - 1)
 *   df2 = (k² - 1)/(3 Λ)
 *
 * Source: B. L. Welch (1951), "On the comparison of several mean values: an alternative approach", Biometrika 38.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { fisherF } from "../../math/distributions.ts";
import { checkSample, type Moments, varianceOf } from "../summaries/moments.ts";

/** @throws BowerbirdError EMPTY_SAMPLE, ZERO_VARIANCE when a group is constant. */
export function welchAnova(groups: readonly Moments[]) {
  const k = groups.length;
  if (k < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: k });
  const weights = groups.map((group) => group.n / varianceOf(checkSample(group)));
  if (!weights.every(Number.isFinite))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "a group", method: "Welch's ANOVA" });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const grand = groups.reduce((sum, group, g) => sum + weights[g] * group.mean, 0) / total;
  const between = groups.reduce((sum, group, g) => sum + weights[g] * (group.mean - grand) ** 2, 0) / (k - 1);
  const lambda = groups.reduce((sum, group, g) => sum + (1 - weights[g] / total) ** 2 / (group.n - 1), 0);
  const F = between / (1 + ((2 * (k - 2)) / (k * k - 1)) * lambda);
  const df = [k - 1, (k * k - 1) / (3 * lambda)] as const;
  return { F, df, p: fisherF(df[0], df[1]).upper(F) };
}
