/** Answers a file of reference cases: `{cases: [{id, feature, input}]}` → `{results: [{id, output | refused | unsupported}]}`. */
import { BowerbirdError } from "../../core/errors.ts";
import { asObject, readList, readObject, readText } from "./reading.ts";
import { registry } from "./registry.ts";

export type CaseResult =
  | { readonly id: string; readonly output: unknown }
  | { readonly id: string; readonly refused: { readonly code: string; readonly reason: string } }
  | { readonly id: string; readonly unsupported: true };

/**
 * Pure. A case that does not apply is refused with its code; a feature nobody answers is `unsupported`.
 *
 * @throws BowerbirdError BAD_INPUT when the file itself is not of that form.
 */
export function runCases(file: unknown): { readonly results: readonly CaseResult[] } {
  return { results: readList(asObject(file, "the file"), "cases").map((item) => runCase(item)) };
}

function runCase(item: unknown): CaseResult {
  const one = asObject(item, "a case");
  const id = readText(one, "id");
  const answer = registry[readText(one, "feature")];
  if (!answer) return { id, unsupported: true };
  try {
    return { id, output: printable(answer(readObject(one, "input"))) };
  } catch (thrown) {
    if (!(thrown instanceof BowerbirdError)) throw thrown;
    return { id, refused: { code: thrown.code, reason: thrown.message } };
  }
}

/** JSON knows no infinity: it is printed as text, NaN as null, at any depth. */
function printable(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return Number.isNaN(value) ? null : String(value);
  if (Array.isArray(value)) return value.map(printable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, printable(inner)]));
}
