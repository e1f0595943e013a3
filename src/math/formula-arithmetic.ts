/** The arithmetics formulas are evaluated in: values with their gradient, and numbers of 32 digits. */
import * as exact from "./double-double.ts";
import type { Arithmetic, BinarySign, FunctionName } from "./formula.ts";

/** A value and its derivatives by the parameters; an empty gradient is 0 everywhere. */
export interface Graded {
  readonly value: number;
  readonly gradient: readonly number[];
}

export const constant = (value: number): Graded => ({ value, gradient: [] });

function joined(a: Graded, byA: number, b: Graded, byB: number): number[] {
  const length = Math.max(a.gradient.length, b.gradient.length);
  const out = new Array<number>(length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.gradient[i] ?? 0, b.gradient[i] ?? 0];
    // a factor that is not finite counts only where there is something to move
    out[i] = (left === 0 ? 0 : byA * left) + (right === 0 ? 0 : byB * right);
  }
  return out;
}

const chained = (a: Graded, value: number, slope: number): Graded => ({
  value,
  gradient: a.gradient.map((part) => (part === 0 ? 0 : slope * part)),
});

const gradedBinary: Readonly<Record<BinarySign, (a: Graded, b: Graded) => Graded>> = {
  "+": (a, b) => ({ value: a.value + b.value, gradient: joined(a, 1, b, 1) }),
  "-": (a, b) => ({ value: a.value - b.value, gradient: joined(a, 1, b, -1) }),
  "*": (a, b) => ({ value: a.value * b.value, gradient: joined(a, b.value, b, a.value) }),
  "/": (a, b) => {
    const value = a.value / b.value;
    return { value, gradient: joined(a, 1 / b.value, b, -value / b.value) };
  },
  "**": (a, b) => {
    const value = a.value ** b.value;
    return {
      value,
      gradient: joined(a, b.value * a.value ** (b.value - 1), b, value * Math.log(a.value)),
    };
  },
};

const gradedCalls: Readonly<Record<FunctionName, (a: Graded) => Graded>> = {
  exp: (a) => chained(a, Math.exp(a.value), Math.exp(a.value)),
  log: (a) => chained(a, Math.log(a.value), 1 / a.value),
  sin: (a) => chained(a, Math.sin(a.value), Math.cos(a.value)),
  cos: (a) => chained(a, Math.cos(a.value), -Math.sin(a.value)),
  arctan: (a) => chained(a, Math.atan(a.value), 1 / (1 + a.value * a.value)),
  sqrt: (a) => chained(a, Math.sqrt(a.value), 0.5 / Math.sqrt(a.value)),
};

export const gradedArithmetic: Arithmetic<Graded> = {
  number: (text) => constant(Number(text)),
  negative: (a) => chained(a, -a.value, -1),
  binary: (sign, a, b) => gradedBinary[sign](a, b),
  call: (name, a) => gradedCalls[name](a),
};

const exactBinary: Readonly<Record<BinarySign, (a: exact.Double, b: exact.Double) => exact.Double>> = {
  "+": exact.plus,
  "-": exact.minus,
  "*": exact.times,
  "/": exact.over,
  "**": exact.power,
};

const exactCalls: Readonly<Record<FunctionName, (a: exact.Double) => exact.Double>> = {
  exp: exact.exponential,
  log: exact.logarithm,
  sin: (a) => exact.sineCosine(a).sine,
  cos: (a) => exact.sineCosine(a).cosine,
  arctan: exact.arctangent,
  sqrt: (a) => exact.power(a, exact.double(0.5)),
};

export const exactArithmetic: Arithmetic<exact.Double> = {
  number: exact.fromDecimal,
  negative: exact.negative,
  binary: (sign, a, b) => exactBinary[sign](a, b),
  call: (name, a) => exactCalls[name](a),
};
