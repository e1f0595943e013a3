/**
 * A root of a continuous function: bracketed, then by Brent's mix of bisection, secant and inverse parabola.
 *
 * Source: R. P. Brent (1973), "Algorithms for Minimization without Derivatives", chapter 4.
 */
import { BowerbirdError } from "../core/errors.ts";

/**
 * @param f has values of opposite sign at `low` and `high` (either may be 0).
 * @throws BowerbirdError NOT_CONVERGED when the signs agree or 300 steps do not suffice.
 */
export function brentRoot(f: (x: number) => number, low: number, high: number, tolerance = 1e-15): number {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (Number.isNaN(fa) || Number.isNaN(fb) || fa > 0 === fb > 0) {
    throw new BowerbirdError("NOT_CONVERGED", {
      method: "the root search (no change of sign)",
      iterations: 0,
    });
  }
  let [c, fc] = [a, fa];
  let step = b - a;
  let before = step;
  for (let i = 0; i < 300; i++) {
    if (fb > 0 === fc > 0) {
      [c, fc] = [a, fa];
      step = b - a;
      before = step;
    }
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const slack = 2 ** -52 * Math.abs(b) + tolerance * Math.min(1, Math.abs(b)) * 0.5 + 1e-320;
    const middle = (c - b) / 2;
    if (Math.abs(middle) <= slack || fb === 0) return b;
    const trial =
      Math.abs(before) >= slack && Math.abs(fa) > Math.abs(fb)
        ? interpolate(a, b, c, fa, fb, fc)
        : Number.NaN;
    if (
      Math.abs(trial) < Math.min(1.5 * Math.abs(middle) - Math.abs(slack) / 2, Math.abs(before / 2)) &&
      trial * middle > 0
    ) {
      before = step;
      step = trial;
    } else {
      step = middle;
      before = middle;
    }
    [a, fa] = [b, fb];
    b += Math.abs(step) > slack ? step : Math.sign(middle) * slack;
    fb = f(b);
  }
  throw new BowerbirdError("NOT_CONVERGED", { method: "Brent's root search", iterations: 300 });
}

function interpolate(a: number, b: number, c: number, fa: number, fb: number, fc: number): number {
  const s = fb / fa;
  if (a === c) return (-s * (c - b)) / (1 - s) || Number.NaN;
  const q = fa / fc;
  const r = fb / fc;
  const p = s * ((c - b) * q * (q - r) - (b - a) * (r - 1));
  return -p / ((q - 1) * (r - 1) * (s - 1));
}

/** A root of an increasing or decreasing `f` on (low, ∞), found by doubling steps away from `start`. */
export function rootBeyond(f: (x: number) => number, low: number, start: number): number {
  const sign = Math.sign(f(low));
  let left = low;
  let right = start;
  for (let i = 0; i < 1100 && Math.sign(f(right)) === sign; i++) {
    left = right;
    right = low + (right - low) * 2;
  }
  return brentRoot(f, left, right);
}
