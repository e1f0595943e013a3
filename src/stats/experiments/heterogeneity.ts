/**
 * Does an effect differ between segments, and what is left of it after shrinkage?
 *
 *   Q = Σ w (e - ē)², w = 1/se²;  τ² = max(0, (Q - (k-1)) / (Σw - Σw²/Σw));  I² = max(0, (Q - (k-1))/Q)
 *   shrunken e_i = ē* + τ²/(τ² + se_i²) (e_i - ē*),  ē* with weights 1/(se² + τ²)
 *
 * Sources: W. G. Cochran (1954), Biometrics 10; R. DerSimonian, N. Laird (1986), Controlled Clinical Trials 7;
 * C. N. Morris (1983), JASA 78.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { chiSquare } from "../../math/distributions.ts";
import { checkFinite, checkPositive } from "../checking.ts";

export interface SegmentEffect {
  readonly effect: number;
  readonly standardError: number;
}

export interface Heterogeneity {
  readonly fixed: SegmentEffect;
  readonly random: SegmentEffect;
  readonly Q: number;
  readonly df: number;
  readonly p: number;
  /** Share of the spread that is more than noise, 0 … 1. */
  readonly I2: number;
  /** Variance of the true effects, units squared. */
  readonly betweenVariance: number;
  /** Each segment's effect pulled toward the mean. */
  readonly shrunken: number[];
}

/** @throws BowerbirdError EMPTY_SAMPLE below two segments, OUT_OF_RANGE for a standard error that is not positive. */
export function heterogeneity(segments: readonly SegmentEffect[]): Heterogeneity {
  if (segments.length < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: segments.length });
  for (const { effect, standardError } of segments) {
    checkFinite("a segment's effect", effect);
    checkPositive("a segment's standard error", standardError);
  }
  const fixed = pooled(segments, 0);
  const weights = segments.map(({ standardError }) => standardError ** -2);
  const Q = segments.reduce((sum, { effect }, i) => sum + weights[i] * (effect - fixed.effect) ** 2, 0);
  const df = segments.length - 1;
  const mass = weights.reduce((sum, w) => sum + w, 0);
  const squares = weights.reduce((sum, w) => sum + w * w, 0);
  const betweenVariance = Math.max(0, (Q - df) / (mass - squares / mass));
  const random = pooled(segments, betweenVariance);
  return {
    fixed,
    random,
    Q,
    df,
    p: chiSquare(df).upper(Q),
    I2: Q > df ? (Q - df) / Q : 0,
    betweenVariance,
    shrunken: segments.map(
      ({ effect, standardError }) =>
        random.effect + (betweenVariance / (betweenVariance + standardError ** 2)) * (effect - random.effect),
    ),
  };
}

function pooled(segments: readonly SegmentEffect[], extra: number): SegmentEffect {
  const weights = segments.map(({ standardError }) => 1 / (standardError ** 2 + extra));
  const mass = weights.reduce((sum, w) => sum + w, 0);
  const effect = segments.reduce((sum, segment, i) => sum + weights[i] * segment.effect, 0) / mass;
  return { effect, standardError: 1 / Math.sqrt(mass) };
}
