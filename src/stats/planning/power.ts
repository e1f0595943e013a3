/**
 * How many people a test needs, what it can see, and how wrong a win may be.
 *
 *   normal: n per arm = (z_α + z_β)² 2σ²/δ²;  t: 1 - β = P(T' > t_α) of the non-central t with δ √(n/2)/σ
 *   CUPED: σ² (1 - ρ²);  cluster: × (1 + (m-1) ICC);  type S: wrong sign given significance; type M: exaggeration
 *
 * Sources: J. Cohen (1988), "Statistical Power Analysis", 2nd edition; L. Kish (1965), "Survey Sampling"; A. Gelman and
 * J. Carlin (2014), "Beyond power calculations", Perspectives on Psychological Science 9; J. Lu, Y. Qiu, A. Deng (2019).
 */
import { BowerbirdError } from "../../core/errors.ts";
import { chiSquare, studentT } from "../../math/distributions.ts";
import { noncentralChiSquareUpper, noncentralTUpper } from "../../math/noncentral.ts";
import { normalDensity, normalUpper, normalUpperQuantile } from "../../math/normal.ts";
import { rootBeyond } from "../../math/root-finding.ts";
import { checkFinite, checkPositive, checkShare } from "../checking.ts";

export interface Level {
  /** Type I error; shared over both tails when `sides` is 2. */
  readonly alpha: number;
  readonly power: number;
  readonly sides?: 1 | 2;
}

function checkLevel({ alpha, power }: Level): void {
  if (!(alpha > 0 && alpha < 1))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "alpha", actual: alpha, range: "between 0 and 1" });
  if (!(power > alpha && power < 1))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "power", actual: power, range: "between alpha and 1" });
}

/** z_α + z_β. */
export function detectableZ(level: Level): number {
  checkLevel(level);
  return normalUpperQuantile(level.alpha / (level.sides ?? 2)) + normalUpperQuantile(1 - level.power);
}

/** Per arm, unrounded, by the normal. `variance` of one observation. */
export function sampleSizeNormal(delta: number, variance: number, level: Level): number {
  checkPositive("the effect", Math.abs(delta));
  checkPositive("the variance", variance);
  return (detectableZ(level) ** 2 * 2 * variance) / delta ** 2;
}

/** Power of the two-sample t-test with arms of n1 and n2; `d` is the effect in standard deviations. */
export function powerOfT(d: number, n1: number, n2: number, alpha: number, sides: 1 | 2 = 2): number {
  checkFinite("the effect", d);
  checkPositive("n1", n1);
  checkPositive("n2", n2);
  checkShare("alpha", alpha);
  const df = n1 + n2 - 2;
  if (!(df > 0)) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: Math.min(n1, n2) });
  const critical = studentT(df).upperQuantile(alpha / sides);
  const shift = Math.abs(d) * Math.sqrt((n1 * n2) / (n1 + n2));
  const far = noncentralTUpper(critical, df, shift);
  // the other tail counts too, as in an exact two-sided test
  return sides === 2 ? far + noncentralTUpper(critical, df, -shift) : far;
}

/** Power counting only the tail of the true effect's sign. */
function powerInDirection(d: number, n: number, alpha: number, sides: 1 | 2): number {
  const critical = studentT(2 * n - 2).upperQuantile(alpha / sides);
  return noncentralTUpper(critical, 2 * n - 2, d * Math.sqrt(n / 2));
}

/** Per arm, unrounded, by the t. */
export function sampleSizeT(delta: number, sd: number, level: Level): number {
  const guess = sampleSizeNormal(delta, sd * sd, level);
  const d = Math.abs(delta) / sd;
  return rootBeyond(
    (n) => powerInDirection(d, n, level.alpha, level.sides ?? 2) - level.power,
    1.05,
    Math.max(2, guess),
  );
}

/** The smallest effect seen with the power asked, by the t. */
export function detectableEffectT(n: number, sd: number, level: Level): number {
  checkLevel(level);
  checkPositive("sd", sd);
  if (!(n >= 2)) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: n });
  const d = rootBeyond(
    (effect) => powerInDirection(effect, n, level.alpha, level.sides ?? 2) - level.power,
    0,
    2 / Math.sqrt(n),
  );
  return d * sd;
}

/** The smallest effect by the normal, metric's units. */
export function detectableEffect(nPerArm: number, sd: number, level: Level): number {
  checkPositive("n", nPerArm);
  checkPositive("sd", sd);
  return detectableZ(level) * sd * Math.sqrt(2 / nPerArm);
}

/** Per arm, unrounded: pooled under the null (the usual), unpooled, and by the arcsine. */
export function sampleSizeProportions(p1: number, p2: number, level: Level) {
  for (const p of [p1, p2])
    if (!(p > 0 && p < 1))
      throw new BowerbirdError("OUT_OF_RANGE", { what: "a rate", actual: p, range: "between 0 and 1" });
  checkPositive("the effect", Math.abs(p1 - p2));
  const z = detectableZ(level);
  const zAlpha = normalUpperQuantile(level.alpha / (level.sides ?? 2));
  const zBeta = normalUpperQuantile(1 - level.power);
  const spread = p1 * (1 - p1) + p2 * (1 - p2);
  const middle = (p1 + p2) / 2;
  const pooled =
    (zAlpha * Math.sqrt(2 * middle * (1 - middle)) + zBeta * Math.sqrt(spread)) ** 2 / (p1 - p2) ** 2;
  const h = 2 * Math.asin(Math.sqrt(p1)) - 2 * Math.asin(Math.sqrt(p2));
  return { pooled, unpooled: (z * z * spread) / (p1 - p2) ** 2, arcsine: (2 * z * z) / (h * h) };
}

/** In all, when treatment gets `share` of the people. */
export function sampleSizeAllocated(delta: number, sd: number, share: number, level: Level): number {
  if (!(share > 0 && share < 1))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "share", actual: share, range: "between 0 and 1" });
  return sampleSizeNormal(delta, sd * sd, level) / (2 * share * (1 - share));
}

/** Share of the variance left by a covariate of correlation ρ. */
export function cupedVarianceRatio(rho: number): number {
  if (!(Math.abs(rho) < 1))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "rho", actual: rho, range: "between -1 and 1" });
  return 1 - rho * rho;
}

/** Kish's design effect of clusters of `size` people. */
export function designEffect(size: number, icc: number): number {
  if (!(size >= 1 && Number.isFinite(size)))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "a cluster's size", actual: size, range: "1 or more" });
  if (!(icc >= -1 && icc <= 1))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "icc", actual: icc, range: "from -1 to 1" });
  return 1 + (size - 1) * icc;
}

/** Per arm, normal, one-sided: the true difference is `delta` and must not be shown worse than -margin. */
export function sampleSizeNonInferiority(delta: number, sd: number, margin: number, level: Level): number {
  checkPositive("the effect plus the margin", delta + margin);
  return sampleSizeNormal(delta + margin, sd * sd, { ...level, sides: 1 });
}

/** Power of a χ² test of effect `w` (Cohen) on n people. */
export function powerOfChiSquare(w: number, n: number, df: number, alpha: number): number {
  checkFinite("the effect", w);
  checkPositive("n", n);
  checkPositive("df", df);
  checkShare("alpha", alpha);
  // so far out that the power is 1 to the last digit
  if (n * w * w > 1e6 && df < 1e4) return 1;
  if (df > 1e6)
    throw new BowerbirdError("OUT_OF_RANGE", { what: "df", actual: df, range: "at most a million" });
  return noncentralChiSquareUpper(chiSquare(df).upperQuantile(alpha), df, n * w * w);
}

/** Power, the chance that a significant result has the wrong sign, and how far it exaggerates on average. */
export function typeSM(effect: number, standardError: number, alpha = 0.05) {
  if (!(alpha > 0 && alpha < 1)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "alpha", actual: alpha, range: "between 0 and 1" });
  }
  checkPositive("the true effect", Math.abs(effect));
  checkPositive("the standard error", standardError);
  checkShare("alpha", alpha);
  const z = normalUpperQuantile(alpha / 2);
  const lambda = Math.abs(effect) / standardError;
  const [right, wrong] = [normalUpper(z - lambda), normalUpper(z + lambda)];
  const power = right + wrong;
  const magnitude = normalDensity(z - lambda) + normalDensity(z + lambda) + lambda * (right - wrong);
  return { power, typeS: wrong / power, exaggeration: magnitude / (lambda * power) };
}
