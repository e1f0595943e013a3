/**
 * How long until something happens, when not everyone was watched to the end.
 *
 *   Kaplan–Meier  S(t) = Π_{t_i ≤ t} (1 - d_i/n_i),  Greenwood  Var = S² Σ d_i / (n_i (n_i - d_i))
 *   log-rank      (O - E)ᵀ V⁻¹ (O - E) over all groups but one, E and V hypergeometric at every time
 *
 * Sources: E. L. Kaplan, P. Meier (1958), JASA 53; M. Greenwood (1926); N. Mantel (1966), Cancer Chemotherapy Reports 50.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { chiSquare } from "../../math/distributions.ts";
import { solvePositive } from "../../math/linear-algebra.ts";

export interface Lifetime {
  /** Time watched, any unit, at least 0. */
  readonly time: number;
  /** Whether it happened; false when the watching ended first. */
  readonly event: boolean;
}

export interface SurvivalStep {
  readonly time: number;
  readonly survival: number;
  /** Greenwood's; NaN once nobody is left, where the formula has no value. */
  readonly standardError: number;
}

/** One step for each distinct time, those of the censored included. */
export function kaplanMeier(lifetimes: readonly Lifetime[]): SurvivalStep[] {
  checkLifetimes(lifetimes);
  let survival = 1;
  let sum = 0;
  return riskTable(lifetimes).map(({ time, atRisk, events }) => {
    survival *= 1 - events / atRisk;
    sum += events / (atRisk * (atRisk - events));
    return { time, survival, standardError: survival * Math.sqrt(sum) };
  });
}

export interface LogRank {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Do groups live equally long? Chi-square on one degree of freedom less than there are groups.
 *
 * @throws BowerbirdError ZERO_VARIANCE when nothing happened, EMPTY_SAMPLE for fewer than two groups or an empty one.
 */
export function logRank(groups: ReadonlyArray<readonly Lifetime[]>): LogRank {
  if (groups.length < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: groups.length });
  for (const group of groups) checkLifetimes(group);
  const free = groups.slice(1);
  const gaps = free.map(() => 0);
  const covariance = free.map(() => free.map(() => 0));
  const tables = groups.map((group) => new Map(riskTable(group).map((row) => [row.time, row.events])));
  const left = groups.map((group) => group.map(({ time }) => time).sort((a, b) => a - b));
  const gone = groups.map(() => 0);
  for (const { time, atRisk: n, events: d } of riskTable(groups.flat())) {
    const own = groups.map((group, g) => {
      while (gone[g] < group.length && left[g][gone[g]] < time) gone[g]++;
      return group.length - gone[g];
    });
    free.forEach((_, g) => {
      gaps[g] += (tables[g + 1].get(time) ?? 0) - (d * own[g + 1]) / n;
      if (n < 2) return;
      free.forEach((_other, h) => {
        const share = ((g === h ? 1 : 0) - own[h + 1] / n) * (own[g + 1] / n);
        covariance[g][h] += (d * share * (n - d)) / (n - 1);
      });
    });
  }
  if (!covariance.every((row, g) => row[g] > 0)) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the event", method: "log-rank" });
  }
  const pull = solvePositive(covariance, gaps);
  const statistic = gaps.reduce((sum, gap, g) => sum + gap * pull[g], 0);
  return { statistic, df: free.length, p: chiSquare(free.length).upper(statistic) };
}

function riskTable(lifetimes: readonly Lifetime[]): { time: number; atRisk: number; events: number }[] {
  const sorted = [...lifetimes].sort((a, b) => a.time - b.time);
  const rows: { time: number; atRisk: number; events: number }[] = [];
  sorted.forEach(({ time, event }, i) => {
    const last = rows.at(-1);
    if (last?.time === time) last.events += Number(event);
    else rows.push({ time, atRisk: sorted.length - i, events: Number(event) });
  });
  return rows;
}

export function checkLifetimes(lifetimes: readonly Lifetime[]): void {
  if (lifetimes.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const bad = lifetimes.find(({ time }) => !(time >= 0 && Number.isFinite(time)));
  if (bad) throw new BowerbirdError("OUT_OF_RANGE", { what: "a time", actual: bad.time, range: "0 or more" });
}
