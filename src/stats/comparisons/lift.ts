/**
 * Relative lift by Fieller's set, so that the absolute and the relative verdict always agree.
 *
 *   { r : (m1 - r m0)² ≤ z² (v1 + r² v0 - 2 r c) };  g = z² v0 / m0²;  unbounded when g ≥ 1 (control's mean may be 0)
 *
 * v are squared standard errors of the arms' means, c their covariance (0 for independent arms); lift = r - 1.
 *
 * Sources: E. C. Fieller (1954), "Some problems in interval estimation", JRSS B 16; delta method for comparison only.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { normalUpper } from "../../math/normal.ts";
import { checkFinite, checkPositive } from "../checking.ts";
import type { Estimate } from "../summaries/estimate.ts";

/** Fieller's set of lifts: all between two, all outside of two (control's mean may be 0), or every one. */
export type LiftSet =
  | { readonly kind: "between"; readonly low: number; readonly high: number }
  | { readonly kind: "outside"; readonly below: number; readonly above: number }
  | { readonly kind: "everything" };

export interface Lift {
  /** m1/m0 - 1; 0.1 is +10 %. */
  readonly lift: number;
  /** "unbounded" when control's mean cannot be told from 0: no finite interval is honest then. */
  readonly interval: readonly [number, number] | "unbounded";
  readonly set: LiftSet;
  readonly g: number;
  /** Of the absolute difference, two-sided, normal. The set leaves out 0 exactly when |difference| > z · its error. */
  readonly p: number;
}

/**
 * `covariance` is that of the two estimates: 0 for separate arms, more after CUPED, which centres both at one mean.
 *
 * @throws BowerbirdError DOES_NOT_APPLY when control's mean is 0; NOT_FINITE; ZERO_VARIANCE; OUT_OF_RANGE for a z or a
 *   squared error that is not positive.
 */
export function fiellerLift(control: Estimate, treatment: Estimate, z: number, covariance = 0): Lift {
  checkEstimates(control, treatment);
  checkPositive("z", z);
  checkFinite("the covariance", covariance);
  const { mean: m0, squaredError: v0 } = control;
  const { mean: m1, squaredError: v1 } = treatment;
  if (!(v0 + v1 - 2 * covariance > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the difference", method: "relative lift" });
  const ratio = m1 / m0;
  const square = z * z;
  const g = (square * v0) / (m0 * m0);
  // shares of m0²: (1 - g) r² - 2 (ratio - h) r + (ratio² - k) ≤ 0
  const h = (square * covariance) / (m0 * m0);
  const discriminant =
    (square * (v1 - 2 * ratio * covariance + ratio * ratio * v0)) / (m0 * m0) +
    h * h -
    (g * square * v1) / (m0 * m0);
  const set = liftSet(1 - g, ratio - h, discriminant);
  return {
    lift: ratio - 1,
    interval: set.kind === "between" ? [set.low, set.high] : "unbounded",
    set,
    g,
    p: 2 * normalUpper(Math.abs(m1 - m0) / Math.sqrt(v0 + v1 - 2 * covariance)),
  };
}

/** The lifts r - 1 of all r with a r² - 2 b r + … ≤ 0, whose quarter discriminant is given. */
function liftSet(a: number, b: number, discriminant: number): LiftSet {
  if (a > 0) {
    const reach = Math.sqrt(Math.max(0, discriminant));
    return { kind: "between", low: (b - reach) / a - 1, high: (b + reach) / a - 1 };
  }
  if (!(a < 0 && discriminant > 0)) return { kind: "everything" };
  const reach = Math.sqrt(discriminant);
  return { kind: "outside", below: (b + reach) / a - 1, above: (b - reach) / a - 1 };
}

/** The delta method's interval, shown beside Fieller's; covers too little for small or skewed samples. */
export function deltaLift(control: Estimate, treatment: Estimate, z: number) {
  checkEstimates(control, treatment);
  checkPositive("z", z);
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
  checkPositive("z", z);
  const ratio = treatment.mean / control.mean;
  if (!(ratio > 0))
    throw new BowerbirdError("DOES_NOT_APPLY", { method: "the log ratio", why: "the means differ in sign" });
  const spread = treatment.squaredError / treatment.mean ** 2 + control.squaredError / control.mean ** 2;
  const reach = z * Math.sqrt(spread);
  return [Math.expm1(Math.log(ratio) - reach), Math.expm1(Math.log(ratio) + reach)];
}

function checkEstimates(...arms: readonly Estimate[]): void {
  for (const { mean, squaredError } of arms) {
    checkFinite("an arm", mean, squaredError);
    if (squaredError < 0)
      throw new BowerbirdError("OUT_OF_RANGE", {
        what: "a squared error",
        actual: squaredError,
        range: "0 or more",
      });
  }
  // a mean below 1e-75 cannot be divided by twice
  if (Math.abs(arms[0].mean) < 1e-75)
    throw new BowerbirdError("DOES_NOT_APPLY", { method: "relative lift", why: "control's mean is 0" });
  if (!arms.some((arm) => arm.squaredError > 0)) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the metric", method: "relative lift" });
  }
}
