/**
 * Why was it clicked: because it was good, or because it stood first? Click models part the two; what is left to
 * position is the propensity that unbiased learning divides by.
 *
 *   position-based: P(click) = γ_place · α_item, by expectation–maximisation
 *     no click: P(seen | no click) = γ(1-α)/(1-γα),  P(good | no click) = α(1-γ)/(1-γα)
 *   cascade: people read from the top and stop at the first click, so α = clicks / times read; γ_place is the share of
 *     lists read that far
 *
 * Sources: M. Richardson, E. Dominowska, R. Ragno (2007), WWW; N. Craswell, O. Zoeter, M. Taylor, B. Ramsey (2008), "An
 * experimental comparison of click position-bias models", WSDM; A. P. Dempster, N. M. Laird, D. B. Rubin (1977), JRSS B 39.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { checkCount } from "../checking.ts";

/** How often an item was shown at a place (from 0) and clicked. The sufficient statistic: cells merge by adding. */
export interface ClickCell {
  readonly item: string;
  readonly place: number;
  readonly shown: number;
  readonly clicks: number;
}

export interface ClickModel {
  /** Chance to be looked at, by place; the first place's is 1 in the position-based model. */
  readonly propensities: number[];
  /** Chance of a click when looked at, by item. */
  readonly attractiveness: ReadonlyMap<string, number>;
  readonly logLikelihood: number;
  readonly iterations: number;
}

/**
 * O(iterations · cells).
 *
 * @throws BowerbirdError EMPTY_SAMPLE without a click, OUT_OF_RANGE, DOES_NOT_APPLY when no item connects the places: an
 *   item must be shown at several places for position to be told from quality; NOT_CONVERGED.
 */
export function positionBasedModel(cells: readonly ClickCell[]): ClickModel {
  const used = checkCells(cells);
  const places = Math.max(...used.map(({ place }) => place)) + 1;
  checkConnected(used, places);
  let seen = new Array<number>(places).fill(0.5);
  let good = new Map(used.map(({ item }) => [item, 0.5]));
  let before = Number.NEGATIVE_INFINITY;
  for (let iterations = 1; iterations <= 20_000; iterations++) {
    const bySeen = seen.map(() => ({ part: 0, all: 0 }));
    const byGood = new Map([...good.keys()].map((item) => [item, { part: 0, all: 0 }]));
    let logLikelihood = 0;
    for (const { item, place, shown, clicks } of used) {
      const [gamma, alpha] = [seen[place], good.get(item) ?? 0];
      const misses = shown - clicks;
      const none = Math.max(1e-300, 1 - gamma * alpha);
      bySeen[place].part += clicks + (misses * gamma * (1 - alpha)) / none;
      bySeen[place].all += shown;
      const quality = byGood.get(item);
      if (quality) {
        quality.part += clicks + (misses * alpha * (1 - gamma)) / none;
        quality.all += shown;
      }
      if (clicks > 0) logLikelihood += clicks * Math.log(gamma * alpha);
      if (misses > 0) logLikelihood += misses * Math.log(none);
    }
    seen = bySeen.map(({ part, all }) => (all > 0 ? part / all : 0));
    good = new Map([...byGood].map(([item, { part, all }]) => [item, part / all]));
    if (logLikelihood - before < 1e-9 * Math.abs(logLikelihood)) {
      // only the product is known: the first place is the measure
      const first = seen[0];
      return {
        propensities: seen.map((gamma) => gamma / first),
        attractiveness: new Map([...good].map(([item, alpha]) => [item, alpha * first])),
        logLikelihood,
        iterations,
      };
    }
    before = logLikelihood;
  }
  throw new BowerbirdError("NOT_CONVERGED", { method: "the position-based model", iterations: 20_000 });
}

function checkCells(cells: readonly ClickCell[]): ClickCell[] {
  for (const { place, shown, clicks } of cells) {
    checkCount("a place", place);
    checkCount("shown", shown);
    checkCount("clicks", clicks);
    if (clicks > shown)
      throw new BowerbirdError("OUT_OF_RANGE", { what: "clicks", actual: clicks, range: `at most ${shown}` });
  }
  const used = cells.filter(({ shown }) => shown > 0);
  if (!used.some(({ clicks }) => clicks > 0))
    throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  return used;
}

/** Places that share an item, directly or by way of others, can be compared; all must be, from the first on. */
function checkConnected(cells: readonly ClickCell[], places: number): void {
  const reached = new Set([0]);
  const items = new Set<string>();
  for (let before = -1; reached.size !== before; ) {
    before = reached.size;
    for (const { item, place } of cells) if (reached.has(place)) items.add(item);
    for (const { item, place } of cells) if (items.has(item)) reached.add(place);
  }
  const shown = new Set(cells.map(({ place }) => place));
  if (!shown.has(0) || shown.size < places || [...shown].some((place) => !reached.has(place))) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "the position-based model",
      why: "some places share no item with the first, so position cannot be told from quality",
    });
  }
}

/** A list as it was shown, and the place (from 0) of its first click, if any. */
export interface CascadeSession {
  readonly items: readonly string[];
  readonly click?: number;
}

/** Closed form; O(items shown). @throws BowerbirdError EMPTY_SAMPLE without a session, OUT_OF_RANGE for a click beyond the list. */
export function cascadeModel(sessions: readonly CascadeSession[]): ClickModel {
  if (sessions.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const counts = new Map<string, { clicks: number; read: number }>();
  const depth: { read: number; shown: number }[] = [];
  for (const { items, click } of sessions) {
    if (click !== undefined) checkCount("a click's place", click);
    if (click !== undefined && click >= items.length)
      throw new BowerbirdError("OUT_OF_RANGE", {
        what: "a click's place",
        actual: click,
        range: `below ${items.length}`,
      });
    items.forEach((item, place) => {
      depth[place] ??= { read: 0, shown: 0 };
      depth[place].shown++;
      if (click !== undefined && place > click) return;
      depth[place].read++;
      const count = counts.get(item) ?? { clicks: 0, read: 0 };
      counts.set(item, { clicks: count.clicks + (place === click ? 1 : 0), read: count.read + 1 });
    });
  }
  const attractiveness = new Map([...counts].map(([item, { clicks, read }]) => [item, clicks / read]));
  const logLikelihood = [...counts.values()].reduce((sum, { clicks, read }) => {
    const misses = read - clicks;
    return (
      sum +
      (clicks > 0 ? clicks * Math.log(clicks / read) : 0) +
      (misses > 0 ? misses * Math.log(misses / read) : 0)
    );
  }, 0);
  return {
    propensities: depth.map(({ read, shown }) => read / shown),
    attractiveness,
    logLikelihood,
    iterations: 1,
  };
}
