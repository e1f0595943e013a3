/**
 * The regularised incomplete beta function with both tails.
 *
 *   I_x(a, b) = x^a y^b / B(a, b) / (b_0 + a_1/(b_1 + a_2/(b_2 + …))),  y = 1 - x
 *   a_m = (a+m-1)(a+b+m-1) m (b-m) x² / (a+2m-1)²
 *   b_m = m + m(b-m)x/(a+2m-1) + (a+m)(a y - b x + 1 + m(2-x))/(a+2m+1)
 *
 * It knows y apart from x, so nothing cancels when a is ten million. The fraction is used on the side of the mean where it converges fast; the other tail is its complement.
 *
 * Sources: A. R. DiDonato, A. H. Morris (1992), Algorithm 708, ACM TOMS 18; C. Loader (2000), "Fast and accurate computation of binomial probabilities".
 */
import { deviance, logBeta, stirlingRemainder, type Tails } from "./gamma.ts";

/** x^a y^b / B(a, b) with y = 1 - x given apart, so that neither end loses digits. */
export function betaKernel(a: number, b: number, x: number, y: number): number {
  if (x <= 0 || y <= 0) return 0;
  if (a < 1 || b < 1) {
    // near 1 the other side knows the logarithm better
    const logX = x > 0.5 ? Math.log1p(-y) : Math.log(x);
    const logY = y > 0.5 ? Math.log1p(-x) : Math.log(y);
    return Math.exp(a * logX + b * logY - logBeta(a, b));
  }
  const n = a + b;
  const remainder = stirlingRemainder(n) - stirlingRemainder(a) - stirlingRemainder(b);
  const exponent = remainder - deviance(a, n * x) - deviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt((a * (b / n)) / (2 * Math.PI));
}

/** I_x(a, b) and its complement; a, b > 0, x in [0, 1], y = 1 - x. The smaller has full relative accuracy. */
export function incompleteBeta(a: number, b: number, x: number, y = 1 - x): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  const front = betaKernel(a, b, x, y);
  if (x <= (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, front / betaFraction(a, b, x, y));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, front / betaFraction(b, a, y, x));
  return { lower: 1 - upper, upper };
}

/** b_0 + a_1/(b_1 + a_2/(b_2 + …)). */
function betaFraction(a: number, b: number, x: number, y: number): number {
  const rise = (m: number): number => ((a + m) * (a * y - b * x + 1 + m * (2 - x))) / (a + 2 * m + 1);
  let h = nonZero(rise(0));
  let c = h;
  let d = 0;
  for (let m = 1; m < 1e6; m++) {
    const share = (m * (b - m) * x) / (a + 2 * m - 1);
    const top = ((a + m - 1) * (a + b + m - 1) * x * share) / (a + 2 * m - 1);
    const bottom = m + share + rise(m);
    d = 1 / nonZero(bottom + top * d);
    c = nonZero(bottom + top / c);
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < 2.3e-16) break;
  }
  return h;
}

const nonZero = (x: number): number => (Math.abs(x) < 1e-300 ? 1e-300 : x);
