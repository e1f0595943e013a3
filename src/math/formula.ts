/**
 * Formulas written as text, such as `b1*(1 - exp(-b2*x))`, read once and evaluated in any arithmetic: doubles, doubles with
 * their gradient, or numbers of 32 digits.
 *
 *   sum → product (± product)*;  product → signed (×÷ signed)*;  signed → -signed | power;  power → atom (** signed)?
 *   atom → number | name | name(sum) | (sum);  `^` is `**`, [ ] and { } are ( )
 *
 * Sources: N. Wirth (1976), "Algorithms + Data Structures = Programs", chapter 5, for the parser; R. E. Wengert (1964),
 * "A simple automatic derivative evaluation program", CACM 7, for the gradient.
 */
import { BowerbirdError } from "../core/errors.ts";

const functionNames = ["exp", "log", "sin", "cos", "arctan", "sqrt"] as const;
export type FunctionName = (typeof functionNames)[number];

export type Formula =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "call"; readonly call: FunctionName; readonly of: Formula }
  | { readonly kind: "negative"; readonly of: Formula }
  | { readonly kind: "binary"; readonly sign: BinarySign; readonly left: Formula; readonly right: Formula };
export type BinarySign = "+" | "-" | "*" | "/" | "**";

/** How numbers of a kind are calculated with. */
export interface Arithmetic<T> {
  number(text: string): T;
  negative(a: T): T;
  binary(sign: BinarySign, a: T, b: T): T;
  call(name: FunctionName, a: T): T;
}

const aliases: Readonly<Record<string, FunctionName>> = { ln: "log", atan: "arctan" };

/** @throws BowerbirdError BAD_INPUT with the place that cannot be read. */
export function parseFormula(text: string): Formula {
  const tokens = text.match(/\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|\*\*|\S/g) ?? [];
  let next = 0;
  const fail = (): never => {
    throw new BowerbirdError("BAD_INPUT", {
      what: `the formula ${text.trim()}`,
      why: next < tokens.length ? `${tokens[next]} is not expected there` : "it ends too soon",
    });
  };
  const take = (...wanted: string[]): string | undefined =>
    next < tokens.length && wanted.includes(tokens[next]) ? tokens[next++] : undefined;
  const chain = (inner: () => Formula, signs: readonly BinarySign[]): Formula => {
    let left = inner();
    for (;;) {
      const sign = signs.find((one) => tokens[next] === one);
      if (!sign) return left;
      next++;
      left = { kind: "binary", sign, left, right: inner() };
    }
  };
  const sum = (): Formula => chain(product, ["+", "-"]);
  const product = (): Formula => chain(signed, ["*", "/"]);
  const signed = (): Formula => {
    if (take("+")) return signed();
    return take("-") ? { kind: "negative", of: signed() } : raised();
  };
  const raised = (): Formula => {
    const left = atom();
    return take("**", "^") ? { kind: "binary", sign: "**", left, right: signed() } : left;
  };
  const bracketed = (): Formula => {
    const inner = sum();
    return take(")", "]", "}") ? inner : fail();
  };
  const atom = (): Formula => {
    const token = tokens[next] ?? fail();
    next++;
    if (/^[\d.]/.test(token)) return { kind: "number", text: token };
    if (token === "(" || token === "[" || token === "{") return bracketed();
    if (!/^[A-Za-z_]/.test(token)) {
      next--;
      return fail();
    }
    if (!take("(", "[", "{")) return { kind: "name", name: token };
    const lower = token.toLowerCase();
    const call = aliases[lower] ?? functionNames.find((name) => name === lower) ?? fail();
    return { kind: "call", call, of: bracketed() };
  };
  const whole = sum();
  return next === tokens.length ? whole : fail();
}

/** Names in the formula, each once. */
export function namesIn(formula: Formula): Set<string> {
  if (formula.kind === "name") return new Set([formula.name]);
  if (formula.kind === "number") return new Set();
  if (formula.kind === "binary") return new Set([...namesIn(formula.left), ...namesIn(formula.right)]);
  return namesIn(formula.of);
}

/**
 * The formula as a function of its names' values, in the order of `names`.
 *
 * @throws BowerbirdError BAD_INPUT for a name that is not among them.
 */
export function compile<T>(
  formula: Formula,
  arithmetic: Arithmetic<T>,
  names: readonly string[],
): (values: readonly T[]) => T {
  switch (formula.kind) {
    case "number": {
      const value = arithmetic.number(formula.text);
      return () => value;
    }
    case "name": {
      const place = names.indexOf(formula.name);
      if (place >= 0) return (values) => values[place];
      throw new BowerbirdError("BAD_INPUT", { what: "the formula", why: `${formula.name} has no value` });
    }
    case "negative": {
      const of = compile(formula.of, arithmetic, names);
      return (values) => arithmetic.negative(of(values));
    }
    case "call": {
      const of = compile(formula.of, arithmetic, names);
      return (values) => arithmetic.call(formula.call, of(values));
    }
    case "binary": {
      const [left, right] = [formula.left, formula.right].map((part) => compile(part, arithmetic, names));
      return (values) => arithmetic.binary(formula.sign, left(values), right(values));
    }
  }
}
