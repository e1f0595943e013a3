/**
 * Small dense matrices: rows of numbers. For designs with many rows see `least-squares.ts`.
 *
 *   Cholesky: A = L Lᵀ;  symmetric eigen: A = V diag(λ) Vᵀ by Jacobi's plane rotations
 *
 * Sources: G. H. Golub and C. F. Van Loan (2013), "Matrix Computations", 4th edition, §4.2 and §8.5.
 */
import { BowerbirdError } from "../core/errors.ts";

/** Rows of equal length. */
export type Matrix = readonly (readonly number[])[];

export function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
}

/** (m × k)(k × n) → m × n. */
export function multiply(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
}

export function multiplyVector(a: Matrix, x: readonly number[]): number[] {
  return a.map((row) => row.reduce((sum, value, k) => sum + value * x[k], 0));
}

export function transpose(a: Matrix): number[][] {
  return a[0].map((_, j) => a.map((row) => row[j]));
}

/** L of A = L Lᵀ, lower. @throws BowerbirdError RANK_DEFICIENT when A is not positive definite. */
export function cholesky(a: Matrix): number[][] {
  const size = a.length;
  const lower = a.map(() => new Array<number>(size).fill(0));
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = a[i][j];
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
      if (i > j) lower[i][j] = sum / lower[j][j];
      else if (sum > Math.abs(a[j][j]) * 1e-14) lower[j][j] = Math.sqrt(sum);
      else throw new BowerbirdError("RANK_DEFICIENT", { column: j });
    }
  }
  return lower;
}

/** x of A x = b for a positive definite A. @throws BowerbirdError RANK_DEFICIENT. */
export function solvePositive(a: Matrix, b: readonly number[]): number[] {
  const lower = cholesky(a);
  const x = [...b];
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k];
    x[i] /= lower[i][i];
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}

/** A⁻¹ for a positive definite A. @throws BowerbirdError RANK_DEFICIENT. */
export function invertPositive(a: Matrix): number[][] {
  return transpose(identity(a.length).map((column) => solvePositive(a, column)));
}

/** x of A x = b for any square A, with row exchanges. @throws BowerbirdError RANK_DEFICIENT when A is singular. */
export function solve(a: Matrix, b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]]);
  const size = rows.length;
  for (let j = 0; j < size; j++) {
    let pivot = j;
    for (let i = j + 1; i < size; i++) if (Math.abs(rows[i][j]) > Math.abs(rows[pivot][j])) pivot = i;
    if (!(Math.abs(rows[pivot][j]) > 1e-300)) throw new BowerbirdError("RANK_DEFICIENT", { column: j });
    [rows[j], rows[pivot]] = [rows[pivot], rows[j]];
    for (let i = j + 1; i < size; i++) {
      const factor = rows[i][j] / rows[j][j];
      for (let k = j; k <= size; k++) rows[i][k] -= factor * rows[j][k];
    }
  }
  const x = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let sum = rows[i][size];
    for (let k = i + 1; k < size; k++) sum -= rows[i][k] * x[k];
    x[i] = sum / rows[i][i];
  }
  return x;
}

export interface SymmetricEigen {
  /** Falling. */
  readonly values: number[];
  /** `vectors[i]` is the unit vector of `values[i]`. */
  readonly vectors: number[][];
}

/** All eigenvalues and vectors of a symmetric matrix. O(n³) a sweep, some ten sweeps. */
export function symmetricEigen(matrix: Matrix): SymmetricEigen {
  const a = matrix.map((row) => [...row]);
  const v = identity(a.length);
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) off += a[p][q] ** 2;
    if (off < 1e-300) break;
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) rotate(a, v, p, q);
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i]);
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => v[i]) };
}

function rotate(a: number[][], v: number[][], p: number, q: number): void {
  if (a[p][q] === 0) return;
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < a.length; k++) {
    [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
  }
  for (let k = 0; k < a.length; k++) {
    [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
    [v[p][k], v[q][k]] = [c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k]];
  }
}
