/**
 * The sufficient statistics of several columns: n, their means, and S_jk = Σ (x_j - x̄_j)(x_k - x̄_k). They merge with
 * `add`, so rows stay in SQL.
 *
 *   n = a + b,  x̄ = x̄_a + δ b/n,  S = S_a + S_b + δ δᵀ a b/n,  δ = x̄_b - x̄_a
 *
 * Source: T. F. Chan, G. H. Golub, R. J. LeVeque (1979), Stanford STAN-CS-79-773.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { preciseSum } from "../../math/numerics.ts";
import { checkCount, checkFinite } from "../checking.ts";

export interface Scatter {
  readonly n: number;
  /** One number a column. */
  readonly means: readonly number[];
  /** Columns × columns, symmetric: sums of crossed deviations. */
  readonly products: readonly (readonly number[])[];
}

/** Rows of equal length. @throws BowerbirdError EMPTY_SAMPLE below two rows, BAD_INPUT, NOT_FINITE. */
export function scatterOf(rows: readonly (readonly number[])[]): Scatter {
  const n = rows.length;
  if (n < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: n });
  const columns = rows[0].map((_, j) => {
    if (rows.some((row) => row.length !== rows[0].length)) {
      throw new BowerbirdError("BAD_INPUT", { what: "the rows", why: "they differ in length" });
    }
    return rows.map((row) => row[j]);
  });
  for (const column of columns) for (const value of column) checkFinite("a row", value);
  const means = columns.map((column) => preciseSum(column) / n);
  const deviations = columns.map((column, j) => column.map((value) => value - means[j]));
  return {
    n,
    means,
    products: deviations.map((a) => deviations.map((b) => preciseSum(a.map((value, i) => value * b[i])))),
  };
}

/** From n, Σx_j and Σx_j x_k, as SQL gives them; loses digits when a mean is far larger than its spread. */
export function scatterFromSums(
  n: number,
  sums: readonly number[],
  products: readonly (readonly number[])[],
): Scatter {
  checkCount("n", n, 1);
  const scatter = {
    n,
    means: sums.map((sum) => sum / n),
    // rounding may leave a square just below 0
    products: products.map((row, j) =>
      row.map((value, k) => {
        const centred = value - (sums[j] * sums[k]) / n;
        return j === k && centred > -1e-9 * Math.abs(value) ? Math.max(0, centred) : centred;
      }),
    ),
  };
  return checkScatter(scatter, 1);
}

/** @throws as `checkScatter`. */
export function addScatter(a: Scatter, b: Scatter): Scatter {
  // a shard may hold a single row, or none
  checkScatter(a, 0);
  checkScatter(b, 0);
  if (a.means.length !== b.means.length) {
    throw new BowerbirdError("BAD_INPUT", { what: "the parts", why: "they differ in their columns" });
  }
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const gap = a.means.map((mean, j) => b.means[j] - mean);
  return {
    n,
    means: a.means.map((mean, j) => mean + (gap[j] * b.n) / n),
    products: a.products.map((row, j) =>
      row.map((value, k) => value + b.products[j][k] + (gap[j] * gap[k] * a.n * b.n) / n),
    ),
  };
}

/** @throws BowerbirdError EMPTY_SAMPLE below `needed` rows, BAD_INPUT for a table that is not columns × columns, NOT_FINITE. */
export function checkScatter(scatter: Scatter, needed = 2): Scatter {
  const size = scatter.means.length;
  if (!(scatter.n >= needed)) throw new BowerbirdError("EMPTY_SAMPLE", { needed, actual: scatter.n });
  if (size === 0 || scatter.products.length !== size || scatter.products.some((row) => row.length !== size)) {
    throw new BowerbirdError("BAD_INPUT", {
      what: "the products",
      why: `${size} rows of ${size} numbers are needed`,
    });
  }
  checkFinite("the scatter", scatter.n, ...scatter.means, ...scatter.products.flat());
  const negative = scatter.products.find((row, j) => row[j] < 0);
  if (negative) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "a sum of squares",
      actual: Math.min(...negative),
      range: "0 or more",
    });
  }
  return scatter;
}
