/**
 * Are the rows and columns of a table of counts independent? Pearson's χ² and the likelihood ratio G.
 *
 *   E_ij = R_i C_j / N,   χ² = Σ (O - E)²/E,   G = 2 Σ O ln(O/E),   df = (r-1)(c-1)
 *   Cramér's V = √(χ² / (N min(r-1, c-1)))
 *
 * Sources: K. Pearson (1900), Philosophical Magazine 50; S. S. Wilks (1938), Annals of Mathematical Statistics 9;
 * W. G. Cochran (1954), "Some methods for strengthening the common χ² tests", Biometrics 10.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { chiSquare } from "../../math/distributions.ts";
import { checkCount } from "../checking.ts";

export interface Independence {
  readonly chiSquare: number;
  readonly p: number;
  readonly G: number;
  readonly pG: number;
  readonly df: number;
  /** Rows × columns. */
  readonly expected: number[][];
  /** 0 no association, 1 complete. */
  readonly cramersV: number;
}

/**
 * `table` is rows (arms) × columns (outcomes) of counts. O(rows · columns).
 *
 * @throws BowerbirdError BAD_INPUT for a ragged table, OUT_OF_RANGE for a count that is not whole, ZERO_VARIANCE when
 *   all counts lie in one row or column, DOES_NOT_APPLY when an expected count is below 1 or a fifth are below 5.
 */
export function independenceTest(table: readonly (readonly number[])[]): Independence {
  const columns = table[0]?.length ?? 0;
  if (table.length < 2 || columns < 2 || table.some((row) => row.length !== columns)) {
    throw new BowerbirdError("BAD_INPUT", {
      what: "the table",
      why: "at least 2 × 2 counts in rows of equal length are needed",
    });
  }
  for (const row of table) for (const count of row) checkCount("a count", count);
  const rowTotals = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columnTotals = table[0].map((_, j) => table.reduce((sum, row) => sum + row[j], 0));
  const total = rowTotals.reduce((sum, count) => sum + count, 0);
  if (rowTotals.some((count) => count === 0) || columnTotals.some((count) => count === 0)) {
    throw new BowerbirdError("ZERO_VARIANCE", {
      what: "a row or column of the table",
      method: "a test of independence",
    });
  }
  const expected = rowTotals.map((row) => columnTotals.map((column) => (row * column) / total));
  checkExpected(expected.flat());
  let [pearson, likelihood] = [0, 0];
  for (let i = 0; i < table.length; i++) {
    for (let j = 0; j < columns; j++) {
      const [seen, mean] = [table[i][j], expected[i][j]];
      pearson += (seen - mean) ** 2 / mean;
      if (seen > 0) likelihood += 2 * seen * Math.log(seen / mean);
    }
  }
  const df = (table.length - 1) * (columns - 1);
  const G = Math.max(0, likelihood);
  return {
    chiSquare: pearson,
    p: chiSquare(df).upper(pearson),
    G,
    pG: chiSquare(df).upper(G),
    df,
    expected,
    cramersV: Math.sqrt(pearson / (total * Math.min(table.length - 1, columns - 1))),
  };
}

/** Cochran's rule: no expected count below 1, at most a fifth below 5. */
function checkExpected(expected: readonly number[]): void {
  const few = expected.filter((count) => count < 5).length;
  if (Math.min(...expected) < 1 || few > expected.length / 5) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "the χ² approximation",
      why: `${few} of ${expected.length} cells expect fewer than 5; join columns or use an exact test`,
    });
  }
}
