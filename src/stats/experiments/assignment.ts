/**
 * Which arm a unit belongs to: the same for the same salt and unit on every machine, independent from salt to salt.
 *
 *   share = murmur3(salt ␟ unit)/2³² in [0, 1);  the arm is the one whose stretch of the cumulated weights holds it
 *
 * A salt belongs to one experiment; reusing it shows the next experiment to the same people.
 *
 * Source: R. Kohavi, D. Tang, Y. Xu (2020), "Trustworthy Online Controlled Experiments", chapter 4.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { murmur3 } from "../../math/hashes.ts";
import { checkPositive } from "../checking.ts";

/** Between salt and unit, so that "ab" + "c" is not "a" + "bc". */
const separator = "\u001f";

/** In [0, 1), uniform over units. */
export function assignedShare(salt: string, unit: string): number {
  return murmur3(`${salt}${separator}${unit}`) / 2 ** 32;
}

/**
 * The place of the unit's arm. `weights` are the arms' shares in any unit; raising the last arms' keeps the others' people.
 *
 * @throws BowerbirdError EMPTY_SAMPLE without a weight, OUT_OF_RANGE for one that is not positive.
 */
export function assignedArm(salt: string, unit: string, weights: readonly number[]): number {
  if (weights.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  for (const weight of weights) checkPositive("a weight", weight);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let left = assignedShare(salt, unit) * whole;
  for (let arm = 0; arm < weights.length - 1; arm++) {
    left -= weights[arm];
    if (left < 0) return arm;
  }
  return weights.length - 1;
}
