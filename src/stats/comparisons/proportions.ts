/**
 * Counts out of totals: Wilson and Clopper–Pearson intervals, Newcombe's for the difference, the pooled z-test, Yates'
 * χ², Fisher's exact test with its conditional odds ratio and mid-p, Cochran–Mantel–Haenszel over strata.
 *
 *   Wilson: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)
 *   z = (p1 - p0) / √(p(1-p)(1/n1 + 1/n0)), p pooled
 *
 * Sources: E. B. Wilson (1927), JASA 22; C. J. Clopper and E. S. Pearson (1934), Biometrika 26; R. G. Newcombe (1998),
 * Statistics in Medicine 17; R. A. Fisher (1935), JRSS 98; N. Mantel and W. Haenszel (1959), JNCI 22.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { logHypergeometricMass } from "../../math/discrete-distributions.ts";
import { betaDistribution, chiSquare } from "../../math/distributions.ts";
import { normalUpper, normalUpperQuantile } from "../../math/normal.ts";
import { brentRoot } from "../../math/root-finding.ts";
import { checkCount, checkShare } from "../checking.ts";

/** `x` successes of `n`; both whole, 0 ≤ x ≤ n. They merge by adding. */
export interface Proportion {
  readonly x: number;
  readonly n: number;
}

type Interval = readonly [number, number];

/** @throws BowerbirdError EMPTY_SAMPLE, OUT_OF_RANGE. */
export function addProportions(a: Proportion, b: Proportion): Proportion {
  checkProportion(a);
  checkProportion(b);
  return { x: a.x + b.x, n: a.n + b.n };
}

/** @throws BowerbirdError EMPTY_SAMPLE, OUT_OF_RANGE. */
export function checkProportion(arm: Proportion): Proportion {
  if (!(arm.n >= 1)) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: arm.n });
  if (!(arm.x >= 0 && arm.x <= arm.n && Number.isInteger(arm.x) && Number.isInteger(arm.n))) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "x",
      actual: arm.x,
      range: `a whole number from 0 to ${arm.n}`,
    });
  }
  return arm;
}

/** Half of what an interval leaves out. @throws BowerbirdError OUT_OF_RANGE. */
function tailOf(confidence: number): number {
  if (confidence > 0 && confidence < 1) return (1 - confidence) / 2;
  throw new BowerbirdError("OUT_OF_RANGE", {
    what: "confidence",
    actual: confidence,
    range: "between 0 and 1",
  });
}

/** Covers well from the first person on. @throws BowerbirdError EMPTY_SAMPLE, OUT_OF_RANGE. */
export function wilsonInterval(arm: Proportion, confidence = 0.95): Interval {
  checkShare("confidence", confidence);
  const { x, n } = checkProportion(arm);
  const z = normalUpperQuantile(tailOf(confidence));
  const p = x / n;
  const centre = p + (z * z) / (2 * n);
  const reach = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [x === 0 ? 0 : (centre - reach) / scale, x === n ? 1 : (centre + reach) / scale];
}

/** Never covers less than asked, often more. @throws BowerbirdError EMPTY_SAMPLE, OUT_OF_RANGE. */
export function clopperPearsonInterval(arm: Proportion, confidence = 0.95): Interval {
  checkShare("confidence", confidence);
  const { x, n } = checkProportion(arm);
  const tail = tailOf(confidence);
  return [
    x === 0 ? 0 : betaDistribution(x, n - x + 1).quantile(tail),
    x === n ? 1 : betaDistribution(x + 1, n - x).upperQuantile(tail),
  ];
}

/** Of p1 - p0, from the two Wilson intervals; stays inside [-1, 1]. */
export function newcombeInterval(control: Proportion, treatment: Proportion, confidence = 0.95): Interval {
  const [l0, u0] = wilsonInterval(control, confidence);
  const [l1, u1] = wilsonInterval(treatment, confidence);
  const p0 = control.x / control.n;
  const p1 = treatment.x / treatment.n;
  return [p1 - p0 - Math.hypot(p1 - l1, u0 - p0), p1 - p0 + Math.hypot(u1 - p1, p0 - l0)];
}

/** z pooled under the null, its two-sided p, Wald's unpooled interval and Yates' corrected χ². */
export function twoProportions(control: Proportion, treatment: Proportion, confidence = 0.95) {
  checkProportion(control);
  checkProportion(treatment);
  checkShare("confidence", confidence);
  const [p0, p1] = [control.x / control.n, treatment.x / treatment.n];
  const pooled = (control.x + treatment.x) / (control.n + treatment.n);
  const inverse = 1 / control.n + 1 / treatment.n;
  const variance = pooled * (1 - pooled) * inverse;
  if (!(variance > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the outcome", method: "the z-test" });
  const z = (p1 - p0) / Math.sqrt(variance);
  const spread = Math.sqrt((p0 * (1 - p0)) / control.n + (p1 * (1 - p1)) / treatment.n);
  const reach = normalUpperQuantile(tailOf(confidence)) * spread;
  const correction = Math.min(0.5, Math.abs(p1 - p0) / inverse);
  const yates = (Math.abs(p1 - p0) - correction * inverse) ** 2 / variance;
  return {
    difference: p1 - p0,
    z,
    p: 2 * normalUpper(Math.abs(z)),
    interval: [p1 - p0 - reach, p1 - p0 + reach] as const,
    yates,
    yatesP: chiSquare(1).upper(yates),
  };
}

/** Exact, given both margins. `midP` counts the observed table by half. */
export function fisherExact(control: Proportion, treatment: Proportion) {
  checkProportion(control);
  checkProportion(treatment);
  const successes = control.x + treatment.x;
  const low = Math.max(0, successes - control.n);
  const high = Math.min(successes, treatment.n);
  const logs: number[] = [];
  for (let k = low; k <= high; k++) logs.push(logHypergeometricMass(k, treatment.n, control.n, successes));
  const masses = logs.map(Math.exp);
  const observed = masses[treatment.x - low];
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const p = masses.reduce((sum, mass) => (mass <= observed * (1 + 1e-7) ? sum + mass : sum), 0) / total;
  return {
    p: Math.min(1, p),
    midP: Math.min(1, p - observed / total / 2),
    oddsRatio: conditionalOddsRatio(logs, low, high, treatment.x),
  };
}

/** The ω at which the tilted hypergeometric has the observed count as its mean. */
function conditionalOddsRatio(
  logMasses: readonly number[],
  low: number,
  high: number,
  observed: number,
): number {
  if (observed === low) return 0;
  if (observed === high) return Number.POSITIVE_INFINITY;
  const mean = (logOdds: number): number => {
    const logs = logMasses.map((log, i) => log + i * logOdds);
    const top = logs.reduce((most, log) => Math.max(most, log));
    let [sum, weighted] = [0, 0];
    for (let i = 0; i < logs.length; i++) {
      const weight = Math.exp(logs[i] - top);
      sum += weight;
      weighted += weight * (low + i);
    }
    return weighted / sum;
  };
  return Math.exp(brentRoot((logOdds) => mean(logOdds) - observed, -50, 50));
}

/** One 2 × 2 table a stratum: a, b in the first row, c, d in the second. */
export interface Stratum {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Mantel–Haenszel χ² (continuity-corrected), the common odds ratio and its Robins–Breslow–Greenland interval. */
export function mantelHaenszel(strata: readonly Stratum[], confidence = 0.95) {
  checkShare("confidence", confidence);
  let [gap, variance, top, bottom, pr, cross, qs] = [0, 0, 0, 0, 0, 0, 0];
  for (const { a, b, c, d } of strata) {
    for (const count of [a, b, c, d]) checkCount("a count", count);
    const n = a + b + c + d;
    if (!(n >= 2)) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: n });
    gap += a - ((a + b) * (a + c)) / n;
    variance += ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1));
    const [r, s, share] = [(a * d) / n, (b * c) / n, (a + d) / n];
    top += r;
    bottom += s;
    pr += share * r;
    cross += share * s + (1 - share) * r;
    qs += (1 - share) * s;
  }
  if (!(variance > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the outcome", method: "Mantel–Haenszel" });
  const statistic = (Math.abs(gap) - Math.min(0.5, Math.abs(gap))) ** 2 / variance;
  if (!(top > 0 && bottom > 0))
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "the common odds ratio",
      why: "it is 0 or infinite",
    });
  const spread = Math.sqrt(pr / (2 * top * top) + cross / (2 * top * bottom) + qs / (2 * bottom * bottom));
  const reach = Math.exp(normalUpperQuantile(tailOf(confidence)) * spread);
  const oddsRatio = top / bottom;
  return {
    statistic,
    p: chiSquare(1).upper(statistic),
    oddsRatio,
    interval: [oddsRatio / reach, oddsRatio * reach] as const,
  };
}
