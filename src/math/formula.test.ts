import fc from "fast-check";
import { expect, test } from "vitest";
import {
  arctangent,
  double,
  exponential,
  fromDecimal,
  logarithm,
  minus,
  over,
  plus,
  sineCosine,
  times,
} from "./double-double.ts";
import { compile, parseFormula } from "./formula.ts";
import { exactArithmetic, gradedArithmetic } from "./formula-arithmetic.ts";

const answerOf = (text: string): number => compile(parseFormula(text), gradedArithmetic, [])([]).value;

test("precedence as on paper: powers before signs, and from the right", () => {
  expect(answerOf("-2**2")).toBe(-4);
  expect(answerOf("2**3**2")).toBe(512);
  expect(answerOf("2**-1 + 6/3*2 - 1")).toBe(3.5);
  expect(answerOf("exp[1-{1}] * (.5e1)")).toBe(5);
});

test("what is no formula is refused with its place", () => {
  for (const text of ["1 +", "(1", "1 2", "foo(1)", "a", "1 ) "]) {
    expect(() => answerOf(text)).toThrow(expect.objectContaining({ code: "BAD_INPUT" }));
  }
});

test("the gradient is the derivative", () => {
  const f = compile(
    parseFormula("a*exp(-b*a) + sin(a/b) - arctan(b)**2 + log(a)*sqrt(b)"),
    gradedArithmetic,
    ["a", "b"],
  );
  const at = (a: number, b: number) =>
    f([
      { value: a, gradient: [1, 0] },
      { value: b, gradient: [0, 1] },
    ]);
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 3, noNaN: true }),
      fc.double({ min: 0.5, max: 3, noNaN: true }),
      (a, b) => {
        const h = 1e-6;
        const slope = [
          (at(a + h, b).value - at(a - h, b).value) / (2 * h),
          (at(a, b + h).value - at(a, b - h).value) / (2 * h),
        ];
        at(a, b).gradient.forEach((value, i) => {
          expect(value).toBeCloseTo(slope[i], 6);
        });
      },
    ),
    { seed: 1 },
  );
});

test("thirty digits: a third thrice, a tenth as written, and functions that undo each other", () => {
  const third = over(double(1), double(3));
  expect(minus(plus(plus(third, third), third), double(1)).high).toBeCloseTo(0, 30);
  const tenth = fromDecimal("0.1");
  expect(minus(times(tenth, double(10)), double(1)).high).toBe(0);
  expect(tenth.low).not.toBe(0);
  fc.assert(
    fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (x) => {
      const number = double(x);
      const small = (error: number): boolean => Math.abs(error) <= 1e-28 * Math.max(1, Math.abs(x));
      expect(small(minus(logarithm(exponential(number)), number).high)).toBe(true);
      const { sine, cosine } = sineCosine(number);
      expect(small(minus(plus(times(sine, sine), times(cosine, cosine)), double(1)).high)).toBe(true);
      const turned = sineCosine(arctangent(number));
      expect(small(minus(over(turned.sine, turned.cosine), number).high / (1 + x * x))).toBe(true);
    }),
    { seed: 2 },
  );
});

test("both arithmetics agree to the last digits of a double", () => {
  const text = "3.5*exp(-0.25*2) / (1 + 2**0.5) - cos(7) + log(5)";
  const exact = compile(parseFormula(text), exactArithmetic, [])([]);
  expect(exact.high / answerOf(text)).toBeCloseTo(1, 14);
});
