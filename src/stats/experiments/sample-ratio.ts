/**
 * The sample-ratio check: did the arms receive the share of people they were meant to?
 *
 *   χ² = Σ (n_i - N w_i)²/(N w_i);  sequential: BF = DirichletMultinomial(n; c w) / Multinomial(n; w), p = min over looks 1/BF
 *
 * The sequential p may be read after every person; the χ² only once.
 *
 * Sources: K. Pearson (1900), Philosophical Magazine 50; M. Lindon and A. Malek (2022), "Anytime-valid inference for
 * multinomial count data", NeurIPS.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { binomialLower, binomialMass, binomialUpper } from "../../math/discrete-distributions.ts";
import { chiSquare } from "../../math/distributions.ts";
import { logGamma } from "../../math/gamma.ts";
import { checkChance, checkCount, checkPositive } from "../checking.ts";

/** @throws BowerbirdError BAD_INPUT, OUT_OF_RANGE, EMPTY_SAMPLE. */
function checkCounts(
  counts: readonly number[],
  weights: readonly number[],
): { total: number; shares: number[] } {
  if (counts.length !== weights.length || counts.length < 2) {
    throw new BowerbirdError("BAD_INPUT", {
      what: "the counts",
      why: "one weight for each of at least two arms is needed",
    });
  }
  for (const count of counts) {
    checkCount("a count", count);
  }
  for (const weight of weights) {
    checkPositive("a weight", weight);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return { total, shares: weights.map((weight) => weight / whole) };
}

/** To be read once; `weights` are the arms' shares in any unit. @throws BowerbirdError BAD_INPUT, OUT_OF_RANGE, EMPTY_SAMPLE. */
export function sampleRatioTest(counts: readonly number[], weights: readonly number[]) {
  const { total, shares } = checkCounts(counts, weights);
  const statistic = counts.reduce(
    (sum, count, i) => sum + (count - total * shares[i]) ** 2 / (total * shares[i]),
    0,
  );
  const df = counts.length - 1;
  return { statistic, df, p: chiSquare(df).upper(statistic) };
}

/**
 * Two arms, exact two-sided: all splits no likelier than the one seen. The likelihood falls away from its mode, so the
 * other tail begins where a bisection says. O(log N).
 *
 * @throws BowerbirdError DOES_NOT_APPLY unless there are two arms; else as `sampleRatioTest`.
 */
export function sampleRatioExact(counts: readonly number[], weights: readonly number[]): number {
  const { total, shares } = checkCounts(counts, weights);
  if (counts.length !== 2)
    throw new BowerbirdError("DOES_NOT_APPLY", { method: "the binomial test", why: "it compares two arms" });
  const [seen, share] = [counts[0], shares[0]];
  const mode = Math.min(total, Math.floor((total + 1) * share));
  const asRare = (k: number): boolean =>
    binomialMass(k, total, share) <= binomialMass(seen, total, share) * (1 + 1e-7);
  if (asRare(mode)) return 1;
  // the first k that is as rare, going away from the mode
  let [near, far] = seen < mode ? [mode, total + 1] : [mode, -1];
  while (Math.abs(far - near) > 1) {
    const middle = Math.trunc((near + far) / 2);
    if (asRare(middle)) far = middle;
    else near = middle;
  }
  const below = (k: number): number => binomialLower(k, total, share);
  const above = (k: number): number => binomialUpper(k - 1, total, share);
  return Math.min(1, seen < mode ? below(seen) + above(far) : above(seen) + below(far));
}

/** `previousP` is the p of the look before: the sequence never rises. */
export function sampleRatioSequential(
  counts: readonly number[],
  weights: readonly number[],
  concentration = 100,
  previousP = 1,
) {
  checkPositive("the concentration", concentration);
  checkChance("the p before", previousP);
  const { total, shares } = checkCounts(counts, weights);
  let logBayesFactor = logGamma(concentration) - logGamma(concentration + total);
  counts.forEach((count, i) => {
    const alpha = concentration * shares[i];
    logBayesFactor += logGamma(alpha + count) - logGamma(alpha) - count * Math.log(shares[i]);
  });
  return { logBayesFactor, p: Math.min(1, previousP, Math.exp(-logBayesFactor)) };
}

export interface SegmentRatio {
  readonly segment: string;
  readonly counts: readonly number[];
}

/** Where the mismatch comes from: every segment's p, Bonferroni-corrected, the worst first. */
export function sampleRatioBySegment(segments: readonly SegmentRatio[], weights: readonly number[]) {
  return segments
    .filter(({ counts }) => counts.some((count) => count !== 0))
    .map(({ segment, counts }) => ({
      segment,
      p: Math.min(1, sampleRatioTest(counts, weights).p * segments.length),
    }))
    .sort((a, b) => a.p - b.p);
}
