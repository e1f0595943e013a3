/**
 * An arm's mean from data that a bandit gathered. The sample mean is biased there (an arm that starts unlucky is shown
 * no more) and its interval does not cover; weights that even out the variance over time repair both.
 *
 *   score  Γ_t = m_t + 1{shown} (y_t - m_t)/e_t, e_t the logged chance, m_t the arm's mean before
 *   weight h_t = √e_t;  Q = Σ h Γ/Σ h;  V = Σ h² (Γ - Q)²/(Σ h)²;  difference: Q1 - Q0, V1 + V0
 *
 * The sufficient statistic is a batch during which the chance did not change.
 *
 * Source: V. Hadad, D. A. Hirshberg, R. Zhan, S. Wager, S. Athey (2021), "Confidence intervals for policy evaluation in
 * adaptive experiments", PNAS 118 (constant allocation rates).
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkCount, checkFinite } from "../checking.ts";
import { type MeanTest, type MeanTestOptions, tTest } from "../comparisons/means.ts";
import type { Estimate } from "../summaries/estimate.ts";

/** One arm in one batch, in the order of time. */
export interface ArmBatch {
  /** The logged chance of this arm, the same for all of the batch. */
  readonly chance: number;
  /** Everybody in the batch, whichever arm they saw. */
  readonly people: number;
  /** Those who saw this arm, and the sums of their outcomes and squares. */
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

export interface AdaptiveEstimate extends Estimate {
  readonly people: number;
}

/**
 * O(batches).
 *
 * @throws BowerbirdError EMPTY_SAMPLE when the arm was seen by fewer than 2, OUT_OF_RANGE for a chance outside (0, 1],
 *   NOT_FINITE, ZERO_VARIANCE.
 */
export function adaptiveMean(batches: readonly ArmBatch[]): AdaptiveEstimate {
  let [seen, total, weights, weighted, people] = [0, 0, 0, 0, 0];
  const scored = batches.map((batch) => {
    checkBatch(batch);
    const { chance, n, sum, squares } = batch;
    // the first batch has no past: it is centred on itself
    const before = seen > 0 ? total / seen : n > 0 ? sum / n : 0;
    const gained = (sum - n * before) / chance;
    const spread = (squares - 2 * before * sum + n * before * before) / chance ** 2;
    seen += n;
    total += sum;
    people += batch.people;
    weights += Math.sqrt(chance) * batch.people;
    weighted += Math.sqrt(chance) * (batch.people * before + gained);
    return { chance, people: batch.people, before, gained, spread };
  });
  if (seen < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: seen });
  const mean = weighted / weights;
  const variance = scored.reduce((sum, { chance, people: size, before, gained, spread }) => {
    // Σ (Γ - Q)² with Γ = before + part, Σ part = gained, Σ part² = spread
    const off = before - mean;
    return sum + chance * (size * off * off + 2 * off * gained + Math.max(0, spread));
  }, 0);
  if (!(variance > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the arm", method: "the adaptive interval" });
  return { mean, squaredError: variance / weights ** 2, people };
}

/** Treatment minus control with a normal interval. @throws as `adaptiveMean`. */
export function adaptiveDifference(
  control: readonly ArmBatch[],
  treatment: readonly ArmBatch[],
  options: MeanTestOptions = {},
): MeanTest {
  const [c, t] = [adaptiveMean(control), adaptiveMean(treatment)];
  return tTest(
    t.mean - c.mean,
    Math.sqrt(c.squaredError + t.squaredError),
    Number.POSITIVE_INFINITY,
    options,
  );
}

function checkBatch({ chance, people, n, sum, squares }: ArmBatch): void {
  checkCount("people", people);
  checkCount("n", n);
  checkFinite("a batch", sum, squares);
  if (!(chance > 0 && chance <= 1))
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "a chance",
      actual: chance,
      range: "above 0, at most 1",
    });
  if (n > people)
    throw new BowerbirdError("OUT_OF_RANGE", { what: "n", actual: n, range: `at most ${people}` });
}
