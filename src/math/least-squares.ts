/**
 * Linear least squares by Householder QR, refined in doubled precision.
 *
 *   minimise |y - X b|²:   X D = Q R,  b = D R⁻¹ Qᵀy,  (XᵀX)⁻¹ = D R⁻¹ R⁻ᵀ D
 *
 * X is n × p by rows, D scales every column to length 1 (so that the rank decision does not depend on units). Steps of
 * refinement solve r + X b = y and Xᵀr = 0 together, with exact products and compensated sums, which wins back the
 * digits that an ill-conditioned polynomial loses.
 *
 * Sources: G. H. Golub (1965), "Numerical methods for solving linear least squares problems", Numerische Mathematik 7;
 * Å. Björck (1967), "Iterative refinement of linear least squares solutions", BIT 7;
 * T. Ogita, S. M. Rump, S. Oishi (2005), "Accurate sum and dot product", SIAM J. Sci. Comput. 26(6).
 */
import { BowerbirdError } from "../core/errors.ts";

export interface LeastSquares {
  /** p numbers. */
  readonly coefficients: number[];
  /** n numbers, y - X b. */
  readonly residuals: number[];
  /** (XᵀX)⁻¹, p × p. */
  readonly inverseGram: number[][];
  /** Diagonal of the projection X (XᵀX)⁻¹ Xᵀ, n numbers in [0, 1]. */
  readonly leverages: number[];
}

/**
 * @throws BowerbirdError RANK_DEFICIENT when a column is a combination of the others, EMPTY_SAMPLE when there are fewer
 *   rows than columns, NOT_FINITE when a number is not.
 */
export function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): LeastSquares {
  const n = rows.length;
  const p = rows[0]?.length ?? 0;
  if (n < p || p === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: Math.max(p, 1), actual: n });
  if (y.length !== n || rows.some((row) => row.length !== p)) {
    throw new BowerbirdError("BAD_INPUT", { what: "the design", why: "rows and outcomes differ in length" });
  }
  if (!y.every(Number.isFinite) || !rows.every((row) => row.every(Number.isFinite))) {
    throw new BowerbirdError("NOT_FINITE", { what: "the design or the outcome" });
  }
  const largest = (values: readonly number[]): number =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const size = rows.reduce((most, row) => Math.max(most, largest(row)), largest(y));
  if (size > 1e75)
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "a number",
      actual: size,
      range: "at most 1e75 in size: change its unit",
    });
  const scales = columnLengths(rows, p);
  const factor = householder(rows, scales);
  const rotated = applyReflections(factor, y);
  let coefficients = backSubstitute(factor, rotated).map((value, j) => value / scales[j]);
  let residuals = preciseResiduals(rows, y, coefficients);
  for (let step = 0; step < 4; step++) {
    const correction = refine(factor, rows, scales, y, coefficients, residuals);
    coefficients = coefficients.map((value, j) => value + correction.coefficients[j]);
    residuals = residuals.map((value, i) => value + correction.residuals[i]);
  }
  residuals = preciseResiduals(rows, y, coefficients);
  const inverse = invertTriangle(factor);
  return {
    coefficients,
    residuals,
    inverseGram: gramOf(inverse, scales),
    leverages: leveragesOf(factor, n),
  };
}

/** The number of linearly independent columns. */
export function rankOf(rows: readonly (readonly number[])[]): number {
  const p = rows[0]?.length ?? 0;
  const kept: number[] = [];
  for (let j = 0; j < p; j++) {
    const trial = [...kept, j];
    if (rows.length < trial.length) break;
    const part = rows.map((row) => trial.map((k) => row[k]));
    try {
      householder(part, columnLengths(part, trial.length));
      kept.push(j);
    } catch (thrown) {
      if (!(thrown instanceof BowerbirdError)) throw thrown;
    }
  }
  return kept.length;
}

interface Factor {
  /** p reflection vectors of n numbers; entries above k are 0. */
  readonly reflections: Float64Array[];
  /** Upper triangle, p × p. */
  readonly triangle: number[][];
}

function columnLengths(rows: readonly (readonly number[])[], p: number): number[] {
  return Array.from({ length: p }, (_, j) => {
    const length = Math.hypot(...[0], ...chunkLengths(rows, j));
    if (length === 0) throw new BowerbirdError("RANK_DEFICIENT", { column: j });
    return length;
  });
}

/** Lengths of blocks of a column, so that a long column never becomes a long argument list. */
function chunkLengths(rows: readonly (readonly number[])[], j: number): number[] {
  const blocks: number[] = [];
  for (let start = 0; start < rows.length; start += 1024) {
    blocks.push(Math.hypot(...rows.slice(start, start + 1024).map((row) => row[j])));
  }
  return blocks;
}

function householder(rows: readonly (readonly number[])[], scales: readonly number[]): Factor {
  const n = rows.length;
  const p = scales.length;
  const columns = scales.map((scale, j) => Float64Array.from(rows, (row) => row[j] / scale));
  const reflections: Float64Array[] = [];
  const tolerance = 4 * Math.max(n, 10) * Number.EPSILON;
  for (let k = 0; k < p; k++) {
    const column = columns[k];
    let squares = 0;
    for (let i = k; i < n; i++) squares += column[i] ** 2;
    const length = Math.sqrt(squares);
    if (length <= tolerance) throw new BowerbirdError("RANK_DEFICIENT", { column: k });
    const alpha = column[k] > 0 ? -length : length;
    const reflection = new Float64Array(n);
    for (let i = k; i < n; i++) reflection[i] = column[i];
    reflection[k] -= alpha;
    const norm = Math.sqrt(2 * (squares - alpha * column[k]));
    for (let i = k; i < n; i++) reflection[i] /= norm;
    for (let j = k; j < p; j++) reflect(reflection, columns[j], k);
    reflections.push(reflection);
  }
  const triangle = scales.map((_, i) => columns.map((column, j) => (j < i ? 0 : column[i])));
  return { reflections, triangle };
}

function reflect(reflection: Float64Array, vector: Float64Array, from: number): void {
  let dot = 0;
  for (let i = from; i < vector.length; i++) dot += reflection[i] * vector[i];
  for (let i = from; i < vector.length; i++) vector[i] -= 2 * dot * reflection[i];
}

function applyReflections(factor: Factor, target: readonly number[]): Float64Array {
  const rotated = Float64Array.from(target);
  factor.reflections.forEach((reflection, k) => {
    reflect(reflection, rotated, k);
  });
  return rotated;
}

function backSubstitute({ triangle }: Factor, rotated: ArrayLike<number>): number[] {
  const solution = triangle.map(() => 0);
  for (let i = triangle.length - 1; i >= 0; i--) {
    let sum = rotated[i];
    for (let j = i + 1; j < triangle.length; j++) sum -= triangle[i][j] * solution[j];
    solution[i] = sum / triangle[i][i];
  }
  return solution;
}

/** R⁻¹ by columns. */
function invertTriangle(factor: Factor): number[][] {
  return factor.triangle.map((_, j) =>
    backSubstitute(
      factor,
      factor.triangle.map((_row, i) => (i === j ? 1 : 0)),
    ),
  );
}

function gramOf(inverseColumns: readonly number[][], scales: readonly number[]): number[][] {
  return scales.map((a, i) =>
    scales.map((b, j) => inverseColumns.reduce((sum, column) => sum + column[i] * column[j], 0) / (a * b)),
  );
}

/** Row i of Q has squared length h_i: Q's columns are the reflections applied to unit vectors. */
function leveragesOf({ reflections }: Factor, n: number): number[] {
  const leverages = new Float64Array(n);
  for (let j = 0; j < reflections.length; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    for (let k = reflections.length - 1; k >= 0; k--) reflect(reflections[k], unit, k);
    for (let i = 0; i < n; i++) leverages[i] += unit[i] ** 2;
  }
  return [...leverages];
}

/** One step of Björck's refinement: what is missing from r + X b = y and from Xᵀr = 0, solved for both. */
function refine(
  factor: Factor,
  rows: readonly (readonly number[])[],
  scales: readonly number[],
  y: readonly number[],
  coefficients: readonly number[],
  residuals: readonly number[],
): { coefficients: number[]; residuals: Float64Array } {
  const ones = [1, ...coefficients];
  const missing = rows.map((row, i) => -preciseDot([residuals[i], ...row, -y[i]], [...ones, 1]));
  const slopes = scales.map(
    (scale, j) =>
      -preciseDot(
        rows.map((row) => row[j]),
        residuals,
      ) / scale,
  );
  const lower = forwardSubstitute(factor, slopes);
  const rotated = applyReflections(factor, missing);
  const top = lower.map((value, j) => rotated[j] - value);
  lower.forEach((value, j) => {
    rotated[j] = value;
  });
  for (let k = factor.reflections.length - 1; k >= 0; k--) reflect(factor.reflections[k], rotated, k);
  return {
    coefficients: backSubstitute(factor, top).map((value, j) => value / scales[j]),
    residuals: rotated,
  };
}

/** Solves Rᵀ z = g. */
function forwardSubstitute({ triangle }: Factor, g: readonly number[]): number[] {
  const solution: number[] = [];
  g.forEach((value, i) => {
    let sum = value;
    for (let j = 0; j < i; j++) sum -= triangle[j][i] * solution[j];
    solution.push(sum / triangle[i][i]);
  });
  return solution;
}

function preciseResiduals(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  coefficients: readonly number[],
): number[] {
  const factors = [...coefficients, -1];
  return rows.map((row, i) => -preciseDot([...row, y[i]], factors));
}

/** Σ a_i b_i as if in twice the precision. */
function preciseDot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < a.length; i++) {
    const product = a[i] * b[i];
    const next = sum + product;
    const shadow = next - sum;
    lost += sum - (next - shadow) + (product - shadow) + productError(a[i], b[i], product);
    sum = next;
  }
  return sum + lost;
}

/** What rounding took from a × b (Dekker's split). */
function productError(a: number, b: number, product: number): number {
  const [aHigh, aLow] = split(a);
  const [bHigh, bLow] = split(b);
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function split(a: number): [number, number] {
  const scaled = 134217729 * a;
  if (!Number.isFinite(scaled)) return [a, 0];
  const high = scaled - (scaled - a);
  return [high, a - high];
}
