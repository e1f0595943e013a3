/**
 * One-way analysis of variance: do several groups share one mean?
 *
 *   SSB = Σ n_g (m_g - m)²,  SSW = Σ Σ (y - m_g)²,  F = (SSB / (k-1)) / (SSW / (N-k))
 *
 * Every sum is taken of deviations, after a first value was subtracted as the decimals they were written as, so that data such
 * as 10¹² + 0.1 keep their digits.
 *
 * Source: R. A. Fisher (1925), "Statistical Methods for Research Workers"; accuracy as certified by NIST StRD.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { differencesFrom } from "../../math/decimal-differences.ts";
import { preciseSum } from "../../math/numerics.ts";
import { checkValues } from "../checking.ts";

export interface AnovaResult {
  readonly degreesBetween: number;
  readonly degreesWithin: number;
  /** Sums of squares, in units squared. */
  readonly sumBetween: number;
  readonly sumWithin: number;
  readonly F: number;
  readonly rSquared: number;
  /** Standard deviation within groups, in units. */
  readonly residualDeviation: number;
}

/**
 * Pure; O(N).
 *
 * @throws BowerbirdError EMPTY_SAMPLE with fewer than two groups, an empty group or no spare observation;
 *   ZERO_VARIANCE when no group varies.
 */
export function oneWayAnova(groups: readonly (readonly number[])[]): AnovaResult {
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  if (groups.length < 2 || groups.some((group) => group.length === 0) || total <= groups.length) {
    throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: Math.min(...groups.map((g) => g.length)) });
  }
  for (const group of groups) checkValues(group, 1, "a group");
  const origin = groups[0][0];
  const all = differencesFrom(groups.flat(), origin);
  let next = 0;
  const shifted = groups.map((group) => {
    next += group.length;
    return all.slice(next - group.length, next);
  });
  const means = shifted.map(preciseMean);
  const grand = preciseMean(all);
  const sumBetween = shifted.reduce((sum, group, g) => sum + group.length * (means[g] - grand) ** 2, 0);
  const sumWithin = preciseSum(shifted.flatMap((group, g) => group.map((value) => (value - means[g]) ** 2)));
  if (sumWithin === 0) throw new BowerbirdError("ZERO_VARIANCE", { what: "every group", method: "ANOVA" });
  const degreesBetween = groups.length - 1;
  const degreesWithin = total - groups.length;
  return {
    degreesBetween,
    degreesWithin,
    sumBetween,
    sumWithin,
    F: sumBetween / degreesBetween / (sumWithin / degreesWithin),
    rSquared: sumBetween / (sumBetween + sumWithin),
    residualDeviation: Math.sqrt(sumWithin / degreesWithin),
  };
}

function preciseMean(values: readonly number[]): number {
  return preciseSum(values) / values.length;
}
