/**
 * Differences of numbers that are far larger than what tells them apart.
 *
 * 10¹² + 0.4 is not a double: of its fraction only four digits are left, and no way of summing brings the others back.
 * But the number was written as a decimal, and the shortest decimal that names the double is, up to 17 digits, what was
 * written. Both are taken as those decimals, subtracted with 32 digits, and rounded.
 *
 * Source: G. L. Steele, J. L. White (1990), "How to print floating-point numbers accurately", PLDI.
 */
import { fromDecimal, minus } from "./double-double.ts";

/** How much larger than their spread numbers must be before their decimals are read: it costs a microsecond each. */
const farAway = 1e5;

/** x - origin for each. O(n); exact for whole numbers either way. */
export function differencesFrom(values: readonly number[], origin: number): number[] {
  const plain = values.map((value) => value - origin);
  let [spread, size] = [0, Math.abs(origin)];
  for (let i = 0; i < plain.length; i++) {
    spread = Math.max(spread, Math.abs(plain[i]));
    size = Math.max(size, Math.abs(values[i]));
  }
  if (!(size > farAway * spread && spread > 0 && Number.isFinite(size))) return plain;
  if (Number.isInteger(origin) && values.every(Number.isInteger)) return plain;
  const zero = fromDecimal(String(origin));
  return values.map((value) => {
    const { high, low } = minus(fromDecimal(String(value)), zero);
    return high + low;
  });
}
