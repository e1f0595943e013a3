/**
 * Two rankings compared by mixing them into one list for the same person.
 *
 * Team draft: in every round a fair coin decides who picks first; each takes its best item not yet taken, and a click
 * counts for the team that brought it. Balanced: one coin decides who leads, the lists alternate, and clicks are credited
 * to the ranking that placed more clicked items in its top k.
 *
 *   Δ_AB = (wins_A + ties/2) / (wins_A + wins_B + ties) - ½
 *
 * Sources: F. Radlinski, M. Kurup, T. Joachims (2008), CIKM; T. Joachims (2003), "Evaluating retrieval performance using
 * clickthrough data"; O. Chapelle, T. Joachims, F. Radlinski, Y. Yue (2012), ACM Trans. Information Systems 30.
 */
import { BowerbirdError } from "../../core/errors.ts";
import type { Random } from "../../core/random.ts";
import { binomialUpper } from "../../math/discrete-distributions.ts";
import { checkCount } from "../checking.ts";

export type Team = "A" | "B";
export type Credit = Team | "tie" | "none";

export interface Interleaved<T> {
  readonly items: T[];
  readonly teams: Team[];
}

/** At most `length` items; a ranking that runs out leaves the rest to the other. */
export function teamDraft<T>(
  a: readonly T[],
  b: readonly T[],
  length: number,
  random: Random,
): Interleaved<T> {
  const items: T[] = [];
  const teams: Team[] = [];
  const taken = new Set<T>();
  const pick = (ranking: readonly T[], team: Team): void => {
    const item = ranking.find((candidate) => !taken.has(candidate));
    if (item === undefined || items.length >= length) return;
    taken.add(item);
    items.push(item);
    teams.push(team);
  };
  for (let before = -1; items.length < length && items.length !== before; ) {
    before = items.length;
    const first: Team = random.next() < 0.5 ? "A" : "B";
    pick(first === "A" ? a : b, first);
    pick(first === "A" ? b : a, first === "A" ? "B" : "A");
  }
  return { items, teams };
}

/** The two rankings in turn, the leader by one coin; what both hold at the same place appears once. */
export function balancedInterleaving<T>(
  a: readonly T[],
  b: readonly T[],
  length: number,
  random: Random,
): T[] {
  const leads = random.next() < 0.5;
  const items: T[] = [];
  let [i, j] = [0, 0];
  while (items.length < length && (i < a.length || j < b.length)) {
    const turnOfA = j >= b.length || (i < a.length && (i < j || (i === j && leads)));
    const item = turnOfA ? a[i++] : b[j++];
    if (!items.includes(item)) items.push(item);
  }
  return items;
}

/** Who won an impression; `clicks` are places in the list, from 0. */
export function creditOf(teams: readonly Team[], clicks: readonly number[]): Credit {
  const wrong = clicks.find((place) => teams[place] === undefined);
  if (wrong !== undefined) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "a clicked place",
      actual: wrong,
      range: `0 to ${teams.length - 1}`,
    });
  }
  if (clicks.length === 0) return "none";
  const forA = clicks.filter((place) => teams[place] === "A").length;
  const forB = clicks.length - forA;
  return forA === forB ? "tie" : forA > forB ? "A" : "B";
}

/**
 * Credit under balanced interleaving: the ranking with more of the clicked items among as many of its first as it takes
 * to hold the lowest click. `clicks` are places in the shown list, from 0.
 *
 * @throws BowerbirdError OUT_OF_RANGE for a click beyond the list.
 */
export function balancedCredit<T>(
  a: readonly T[],
  b: readonly T[],
  shown: readonly T[],
  clicks: readonly number[],
): Credit {
  const wrong = clicks.find((place) => shown[place] === undefined);
  if (wrong !== undefined) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "a clicked place",
      actual: wrong,
      range: `0 to ${shown.length - 1}`,
    });
  }
  if (clicks.length === 0) return "none";
  const rank = (ranking: readonly T[], item: T): number => {
    const place = ranking.indexOf(item);
    return place < 0 ? Number.POSITIVE_INFINITY : place;
  };
  const clicked = clicks.map((place) => shown[place]);
  const lowest = shown[Math.max(...clicks)];
  const depth = Math.min(rank(a, lowest), rank(b, lowest));
  const within = (ranking: readonly T[]): number =>
    clicked.filter((item) => rank(ranking, item) <= depth).length;
  const [forA, forB] = [within(a), within(b)];
  return forA === forB ? "tie" : forA > forB ? "A" : "B";
}

/** Sufficient statistics of a comparison; impressions without a click do not count. */
export interface InterleavingTally {
  readonly winsA: number;
  readonly winsB: number;
  readonly ties: number;
}

/** O(n). */
export function tally(credits: readonly Credit[]): InterleavingTally {
  const count = (credit: Credit): number => credits.filter((one) => one === credit).length;
  return { winsA: count("A"), winsB: count("B"), ties: count("tie") };
}

/** @throws BowerbirdError OUT_OF_RANGE. */
export function addTallies(one: InterleavingTally, other: InterleavingTally): InterleavingTally {
  checkTally(one);
  checkTally(other);
  return { winsA: one.winsA + other.winsA, winsB: one.winsB + other.winsB, ties: one.ties + other.ties };
}

/** Δ_AB in [-½, ½], above 0 when A is preferred. @throws BowerbirdError EMPTY_SAMPLE without a click. */
export function preference(counts: InterleavingTally): number {
  const { winsA, winsB, ties } = checkTally(counts);
  const total = winsA + winsB + ties;
  if (total === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  return (winsA + ties / 2) / total - 0.5;
}

export interface SignTest {
  /** Exact, two-sided: 2 P(X ≥ max) for X ~ Binomial(n, ½), at most 1. */
  readonly p: number;
  readonly z: number;
}

/** Ties are left out. @throws BowerbirdError EMPTY_SAMPLE without a win, OUT_OF_RANGE. */
export function signTest(counts: InterleavingTally): SignTest {
  const { winsA, winsB } = checkTally(counts);
  const n = winsA + winsB;
  if (n === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const most = Math.max(winsA, winsB);
  return { p: Math.min(1, 2 * binomialUpper(most - 1, n, 0.5)), z: (winsA - winsB) / Math.sqrt(n) };
}

function checkTally(counts: InterleavingTally): InterleavingTally {
  for (const [what, count] of Object.entries(counts)) checkCount(what, count);
  return counts;
}
