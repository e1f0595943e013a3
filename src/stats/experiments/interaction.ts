/**
 * Two experiments at once: does the effect of one depend on the arm of the other?
 *
 *   interaction = (m11 - m01) - (m10 - m00), the first index of experiment A, the second of B;  se² = Σ v/n,
 *   Welch–Satterthwaite;  each experiment's own effect is the mean of its two
 *
 * Source: F. Yates (1937), "The Design and Analysis of Factorial Experiments", Technical Communication 35, Imperial
 * Bureau of Soil Science.
 */
import { type MeanTest, type MeanTestOptions, tTest } from "../comparisons/means.ts";
import { checkSample, type Moments, varianceOf } from "../summaries/moments.ts";

/** Moments by the arms of both experiments: `treated.control` saw A's treatment and B's control. */
export interface FactorialCells {
  readonly control: { readonly control: Moments; readonly treated: Moments };
  readonly treated: { readonly control: Moments; readonly treated: Moments };
}

export interface Factorial {
  readonly effectOfA: MeanTest;
  readonly effectOfB: MeanTest;
  /** How much larger A's effect is under B's treatment. */
  readonly interaction: MeanTest;
}

/** @throws BowerbirdError EMPTY_SAMPLE below two observations a cell, NOT_FINITE, ZERO_VARIANCE. */
export function factorialTest(cells: FactorialCells, options: MeanTestOptions = {}): Factorial {
  const { control, treated } = cells;
  const four = [control.control, control.treated, treated.control, treated.treated].map((cell) =>
    checkSample(cell),
  );
  const contrast = (weights: readonly number[]): MeanTest => {
    const parts = four.map((cell, i) => (weights[i] ** 2 * varianceOf(cell)) / cell.n);
    const variance = parts.reduce((sum, part) => sum + part, 0);
    const df = variance ** 2 / parts.reduce((sum, part, i) => sum + part ** 2 / (four[i].n - 1), 0);
    const difference = four.reduce((sum, { mean }, i) => sum + weights[i] * mean, 0);
    return tTest(difference, Math.sqrt(variance), df, options);
  };
  return {
    effectOfA: contrast([-0.5, -0.5, 0.5, 0.5]),
    effectOfB: contrast([-0.5, 0.5, -0.5, 0.5]),
    interaction: contrast([1, -1, -1, 1]),
  };
}
