/** Answers a file of reference cases: `{cases: [{id, feature, input}]}` → `{results: [{id, output | refused | unsupported}]}`. */
import { BowerbirdError } from "../../core/errors.ts";
import type { Case } from "./family.ts";
import { asObject, has, type Input, readList, readObject } from "./reading.ts";
import { registry } from "./registry.ts";

export type CaseResult =
  | { readonly id: string; readonly output: unknown }
  | { readonly id: string; readonly refused: { readonly code: string; readonly reason: string } }
  | { readonly id: string; readonly unsupported: true };

/** The data files that lie beside the cases, by name, parsed. */
export type Companions = ReadonlyMap<string, unknown>;

/**
 * Pure. A case that does not apply or has another form is refused with its code and does not touch the others; a feature
 * nobody answers is `unsupported`. A case without an id gets its place in the list.
 *
 * @throws BowerbirdError BAD_INPUT when the file itself is not of that form.
 */
export function runCases(
  file: unknown,
  companions: Companions = new Map(),
): { readonly results: readonly CaseResult[] } {
  const cases = readList(asObject(file, "the file"), "cases");
  return { results: cases.map((item, place) => runCase(item, place, companions)) };
}

function runCase(item: unknown, place: number, companions: Companions): CaseResult {
  const one: Input = typeof item === "object" && item !== null ? { ...item } : {};
  const id = typeof one.id === "string" ? one.id : String(place);
  try {
    if (typeof one.feature !== "string") {
      throw new BowerbirdError("BAD_INPUT", { what: "feature", why: "text is needed" });
    }
    const answer = registry[one.feature];
    if (!answer) return { id, unsupported: true };
    const output = answer(readObject(one, "input"), beside(id, companions));
    if (holdsNaN(output)) {
      throw new BowerbirdError("DOES_NOT_APPLY", {
        method: one.feature,
        why: "part of its result is not a number",
      });
    }
    return { id, output: printable(output) };
  } catch (thrown) {
    return { id, refused: refusalOf(thrown) };
  }
}

/** What is no typed refusal is an input that no reader foresaw: it is refused too, so that the other cases are answered. */
function refusalOf(thrown: unknown): { code: string; reason: string } {
  if (thrown instanceof BowerbirdError) return { code: thrown.code, reason: thrown.message };
  const { code, message } = new BowerbirdError("BAD_INPUT", {
    what: "the input",
    why: "it has a form that cannot be read",
  });
  return { code, reason: message };
}

function beside(id: string, companions: Companions): Case {
  const missing = (name: string): never => {
    throw new BowerbirdError("BAD_INPUT", { what: name, why: "there is no such data beside the cases" });
  };
  return {
    id,
    companion: (name) => companions.get(name) ?? missing(name),
    reference: (name) => {
      for (const data of companions.values()) {
        const entries = asObject(data, "a data file");
        if (has(entries, name)) return entries[name];
      }
      return missing(name);
    },
  };
}

/** A family writes null where a method has no value; a NaN is one that should have been refused. */
function holdsNaN(value: unknown): boolean {
  if (typeof value === "number") return Number.isNaN(value);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsNaN);
}

/** JSON knows no infinity: it is printed as text, at any depth. */
function printable(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map(printable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, printable(inner)]));
}
