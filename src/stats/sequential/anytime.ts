/**
 * Results that may be read after every observation: confidence sequences for means.
 *
 *   asymptotic: x̄ ± σ √(2(nρ²+1)/(n²ρ²) · ln(√(nρ²+1)/α)), narrowest near n* when ρ² = (-2 ln α + ln(1 - 2 ln α))/n*
 *   normal mixture on the sum: √((V+ρ) ln((V+ρ)/(ρ α²)))
 *   mSPRT: Λ = √(2σ²/(2σ²+nτ²)) exp(n²τ²δ²/(4σ²(2σ²+nτ²))), p = min over looks 1/Λ
 *
 * Sources: I. Waudby-Smith, D. Arbour, R. Sinha, E. Kennedy, A. Ramdas (2024), "Time-uniform central limit theory and
 * asymptotic confidence sequences", Annals of Statistics 52; S. R. Howard, A. Ramdas, J. McAuliffe, J. Sekhon (2021),
 * "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics 49; R. Johari, P. Koomen,
 * L. Pekelis, D. Walsh (2022), "Always valid inference", Operations Research 70.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { normalLower } from "../../math/normal.ts";
import { rootBeyond } from "../../math/root-finding.ts";
import { checkChance, checkFinite, checkPositive, checkShare } from "../checking.ts";

export interface Sequence {
  /** Tuning: where the sequence is narrowest. */
  readonly rho: number;
  /** The interval is estimate ± halfwidth, units of the metric. */
  readonly halfwidth: number;
}

/** ρ that makes the sequence narrowest near `best` observations. */
export function sequenceTuning(best: number, alpha: number): number {
  checkShare("alpha", alpha);
  checkPositive("n*", best);
  return Math.sqrt((-2 * Math.log(alpha) + Math.log1p(-2 * Math.log(alpha))) / best);
}

/** Two-sided asymptotic confidence sequence of a mean. `sigma`: standard deviation of one observation. */
export function asymptoticSequence(n: number, sigma: number, alpha: number, best = 5000): Sequence {
  checkPositive("n", n);
  checkPositive("sigma", sigma);
  const rho = sequenceTuning(best, alpha);
  const inflated = n * rho * rho + 1;
  const halfwidth =
    sigma * Math.sqrt(((2 * inflated) / (n * n * rho * rho)) * Math.log(Math.sqrt(inflated) / alpha));
  return { rho, halfwidth };
}

/** One-sided; tuned at 2α. */
export function asymptoticSequenceOneSided(n: number, sigma: number, alpha: number, best = 5000): Sequence {
  checkPositive("n", n);
  checkPositive("sigma", sigma);
  const rho = sequenceTuning(best, 2 * alpha);
  const inflated = n * rho * rho + 1;
  const halfwidth =
    sigma * Math.sqrt(((2 * inflated) / (n * n * rho * rho)) * Math.log1p(Math.sqrt(inflated) / (2 * alpha)));
  return { rho, halfwidth };
}

/** The variance-time ρ at which the normal mixture is nearly narrowest at `best`: best/(ln(1/α²) + ln(1 + ln(1/α²))). */
export function mixtureTuning(best: number, alpha: number, twoSided = true): number {
  checkShare("alpha", alpha);
  checkPositive("v_opt", best);
  const surprise = -2 * Math.log(twoSided ? alpha : 2 * alpha);
  return best / (surprise + Math.log1p(surprise));
}

/** ln of the normal mixture at sum `s` and variance time `v`. */
export function logNormalMixture(s: number, v: number, rho: number, twoSided = true): number {
  const common = 0.5 * Math.log(rho / (v + rho)) + (s * s) / (2 * (v + rho));
  return twoSided ? common : common + Math.log(2 * normalLower(s / Math.sqrt(v + rho)));
}

/** The sum that the mixture of `logMixture` may not pass: where it reaches ln(1/α). */
export function mixtureBound(logMixture: (s: number) => number, v: number, alpha: number): number {
  checkShare("alpha", alpha);
  const threshold = Math.log(1 / alpha);
  return rootBeyond((s) => logMixture(s) - threshold, 0, Math.sqrt(v));
}

/** Two-sided bound in closed form. */
export function normalMixtureBound(v: number, rho: number, alpha: number): number {
  if (!(v >= 0)) throw new BowerbirdError("OUT_OF_RANGE", { what: "v", actual: v, range: "0 or more" });
  checkShare("alpha", alpha);
  checkPositive("rho", rho);
  return Math.sqrt((v + rho) * Math.log((v + rho) / (rho * alpha * alpha)));
}

export interface MixtureTest {
  readonly logLambda: number;
  readonly p: number;
  readonly halfwidth: number;
  readonly reject: boolean;
}

/** mSPRT of a difference of two means, equal arms. `previousP` is the p of the look before: the sequence never rises. */
export function mixtureTest(
  nPerArm: number,
  difference: number,
  variance: number,
  tau2: number,
  alpha: number,
  previousP = 1,
): MixtureTest {
  checkShare("alpha", alpha);
  checkPositive("n", nPerArm);
  checkPositive("the variance", variance);
  checkPositive("tau2", tau2);
  checkFinite("the difference", difference);
  return mixtureTestOf(difference, Math.sqrt((2 * variance) / nPerArm), tau2, alpha, previousP);
}

/**
 * mSPRT of any estimate with a normal limit: arms of any sizes, proportions, ratios, adjusted by covariates.
 *
 *   V = se²,  Λ = √(V/(V+τ²)) exp(τ²δ²/(2V(V+τ²)));  `tau2` is the mixing variance of the true difference
 */
export function mixtureTestOf(
  difference: number,
  standardError: number,
  tau2: number,
  alpha: number,
  previousP = 1,
): MixtureTest {
  checkShare("alpha", alpha);
  checkFinite("the difference", difference);
  checkPositive("the standard error", standardError);
  checkPositive("tau2", tau2);
  checkChance("the p before", previousP);
  const variance = standardError * standardError;
  const shrink = -0.5 * Math.log1p(tau2 / variance);
  const rate = tau2 / (2 * variance * (variance + tau2));
  const logLambda = shrink + rate * difference * difference;
  const p = Math.min(1, previousP, Math.exp(-logLambda));
  return { logLambda, p, halfwidth: Math.sqrt((-Math.log(alpha) - shrink) / rate), reject: p <= alpha };
}
