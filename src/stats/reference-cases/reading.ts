/** Strict reading of a case's JSON input; what is missing or of another type is refused with its field's name. */
import { BowerbirdError } from "../../core/errors.ts";

export type Input = Readonly<Record<string, unknown>>;

const refuse = (what: string, why: string): never => {
  throw new BowerbirdError("BAD_INPUT", { what, why });
};

export function has(input: Input, field: string): boolean {
  return input[field] !== undefined && input[field] !== null;
}

/** A finite number; `fallback` when the field is absent. */
export function readNumber(input: Input, field: string, fallback?: number): number {
  const value = input[field] ?? fallback;
  if (typeof value !== "number") return refuse(field, "a number is needed");
  if (!Number.isFinite(value)) throw new BowerbirdError("NOT_FINITE", { what: field });
  return value;
}

/** A whole number from 0 to `most`, so that no case asks for work without end. */
export function readCount(input: Input, field: string, most: number, fallback?: number): number {
  const value = readNumber(input, field, fallback);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new BowerbirdError("OUT_OF_RANGE", {
    what: field,
    actual: value,
    range: `a whole number up to ${most}`,
  });
}

export function readText(input: Input, field: string, fallback?: string): string {
  const value = input[field] ?? fallback;
  return typeof value === "string" ? value : refuse(field, "text is needed");
}

export function readFlag(input: Input, field: string, fallback = false): boolean {
  const value = input[field] ?? fallback;
  return typeof value === "boolean" ? value : refuse(field, "true or false is needed");
}

export function readObject(input: Input, field: string): Input {
  return asObject(input[field], field);
}

export function asObject(value: unknown, what: string): Input {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refuse(what, "an object is needed");
  return value as Input;
}

export function readList(input: Input, field: string): readonly unknown[] {
  const value = input[field];
  return Array.isArray(value) ? value : refuse(field, "a list is needed");
}

export function readNumbers(input: Input, field: string): readonly number[] {
  return asNumbers(input[field], field);
}

export function asNumbers(value: unknown, what: string): readonly number[] {
  if (!Array.isArray(value)) return refuse(what, "a list of numbers is needed");
  for (const item of value) {
    if (typeof item !== "number" || !Number.isFinite(item)) throw new BowerbirdError("NOT_FINITE", { what });
  }
  return value;
}

/** For a value that a method does not have everywhere: null instead of NaN. */
export function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Names of groups: text or finite numbers. */
export function readLabels(input: Input, field: string): readonly (string | number)[] {
  return readList(input, field).map((label) => {
    if (typeof label === "string" || (typeof label === "number" && Number.isFinite(label))) return label;
    return refuse(field, "its labels must be text or numbers");
  });
}

/** Rows of numbers of equal length. */
export function readMatrix(input: Input, field: string): readonly (readonly number[])[] {
  const rows = readList(input, field).map((row) => asNumbers(row, field));
  if (rows.some((row) => row.length !== rows[0].length)) refuse(field, "its rows differ in length");
  return rows;
}

/** Named groups of numbers, in the order given. */
export function readGroups(input: Input, field: string): ReadonlyMap<string, readonly number[]> {
  return new Map(
    Object.entries(readObject(input, field)).map(([name, values]) => [name, asNumbers(values, name)]),
  );
}
