/** Refusals that many methods share. Each returns nothing and throws a BowerbirdError that names what was wrong. */
import { BowerbirdError } from "../core/errors.ts";

/** Beyond it (or below its inverse) squares and products of squares leave the range of a double. */
const giant = 1e75;

/** @throws BowerbirdError OUT_OF_RANGE unless `value` is above 0, and large and small enough to be squared twice. */
export function checkPositive(what: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value)))
    throw new BowerbirdError("OUT_OF_RANGE", { what, actual: value, range: "above 0" });
  if (value > giant || value < 1 / giant) throw tooLarge(what, value);
}

function tooLarge(what: string, value: number): BowerbirdError {
  const range = `0, or in size between ${1 / giant} and ${giant}: change its unit`;
  return new BowerbirdError("OUT_OF_RANGE", { what, actual: value, range });
}

/** @throws BowerbirdError OUT_OF_RANGE unless 0 < `value` < 1: a level, a confidence, a share. */
export function checkShare(what: string, value: number): void {
  if (!(value > 0 && value < 1)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what, actual: value, range: "between 0 and 1" });
  }
}

/** @throws BowerbirdError NOT_FINITE, OUT_OF_RANGE for a number too large to be squared twice. */
export function checkFinite(what: string, ...values: readonly number[]): void {
  for (const value of values) {
    if (!Number.isFinite(value)) throw new BowerbirdError("NOT_FINITE", { what });
    if (Math.abs(value) > giant) throw tooLarge(what, value);
  }
}

/** @throws BowerbirdError OUT_OF_RANGE unless `value` is whole and at least `least`. */
export function checkCount(what: string, value: number, least = 0): void {
  if (!(Number.isSafeInteger(value) && value >= least)) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what,
      actual: value,
      range: `a whole number, ${least} or more`,
    });
  }
}

/** @throws BowerbirdError EMPTY_SAMPLE below `needed` values, else as `checkFinite`. */
export function checkValues(values: readonly number[], needed: number, what = "the sample"): void {
  if (!(values.length >= needed)) throw new BowerbirdError("EMPTY_SAMPLE", { needed, actual: values.length });
  for (const value of values) checkFinite(what, value);
}

/** @throws BowerbirdError BAD_INPUT unless both lists are equally long. */
export function checkSameLength(what: string, a: readonly unknown[], b: readonly unknown[]): void {
  if (a.length !== b.length) {
    throw new BowerbirdError("BAD_INPUT", { what, why: "the lists differ in length" });
  }
}

/** @throws BowerbirdError OUT_OF_RANGE unless 0 ≤ `p` ≤ 1: a p-value, a chance. */
export function checkChance(what: string, p: number): void {
  if (!(p >= 0 && p <= 1))
    throw new BowerbirdError("OUT_OF_RANGE", { what, actual: p, range: "from 0 to 1" });
}
