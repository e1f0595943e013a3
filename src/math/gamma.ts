/**
 * The gamma function's logarithm, and the regularised incomplete gamma function with both tails.
 *
 *   ln Γ(x) = (x - 1/2) ln x - x + ln(2π)/2 + δ(x),   δ(x) = δ(x+1) + (x + 1/2) ln(1 + 1/x) - 1
 *   P(a, x) = x^a e^-x / Γ(a+1) · Σ x^k / ((a+1)…(a+k)),   Q = 1 - P by a continued fraction beyond the mode
 *
 * δ is Stirling's remainder; working with it rather than with ln Γ keeps the digits of densities at large parameters.
 *
 * Sources: DLMF §5.11 and §8.9 (F. W. J. Olver et al., 2010); C. Loader (2000), "Fast and accurate computation of
 * binomial probabilities"; W. J. Lentz (1976), Applied Optics 15.
 */
const stirlingTerms = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];
const halfLogTwoPi = 0.9189385332046727;

/** δ(x) for x > 0. */
export function stirlingRemainder(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 12) {
    shift += (at + 0.5) * Math.log1p(1 / at) - 1;
    at += 1;
  }
  let sum = 0;
  const inverseSquare = 1 / (at * at);
  for (let k = stirlingTerms.length - 1; k >= 0; k--) sum = sum * inverseSquare + stirlingTerms[k];
  return shift + sum / at;
}

/** ln |Γ(x)|; +Infinity at 0 and the negative whole numbers. */
export function logGamma(x: number): number {
  if (x <= 0) {
    if (Number.isInteger(x)) return Number.POSITIVE_INFINITY;
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  }
  if (x === 1 || x === 2) return 0;
  if (x < 12) {
    let product = 1;
    let at = x;
    while (at < 12) product *= at++;
    return (at - 0.5) * Math.log(at) - at + halfLogTwoPi + stirlingRemainder(at) - Math.log(product);
  }
  return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + stirlingRemainder(x);
}

/** ln B(a, b) without the cancellation of three large logarithms. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < 12) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const remainder = stirlingRemainder(large) - stirlingRemainder(a + b);
  const ratio = -(large - 0.5) * Math.log1p(small / large) - small * Math.log(a + b) + small;
  return logGamma(small) + ratio + remainder;
}

/** x ln(x/m) - x + m, exact where x is near m (Loader's deviance). */
export function deviance(x: number, m: number): number {
  if (x === 0) return m;
  const difference = x - m;
  if (Math.abs(difference) >= 0.1 * (x + m)) return x * Math.log(x / m) - difference;
  const v = difference / (x + m);
  let sum = difference * v;
  let term = 2 * x * v;
  for (let k = 3; k < 200; k += 2) {
    term *= v * v;
    const next = sum + term / k;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** e^-m m^x / Γ(x+1), real x ≥ 0: the Poisson density. */
export function poissonDensity(x: number, m: number): number {
  if (m === 0) return x === 0 ? 1 : 0;
  if (x === 0) return Math.exp(-m);
  if (x < 0) return 0;
  return Math.exp(-stirlingRemainder(x) - deviance(x, m)) / Math.sqrt(2 * Math.PI * x);
}

export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** P(a, x) and Q(a, x), a > 0, x ≥ 0. The smaller of the two has full relative accuracy. */
export function incompleteGamma(a: number, x: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const front = a < 1 ? Math.exp(a * Math.log(x) - x - logGamma(a + 1)) : poissonDensity(a, x);
  if (x < a + 1) {
    let term = 1;
    let sum = 1;
    for (let k = 1; k < 1e6 && term > sum * 1e-17; k++) {
      term *= x / (a + k);
      sum += term;
    }
    const lower = front * sum;
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, front * a * gammaFraction(a, x));
  return { lower: 1 - upper, upper };
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 1e6; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h;
}

const nonZero = (x: number): number => (Math.abs(x) < 1e-300 ? 1e-300 : x);

/** The digamma function ψ(x), x > 0. Source: DLMF §5.11.2. */
export function digamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 12) shift -= 1 / at++;
  const y = 1 / (at * at);
  const series =
    y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * (1 / 132 - (y * 691) / 32760)))));
  return shift + Math.log(at) - 0.5 / at - series;
}

/** The trigamma function ψ'(x), x > 0. Source: DLMF §5.15.8. */
export function trigamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 15) {
    shift += 1 / (at * at);
    at += 1;
  }
  const y = 1 / (at * at);
  const series = 1 / 6 - y * (1 / 30 - y * (1 / 42 - y * (1 / 30 - y * (5 / 66))));
  return shift + 1 / at + y / 2 + (y / at) * series;
}
