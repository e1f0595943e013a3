/**
 * A small linear programme by the two-phase simplex method: maximise cᵀx with A x = b and x ≥ 0. Bland's rule keeps it
 * from going in circles. For some ten equations and a thousand unknowns.
 *
 * Sources: G. B. Dantzig (1963), "Linear Programming and Extensions"; R. G. Bland (1977), "New finite pivoting rules for
 * the simplex method", Mathematics of Operations Research 2.
 */
import { BowerbirdError } from "../core/errors.ts";

const tiny = 1e-9;

/**
 * `equations` is A by rows, `right` is b ≥ 0. The answer has at most as many numbers above 0 as there are equations.
 *
 * @throws BowerbirdError DOES_NOT_APPLY when no x satisfies the equations or the maximum is infinite, NOT_CONVERGED.
 */
export function maximiseLinear(
  gains: readonly number[],
  equations: readonly (readonly number[])[],
  right: readonly number[],
): number[] {
  const [rows, columns] = [equations.length, gains.length];
  const table = equations.map((row, i) => [...row, ...right.map((_, k) => (k === i ? 1 : 0)), right[i]]);
  const basis = right.map((_, i) => columns + i);
  const all = columns + rows;
  // first drive the artificial unknowns out, then follow the gains
  const away = Array.from({ length: all }, (_, j) => (j < columns ? 0 : -1));
  climb(table, basis, away, all);
  const rest = basis.reduce((sum, column, i) => (column >= columns ? sum + table[i][all] : sum), 0);
  if (rest > 1e-7)
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "the linear programme",
      why: "its equations contradict",
    });
  expelArtificial(table, basis, columns);
  climb(table, basis, [...gains, ...right.map(() => 0)], columns);
  const solution = new Array<number>(columns).fill(0);
  basis.forEach((column, i) => {
    if (column < columns) solution[column] = Math.max(0, table[i][all]);
  });
  return solution;
}

/** Pivots while a column below `limit` gains. */
function climb(table: number[][], basis: number[], gains: readonly number[], limit: number): void {
  const right = table[0].length - 1;
  for (let step = 0; step < 20_000; step++) {
    const gainOf = (j: number): number =>
      basis.reduce((sum, column, i) => sum - gains[column] * table[i][j], gains[j]);
    let enter = 0;
    while (enter < limit && gainOf(enter) <= tiny) enter++;
    if (enter === limit) return;
    let leave = -1;
    for (let i = 0; i < table.length; i++) {
      if (table[i][enter] <= tiny) continue;
      const ratio = table[i][right] / table[i][enter];
      const best = leave < 0 ? Number.POSITIVE_INFINITY : table[leave][right] / table[leave][enter];
      if (ratio < best - 1e-12 || (ratio < best + 1e-12 && basis[i] < basis[leave])) leave = i;
    }
    if (leave < 0)
      throw new BowerbirdError("DOES_NOT_APPLY", {
        method: "the linear programme",
        why: "its maximum is infinite",
      });
    pivot(table, basis, leave, enter);
  }
  throw new BowerbirdError("NOT_CONVERGED", { method: "the simplex method", iterations: 20_000 });
}

function pivot(table: number[][], basis: number[], row: number, column: number): void {
  const scale = table[row][column];
  table[row] = table[row].map((value) => value / scale);
  for (let i = 0; i < table.length; i++) {
    const factor = table[i][column];
    if (i !== row && factor !== 0) table[i] = table[i].map((value, j) => value - factor * table[row][j]);
  }
  basis[row] = column;
}

/** Artificial unknowns left at 0 give way to real ones; an equation without any is superfluous and stays as it is. */
function expelArtificial(table: number[][], basis: number[], columns: number): void {
  basis.forEach((column, i) => {
    if (column < columns) return;
    const real = table[i].findIndex((value, j) => j < columns && Math.abs(value) > 1e-7);
    if (real >= 0) pivot(table, basis, i, real);
  });
}
