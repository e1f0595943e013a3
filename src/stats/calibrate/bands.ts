/**
 * Where a measured figure may lie when its row's claim is true, and whether it does.
 *
 *   share: quantiles of Binomial(runs, nominal)/runs;  mean: nominal ± z sd/√runs
 *   uniform: D ≤ √(ln(2/α)/(2 runs)) (Dvoretzky–Kiefer–Wolfowitz);  worst: no chance in it
 *
 * Source: P. Massart (1990), "The tight constant in the Dvoretzky–Kiefer–Wolfowitz inequality", Annals of Probability 18.
 */
import { binomialDistribution, standardNormal } from "../stats.ts";
import type { CalibrationRow } from "./row.ts";

export interface Band {
  readonly measured: number;
  /** The figures that fit the claim; an end may be infinite. */
  readonly low: number;
  readonly high: number;
  readonly inside: boolean;
}

/** `level` is the chance that a true claim's figure falls outside. */
export function bandOf(row: CalibrationRow, values: readonly number[], level: number): Band {
  if (values.length === 0) return { measured: Number.NaN, low: 0, high: 0, inside: false };
  const measured = figureOf(row, values);
  const [near, far] = spreadOf(row, values, level);
  const [low, high] = sided(row, near, far);
  return { measured, low, high, inside: contains(row, measured, low, high) };
}

function figureOf({ measure }: CalibrationRow, values: readonly number[]): number {
  if (measure === "worst") return values.reduce((worst, value) => Math.max(worst, value), 0);
  if (measure === "uniform") return gapFromUniform(values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function gapFromUniform(values: readonly number[]): number {
  const n = values.length;
  const rising = Float64Array.from(values).sort();
  return rising.reduce((gap, p, i) => Math.max(gap, (i + 1) / n - p, p - i / n), 0);
}

/** Lowest and highest figure that chance explains. */
function spreadOf(row: CalibrationRow, values: readonly number[], level: number): [number, number] {
  const nominal = row.floor?.value ?? row.nominal;
  const n = values.length;
  const tail = row.side === "equal" ? level / 2 : level;
  if (row.measure === "worst") return [0, nominal];
  if (row.measure === "uniform") return [0, nominal + Math.sqrt(Math.log(2 / level) / (2 * n))];
  if (row.measure === "mean") {
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
    const reach = standardNormal.upperQuantile(tail) * Math.sqrt(variance / n);
    return [nominal - reach, nominal + reach];
  }
  if (nominal <= 0 || nominal >= 1) return [nominal, nominal];
  const { quantile, upperQuantile } = binomialDistribution(n, nominal);
  return [quantile(tail) / n, upperQuantile(tail) / n];
}

function sided({ side }: CalibrationRow, near: number, far: number): [number, number] {
  switch (side) {
    case "equal":
      return [near, far];
    case "at most":
      return [Number.NEGATIVE_INFINITY, far];
    case "at least":
      return [near, Number.POSITIVE_INFINITY];
    case "above":
      return [far, Number.POSITIVE_INFINITY];
    case "below":
      return [Number.NEGATIVE_INFINITY, near];
  }
}

function contains({ side }: CalibrationRow, measured: number, low: number, high: number): boolean {
  return side === "above" || side === "below"
    ? low < measured && measured < high
    : low <= measured && measured <= high;
}
