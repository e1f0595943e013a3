/** Refusals that many methods share. Each returns nothing and throws a BowerbirdError that names what was wrong. */
import { BowerbirdError } from "../core/errors.ts";

/** @throws BowerbirdError OUT_OF_RANGE unless 0 < `value` < Infinity. */
export function checkPositive(what: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new BowerbirdError("OUT_OF_RANGE", { what, actual: value, range: "above 0" });
  }
}

/** @throws BowerbirdError OUT_OF_RANGE unless 0 < `value` < 1: a level, a confidence, a share. */
export function checkShare(what: string, value: number): void {
  if (!(value > 0 && value < 1)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what, actual: value, range: "between 0 and 1" });
  }
}

/** @throws BowerbirdError NOT_FINITE. */
export function checkFinite(what: string, ...values: readonly number[]): void {
  if (!values.every(Number.isFinite)) throw new BowerbirdError("NOT_FINITE", { what });
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

/** @throws BowerbirdError EMPTY_SAMPLE below `needed` values, NOT_FINITE. */
export function checkValues(values: readonly number[], needed: number, what = "the sample"): void {
  if (!(values.length >= needed)) throw new BowerbirdError("EMPTY_SAMPLE", { needed, actual: values.length });
  for (const value of values) if (!Number.isFinite(value)) throw new BowerbirdError("NOT_FINITE", { what });
}

/** @throws BowerbirdError BAD_INPUT unless both lists are equally long. */
export function checkSameLength(what: string, a: readonly unknown[], b: readonly unknown[]): void {
  if (a.length !== b.length) {
    throw new BowerbirdError("BAD_INPUT", { what, why: "the lists differ in length" });
  }
}
