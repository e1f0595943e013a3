/**
 * How a family of reference cases is answered: a feature's name → a function from the case's input to the output with
 * the field names of `expected`. Inputs come from outside as JSON; a family reads them with the readers of `reading.ts`.
 */
import type { Input } from "./reading.ts";

/** What a case is besides its input. */
export interface Case {
  readonly id: string;
  /** A data file that lies beside the cases. @throws BowerbirdError BAD_INPUT when there is none. */
  companion(name: string): unknown;
  /** An entry of any data file that lies beside the cases. @throws BowerbirdError BAD_INPUT when there is none. */
  reference(name: string): unknown;
}

/** A function may throw a BowerbirdError: the case is then refused with its code. */
export type Answer = (input: Input, one: Case) => unknown;

/** Feature → its answer. */
export type Family = Readonly<Record<string, Answer>>;

/** Null prototype, so that a feature called `constructor` is unknown. @throws Error when two families claim one feature. */
export function joinFamilies(families: readonly Family[]): Family {
  const joined: Record<string, Answer> = Object.create(null);
  for (const family of families) {
    for (const [feature, answer] of Object.entries(family)) {
      if (feature in joined) throw new Error(`two families answer ${feature}`);
      joined[feature] = answer;
    }
  }
  return joined;
}
