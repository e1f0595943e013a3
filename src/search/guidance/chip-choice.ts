/**
 * Which chips split a result best. Someone looks for one of these pins and presses the chip that is true of it and leaves
 * least; pressing c tells −log2 p(c) bits. Chips are chosen one after another, each for what it adds to the bits that the
 * best true chip tells on average:
 *
 *   F(S) = Σ_t p(t) · max( −log2 p(c) : c in S, t in c ),   gain(c) = F(S + c) − F(S)
 *
 * so that two chips which keep the same pins are not offered beside each other, and everything is kept by some chip. F is
 * submodular: choosing greedily comes to at least 1 − 1/e of the best choice. p(t) is the chance that the pin is the one
 * sought, falling with its place: 1/log2(place + 2), as in discounted gain.
 *
 * Sources: J. R. Quinlan (1986), "Induction of decision trees", Machine Learning 1, 81-106; G. L. Nemhauser,
 * L. A. Wolsey, M. L. Fisher (1978), "An analysis of approximations for maximizing submodular set functions",
 * Mathematical Programming 14, 265-294.
 */

/** A question and which pins answer it with yes. */
export interface Split<T> {
  readonly value: T;
  /** Places in the result, ascending, from 0. */
  readonly places: readonly number[];
}

export interface ChosenSplit<T> extends Split<T> {
  /** What it tells beyond the chips before it, bits. */
  readonly gain: number;
}

/** Less than this tells nothing. Bits. */
const leastGain = 0.01;

/** @param size pins in the result. O(limit · Σ places). */
export function chooseSplits<T>(splits: readonly Split<T>[], size: number, limit: number): ChosenSplit<T>[] {
  const weights = Float64Array.from({ length: size }, (_, place) => 1 / Math.log2(place + 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const bitsOf = ({ places }: Split<T>): number =>
    -Math.log2(places.reduce((sum, place) => sum + weights[place], 0) / total);
  const left = new Map(
    splits
      .filter(({ places }) => places.length > 0 && places.length < size)
      .map((split) => [split, bitsOf(split)] as const),
  );
  /** Bits of the best chip so far that is true of each pin. */
  const told = new Float64Array(size);
  const chosen: ChosenSplit<T>[] = [];
  while (chosen.length < limit) {
    let best: { readonly split: Split<T>; readonly bits: number; readonly gain: number } | null = null;
    for (const [split, bits] of left) {
      let gain = 0;
      for (const place of split.places) gain += weights[place] * Math.max(0, bits - told[place]);
      if (!best || gain > best.gain + 1e-12) best = { split, bits, gain };
    }
    if (!best || best.gain / total < leastGain) return chosen;
    left.delete(best.split);
    for (const place of best.split.places) told[place] = Math.max(told[place], best.bits);
    chosen.push({ ...best.split, gain: best.gain / total });
  }
  return chosen;
}
