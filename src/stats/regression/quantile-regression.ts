/**
 * Quantile regression: the plane with a share τ of the outcomes below it.
 *
 *   minimise Σ ρ(y_i - x_iᵀb),  ρ(r) = r (τ - [r < 0])
 *
 * A best plane passes through p of the points. The search walks from one such plane to the next: it lets go of the point
 * whose release lowers the sum most steeply and moves until the slope turns (a weighted median), exactly, in finitely
 * many steps.
 *
 * Sources: R. Koenker and G. Bassett (1978), "Regression quantiles", Econometrica 46; I. Barrodale and F. D. K. Roberts
 * (1973), "An improved algorithm for discrete L1 linear approximation", SIAM J. Numerical Analysis 10.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { leastSquares } from "../../math/least-squares.ts";
import { type Matrix, solve } from "../../math/linear-algebra.ts";

export interface QuantileFit {
  /** p numbers. */
  readonly coefficients: number[];
  /** n numbers, y - X b; exactly 0 for the p points on the plane. */
  readonly residuals: number[];
  /** The minimised Σ ρ. */
  readonly loss: number;
}

/**
 * Rows hold their intercept themselves. O(n p) a step.
 *
 * @throws BowerbirdError OUT_OF_RANGE for τ outside (0, 1), RANK_DEFICIENT, EMPTY_SAMPLE, NOT_FINITE, NOT_CONVERGED.
 */
export function quantileRegression(rows: Matrix, y: readonly number[], tau: number): QuantileFit {
  if (!(tau > 0 && tau < 1)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "tau", actual: tau, range: "between 0 and 1" });
  }
  const { residuals: errors } = leastSquares(rows, y);
  let basis = firstBasis(rows, errors);
  const limit = 50 * (rows.length + 10);
  for (let step = 0; step < limit; step++) {
    const b = solve(
      basis.map((i) => rows[i]),
      basis.map((i) => y[i]),
    );
    const residuals = residualsOf(rows, y, b, basis);
    const edge = steepestEdge(rows, residuals, basis, tau);
    if (edge === undefined) return { coefficients: b, residuals, loss: lossOf(residuals, tau) };
    const entering = turningPoint(residuals, edge);
    if (entering === undefined) break;
    basis = basis.map((i, place) => (place === edge.place ? entering : i));
  }
  throw new BowerbirdError("NOT_CONVERGED", { method: "quantile regression", iterations: limit });
}

/** p linearly independent rows, those near the least-squares plane first. */
function firstBasis(rows: Matrix, errors: readonly number[]): number[] {
  const order = errors.map((_, i) => i).sort((a, b) => Math.abs(errors[a]) - Math.abs(errors[b]));
  const reduced: number[][] = [];
  const basis: number[] = [];
  for (const i of order) {
    if (basis.length === rows[0].length) break;
    const size = Math.hypot(...rows[i]);
    let rest = [...rows[i]];
    for (const direction of [...reduced, ...reduced]) {
      const along = rest.reduce((sum, value, j) => sum + value * direction[j], 0);
      rest = rest.map((value, j) => value - along * direction[j]);
    }
    const length = Math.hypot(...rest);
    if (!(length > 1e-9 * size)) continue;
    reduced.push(rest.map((value) => value / length));
    basis.push(i);
  }
  return basis;
}

function residualsOf(
  rows: Matrix,
  y: readonly number[],
  b: readonly number[],
  basis: readonly number[],
): number[] {
  const residuals = rows.map((row, i) => {
    const fitted = row.reduce((sum, x, j) => sum + x * b[j], 0);
    const scale = row.reduce((sum, x, j) => sum + Math.abs(x * b[j]), Math.abs(y[i]));
    const residual = y[i] - fitted;
    return Math.abs(residual) <= 1e-12 * scale ? 0 : residual; // rounding is not a distance
  });
  for (const i of basis) residuals[i] = 0;
  return residuals;
}

interface Edge {
  /** Which point of the basis is let go. */
  readonly place: number;
  /** How fast each residual falls along the edge. */
  readonly speeds: number[];
  readonly slope: number;
}

const check = (r: number, tau: number): number => r * (r < 0 ? tau - 1 : tau);

function lossOf(residuals: readonly number[], tau: number): number {
  return residuals.reduce((sum, r) => sum + check(r, tau), 0);
}

/** The edge along which the sum falls fastest; undefined at a best plane. */
function steepestEdge(
  rows: Matrix,
  residuals: readonly number[],
  basis: readonly number[],
  tau: number,
): Edge | undefined {
  const corner = basis.map((i) => rows[i]);
  let best: Edge | undefined;
  for (let place = 0; place < basis.length; place++) {
    const direction = solve(
      corner,
      basis.map((_, k) => (k === place ? 1 : 0)),
    );
    const along = rows.map((row) => row.reduce((sum, x, j) => sum + x * direction[j], 0));
    basis.forEach((i, k) => {
      along[i] = k === place ? 1 : 0;
    });
    const size = along.reduce((sum, value) => sum + Math.abs(value), 0);
    for (const sign of [1, -1]) {
      const speeds = along.map((value) => sign * value);
      const slope = speeds.reduce(
        (sum, speed, i) =>
          sum + (residuals[i] === 0 ? check(-speed, tau) : -speed * (residuals[i] < 0 ? tau - 1 : tau)),
        0,
      );
      // per unit of total movement, so that edges compare fairly
      if (slope < -1e-11 * size && slope / size < (best?.slope ?? 0))
        best = { place, speeds, slope: slope / size };
    }
  }
  return best;
}

/** The point whose residual turns 0 where the sum stops falling. */
function turningPoint(residuals: readonly number[], { speeds, slope }: Edge): number | undefined {
  const size = speeds.reduce((sum, value) => sum + Math.abs(value), 0);
  const times = residuals
    .map((r, i) => ({ i, time: r / speeds[i] }))
    .filter(({ i, time }) => residuals[i] !== 0 && time > 0 && Number.isFinite(time))
    .sort((a, b) => a.time - b.time);
  let rate = slope * size;
  for (const { i } of times) {
    rate += Math.abs(speeds[i]); // passing its point turns the slope of ρ by one
    if (rate >= -1e-12 * size) return i;
  }
  return undefined;
}
