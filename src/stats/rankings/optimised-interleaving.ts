/**
 * Optimised interleaving: of all lists that could come of two rankings, chances that are fair to both at every depth and
 * show as much as possible of which is better.
 *
 *   lists: every next item is the first of A or of B not yet shown
 *   credit of a click: δ = rank in B - rank in A (above 0 for A), absent = length + 1
 *   fair: Σ_L p_L Σ_{i≤k} δ_i(L) = 0 for every k: a person who clicks blindly down to any depth prefers neither
 *   test: the impressions' mean summed credit against 0 (t); fairness is a promise about that mean
 *   sensitive: maximise Σ p_L s_L, s_L the entropy of who would win L when place i is clicked with chance 1/i
 *
 * Source: F. Radlinski and N. Craswell (2013), "Optimized interleaving for online retrieval evaluation", WSDM.
 */
import { BowerbirdError } from "../../core/errors.ts";
import type { Random } from "../../core/random.ts";
import { maximiseLinear } from "../../math/linear-program.ts";
import { checkCount, checkFinite } from "../checking.ts";
import { type MeanTest, type MeanTestOptions, tTest } from "../comparisons/means.ts";
import { drawArm } from "../policies/bandits.ts";
import { type Moments, varianceOf } from "../summaries/moments.ts";
import type { Credit } from "./interleaving.ts";

export interface WeighedList<T> {
  readonly items: T[];
  /** With which it should be shown. */
  readonly chance: number;
  /** A click's credit by place; above 0 for A. */
  readonly credits: number[];
}

/**
 * The lists to be shown, those of chance 0 left out. O(2^length).
 *
 * @throws BowerbirdError OUT_OF_RANGE for a length outside 1 … 10, EMPTY_SAMPLE for an empty ranking, DOES_NOT_APPLY when
 *   no fair mixture exists.
 */
export function optimisedInterleaving<T>(a: readonly T[], b: readonly T[], length: number): WeighedList<T>[] {
  checkCount("length", length, 1);
  if (length > 10)
    throw new BowerbirdError("OUT_OF_RANGE", { what: "length", actual: length, range: "from 1 to 10" });
  if (a.length === 0 || b.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const rank = (ranking: readonly T[], item: T): number => {
    const place = ranking.indexOf(item);
    return place < 0 || place >= length ? length + 1 : place + 1;
  };
  const lists = possibleLists(a, b, length).map((items) => ({
    items,
    credits: items.map((item) => rank(b, item) - rank(a, item)),
  }));
  const depth = lists[0].items.length;
  const fair = Array.from({ length: depth }, (_, k) =>
    lists.map(({ credits }) => credits.slice(0, k + 1).reduce((sum, credit) => sum + credit, 0)),
  );
  const chances = maximiseLinear(
    lists.map(({ credits }) => sensitivity(credits)),
    [lists.map(() => 1), ...fair],
    [1, ...fair.map(() => 0)],
  );
  return lists.map((list, i) => ({ ...list, chance: chances[i] })).filter(({ chance }) => chance > 1e-12);
}

function possibleLists<T>(a: readonly T[], b: readonly T[], length: number): T[][] {
  let grown: T[][] = [[]];
  for (let place = 0; place < length; place++) {
    const next = grown.flatMap((items) => {
      const taken = new Set(items);
      const heads = [a, b].flatMap((ranking) => {
        const head = ranking.find((item) => !taken.has(item));
        return head === undefined ? [] : [head];
      });
      return [...new Set(heads)].map((head) => [...items, head]);
    });
    if (next.length === 0) break;
    grown = next;
  }
  return grown;
}

/** Bits of not knowing who wins, when place i is clicked with chance 1/i. */
function sensitivity(credits: readonly number[]): number {
  const mass = (side: number): number =>
    credits.reduce((sum, credit, i) => (Math.sign(credit) === side ? sum + 1 / (i + 1) : sum), 0);
  const [forA, forB] = [mass(1), mass(-1)];
  const all = forA + forB;
  if (forA === 0 || forB === 0) return 0;
  const bits = (part: number): number => -(part / all) * Math.log2(part / all);
  return bits(forA) + bits(forB);
}

/** One of the lists, by its chance. */
export function drawList<T>(lists: readonly WeighedList<T>[], random: Random): WeighedList<T> {
  if (lists.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  return lists[
    drawArm(
      lists.map(({ chance }) => chance),
      random,
    )
  ];
}

/**
 * An impression's credit: the sum over its clicks (places from 0), above 0 for A.
 *
 * @throws BowerbirdError OUT_OF_RANGE, NOT_FINITE.
 */
export function summedCredit(credits: readonly number[], clicks: readonly number[]): number {
  const wrong = clicks.find((place) => credits[place] === undefined);
  if (wrong !== undefined)
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "a clicked place",
      actual: wrong,
      range: `0 to ${credits.length - 1}`,
    });
  const sum = clicks.reduce((total, place) => total + credits[place], 0);
  checkFinite("a click's credit", sum);
  return sum;
}

/**
 * Who won an impression. The lists are fair in the mean credit, not in the count of wins: to test, take `creditTest`.
 *
 * @throws as `summedCredit`.
 */
export function weighedCredit(credits: readonly number[], clicks: readonly number[]): Credit {
  const sum = summedCredit(credits, clicks);
  if (clicks.length === 0) return "none";
  return sum === 0 ? "tie" : sum > 0 ? "A" : "B";
}

/**
 * Is the impressions' mean credit 0, as it is for people without taste? `sums` are the moments of `summedCredit`.
 *
 * @throws BowerbirdError EMPTY_SAMPLE below two impressions, NOT_FINITE, ZERO_VARIANCE.
 */
export function creditTest(sums: Moments, options: MeanTestOptions = {}): MeanTest {
  return tTest(sums.mean, Math.sqrt(varianceOf(sums) / sums.n), sums.n - 1, options);
}
