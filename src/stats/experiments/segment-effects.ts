/**
 * The effect in every segment, adjusted by covariates, and what may be said of the differences between them.
 *
 *   overall: Σ w_s e_s, w_s the segment's share of people (post-stratification)
 *   interaction: Cochran's Q over segments;  p-values adjusted for their number;  effects shrunken toward their mean
 *   shrunken error: √(se² B + (1-B)² Var(mean)), B = τ²/(τ² + se²)
 *
 * A segment that is too small is named with its reason instead of being dropped in silence.
 *
 * Sources: W. G. Cochran (1954), Biometrics 10; L. W. Miratrix, J. S. Sekhon, B. Yu (2013), JRSS B 75; C. N. Morris (1983),
 * "Parametric empirical Bayes inference", JASA 78.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { normalUpperQuantile } from "../../math/normal.ts";
import { checkShare } from "../checking.ts";
import { type MeanTest, tTest } from "../comparisons/means.ts";
import { type Adjustment, adjust } from "../comparisons/multiplicity.ts";
import type { Scatter } from "../summaries/scatter.ts";
import {
  type Adjusted,
  type AdjustmentOptions,
  adjustedDifference,
} from "../variance-reduction/covariate-adjustment.ts";
import { type Heterogeneity, heterogeneity } from "./heterogeneity.ts";

/** Columns as in `adjustedDifference`: the outcome first, then covariates. */
export interface Segment {
  readonly segment: string;
  readonly control: Scatter;
  readonly treatment: Scatter;
}

export interface SegmentResult {
  readonly segment: string;
  readonly people: number;
  readonly result: Adjusted;
  /** Adjusted for the number of segments. */
  readonly p: number;
  readonly shrunken: number;
  readonly shrunkenInterval: readonly [number, number];
}

export interface SegmentAnalysis {
  readonly segments: SegmentResult[];
  readonly refused: { readonly segment: string; readonly code: string; readonly reason: string }[];
  /** The post-stratified effect over all segments that were not refused. */
  readonly overall: MeanTest;
  /** Do the segments' effects differ? Absent with one segment. */
  readonly interaction?: Heterogeneity;
}

/** @throws BowerbirdError EMPTY_SAMPLE when every segment is refused. */
export function segmentEffects(
  segments: readonly Segment[],
  options: AdjustmentOptions & { readonly correction?: Adjustment } = {},
): SegmentAnalysis {
  const { confidence = 0.95, correction = "holm" } = options;
  checkShare("confidence", confidence);
  const refused: SegmentAnalysis["refused"] = [];
  const found = segments.flatMap(({ segment, control, treatment }) => {
    try {
      const result = adjustedDifference(control, treatment, options);
      return [{ segment, people: control.n + treatment.n, result }];
    } catch (thrown) {
      if (!(thrown instanceof BowerbirdError)) throw thrown;
      refused.push({ segment, code: thrown.code, reason: thrown.message });
      return [];
    }
  });
  if (found.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const overall = stratified(found, confidence);
  const adjusted = adjust(
    found.map(({ result }) => result.p),
    correction,
  );
  const interaction =
    found.length > 1
      ? heterogeneity(
          found.map(({ result }) => ({ effect: result.difference, standardError: result.standardError })),
        )
      : undefined;
  const z = normalUpperQuantile((1 - confidence) / 2);
  return {
    refused,
    overall,
    interaction,
    segments: found.map((one, i) => {
      const shrunken = interaction?.shrunken[i] ?? one.result.difference;
      const reach =
        z * (interaction ? shrunkenError(one.result.standardError, interaction) : one.result.standardError);
      return {
        ...one,
        p: adjusted[i],
        shrunken,
        shrunkenInterval: [shrunken - reach, shrunken + reach] as const,
      };
    }),
  };
}

function shrunkenError(standardError: number, { betweenVariance, random }: Heterogeneity): number {
  const kept = betweenVariance / (betweenVariance + standardError ** 2);
  return Math.sqrt(kept * standardError ** 2 + (1 - kept) ** 2 * random.standardError ** 2);
}

function stratified(
  found: readonly { readonly people: number; readonly result: Adjusted }[],
  confidence: number,
): MeanTest {
  const total = found.reduce((sum, { people }) => sum + people, 0);
  let [effect, variance, bottom] = [0, 0, 0];
  for (const { people, result } of found) {
    const part = ((people / total) * result.standardError) ** 2;
    effect += (people / total) * result.difference;
    variance += part;
    bottom += part ** 2 / result.df;
  }
  return tTest(effect, Math.sqrt(variance), variance ** 2 / bottom, { confidence });
}
