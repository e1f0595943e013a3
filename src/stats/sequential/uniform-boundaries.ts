/**
 * Boundaries that a sum of bounded or skewed increments passes at any time with chance at most α: conjugate mixtures,
 * stitching, and confidence sequences of a rate and of a distribution function.
 *
 *   mixture: the sum s at variance time v where ln m(s, v) = ln(1/α);  m averages exp(λs - ψ(λ)v) over a prior on λ
 *   stitching: √(k1² v ℓ + (k2 c ℓ)²) + k2 c ℓ,  ℓ = s ln ln(ηv/v_min) + ln(ζ(s)/(α lnˢη))
 *   distribution function: A √((ln ln(e t/t_min) + C)/t), C from the level
 *
 * Sources: S. R. Howard, A. Ramdas, J. McAuliffe, J. Sekhon (2021), "Time-uniform, nonparametric, nonasymptotic
 * confidence sequences", Annals of Statistics 49; S. R. Howard and A. Ramdas (2022), "Sequential estimation of quantiles
 * with applications to A/B testing and best-arm identification", Bernoulli 28.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { incompleteBeta } from "../../math/beta.ts";
import { incompleteGamma, logBeta, logGamma } from "../../math/gamma.ts";
import { brentRoot } from "../../math/root-finding.ts";
import { checkFinite, checkPositive, checkShare } from "../checking.ts";
import { mixtureTuning } from "./anytime.ts";

export type LogMixture = (s: number, v: number) => number;

/** Sub-gamma increments of scale `c` (gamma–exponential mixture), one-sided, tuned for variance time `best`. */
export function gammaExponentialMixture(best: number, alpha: number, c: number): LogMixture {
  const prior = mixtureTuning(best, alpha, false) / (c * c);
  const leading = prior * Math.log(prior) - logGamma(prior) - Math.log(incompleteGamma(prior, prior).lower);
  return (s, v) => {
    const shape = v / (c * c) + prior;
    const reach = (c * s + v) / (c * c);
    const tail = Math.log(incompleteGamma(shape, reach + prior).lower);
    return leading + logGamma(shape) + tail - shape * Math.log(reach + prior) + reach;
  };
}

/** Sub-Poisson increments of scale `c` (gamma–Poisson mixture), one-sided. */
export function gammaPoissonMixture(best: number, alpha: number, c: number): LogMixture {
  const prior = mixtureTuning(best, alpha, false) / (c * c);
  const leading = prior * Math.log(prior) - logGamma(prior) - Math.log(incompleteGamma(prior, prior).upper);
  return (s, v) => {
    const rate = v / (c * c) + prior;
    const shape = s / c + rate;
    const tail = Math.log(incompleteGamma(shape, rate).upper);
    return leading + logGamma(shape) + tail - shape * Math.log(rate) + v / (c * c);
  };
}

/** Increments in [-g, h] of mean 0 (beta–binomial mixture). */
export function betaBinomialMixture(
  best: number,
  alpha: number,
  g: number,
  h: number,
  twoSided = true,
): LogMixture {
  const rho = mixtureTuning(best, alpha, twoSided);
  const r = Math.max(rho - g * h, 1e-3 * g * h);
  const x = twoSided ? 1 : h / (g + h);
  const log = (a: number, b: number): number =>
    logBeta(a, b) + (twoSided ? 0 : Math.log(Math.max(incompleteBeta(a, b, x).lower, Number.MIN_VALUE)));
  const [perG, perH] = [g * (g + h), h * (g + h)];
  const normaliser = log(r / perG, r / perH);
  return (s, v) =>
    (v / (g * h)) * Math.log(g + h) -
    ((v + h * s) / perH) * Math.log(g) -
    ((v - g * s) / perG) * Math.log(h) +
    log((r + v - g * s) / perG, (r + v + h * s) / perH) -
    normaliser;
}

/** ζ(s), s > 1, by Euler–Maclaurin. */
export function zeta(s: number): number {
  const n = 30;
  let sum =
    n ** (1 - s) / (s - 1) +
    n ** -s / 2 +
    (s * n ** (-s - 1)) / 12 -
    (s * (s + 1) * (s + 2) * n ** (-s - 3)) / 720;
  for (let k = 1; k < n; k++) sum += k ** -s;
  return sum;
}

/** Polynomial stitching; narrower than a mixture at very late times. */
export function stitchedBound(v: number, alpha: number, start: number, c = 0, s = 1.4, eta = 2): number {
  checkShare("alpha", alpha);
  checkPositive("the start", start);
  checkFinite("v and c", v, c);
  checkPositive("alpha", alpha);
  if (!(s > 1 && eta > 1))
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "s and eta",
      actual: Math.min(s, eta),
      range: "above 1",
    });
  const time = Math.max(v, start);
  const level =
    s * Math.log(Math.log((eta * time) / start)) + Math.log(zeta(s) / (alpha * Math.log(eta) ** s));
  const spread = (eta ** 0.25 + eta ** -0.25) / Math.SQRT2;
  const linear = ((Math.sqrt(eta) + 1) / 2) * c * level;
  return Math.sqrt(spread ** 2 * time * level + linear ** 2) + linear;
}

/** The largest gap, ever from `start` observations on, between an empirical and the true distribution function. */
export function distributionBound(t: number, alpha: number, start: number, A = 0.85): number {
  checkShare("alpha", alpha);
  checkPositive("the start", start);
  checkFinite("t", t);
  if (!(t >= start && A > Math.SQRT1_2)) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "t",
      actual: t,
      range: `at least ${start}, with A above 0.71`,
    });
  }
  const c = brentRoot((C) => Math.log(distributionLevel(A, C)) - Math.log(alpha), 1, 60, 1e-12);
  return A * Math.sqrt((Math.log(1 + Math.log(t / start)) + c) / t);
}

function distributionLevel(A: number, C: number): number {
  let best = 1e9;
  const level = (eta: number): number => {
    const gap = A - Math.sqrt((2 * (eta - 1)) / C);
    const gamma2 = (2 / eta) * gap * gap;
    return gap > 0 && gamma2 > 1 ? 4 * Math.exp(-gamma2 * C) * (1 + 1 / ((gamma2 - 1) * Math.log(eta))) : 1e9;
  };
  // one smooth valley in η: a grid, refined about its best point
  let [from, to] = [1, 2 * A * A];
  for (let round = 0; round < 8; round++) {
    const step = (to - from) / 40;
    let at = from;
    for (let i = 1; i < 40; i++) {
      const value = level(from + i * step);
      if (value < best) [best, at] = [value, from + i * step];
    }
    if (best >= 1e9) break;
    [from, to] = [Math.max(1, at - step), Math.min(2 * A * A, at + step)];
  }
  return best;
}

/** A rate's interval that may be read after every person, narrowest near `best` of them. */
export function rateSequence(
  successes: number,
  n: number,
  alpha: number,
  best: number,
): readonly [number, number] {
  checkShare("alpha", alpha);
  if (!(n >= 1)) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: n });
  if (!(successes >= 0 && successes <= n)) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "successes",
      actual: successes,
      range: `from 0 to ${n}`,
    });
  }
  const seen = successes / n;
  const excess = (p: number): number => {
    const variance = p * (1 - p);
    const mixture = betaBinomialMixture(best * variance, alpha, p, 1 - p);
    return mixture(successes - n * p, n * variance) - Math.log(1 / alpha);
  };
  const edge = 1e-9;
  const low =
    seen <= edge || excess(edge) <= 0 ? 0 : brentRoot(excess, edge, seen >= 1 - edge ? 1 - edge : seen);
  const high =
    seen >= 1 - edge || excess(1 - edge) <= 0 ? 1 : brentRoot(excess, seen <= edge ? edge : seen, 1 - edge);
  return [low, high];
}
