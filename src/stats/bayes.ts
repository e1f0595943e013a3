/**
 * Bayesian comparison: beta–binomial, normal, gamma–Poisson; chance to win and expected loss.
 *
 *   P(B > A) = ∫ f_B(x) F_A(x) dx;  loss of choosing T: E max(C - T, 0);  normal posterior: precision-weighted mean
 *
 * Not calibrated under optional stopping: a flat prior stopped at 95 % is wrong far more often. Label it so.
 *
 * Sources: A. Gelman et al. (2013), "Bayesian Data Analysis", 3rd edition, chapter 2; C. Stucchio (2015), "Bayesian A/B
 * testing at VWO"; C. N. Morris (1983), "Parametric empirical Bayes inference", JASA 78.
 */
import { BowerbirdError } from "../core/errors.ts";
import { betaDistribution, type Distribution, gammaDistribution } from "../math/distributions.ts";
import { normalDensity, normalLower, normalUpper, normalUpperQuantile } from "../math/normal.ts";
import { integrate } from "../math/numerics.ts";
import { checkProportion, type Proportion } from "./proportions.ts";

export interface Posterior {
  readonly mean: number;
  readonly distribution: Distribution;
}

export function betaPosterior(arm: Proportion, alpha = 1, beta = 1): Posterior {
  checkProportion(arm);
  checkPositive("the prior", Math.min(alpha, beta));
  const [a, b] = [alpha + arm.x, beta + arm.n - arm.x];
  return { mean: a / (a + b), distribution: betaDistribution(a, b) };
}

/** Events over exposure, with a gamma prior. */
export function gammaPosterior(events: number, exposure: number, shape = 1, rate = 1e-9): Posterior {
  if (!(events >= 0))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "events", actual: events, range: "0 or more" });
  checkPositive("exposure", exposure);
  const [a, b] = [shape + events, rate + exposure];
  return { mean: a / b, distribution: gammaDistribution(a, b) };
}

export interface Comparison {
  readonly chanceTreatmentBetter: number;
  /** Expected loss, metric's units, of choosing that arm. */
  readonly lossTreatment: number;
  readonly lossControl: number;
}

/** Any two independent posteriors on the half line, by integration to about 1e-10. */
export function comparePosteriors(control: Posterior, treatment: Posterior): Comparison {
  const [c, t] = [control.distribution, treatment.distribution];
  const low = Math.min(c.quantile(1e-14), t.quantile(1e-14));
  const high = Math.max(c.upperQuantile(1e-14), t.upperQuantile(1e-14));
  // E max(C - T, 0) = ∫ P(T ≤ x) P(C > x) dx
  const lossTreatment = integrate((x) => t.lower(x) * c.upper(x), low, high, 60);
  const lossControl = integrate((x) => c.lower(x) * t.upper(x), low, high, 60);
  const chance = integrate((x) => t.density(x) * c.lower(x), low, high, 60);
  return { chanceTreatmentBetter: Math.min(1, chance), lossTreatment, lossControl };
}

/** The chance of each arm to be the best of all. */
export function chanceOfBest(arms: readonly Distribution[]): number[] {
  const low = Math.min(...arms.map((arm) => arm.quantile(1e-13)));
  const high = Math.max(...arms.map((arm) => arm.upperQuantile(1e-13)));
  return arms.map((arm, i) =>
    integrate(
      (x) =>
        arms.reduce((product, other, j) => (j === i ? product : product * other.lower(x)), arm.density(x)),
      low,
      high,
      80,
    ),
  );
}

export interface NormalPosterior {
  readonly mean: number;
  readonly deviation: number;
  readonly chanceToWin: number;
  readonly interval: readonly [number, number];
  /** Expected loss of keeping control, of choosing treatment. */
  readonly lossControl: number;
  readonly lossTreatment: number;
}

/** Posterior of an effect from its estimate and standard error; `priorVariance` Infinity is flat. */
export function normalPosterior(
  estimate: number,
  standardError: number,
  priorMean = 0,
  priorVariance = Number.POSITIVE_INFINITY,
  confidence = 0.95,
): NormalPosterior {
  if (!Number.isFinite(estimate)) throw new BowerbirdError("NOT_FINITE", { what: "the estimate" });
  checkPositive("the standard error", standardError);
  if (!(priorVariance > 0))
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "the prior's variance",
      actual: priorVariance,
      range: "above 0",
    });
  const [data, prior] = [1 / standardError ** 2, 1 / priorVariance];
  const mean = (estimate * data + priorMean * prior) / (data + prior);
  const deviation = Math.sqrt(1 / (data + prior));
  const reach = normalUpperQuantile((1 - confidence) / 2) * deviation;
  const z = mean / deviation;
  return {
    mean,
    deviation,
    chanceToWin: normalLower(z),
    interval: [mean - reach, mean + reach],
    lossControl: deviation * normalDensity(z) + mean * normalLower(z),
    lossTreatment: deviation * normalDensity(z) - mean * normalUpper(z),
  };
}

/** A normal prior from past effects (DerSimonian–Laird moments). @throws BowerbirdError EMPTY_SAMPLE below 3. */
export function learnPrior(past: readonly { readonly estimate: number; readonly standardError: number }[]) {
  if (past.length < 3) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 3, actual: past.length });
  const weights = past.map((effect) => 1 / effect.standardError ** 2);
  const mean = (w: readonly number[]): number =>
    past.reduce((sum, effect, i) => sum + w[i] * effect.estimate, 0) /
    w.reduce((sum, value) => sum + value, 0);
  const fixed = mean(weights);
  const q = past.reduce((sum, effect, i) => sum + weights[i] * (effect.estimate - fixed) ** 2, 0);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const squares = weights.reduce((sum, w) => sum + w * w, 0);
  const variance = Math.max(0, (q - (past.length - 1)) / (total - squares / total));
  return { mean: mean(past.map((effect) => 1 / (effect.standardError ** 2 + variance))), variance };
}

function checkPositive(what: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value)))
    throw new BowerbirdError("OUT_OF_RANGE", { what, actual: value, range: "above 0" });
}
