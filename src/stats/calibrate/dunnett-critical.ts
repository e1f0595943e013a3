/**
 * Dunnett's p falls with |t| alone when the arms' sizes are settled, so its critical |t| is sought once instead of a
 * double integral in every repetition.
 */
import { dunnett, type Moments } from "../stats.ts";

/** The |t| at which `dunnett` says 5 %, with control and `arms` treatments of n people each; to six digits. */
export function dunnettCritical(n: number, arms: number): number {
  const arm = (mean: number): Moments => ({ n, mean, m2: n - 1 });
  const others = Array.from({ length: arms - 1 }, () => arm(0));
  const p = (t: number): number => dunnett(arm(0), [arm(t * Math.sqrt(2 / n)), ...others])[0].p;
  let [low, high] = [1, 5];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (p(middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

/** Each arm's |t| against control, the variance pooled over all; arms of equal size. */
export function dunnettT(control: Moments, arms: readonly Moments[]): number[] {
  const all = [control, ...arms];
  const variance = all.reduce((sum, { m2 }) => sum + m2, 0) / (all.length * (control.n - 1));
  return arms.map(({ mean }) => Math.abs(mean - control.mean) / Math.sqrt((2 * variance) / control.n));
}
