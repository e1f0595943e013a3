/**
 * A win is, on average, smaller than it looks: what is chosen for being large was partly lucky. What to expect instead.
 *
 *   with past experiments: the posterior mean under their normal prior
 *   without: z² is expected to be snr² + 1, so the plausible effect is effect · √max(0, 1 - 1/z²)
 *   type S: the chance that a significant result has the wrong sign; type M: by how much it exaggerates on average;
 *   both at the plausible effect
 *
 * Sources: A. Gelman and J. Carlin (2014), Perspectives on Psychological Science 9; E. W. van Zwet and E. A. Cator (2021),
 * "The significance filter, the winner's curse and the need to shrink", Statistica Neerlandica 75.
 */
import { normalPosterior } from "../bayes/posteriors.ts";
import { checkFinite, checkPositive, checkShare } from "../checking.ts";
import { typeSM } from "../planning/power.ts";

/** A normal prior of effects, as `learnPrior` finds it, in the effect's units. */
export interface EffectPrior {
  readonly mean: number;
  readonly variance: number;
}

export interface WinnersCurse {
  /** What to expect of the effect, same units. */
  readonly shrunken: number;
  /** Holds the effect with `confidence`, if the prior is right. Absent without past experiments. */
  readonly interval?: readonly [number, number];
  /** At the plausible effect; absent when nothing of the effect is plausible. */
  readonly typeS?: number;
  readonly exaggeration?: number;
  readonly basis: "past experiments" | "this experiment alone";
}

/** @throws BowerbirdError NOT_FINITE, OUT_OF_RANGE. */
export function winnersCurse(
  effect: number,
  standardError: number,
  { prior, alpha = 0.05 }: { readonly prior?: EffectPrior; readonly alpha?: number } = {},
): WinnersCurse {
  checkFinite("the effect", effect);
  checkPositive("the standard error", standardError);
  checkShare("alpha", alpha);
  const risks = (plausible: number) => {
    if (plausible === 0) return {};
    const { typeS, exaggeration } = typeSM(plausible, standardError, alpha);
    return { typeS, exaggeration };
  };
  if (prior && prior.variance > 0) {
    const posterior = normalPosterior(effect, standardError, prior.mean, prior.variance, 1 - alpha);
    return {
      shrunken: posterior.mean,
      interval: posterior.interval,
      ...risks(posterior.mean),
      basis: "past experiments",
    };
  }
  const z = effect / standardError;
  const shrunken = effect * Math.sqrt(Math.max(0, 1 - 1 / (z * z)) || 0);
  return { shrunken, ...risks(shrunken), basis: "this experiment alone" };
}
