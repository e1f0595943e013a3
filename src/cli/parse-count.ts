/** How many are wanted. */
import { BowerbirdError } from "../core/errors.ts";

/** `--k`. @throws OUT_OF_RANGE */
export function parseCount(text: string): number {
  const k = Number(text);
  if (Number.isInteger(k) && k >= 1 && k <= 1000) return k;
  throw new BowerbirdError("OUT_OF_RANGE", { what: "--k", actual: text, range: "a whole number in 1..1000" });
}
