/**
 * Barnard's exact test of two rates: unlike Fisher's it fixes only the arms' sizes, and so is more powerful.
 *
 *   p = sup over π of Σ over tables with |z| ≥ |z observed| of Bin(x0; n0, π) Bin(x1; n1, π),   z pooled
 *
 * The supremum over the common rate π is taken on a grid of 1,000 and refined about its best points.
 *
 * Sources: G. A. Barnard (1947), "Significance tests for 2 × 2 tables", Biometrika 34; S. Suissa and J. J. Shuster (1985),
 * "Exact unconditional sample sizes for the 2 × 2 binomial trial", JRSS A 148.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { binomialMass } from "../../math/discrete-distributions.ts";
import { checkProportion, type Proportion } from "./proportions.ts";

export interface UnconditionalTest {
  /** Pooled z of the observed table. */
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
  /** The common rate at which the p-value is largest. */
  readonly worstRate: number;
}

const largest = 2000;
const points = 1000;

/**
 * O(grid · (n0 + n1)). When both arms are all successes or all failures, p is 1.
 *
 * @throws BowerbirdError EMPTY_SAMPLE, OUT_OF_RANGE above 2,000 people an arm (the z-test is exact enough there).
 */
export function barnardExact(control: Proportion, treatment: Proportion): UnconditionalTest {
  for (const arm of [control, treatment]) {
    checkProportion(arm);
    if (arm.n > largest) {
      throw new BowerbirdError("OUT_OF_RANGE", {
        what: "an arm's size",
        actual: arm.n,
        range: `at most ${largest} for the exact test`,
      });
    }
  }
  const z = pooledZ(control.x, control.n, treatment.x, treatment.n);
  if (z === 0) return { z, p: 1, worstRate: 0.5 };
  const extreme = extremeTables(control.n, treatment.n, Math.abs(z) * (1 - 1e-12));
  const chance = (rate: number): number => chanceOf(extreme, control.n, treatment.n, rate);
  let [best, at] = [0, 0.5];
  for (let i = 1; i < points; i++) {
    const value = chance(i / points);
    if (value > best) [best, at] = [value, i / points];
  }
  for (let width = 1 / points; width > 1e-9; width /= 4) {
    for (const rate of [at - width / 2, at + width / 2, at - width / 4, at + width / 4]) {
      if (!(rate > 0 && rate < 1)) continue;
      const value = chance(rate);
      if (value > best) [best, at] = [value, rate];
    }
  }
  return { z, p: Math.min(1, best), worstRate: at };
}

function pooledZ(x0: number, n0: number, x1: number, n1: number): number {
  const pooled = (x0 + x1) / (n0 + n1);
  const variance = pooled * (1 - pooled) * (1 / n0 + 1 / n1);
  return variance > 0 ? (x1 / n1 - x0 / n0) / Math.sqrt(variance) : 0;
}

/** For each x1: the x0 at or below the first and at or above the second number are as extreme as what was seen. */
function extremeTables(n0: number, n1: number, least: number): readonly (readonly [number, number])[] {
  return Array.from({ length: n1 + 1 }, (_, x1) => {
    // at fixed x1, z falls as x0 rises
    let [below, above] = [-1, n0 + 1];
    while (below < n0 && pooledZ(below + 1, n0, x1, n1) >= least) below++;
    while (above > 0 && pooledZ(above - 1, n0, x1, n1) <= -least) above--;
    return [below, above] as const;
  });
}

function chanceOf(
  extreme: readonly (readonly [number, number])[],
  n0: number,
  n1: number,
  rate: number,
): number {
  const lower = new Float64Array(n0 + 2);
  for (let x0 = 0; x0 <= n0; x0++) lower[x0 + 1] = lower[x0] + binomialMass(x0, n0, rate);
  return extreme.reduce((sum, [below, above], x1) => {
    const inside = lower[below + 1] + (lower[n0 + 1] - lower[above]);
    return inside > 0 ? sum + inside * binomialMass(x1, n1, rate) : sum;
  }, 0);
}
