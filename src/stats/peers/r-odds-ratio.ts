/**
 * The conditional odds ratio as R's `fisher.test` prints it: the root of E_ω X = x found by `uniroot` at its default
 * tolerance ε^¼ ≈ 1.2e-4, above 1 as the inverse of a root in 1/ω. `fisherExact` gives the root itself.
 *
 * Sources: R Core Team, stats::fisher.test and stats::uniroot; the iteration is R. P. Brent's zeroin (1973), chapter 4.
 */
import { logHypergeometricMass } from "../../math/discrete-distributions.ts";

/** `x` of `marked` successes among `draws`, the rest among `plain`; as in the table's first cell and its margins. */
export function printedOddsRatio(x: number, marked: number, plain: number, draws: number): number {
  const low = Math.max(0, draws - plain);
  const high = Math.min(draws, marked);
  if (x === low) return 0;
  if (x === high) return Number.POSITIVE_INFINITY;
  const logs = Array.from({ length: high - low + 1 }, (_, k) =>
    logHypergeometricMass(low + k, marked, plain, draws),
  );
  const mean = (omega: number): number => {
    if (omega === 0) return low;
    const tilted = logs.map((log, k) => log + Math.log(omega) * (low + k));
    const top = tilted.reduce((most, log) => Math.max(most, log));
    const weights = tilted.map((log) => Math.exp(log - top));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.reduce((sum, weight, k) => sum + (low + k) * (weight / total), 0);
  };
  const even = mean(1);
  if (even > x) return zeroin((omega) => mean(omega) - x, 0, 1);
  if (even < x) return 1 / zeroin((inverse) => mean(1 / inverse) - x, Number.EPSILON, 1);
  return 1;
}

function zeroin(f: (at: number) => number, low: number, high: number): number {
  const tolerance = Number.EPSILON ** 0.25;
  let [a, b, c] = [low, high, low];
  let [fa, fb] = [f(a), f(b)];
  let fc = fa;
  for (let step = 0; step < 1000; step++) {
    const before = b - a;
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const slack = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= slack || fb === 0) return b;
    let move = half;
    if (Math.abs(before) >= slack && Math.abs(fa) > Math.abs(fb)) {
      const { p, q } = interpolated(a, b, c, fa, fb, fc);
      if (p < 0.75 * (c - b) * q - Math.abs(slack * q) / 2 && p < Math.abs((before * q) / 2)) move = p / q;
    }
    if (Math.abs(move) < slack) move = move > 0 ? slack : -slack;
    [a, fa] = [b, fb];
    b += move;
    fb = f(b);
    if (fb > 0 === fc > 0 && fb !== 0) [c, fc] = [a, fa];
  }
  return b;
}

function interpolated(a: number, b: number, c: number, fa: number, fb: number, fc: number) {
  const t1 = a === c ? fb / fa : fb / fc;
  let p = (c - b) * t1;
  let q = 1 - t1;
  if (a !== c) {
    const [t0, t2] = [fa / fc, fb / fa];
    p = t2 * ((c - b) * t0 * (t0 - t1) - (b - a) * (t1 - 1));
    q = (t0 - 1) * (t1 - 1) * (t2 - 1);
  }
  return p > 0 ? { p, q: -q } : { p: -p, q };
}
