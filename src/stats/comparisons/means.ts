/**
 * Two means: Welch's, the pooled and the paired t-test; non-inferiority and equivalence (TOST).
 *
 *   t = (m1 - m0 - δ0) / se;  Welch: se² = v1/n1 + v0/n0,  df = se⁴ / ((v1/n1)²/(n1-1) + (v0/n0)²/(n0-1))
 *   pooled: v = (m2_1 + m2_0)/(n1+n0-2), df = n1+n0-2
 *
 * Sources: B. L. Welch (1947), Biometrika 34; Student (1908), Biometrika 6; D. J. Schuirmann (1987), "A comparison of the
 * two one-sided tests procedure", J. Pharmacokinetics and Biopharmaceutics 15.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { studentT } from "../../math/distributions.ts";
import { checkFinite, checkShare } from "../checking.ts";
import { checkSample, type Moments, momentsOf, varianceOf } from "../summaries/moments.ts";

export type Alternative = "two-sided" | "less" | "greater";

export interface MeanTest {
  /** Treatment minus control, units of the metric. */
  readonly difference: number;
  readonly standardError: number;
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
  /** Of the difference; one end is infinite when the test is one-sided. */
  readonly interval: readonly [number, number];
}

export interface MeanTestOptions {
  readonly alternative?: Alternative;
  readonly confidence?: number;
  /** The difference under the null; 0. */
  readonly null?: number;
}

/** @throws BowerbirdError EMPTY_SAMPLE below two observations an arm, ZERO_VARIANCE when neither arm varies. */
export function welchTest(control: Moments, treatment: Moments, options: MeanTestOptions = {}): MeanTest {
  const a = varianceOf(checkSample(control)) / control.n;
  const b = varianceOf(checkSample(treatment)) / treatment.n;
  const df = (a + b) ** 2 / (a ** 2 / (control.n - 1) + b ** 2 / (treatment.n - 1));
  return tTest(treatment.mean - control.mean, Math.sqrt(a + b), df, options);
}

/** Assumes equal variances. @throws as `welchTest`. */
export function pooledTest(control: Moments, treatment: Moments, options: MeanTestOptions = {}): MeanTest {
  const df = checkSample(control).n + checkSample(treatment).n - 2;
  const variance = (control.m2 + treatment.m2) / df;
  const standardError = Math.sqrt(variance * (1 / control.n + 1 / treatment.n));
  return tTest(treatment.mean - control.mean, standardError, df, options);
}

/** Pairs share their place in the lists. @throws BowerbirdError BAD_INPUT when the lengths differ; else as `welchTest`. */
export function pairedTest(
  control: readonly number[],
  treatment: readonly number[],
  options: MeanTestOptions = {},
): MeanTest {
  if (control.length !== treatment.length) {
    throw new BowerbirdError("BAD_INPUT", { what: "the pairs", why: "the lists differ in length" });
  }
  const moments = checkSample(momentsOf(treatment.map((value, i) => value - control[i])));
  return tTest(moments.mean, Math.sqrt(varianceOf(moments) / moments.n), moments.n - 1, options);
}

/** The t-test of a difference whose standard error has `df` degrees of freedom (Infinity: the z-test). */
export function tTest(
  difference: number,
  standardError: number,
  df: number,
  options: MeanTestOptions = {},
): MeanTest {
  const { alternative = "two-sided", confidence = 0.95 } = options;
  checkShare("confidence", confidence);
  checkFinite("the difference", difference, options.null ?? 0);
  if (!(standardError > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the metric", method: "a t-test" });
  if (!(df > 0)) throw new BowerbirdError("OUT_OF_RANGE", { what: "df", actual: df, range: "above 0" });
  const distribution = studentT(df);
  const statistic = (difference - (options.null ?? 0)) / standardError;
  const alpha = 1 - confidence;
  const reach = standardError * distribution.upperQuantile(alternative === "two-sided" ? alpha / 2 : alpha);
  const low = alternative === "less" ? Number.NEGATIVE_INFINITY : difference - reach;
  const high = alternative === "greater" ? Number.POSITIVE_INFINITY : difference + reach;
  const p = {
    "two-sided": Math.min(1, 2 * distribution.upper(Math.abs(statistic))),
    less: distribution.lower(statistic),
    greater: distribution.upper(statistic),
  }[alternative];
  return { difference, standardError, statistic, df, p, interval: [low, high] };
}

/** Is the treatment no worse than control by more than `margin`? The interval is one-sided at 1 - alpha. */
export function nonInferiority(
  control: Moments,
  treatment: Moments,
  margin: number,
  options: { readonly alpha?: number; readonly higherIsBetter?: boolean } = {},
): MeanTest & { readonly nonInferior: boolean } {
  if (!(margin > 0)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "margin", actual: margin, range: "above 0" });
  }
  const { alpha = 0.05, higherIsBetter = true } = options;
  const result = welchTest(control, treatment, {
    alternative: higherIsBetter ? "greater" : "less",
    confidence: 1 - alpha,
    null: higherIsBetter ? -margin : margin,
  });
  return { ...result, nonInferior: result.p < alpha };
}

/** Two one-sided tests: is the difference inside ±margin? `p` is the larger of the two. */
export function equivalence(
  control: Moments,
  treatment: Moments,
  margin: number,
  alpha = 0.05,
): { readonly p: number; readonly interval: readonly [number, number]; readonly equivalent: boolean } {
  const above = nonInferiority(control, treatment, margin, { alpha });
  const below = nonInferiority(control, treatment, margin, { alpha, higherIsBetter: false });
  const p = Math.max(above.p, below.p);
  return { p, interval: [above.interval[0], below.interval[1]], equivalent: p < alpha };
}
