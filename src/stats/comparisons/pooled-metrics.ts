/**
 * Heavy-tailed metrics tamed the same way in every arm: winsorised at thresholds, or on the log scale, both taken from
 * all arms together. Thresholds per arm would cut the winner's tail harder and bias the difference toward 0.
 *
 *   winsorised: x' = min(max(x, low), high), low and high quantiles of the pooled values
 *   log: x' = ln(x + c);  exp of the difference of means is the ratio of geometric means
 *
 * Sources: J. W. Tukey (1962), "The future of data analysis", AMS 33; R. Kohavi, D. Tang, Y. Xu (2020), "Trustworthy
 * Online Controlled Experiments", chapter 22.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { studentT } from "../../math/distributions.ts";
import { checkFinite, checkShare, checkValues } from "../checking.ts";
import { type Moments, momentsOf } from "../summaries/moments.ts";
import { winsorise, winsorThresholds } from "../summaries/quantiles.ts";
import { welchTest } from "./means.ts";

export interface Winsorised {
  /** Moments of the clipped values, arm by arm. */
  readonly arms: Moments[];
  readonly thresholds: readonly [number, number];
  /** Share of each arm's values that were moved, 0 … 1. */
  readonly clipped: number[];
}

/**
 * `lower` and `upper` are quantiles of all arms' values together.
 *
 * @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE, OUT_OF_RANGE unless 0 ≤ lower < upper ≤ 1.
 */
export function winsorisedArms(
  arms: readonly (readonly number[])[],
  { lower = 0, upper = 0.99 }: { readonly lower?: number; readonly upper?: number } = {},
): Winsorised {
  for (const arm of arms) checkValues(arm, 1, "an arm");
  if (!(lower < upper)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "lower", actual: lower, range: `below ${upper}` });
  }
  const thresholds = winsorThresholds(arms.flat(), lower, upper);
  const [low, high] = thresholds;
  return {
    arms: arms.map((arm) => momentsOf(winsorise(arm, thresholds))),
    thresholds,
    clipped: arms.map((arm) => arm.filter((value) => value < low || value > high).length / arm.length),
  };
}

/**
 * Moments of ln(x + offset), arm by arm. An offset of 1 keeps zeros; the lift is then of x + 1, not of x.
 *
 * @throws BowerbirdError OUT_OF_RANGE when x + offset is not above 0.
 */
export function logArms(arms: readonly (readonly number[])[], offset = 0): Moments[] {
  checkFinite("offset", offset);
  return arms.map((arm) => {
    checkValues(arm, 1, "an arm");
    const bad = arm.find((value) => !(value + offset > 0));
    if (bad !== undefined) {
      throw new BowerbirdError("OUT_OF_RANGE", { what: "a value", actual: bad, range: `above ${-offset}` });
    }
    return momentsOf(arm.map((value) => Math.log(value + offset)));
  });
}

export interface GeometricLift {
  /** Ratio of geometric means minus 1. */
  readonly lift: number;
  readonly interval: readonly [number, number];
  readonly p: number;
}

/** From the moments of logarithms; Welch's test on that scale. @throws as `welchTest`. */
export function geometricLift(control: Moments, treatment: Moments, confidence = 0.95): GeometricLift {
  checkShare("confidence", confidence);
  const test = welchTest(control, treatment, { confidence });
  const reach = test.standardError * studentT(test.df).upperQuantile((1 - confidence) / 2);
  return {
    lift: Math.expm1(test.difference),
    interval: [Math.expm1(test.difference - reach), Math.expm1(test.difference + reach)],
    p: test.p,
  };
}
