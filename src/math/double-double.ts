/**
 * Numbers of about 32 digits as the unevaluated sum of two doubles, |low| ≤ ulp(high)/2.
 *
 *   two-sum and Dekker's two-product give sums and products of doubles without error;  exp by halving the argument 2⁹
 *   times and Taylor's series, log and arctan by a Newton step on exp, sin and cos, these by series after taking off π/2
 *
 * For the last digits of a fit, not for speed: some fifty times slower than doubles.
 *
 * Sources: T. J. Dekker (1971), "A floating-point technique for extending the available precision", Numerische Mathematik
 * 18; Y. Hida, X. S. Li, D. H. Bailey (2001), "Algorithms for quad-double precision floating point arithmetic", ARITH-15.
 */
export interface Double {
  readonly high: number;
  readonly low: number;
}

export const double = (high: number, low = 0): Double => ({ high, low });

/** a + b exactly, for |a| ≥ |b|. */
function quickSum(a: number, b: number): Double {
  const high = a + b;
  return { high, low: Number.isFinite(high) ? b - (high - a) : 0 };
}

function twoSum(a: number, b: number): Double {
  const high = a + b;
  if (!Number.isFinite(high)) return { high, low: 0 };
  const part = high - a;
  return { high, low: a - (high - part) + (b - part) };
}

function twoProduct(a: number, b: number): Double {
  const high = a * b;
  if (!Number.isFinite(high) || Math.abs(a) > 1e290 || Math.abs(b) > 1e290) return { high, low: 0 };
  const [aHigh, bHigh] = [split(a), split(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return { high, low: aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow };
}

/** The leading 26 bits. */
function split(a: number): number {
  const scaled = 134217729 * a;
  return scaled - (scaled - a);
}

export function plus(a: Double, b: Double): Double {
  const high = twoSum(a.high, b.high);
  const low = twoSum(a.low, b.low);
  const middle = quickSum(high.high, high.low + low.high);
  return quickSum(middle.high, middle.low + low.low);
}

export const negative = (a: Double): Double => ({ high: -a.high, low: -a.low });
export const minus = (a: Double, b: Double): Double => plus(a, negative(b));

export function times(a: Double, b: Double): Double {
  const product = twoProduct(a.high, b.high);
  return quickSum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

export function over(a: Double, b: Double): Double {
  const first = a.high / b.high;
  if (!Number.isFinite(first)) return double(first);
  const rest = minus(a, times(b, double(first)));
  const second = rest.high / b.high;
  const last = minus(rest, times(b, double(second))).high / b.high;
  return plus(quickSum(first, second), double(last));
}

const ln2 = double(Math.LN2, 2.3190468138462996e-17);
const halfPi = double(Math.PI / 2, 6.123233995736766e-17);

/** a × 2^k, exactly. */
function scaled(a: Double, k: number): Double {
  const factor = 2 ** k;
  return { high: a.high * factor, low: a.low * factor };
}

export function exponential(a: Double): Double {
  if (!(Math.abs(a.high) < 700)) return double(Math.exp(a.high));
  const k = Math.round(a.high / ln2.high);
  const rest = scaled(minus(a, times(ln2, double(k))), -9);
  let term = rest;
  let sum = rest;
  for (let i = 2; i < 12; i++) {
    term = over(times(term, rest), double(i));
    sum = plus(sum, term);
  }
  // (1 + s)² - 1 = 2s + s², nine times: the digits near 1 are kept
  for (let i = 0; i < 9; i++) sum = plus(scaled(sum, 1), times(sum, sum));
  return scaled(plus(sum, double(1)), k);
}

export function logarithm(a: Double): Double {
  const first = double(Math.log(a.high));
  if (!Number.isFinite(first.high)) return first;
  let guess = first;
  for (let i = 0; i < 2; i++) guess = minus(plus(guess, times(a, exponential(negative(guess)))), double(1));
  return guess;
}

export function sineCosine(a: Double): { readonly sine: Double; readonly cosine: Double } {
  const turns = Math.round(a.high / halfPi.high);
  const rest = minus(a, times(halfPi, double(turns)));
  const square = times(rest, rest);
  const series = (first: Double, from: number): Double => {
    let term = first;
    let sum = first;
    for (let i = from; i < from + 32; i += 2) {
      term = negative(over(times(term, square), double(i * (i + 1))));
      sum = plus(sum, term);
    }
    return sum;
  };
  const [sine, cosine] = [series(rest, 2), series(double(1), 1)];
  const quarter = ((turns % 4) + 4) % 4;
  if (quarter === 0) return { sine, cosine };
  if (quarter === 1) return { sine: cosine, cosine: negative(sine) };
  if (quarter === 2) return { sine: negative(sine), cosine: negative(cosine) };
  return { sine: negative(cosine), cosine: sine };
}

export function arctangent(a: Double): Double {
  let guess = double(Math.atan(a.high));
  for (let i = 0; i < 2; i++) {
    const { sine, cosine } = sineCosine(guess);
    guess = plus(guess, over(minus(times(a, cosine), sine), plus(cosine, times(a, sine))));
  }
  return guess;
}

/** a^b; by multiplication for whole b up to 1,024, else exp(b ln a). */
export function power(a: Double, b: Double): Double {
  if (b.low !== 0 || !Number.isInteger(b.high) || Math.abs(b.high) > 1024) {
    return exponential(times(b, logarithm(a)));
  }
  let [base, left, product] = [a, Math.abs(b.high), double(1)];
  while (left > 0) {
    if (left % 2 === 1) product = times(product, base);
    base = times(base, base);
    left = Math.floor(left / 2);
  }
  return b.high < 0 ? over(double(1), product) : product;
}

/** The decimal a number was written as: 0.1 is one tenth here, not the double nearest to it. */
export function fromDecimal(text: string): Double {
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text.trim());
  if (!parts || parts[2] + parts[3] === "") return double(Number(text));
  const digits = parts[2] + parts[3];
  let mantissa = double(0);
  for (let i = 0; i < digits.length; i += 15) {
    const chunk = digits.slice(i, i + 15);
    mantissa = plus(times(mantissa, double(10 ** chunk.length)), double(Number(chunk)));
  }
  let shift = Number(parts[4] ?? 0) - parts[3].length;
  for (; shift > 0; shift -= Math.min(22, shift))
    mantissa = times(mantissa, double(10 ** Math.min(22, shift)));
  for (; shift < 0; shift += Math.min(22, -shift))
    mantissa = over(mantissa, double(10 ** Math.min(22, -shift)));
  return parts[1] === "-" ? negative(mantissa) : mantissa;
}
