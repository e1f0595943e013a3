/**
 * How long until something happens, when not everyone was watched to the end.
 *
 *   Kaplan–Meier  S(t) = Π_{t_i ≤ t} (1 - d_i/n_i),  Greenwood  Var = S² Σ d_i / (n_i (n_i - d_i))
 *   log-rank      (O_1 - E_1)² / V  on one degree of freedom
 *   Cox           Σ_i x_i b - Σ log Σ_{at risk} exp(x b), one predictor, ties by Breslow or Efron, Newton steps
 *
 * Sources: E. L. Kaplan, P. Meier (1958), JASA 53; N. Mantel (1966), Cancer Chemotherapy Reports 50; D. R. Cox (1972),
 * JRSS B 34; B. Efron (1977), JASA 72.
 */
import { BowerbirdError } from "../core/errors.ts";

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

/** Chi-square statistic on one degree of freedom. @throws BowerbirdError ZERO_VARIANCE when nothing happened. */
export function logRank(first: readonly Lifetime[], second: readonly Lifetime[]): number {
  checkLifetimes(first);
  checkLifetimes(second);
  let [difference, variance] = [0, 0];
  for (const { time, atRisk: n, events: d } of riskTable([...first, ...second])) {
    const n1 = first.filter((one) => one.time >= time).length;
    const d1 = first.filter((one) => one.event && one.time === time).length;
    difference += d1 - (d * n1) / n;
    if (n > 1) variance += (d * (n1 / n) * (1 - n1 / n) * (n - d)) / (n - 1);
  }
  if (variance === 0) throw new BowerbirdError("ZERO_VARIANCE", { what: "the event", method: "log-rank" });
  return difference ** 2 / variance;
}

export interface CoxFit {
  /** Log hazard ratio of one unit of the predictor. */
  readonly coefficient: number;
  readonly standardError: number;
}

/** @throws BowerbirdError SEPARATED when the ratio runs away, ZERO_VARIANCE when the predictor or the event does not vary. */
export function coxRegression(
  lifetimes: readonly Lifetime[],
  x: readonly number[],
  ties: "efron" | "breslow" = "efron",
): CoxFit {
  checkLifetimes(lifetimes);
  if (x.every((value) => value === x[0])) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the predictor", method: "Cox regression" });
  }
  let b = 0;
  for (let step = 0; step < 50; step++) {
    const { score, information } = coxDerivatives(lifetimes, x, ties, b);
    if (!(information > 1e-10)) throw new BowerbirdError("SEPARATED");
    const move = score / information;
    b += move;
    if (Math.abs(move) < 1e-12 * (1 + Math.abs(b))) {
      return { coefficient: b, standardError: 1 / Math.sqrt(information) };
    }
  }
  throw new BowerbirdError("SEPARATED");
}

function coxDerivatives(lifetimes: readonly Lifetime[], x: readonly number[], ties: string, b: number) {
  let [score, information] = [0, 0];
  for (const { time, events } of riskTable(lifetimes)) {
    if (events === 0) continue;
    const risk = [0, 0, 0];
    const dying = [0, 0, 0];
    lifetimes.forEach((one, i) => {
      const weight = Math.exp(b * x[i]);
      const moments = [weight, weight * x[i], weight * x[i] ** 2];
      if (one.time < time) return;
      moments.forEach((value, k) => {
        risk[k] += value;
      });
      if (!one.event || one.time !== time) return;
      score += x[i];
      moments.forEach((value, k) => {
        dying[k] += value;
      });
    });
    for (let k = 0; k < events; k++) {
      const share = ties === "efron" ? k / events : 0;
      const [w, wx, wxx] = risk.map((value, j) => value - share * dying[j]);
      score -= wx / w;
      information += wxx / w - (wx / w) ** 2;
    }
  }
  return { score, information };
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

function checkLifetimes(lifetimes: readonly Lifetime[]): void {
  if (lifetimes.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const bad = lifetimes.find(({ time }) => !(time >= 0 && Number.isFinite(time)));
  if (bad) throw new BowerbirdError("OUT_OF_RANGE", { what: "a time", actual: bad.time, range: "0 or more" });
}
