/**
 * k-means: k centres such that the squared distances of all points to their nearest centre sum to as little as possible.
 *
 *   starts by k-means++ (a point becomes a centre with probability ∝ its squared distance to the centres so far);
 *   Lloyd's steps to rest; then single points move while n_a/(n_a-1) d_a² > n_b/(n_b+1) d_b² (Hartigan's exchange)
 *
 * The best of several starts is kept; the same seed gives the same answer.
 *
 * Sources: S. P. Lloyd (1982), IEEE Trans. Information Theory 28; J. A. Hartigan and M. A. Wong (1979), Applied
 * Statistics 28; D. Arthur and S. Vassilvitskii (2007), "k-means++", SODA.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { type Random, seededRandom } from "../../core/random.ts";
import type { Matrix } from "../../math/linear-algebra.ts";
import { checkCount, checkFinite, checkSameLength } from "../checking.ts";

export interface Clustering {
  /** k × p, rising by the first coordinate. */
  readonly centres: number[][];
  /** k counts. */
  readonly sizes: number[];
  /** n numbers below k. */
  readonly labels: number[];
  /** Sum of squared distances to the centres. */
  readonly within: number;
}

/**
 * `points` is n × p. O(starts · n k p · steps).
 *
 * @throws BowerbirdError EMPTY_SAMPLE with fewer distinct points than k, OUT_OF_RANGE, NOT_FINITE.
 */
export function kMeans(
  points: Matrix,
  k: number,
  { seed = 1, starts = 50 }: { readonly seed?: number; readonly starts?: number } = {},
): Clustering {
  if (!(Number.isInteger(k) && k >= 1)) {
    throw new BowerbirdError("OUT_OF_RANGE", { what: "k", actual: k, range: "a whole number of at least 1" });
  }
  checkCount("starts", starts, 1);
  for (const point of points) {
    checkSameLength("the points", point, points[0]);
    checkFinite("a point", ...point);
  }
  const distinct = new Set(points.map((point) => JSON.stringify(point))).size;
  if (distinct < k) throw new BowerbirdError("EMPTY_SAMPLE", { needed: k, actual: distinct });
  const random = seededRandom(seed);
  let best = settle(points, firstCentres(points, k, random));
  for (let start = 1; start < starts; start++) {
    const found = settle(points, firstCentres(points, k, random));
    if (found.within < best.within) best = found;
  }
  return ordered(best);
}

const distance = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
};

function firstCentres(points: Matrix, k: number, random: Random): number[][] {
  const centres = [[...points[random.integer(points.length)]]];
  const nearest = points.map((point) => distance(point, centres[0]));
  while (centres.length < k) {
    let left = random.next() * nearest.reduce((sum, value) => sum + value, 0);
    let chosen = nearest.findIndex((value) => {
      left -= value;
      return left < 0 && value > 0;
    });
    if (chosen < 0) chosen = nearest.indexOf(Math.max(...nearest));
    centres.push([...points[chosen]]);
    points.forEach((point, i) => {
      nearest[i] = Math.min(nearest[i], distance(point, points[chosen]));
    });
  }
  return centres;
}

function settle(points: Matrix, start: number[][]): Clustering {
  let centres = start;
  let labels = points.map((point) => nearestOf(centres, point));
  for (let step = 0; step < 300; step++) {
    centres = meansOf(points, labels, centres);
    const next = points.map((point) => nearestOf(centres, point));
    const still = next.every((label, i) => label === labels[i]);
    labels = next;
    if (still && !exchange(points, labels, centres)) break;
  }
  const sizes = centres.map((_, k) => labels.filter((label) => label === k).length);
  const within = points.reduce((sum, point, i) => sum + distance(point, centres[labels[i]]), 0);
  return { centres, sizes, labels, within };
}

function nearestOf(centres: readonly (readonly number[])[], point: readonly number[]): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let k = 0; k < centres.length; k++) {
    const far = distance(point, centres[k]);
    if (far < least) [best, least] = [k, far];
  }
  return best;
}

/** An empty group keeps its centre; it wins a point at the next exchange. */
function meansOf(points: Matrix, labels: readonly number[], centres: readonly number[][]): number[][] {
  const counts = centres.map(() => 0);
  const sums = centres.map((centre) => centre.map(() => 0));
  points.forEach((point, i) => {
    counts[labels[i]]++;
    point.forEach((value, j) => {
      sums[labels[i]][j] += value;
    });
  });
  return sums.map((sum, k) => (counts[k] > 0 ? sum.map((value) => value / counts[k]) : [...centres[k]]));
}

/** Moves single points between groups, in place, while that lowers the sum; answers whether any moved. */
function exchange(points: Matrix, labels: number[], centres: number[][]): boolean {
  const counts = centres.map((_, k) => labels.filter((label) => label === k).length);
  let moved = false;
  points.forEach((point, i) => {
    const from = labels[i];
    if (counts[from] < 2) return;
    const leave = (counts[from] / (counts[from] - 1)) * distance(point, centres[from]);
    const costs = centres.map((centre, k) =>
      k === from ? leave : (counts[k] / (counts[k] + 1)) * distance(point, centre),
    );
    const to = costs.indexOf(Math.min(...costs));
    if (to === from || !(costs[to] < leave * (1 - 1e-12))) return;
    point.forEach((value, j) => {
      centres[from][j] = (centres[from][j] * counts[from] - value) / (counts[from] - 1);
      centres[to][j] = (centres[to][j] * counts[to] + value) / (counts[to] + 1);
    });
    counts[from]--;
    counts[to]++;
    labels[i] = to;
    moved = true;
  });
  return moved;
}

function ordered({ centres, sizes, labels, within }: Clustering): Clustering {
  const order = centres.map((_, k) => k).sort((a, b) => compare(centres[a], centres[b]));
  const place = order.map((_, k) => order.indexOf(k));
  return {
    centres: order.map((k) => centres[k]),
    sizes: order.map((k) => sizes[k]),
    labels: labels.map((label) => place[label]),
    within,
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}
