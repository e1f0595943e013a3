/**
 * Priors of rates learned from past arms: how much they really differ, over and above chance, says how much a new arm's
 * data must outweigh.
 *
 *   between variance τ² by moments with weights n (DerSimonian–Laird);  within: p(1-p)/n, or rate/exposure
 *   beta: α + β = m(1-m)/τ² - 1, α = m (α+β);  gamma: shape = m²/τ², rate = m/τ²
 *
 * Source: G. Casella (1985), "An introduction to empirical Bayes data analysis", American Statistician 39; J. S. Kleinman
 * (1973), "Proportions with extraneous variance: single and independent samples", JASA 68.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkFinite, checkPositive } from "../checking.ts";
import { checkProportion, type Proportion } from "../comparisons/proportions.ts";

/** For `betaPosterior`. @throws BowerbirdError EMPTY_SAMPLE below 3 arms, OUT_OF_RANGE, DOES_NOT_APPLY when they differ no more than chance makes them. */
export function learnBetaPrior(past: readonly Proportion[]): {
  readonly alpha: number;
  readonly beta: number;
} {
  for (const arm of past) checkProportion(arm);
  const { mean, between } = spreadOf(
    past.map(({ x, n }) => ({ rate: x / n, weight: n })),
    (rate) => rate * (1 - rate),
  );
  const size = (mean * (1 - mean)) / between - 1;
  if (!(size > 0))
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "a beta prior",
      why: "the rates differ too much for one",
    });
  return { alpha: mean * size, beta: (1 - mean) * size };
}

/** Events over exposure; for `gammaPosterior`. @throws as `learnBetaPrior`. */
export function learnGammaPrior(past: readonly { readonly events: number; readonly exposure: number }[]): {
  readonly shape: number;
  readonly rate: number;
} {
  for (const { events, exposure } of past) {
    checkPositive("exposure", exposure);
    checkFinite("events", events);
    if (events < 0)
      throw new BowerbirdError("OUT_OF_RANGE", { what: "events", actual: events, range: "0 or more" });
  }
  const { mean, between } = spreadOf(
    past.map(({ events, exposure }) => ({ rate: events / exposure, weight: exposure })),
    (rate) => rate,
  );
  return { shape: (mean * mean) / between, rate: mean / between };
}

/** The rates' mean and the variance between them that chance, `unit`(mean)/weight, does not explain. */
function spreadOf(
  past: readonly { readonly rate: number; readonly weight: number }[],
  unit: (mean: number) => number,
): { readonly mean: number; readonly between: number } {
  if (past.length < 3) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 3, actual: past.length });
  const total = past.reduce((sum, { weight }) => sum + weight, 0);
  const squares = past.reduce((sum, { weight }) => sum + weight * weight, 0);
  const mean = past.reduce((sum, { rate, weight }) => sum + rate * weight, 0) / total;
  const spread = past.reduce((sum, { rate, weight }) => sum + weight * (rate - mean) ** 2, 0);
  const between = (spread - (past.length - 1) * unit(mean)) / (total - squares / total);
  if (!(between > 0))
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "a learned prior",
      why: "past arms differ no more than chance makes them; pool them",
    });
  return { mean, between };
}
