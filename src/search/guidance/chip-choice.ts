/**
 * Which chips split a result best: someone looks for one of these pins, and each chip is a question answered yes or no.
 * Chips are chosen one after another, each for what it tells beyond those before it:
 *
 *   gain(c) = H(C, c) − H(C),   H = −Σ p log2 p over the groups of pins that the chips tell apart   [bits]
 *
 * p is the chance that the pin is the one sought, falling with its place: 1/log2(place + 2), as in discounted gain.
 *
 * Sources: J. R. Quinlan (1986), "Induction of decision trees", Machine Learning 1, 81-106; F. Fleuret (2004), "Fast
 * binary feature selection with conditional mutual information", JMLR 5, 1531-1555.
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
  /** Which group each pin is in, and the chance of each group. */
  let group = new Int32Array(size);
  let chances = [1];
  const left = new Set(splits.filter(({ places }) => places.length > 0 && places.length < size));
  const chosen: ChosenSplit<T>[] = [];
  while (chosen.length < limit && left.size > 0) {
    let best: ChosenSplit<T> | null = null;
    for (const split of left) {
      const yes = new Map<number, number>();
      for (const place of split.places) {
        yes.set(group[place], (yes.get(group[place]) ?? 0) + weights[place] / total);
      }
      let gain = 0;
      for (const [each, part] of yes) {
        gain += surprise(part) + surprise(chances[each] - part) - surprise(chances[each]);
      }
      if (!best || gain > best.gain + 1e-12) best = { ...split, gain };
    }
    if (!best || best.gain < leastGain) return chosen;
    chosen.push(best);
    for (const split of left) if (split.value === best.value) left.delete(split);
    const named = new Map<string, number>();
    const said = new Set(best.places);
    const next = Int32Array.from(group, (each, place) => {
      const name = `${each} ${said.has(place)}`;
      const known = named.get(name) ?? named.size;
      named.set(name, known);
      return known;
    });
    chances = new Array<number>(named.size).fill(0);
    next.forEach((each, place) => {
      chances[each] += weights[place] / total;
    });
    group = next;
  }
  return chosen;
}

/** −p log2 p, 0 for what cannot be. */
function surprise(p: number): number {
  return p <= 1e-15 ? 0 : -p * Math.log2(p);
}
