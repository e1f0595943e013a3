/**
 * Relative lift by Fieller's set, so that the absolute and the relative verdict always agree.
 *
 *   { r : (m1 - r m0)² ≤ z² (v1 + r² v0 - 2 r c) };  g = z² v0 / m0²;  unbounded when g ≥ 1 (control's mean may be 0)
 *
 * v are squared standard errors of the arms' means, c their covariance (0 for independent arms); lift = r - 1.
 *
 * Sources: E. C. Fieller (1954), "Some problems in interval estimation", JRSS B 16; delta method for comparison only.
 */
import { BowerbirdError } from "../core/errors.ts";
import { normalUpper } from "../math/normal.ts";

/** An arm's estimate and its squared standard error. */
export interface Estimate {
  readonly mean: number;
  readonly squaredError: number;
}

export interface Lift {
  /** m1/m0 - 1; 0.1 is +10 %. */
  readonly lift: number;
  /** "unbounded" when control's mean cannot be told from 0: no finite interval is honest then. */
  readonly interval: readonly [number, number] | "unbounded";
  readonly g: number;
  /** Of the absolute difference, two-sided, normal. */
  readonly p: number;
}

/** @throws BowerbirdError DOES_NOT_APPLY when control's mean is 0; NOT_FINITE. */
export function fiellerLift(control: Estimate, treatment: Estimate, z: number): Lift {
  checkEstimates(control, treatment);
  const { mean: m0, squaredError: v0 } = control;
  const { mean: m1, squaredError: v1 } = treatment;
  const g = (z * z * v0) / (m0 * m0);
  const p = 2 * normalUpper(Math.abs(m1 - m0) / Math.sqrt(v0 + v1));
  if (g >= 1) return { lift: m1 / m0 - 1, interval: "unbounded", g, p };
  const ratio = m1 / m0;
  const reach = (z / Math.abs(m0)) * Math.sqrt(v1 * (1 - g) + ratio * ratio * v0);
  return { lift: ratio - 1, interval: [(ratio - reach) / (1 - g) - 1, (ratio + reach) / (1 - g) - 1], g, p };
}

/** The delta method's interval, shown beside Fieller's; covers too little for small or skewed samples. */
export function deltaLift(control: Estimate, treatment: Estimate, z: number) {
  checkEstimates(control, treatment);
  const ratio = treatment.mean / control.mean;
  const standardError =
    Math.sqrt(treatment.squaredError + ratio * ratio * control.squaredError) / Math.abs(control.mean);
  return { standardError, interval: [ratio - 1 - z * standardError, ratio - 1 + z * standardError] as const };
}

/** The delta method on ln(m1/m0). @throws BowerbirdError DOES_NOT_APPLY when the means differ in sign. */
export function logLiftInterval(
  control: Estimate,
  treatment: Estimate,
  z: number,
): readonly [number, number] {
  checkEstimates(control, treatment);
  const ratio = treatment.mean / control.mean;
  if (!(ratio > 0))
    throw new BowerbirdError("DOES_NOT_APPLY", { method: "the log ratio", why: "the means differ in sign" });
  const spread = treatment.squaredError / treatment.mean ** 2 + control.squaredError / control.mean ** 2;
  const reach = z * Math.sqrt(spread);
  return [Math.expm1(Math.log(ratio) - reach), Math.expm1(Math.log(ratio) + reach)];
}

function checkEstimates(...arms: readonly Estimate[]): void {
  for (const { mean, squaredError } of arms) {
    if (!Number.isFinite(mean) || !Number.isFinite(squaredError))
      throw new BowerbirdError("NOT_FINITE", { what: "an arm" });
  }
  if (arms[0].mean === 0)
    throw new BowerbirdError("DOES_NOT_APPLY", { method: "relative lift", why: "control's mean is 0" });
  if (!arms.some((arm) => arm.squaredError > 0)) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the metric", method: "relative lift" });
  }
}
