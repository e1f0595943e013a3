/**
 * Nonlinear least squares: the parameters b of y = f(x; b) with the smallest Σ (y - f)².
 *
 *   Levenberg–Marquardt: (JᵀJ + λ D²) δ = Jᵀr, D the largest column lengths of J so far; λ falls when the sum falls as the
 *   line foretold, and rises when it does not. Where f bends along the step, the step bends with it (second order).
 *   At the end Gauss–Newton steps with residuals of 32 digits: a fit that is almost exact keeps its digits.
 *   standard errors: s² (JᵀJ)⁻¹, s² = Σ r²/(n-p)
 *
 * Sources: D. W. Marquardt (1963), J. SIAM 11; J. J. Moré (1978), "The Levenberg–Marquardt algorithm: implementation and
 * theory"; H. B. Nielsen (1999), IMM-REP-1999-05, for λ; M. K. Transtrum, J. P. Sethna (2012), arXiv:1201.5885, for the bend.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { type Double, double, fromDecimal, minus, plus } from "../../math/double-double.ts";
import { compile, type Formula } from "../../math/formula.ts";
import { constant, exactArithmetic, type Graded, gradedArithmetic } from "../../math/formula-arithmetic.ts";
import { leastSquares } from "../../math/least-squares.ts";
import { preciseSum } from "../../math/numerics.ts";
import { checkSameLength } from "../checking.ts";
import { rootDiagonal } from "./linear-regression.ts";

export interface NonlinearModel {
  /** Of the columns; may itself be a formula, such as log(y). */
  readonly response: Formula;
  readonly mean: Formula;
  /** Names of the parameters, in the order of `start`. */
  readonly parameters: readonly string[];
}

export interface NonlinearFit {
  /** p numbers. */
  readonly parameters: number[];
  readonly standardErrors: number[];
  /** n numbers, y - f. */
  readonly residuals: number[];
  readonly sumSquares: number;
  readonly residualDeviation: number;
  readonly degreesResidual: number;
  readonly iterations: number;
}

/**
 * `columns`: name → n numbers.
 *
 * @throws BowerbirdError NOT_CONVERGED, RANK_DEFICIENT when parameters cannot be told apart, EMPTY_SAMPLE, NOT_FINITE.
 */
export function nonlinearRegression(
  model: NonlinearModel,
  columns: ReadonlyMap<string, readonly number[]>,
  start: readonly number[],
): NonlinearFit {
  const n = [...columns.values()][0]?.length ?? 0;
  const p = start.length;
  checkSameLength("the start and the parameters", start, model.parameters);
  if (n <= p) throw new BowerbirdError("EMPTY_SAMPLE", { needed: p + 1, actual: n });
  if (![start, ...columns.values()].every((list) => list.every(Number.isFinite))) {
    throw new BowerbirdError("NOT_FINITE", { what: "the data or the start" });
  }
  const problem = problemOf(model, columns, n);
  let refusal: unknown;
  for (const caution of cautions) {
    try {
      return settle(problem, descend(problem, start, caution));
    } catch (thrown) {
      if (!(thrown instanceof BowerbirdError)) throw thrown;
      refusal ??= thrown;
    }
  }
  throw refusal;
}

function settle(problem: Problem, found: { point: number[]; iterations: number }): NonlinearFit {
  const { parameters, residuals, jacobian } = polish(problem, found.point);
  const sumSquares = preciseSum(residuals.map((r) => r * r));
  const { inverseGram } = leastSquares(jacobian, residuals);
  const degreesResidual = residuals.length - parameters.length;
  return {
    parameters,
    standardErrors: rootDiagonal(inverseGram).map((value) => value * Math.sqrt(sumSquares / degreesResidual)),
    residuals,
    sumSquares,
    residualDeviation: Math.sqrt(sumSquares / degreesResidual),
    degreesResidual,
    iterations: found.iterations,
  };
}

interface Point {
  readonly residuals: number[];
  /** ∂f/∂b, n × p. */
  readonly jacobian: number[][];
  readonly sumSquares: number;
}

interface Problem {
  at(b: readonly number[]): Point;
  /** Residuals to 32 digits, rounded. */
  exactAt(b: readonly Double[]): number[];
}

function problemOf(
  { response, mean, parameters }: NonlinearModel,
  columns: ReadonlyMap<string, readonly number[]>,
  n: number,
): Problem {
  const data = [...columns.keys()];
  const rows = Array.from({ length: n }, (_, i) => [...columns.values()].map((values) => values[i]));
  const graded = rows.map((row) => row.map(constant));
  const exact = rows.map((row) => row.map((value) => fromDecimal(String(value))));
  const y = graded.map((row) => compile(response, gradedArithmetic, data)(row).value);
  const exactY = exact.map(compile(response, exactArithmetic, data));
  const unit = parameters.map((_, j) => parameters.map((_name, k) => (j === k ? 1 : 0)));
  const gradedMean = compile(mean, gradedArithmetic, [...data, ...parameters]);
  const exactMean = compile(mean, exactArithmetic, [...data, ...parameters]);
  return {
    at: (b) => {
      const own = b.map((value, j): Graded => ({ value, gradient: unit[j] }));
      const fits = graded.map((row) => gradedMean([...row, ...own]));
      const residuals = fits.map(({ value }, i) => y[i] - value);
      const jacobian = fits.map(({ gradient }) => parameters.map((_, j) => gradient[j] ?? 0));
      return { residuals, jacobian, sumSquares: preciseSum(residuals.map((r) => r * r)) };
    },
    exactAt: (b) =>
      exact.map((row, i) => {
        const { high, low } = minus(exactY[i], exactMean([...row, ...b]));
        return high + low;
      }),
  };
}

interface Caution {
  /** The first λ. */
  readonly damping: number;
  /** Scale by the largest columns seen, not by the present ones. */
  readonly remember: boolean;
}

/** Bold first; where that runs away or creeps, with other scales and with small steps. */
const cautions: readonly Caution[] = [
  { damping: 1e-3, remember: true },
  { damping: 1e-3, remember: false },
  { damping: 1e3, remember: true },
  { damping: 1e3, remember: false },
];

const finite = ({ sumSquares, jacobian }: Point): boolean =>
  Number.isFinite(sumSquares) && jacobian.every((row) => row.every(Number.isFinite));

function descend(
  problem: Problem,
  start: readonly number[],
  { damping, remember }: Caution,
): { point: number[]; iterations: number } {
  let point = [...start];
  let here = problem.at(point);
  if (!finite(here)) throw new BowerbirdError("NOT_FINITE", { what: "the model at the start" });
  let scales = point.map(() => 0);
  let lambda = damping;
  let growth = 2;
  const limit = 3000;
  for (let iterations = 1; iterations <= limit; iterations++) {
    scales = scales.map((scale, j) => Math.max(remember ? scale : 0, columnLength(here.jacobian, j), 1e-150));
    const { step, foretold } = stepFrom(problem, point, here, scales, lambda);
    const next = point.map((value, j) => value + step[j]);
    const there = problem.at(next);
    const gain = (here.sumSquares - there.sumSquares) / foretold;
    const small = step.every((value, j) => Math.abs(value) <= 1e-12 * (Math.abs(point[j]) + 1e-300));
    if (finite(there) && gain > 0) {
      const progress = here.sumSquares - there.sumSquares > 1e-15 * here.sumSquares;
      [point, here] = [next, there];
      lambda = Math.max(1e-18, lambda * Math.max(1 / 3, 1 - (2 * gain - 1) ** 3));
      growth = 2;
      if (small && !progress) return { point, iterations };
    } else {
      if (small || foretold <= 1e-17 * here.sumSquares) return { point, iterations };
      lambda *= growth;
      growth *= 2;
      if (!(lambda < 1e150)) return { point, iterations };
    }
  }
  throw new BowerbirdError("NOT_CONVERGED", { method: "nonlinear least squares", iterations: limit });
}

function columnLength(rows: readonly (readonly number[])[], j: number): number {
  return Math.sqrt(rows.reduce((sum, row) => sum + row[j] ** 2, 0));
}

/** The damped step, bent by the second derivative along it where that stays small beside it. */
function stepFrom(
  problem: Problem,
  point: readonly number[],
  here: Point,
  scales: readonly number[],
  lambda: number,
): { step: number[]; foretold: number } {
  const damping = scales.map((scale, j) => scales.map((_, k) => (j === k ? Math.sqrt(lambda) * scale : 0)));
  const design = [...here.jacobian, ...damping];
  const solved = (target: readonly number[]): number[] =>
    leastSquares(design, [...target, ...scales.map(() => 0)]).coefficients;
  const velocity = solved(here.residuals);
  const after = here.residuals.map(
    (r, i) => r - here.jacobian[i].reduce((sum, x, j) => sum + x * velocity[j], 0),
  );
  const size = (vector: readonly number[]): number =>
    Math.sqrt(vector.reduce((sum, value, j) => sum + (value * scales[j]) ** 2, 0));
  const foretold = here.sumSquares - preciseSum(after.map((r) => r * r)) + lambda * size(velocity) ** 2;
  const reach = 0.1;
  const ahead = problem.at(point.map((value, j) => value + reach * velocity[j]));
  if (!finite(ahead)) return { step: velocity, foretold };
  const bend = ahead.residuals.map((r, i) => {
    const line = here.residuals[i] - reach * here.jacobian[i].reduce((sum, x, j) => sum + x * velocity[j], 0);
    return (2 * (r - line)) / reach ** 2;
  });
  const turn = solved(bend);
  if (!(2 * size(turn) <= 0.75 * size(velocity))) return { step: velocity, foretold };
  return { step: velocity.map((value, j) => value + 0.5 * turn[j]), foretold };
}

/** Gauss–Newton steps with exact residuals while they still get shorter; by a constant factor where residuals are large. */
function polish(problem: Problem, start: readonly number[]) {
  let b = start.map((value) => double(value));
  let last = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 60; round++) {
    const { jacobian } = problem.at(b.map(({ high }) => high));
    const step = leastSquares(jacobian, problem.exactAt(b)).coefficients;
    const size = step.reduce((most, value, j) => Math.max(most, Math.abs(value / (b[j].high || 1))), 0);
    if (!(size < 0.98 * last) || size < 1e-18) break;
    last = size;
    b = b.map((value, j) => plus(value, double(step[j])));
  }
  const parameters = b.map(({ high }) => high);
  return { parameters, residuals: problem.exactAt(b), jacobian: problem.at(parameters).jacobian };
}
