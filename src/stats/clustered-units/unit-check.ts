/**
 * Was the experiment analysed by the unit that was assigned? Views analysed one by one when people were assigned look
 * like many independent facts and are few.
 *
 *   ICC by the analysis of variance within arms: (MSB - MSW)/(MSB + (m0 - 1) MSW)
 *   design effect: 1 + (m̃ - 1) ICC, m̃ = Σ n²/Σ n;  the naive standard error is too small by its root
 *
 * Sources: L. Kish (1965), "Survey Sampling"; A. Donner and J. J. Koval (1980), "The estimation of intraclass correlation
 * in the analysis of family data", Biometrics 36.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { fisherF } from "../../math/distributions.ts";
import { addMoments, checkSample, type Moments, noMoments } from "../summaries/moments.ts";

/** One assigned unit (a person) with the moments of its rows (views). */
export interface UnitRows {
  readonly arm: string;
  readonly rows: Moments;
}

export interface UnitCheck {
  readonly rowsPerUnit: number;
  /** Correlation of two rows of one unit, at least 0. */
  readonly icc: number;
  readonly designEffect: number;
  /** p that rows of one unit are not alike. */
  readonly p: number;
  /** Rows are finer than the assigned unit, and alike within it: analyse by unit, by ratio or clustered. */
  readonly mismatch: boolean;
}

/** @throws BowerbirdError EMPTY_SAMPLE below two units, NOT_FINITE, ZERO_VARIANCE when no row differs. */
export function unitCheck(units: readonly UnitRows[]): UnitCheck {
  if (units.length < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: units.length });
  const arms = new Map<string, Moments>();
  let [within, squares] = [0, 0];
  for (const { arm, rows } of units) {
    checkSample(rows, 1);
    within += rows.m2;
    squares += rows.n ** 2;
    arms.set(arm, addMoments(arms.get(arm) ?? noMoments, rows));
  }
  const total = [...arms.values()].reduce((sum, { m2 }) => sum + m2, 0);
  const n = units.reduce((sum, { rows }) => sum + rows.n, 0);
  if (!(total > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: "the metric", method: "the unit check" });
  const [between, dfBetween, dfWithin] = [total - within, units.length - arms.size, n - units.length];
  const rowsPerUnit = n / units.length;
  // one row a unit: there is nothing to mismatch
  if (dfWithin === 0 || dfBetween <= 0)
    return { rowsPerUnit, icc: 0, designEffect: 1, p: 1, mismatch: false };
  const [msb, msw] = [between / dfBetween, within / dfWithin];
  const typical = (n - squares / n) / (units.length - 1);
  const icc = Math.min(1, Math.max(0, (msb - msw) / (msb + (typical - 1) * msw)));
  const designEffect = 1 + (squares / n - 1) * icc;
  const p = msw > 0 ? fisherF(dfBetween, dfWithin).upper(msb / msw) : 0;
  return { rowsPerUnit, icc, designEffect, p, mismatch: p < 0.01 && designEffect > 1.05 };
}
