/**
 * CUPED: the outcome y less what the pre-period covariate x foretold; variance falls by the factor 1 - ρ².
 *
 *   y' = y - θ (x - x̄ of all);  θ pooled = Cov(x, y)/Var(x) over all rows, or within arms (deviations from arm means)
 *
 * The pre-period must not be touched by the treatment: `preDifference` is its alarm.
 *
 * Sources: A. Deng, Y. Xu, R. Kohavi, T. Walker (2013), "Improving the sensitivity of online controlled experiments by
 * utilizing pre-experiment data", WSDM; W. Lin (2013), Annals of Applied Statistics 7.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkFinite } from "../checking.ts";
import { welchTest } from "../comparisons/means.ts";
import { addBivariate, type Bivariate } from "../summaries/bivariate.ts";
import type { Estimate } from "../summaries/estimate.ts";

export interface CupedArm extends Estimate {
  /** Variance of one adjusted observation, n-1 divisor. */
  readonly variance: number;
}

export interface Cuped {
  readonly theta: number;
  readonly control: CupedArm;
  readonly treatment: CupedArm;
  /** Of the two means, through their common centre: `fiellerLift` needs it, or the lift's interval is wrong. */
  readonly covariance: number;
  readonly difference: number;
  readonly standardError: number;
  readonly statistic: number;
  /** Welch–Satterthwaite. */
  readonly df: number;
  readonly p: number;
  /** Squared error of the adjusted over that of the plain difference. */
  readonly varianceRatio: number;
}

export type ThetaKind = "within arms" | "pooled";

/** `x` is the covariate, `y` the outcome. @throws BowerbirdError ZERO_VARIANCE when nothing varies. */
export function cuped(control: Bivariate, treatment: Bivariate, kind: ThetaKind = "within arms"): Cuped {
  const all = addBivariate(control, treatment);
  const top = kind === "pooled" ? all.xy : control.xy + treatment.xy;
  const bottom = kind === "pooled" ? all.xx : control.xx + treatment.xx;
  // a covariate that never varies foretells nothing: the plain difference
  const theta = bottom > 0 ? top / bottom : 0;
  const adjusted = (arm: Bivariate) => {
    const m2 = Math.max(0, arm.yy - 2 * theta * arm.xy + theta * theta * arm.xx);
    return { n: arm.n, mean: arm.meanY - theta * (arm.meanX - all.meanX), m2, variance: m2 / (arm.n - 1) };
  };
  const [a, b] = [adjusted(control), adjusted(treatment)];
  const test = welchTest(a, b);
  const covariance = (theta * theta * (control.xx + treatment.xx)) / (all.n - 2) / all.n;
  const plain = control.yy / (control.n - 1) / control.n + treatment.yy / (treatment.n - 1) / treatment.n;
  return {
    theta,
    control: { mean: a.mean, variance: a.variance, squaredError: a.variance / a.n + covariance },
    treatment: { mean: b.mean, variance: b.variance, squaredError: b.variance / b.n + covariance },
    covariance,
    difference: test.difference,
    standardError: test.standardError,
    statistic: test.statistic,
    df: test.df,
    p: test.p,
    varianceRatio: test.standardError ** 2 / plain,
  };
}

/** The alarm: p of a difference between the arms before the experiment began. Small: imbalance or leakage. */
export function preDifference(control: Bivariate, treatment: Bivariate): number {
  return welchTest(
    { n: control.n, mean: control.meanX, m2: control.xx },
    { n: treatment.n, mean: treatment.meanX, m2: treatment.xx },
  ).p;
}

/** One stratum's share of the population and its two arms' moments. */
export interface WeightedStratum {
  readonly weight: number;
  readonly control: { readonly n: number; readonly mean: number; readonly variance: number };
  readonly treatment: { readonly n: number; readonly mean: number; readonly variance: number };
}

/** Post-stratification: Σ w_s (m1 - m0) with weights that sum to 1. Source: L. W. Miratrix et al. (2013), JRSS B 75. */
export function postStratified(strata: readonly WeightedStratum[]) {
  const total = strata.reduce((sum, stratum) => sum + stratum.weight, 0);
  if (Math.abs(total - 1) > 1e-9) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "the sum of weights", actual: total, range: "1" });
  }
  let [effect, variance] = [0, 0];
  for (const { weight, control, treatment } of strata) {
    checkFinite("a stratum", weight, ...Object.values(control), ...Object.values(treatment));
    const fewest = Math.min(control.n, treatment.n);
    if (fewest < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: fewest });
    effect += weight * (treatment.mean - control.mean);
    variance += weight * weight * (control.variance / control.n + treatment.variance / treatment.n);
  }
  const standardError = Math.sqrt(variance);
  if (!(standardError > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the metric", method: "post-stratification" });
  return { effect, standardError, z: effect / standardError };
}
