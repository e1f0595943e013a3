/**
 * The standard normal distribution with full relative accuracy in both tails.
 *
 *   Φ(-z) = φ(z) · 1/(z + 1/(z + 2/(z + 3/(z + …)))) for z > 2,   Φ(z) = 1/2 + φ(z) Σ z^(2k+1)/(1·3·…·(2k+1)) nearer 0
 *
 * Sources: G. Marsaglia (2004), "Evaluating the normal distribution", J. Statistical Software 11(4); DLMF §7.9;
 * the first guess of the quantile: C. Hastings (1955), "Approximations for Digital Computers", sheet 68.
 */
const rootTwoPi = 2.5066282746310002;

/** φ(z); the square is split so that no digit of a large z is lost. */
export function normalDensity(z: number): number {
  const coarse = Math.trunc(Math.abs(z) * 16) / 16;
  const rest = Math.abs(z) - coarse;
  return (Math.exp((-coarse * coarse) / 2) * Math.exp(-rest * (coarse + rest / 2))) / rootTwoPi;
}

/** P(Z > z). */
export function normalUpper(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z < 0) return z < -2 ? 1 - normalUpper(-z) : 0.5 + centre(-z);
  if (z <= 2) return 0.5 - centre(z);
  if (z > 39) return 0;
  const depth = Math.ceil(20 + 260 / z);
  let fraction = z;
  for (let k = depth; k >= 1; k--) fraction = z + k / fraction;
  return normalDensity(z) / fraction;
}

/** P(Z ≤ z). */
export function normalLower(z: number): number {
  return normalUpper(-z);
}

function centre(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return sum * normalDensity(z);
}

/** z with P(Z > z) = p; ∓Infinity at 1 and 0. Full accuracy for p down to 1e-300: three Halley steps on ln P. */
export function normalUpperQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return p === 1 ? Number.NEGATIVE_INFINITY : -normalUpperQuantile(1 - p);
  if (p === 0) return Number.POSITIVE_INFINITY;
  if (p === 0.5) return 0;
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 3; step++) {
    const tail = normalUpper(z);
    const hazard = normalDensity(z) / tail;
    const miss = Math.log(tail / p) / hazard;
    z += miss / (1 - (miss * (z - hazard)) / 2);
  }
  return z;
}

/** z with P(Z ≤ z) = p. */
export function normalQuantile(p: number): number {
  return 0 - normalUpperQuantile(p);
}

/** The error function's complement, 2 P(Z > x √2). */
export function erfc(x: number): number {
  return 2 * normalUpper(x * Math.SQRT2);
}
