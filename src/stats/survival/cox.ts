/**
 * Cox's proportional hazards: what multiplies the rate at which something happens, whatever that rate is.
 *
 *   hazard λ(t) exp(x b);  ln L = Σ_events (x b - ln Σ_{at risk} exp(x b)), ties by Efron (their own weight taken off in
 *   steps) or Breslow;  Newton's steps, halved while ln L does not rise;  covariance from the information
 *
 * Sources: D. R. Cox (1972), JRSS B 34; B. Efron (1977), JASA 72; N. Breslow (1974), Biometrics 30.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { invertPositive, multiplyVector } from "../../math/linear-algebra.ts";
import { rootDiagonal } from "../regression/linear-regression.ts";
import { checkLifetimes, type Lifetime } from "./kaplan-meier.ts";

export interface CoxFit {
  /** Log hazard ratios of one unit of each predictor, p numbers. */
  readonly coefficients: number[];
  readonly standardErrors: number[];
  /** p × p. */
  readonly covariance: number[][];
  /** Partial log likelihood at the coefficients, and without predictors. */
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
}

/**
 * Rows are p predictors for each lifetime, without an intercept. O(n log n + n p²) a step.
 *
 * @throws BowerbirdError SEPARATED when a ratio runs away, RANK_DEFICIENT, ZERO_VARIANCE when nothing happened, NOT_FINITE,
 *   BAD_INPUT, EMPTY_SAMPLE.
 */
export function coxRegression(
  lifetimes: readonly Lifetime[],
  rows: readonly (readonly number[])[],
  ties: "efron" | "breslow" = "efron",
): CoxFit {
  checkPredictors(lifetimes, rows);
  // centred, so that no exponential overflows and constants drop out
  const means = rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j] / rows.length, 0));
  const order = lifetimes.map((_, i) => i).sort((a, b) => lifetimes[b].time - lifetimes[a].time);
  const centred = order.map((i) => rows[i].map((value, j) => value - means[j]));
  const sorted = order.map((i) => lifetimes[i]);
  let b = means.map(() => 0);
  let here = derivatives(sorted, centred, ties, b);
  const nullLogLikelihood = here.logLikelihood;
  for (let step = 0; step < 60; step++) {
    const covariance = inverted(here.information, step);
    const move = multiplyVector(covariance, here.score);
    let share = 1;
    let next = derivatives(sorted, centred, ties, moved(b, move, share));
    while (
      !(next.logLikelihood >= here.logLikelihood - 1e-9 * Math.abs(here.logLikelihood)) &&
      share > 1e-4
    ) {
      share /= 2;
      next = derivatives(sorted, centred, ties, moved(b, move, share));
    }
    b = moved(b, move, share);
    here = next;
    const still = move.every(
      (value, j) => Math.abs(value) <= 1e-10 * (Math.abs(b[j]) + Math.sqrt(covariance[j][j])),
    );
    if (!still) continue;
    const last = inverted(here.information, step);
    const { logLikelihood } = here;
    return {
      coefficients: b,
      standardErrors: rootDiagonal(last),
      covariance: last,
      logLikelihood,
      nullLogLikelihood,
    };
  }
  throw new BowerbirdError("SEPARATED");
}

function checkPredictors(lifetimes: readonly Lifetime[], rows: readonly (readonly number[])[]): void {
  checkLifetimes(lifetimes);
  const p = rows[0]?.length ?? 0;
  if (rows.length !== lifetimes.length || p === 0 || rows.some((row) => row.length !== p)) {
    throw new BowerbirdError("BAD_INPUT", {
      what: "the predictors",
      why: "each lifetime needs as many of them",
    });
  }
  if (!rows.every((row) => row.every(Number.isFinite))) {
    throw new BowerbirdError("NOT_FINITE", { what: "a predictor" });
  }
  if (!lifetimes.some(({ event }) => event)) {
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the event", method: "Cox regression" });
  }
}

const moved = (b: readonly number[], move: readonly number[], share: number): number[] =>
  b.map((value, j) => value + share * move[j]);

/** No information at the start is a predictor too many; information that fades away is a ratio that runs away. */
function inverted(information: readonly (readonly number[])[], step: number): number[][] {
  try {
    if (information.some((row, j) => !(row[j] > 1e-12)))
      throw new BowerbirdError("RANK_DEFICIENT", { column: 0 });
    return invertPositive(information);
  } catch (thrown) {
    if (!(thrown instanceof BowerbirdError) || step === 0) throw thrown;
    throw new BowerbirdError("SEPARATED");
  }
}

/** Σ w, Σ w x and Σ w x xᵀ over some of the lifetimes. */
interface Weighted {
  total: number;
  first: number[];
  second: number[][];
}

const nothing = (p: number): Weighted => ({
  total: 0,
  first: new Array<number>(p).fill(0),
  second: Array.from({ length: p }, () => new Array<number>(p).fill(0)),
});

function include(sums: Weighted, weight: number, x: readonly number[]): void {
  sums.total += weight;
  x.forEach((value, j) => {
    sums.first[j] += weight * value;
    for (let k = 0; k <= j; k++) sums.second[j][k] += weight * value * x[k];
  });
}

/** `lifetimes` from the longest to the shortest. */
function derivatives(
  lifetimes: readonly Lifetime[],
  rows: readonly (readonly number[])[],
  ties: "efron" | "breslow",
  b: readonly number[],
) {
  const p = b.length;
  const score = new Array<number>(p).fill(0);
  const information = nothing(p).second;
  const risk = nothing(p);
  let logLikelihood = 0;
  for (let from = 0; from < lifetimes.length; ) {
    let to = from;
    const dying = nothing(p);
    let deaths = 0;
    for (; to < lifetimes.length && lifetimes[to].time === lifetimes[from].time; to++) {
      const x = rows[to];
      const line = x.reduce((sum, value, j) => sum + value * b[j], 0);
      include(risk, Math.exp(line), x);
      if (!lifetimes[to].event) continue;
      include(dying, Math.exp(line), x);
      deaths++;
      logLikelihood += line;
      x.forEach((value, j) => {
        score[j] += value;
      });
    }
    for (let k = 0; k < deaths; k++) {
      const share = ties === "efron" ? k / deaths : 0;
      const total = risk.total - share * dying.total;
      logLikelihood -= Math.log(total);
      const mean = risk.first.map((value, j) => (value - share * dying.first[j]) / total);
      for (let j = 0; j < p; j++) {
        score[j] -= mean[j];
        for (let i = 0; i <= j; i++) {
          information[j][i] += (risk.second[j][i] - share * dying.second[j][i]) / total - mean[j] * mean[i];
          information[i][j] = information[j][i];
        }
      }
    }
    from = to;
  }
  return { score, information, logLikelihood };
}
