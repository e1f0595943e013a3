/**
 * Group-sequential boundaries: a fixed number of looks, exact by integrating the score from look to look.
 *
 *   S_k = √I_k Z_k has independent increments N(θ ΔI, ΔI);  g_k(s) = ∫_{continue} g_{k-1}(u) φ((s-u)/√ΔI)/√ΔI du
 *   P(cross at k) = ∫_{continue} g_{k-1}(u) P(|u + √ΔI Z| ≥ √I_k z_k) du
 *
 * O'Brien–Fleming: z_k = C/√t_k; Pocock: z_k = C; spending: each look uses up what α(t) adds. I_k = t_k, so θ is the
 * expected z at the last look.
 *
 * Sources: P. Armitage, C. K. McPherson, B. C. Rowe (1969), JRSS A 132; P. C. O'Brien and T. R. Fleming (1979),
 * Biometrics 35; S. J. Pocock (1977), Biometrika 64; K. K. G. Lan and D. L. DeMets (1983), Biometrika 70; C. Jennison
 * and B. W. Turnbull (2000), "Group Sequential Methods", chapter 19.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { normalUpper, normalUpperQuantile } from "../../math/normal.ts";
import { gaussLegendre } from "../../math/numerics.ts";
import { brentRoot } from "../../math/root-finding.ts";
import { checkChance, checkFinite, checkShare } from "../checking.ts";

/** The sub-density of the score on the continuation region: nodes, with density × weight in `mass`. */
interface Path {
  readonly information: number;
  readonly nodes: readonly number[];
  readonly mass: readonly number[];
}

const rule = gaussLegendre(24);
const ascending = rule.nodes
  .map((node, k) => ({ node, weight: rule.weights[k] }))
  .sort((a, b) => a.node - b.node);
const rootTwoPi = Math.sqrt(2 * Math.PI);
const start: Path = { information: 0, nodes: [0], mass: [1] };

/** P(score beyond `edge` at the next look). `side` +1: above; -1: below. */
function crossing(path: Path, information: number, edge: number, shift: number, side: 1 | -1): number {
  const step = information - path.information;
  const spread = Math.sqrt(step);
  return path.nodes.reduce(
    (sum, node, i) => sum + path.mass[i] * normalUpper((side * (edge - node - shift * step)) / spread),
    0,
  );
}

/** The path one look on, kept between `low` and `high` (score scale). */
function advance(path: Path, information: number, low: number, high: number, shift: number): Path {
  const step = information - path.information;
  const spread = Math.sqrt(step);
  const reach = 9 * Math.sqrt(information);
  const from = Math.max(low, shift * information - reach);
  const to = Math.min(high, shift * information + reach);
  const panels = Math.max(2, Math.ceil((to - from) / (4 * spread)));
  const half = (to - from) / (2 * panels);
  const nodes: number[] = [];
  const mass: number[] = [];
  let first = 0;
  for (let panel = 0; panel < panels; panel++) {
    for (let k = 0; k < ascending.length; k++) {
      const s = from + (2 * panel + 1 + ascending[k].node) * half;
      const centre = s - shift * step;
      // nodes further than 8.5 spreads away add less than 1e-16
      while (first < path.nodes.length && path.nodes[first] < centre - 8.5 * spread) first++;
      let density = 0;
      for (let i = first; i < path.nodes.length && path.nodes[i] < centre + 8.5 * spread; i++) {
        const z = (centre - path.nodes[i]) / spread;
        density += path.mass[i] * Math.exp(-0.5 * z * z);
      }
      nodes.push(s);
      mass.push((density / (spread * rootTwoPi)) * ascending[k].weight * half);
    }
  }
  return { information, nodes, mass };
}

/** @throws BowerbirdError OUT_OF_RANGE unless 0 < t_1 < t_2 < … ≤ 1. */
export function checkInformation(information: readonly number[]): void {
  information.forEach((t, k) => {
    if (!(t > (k === 0 ? 0 : information[k - 1]) && t <= 1 + 1e-9)) {
      throw new BowerbirdError("OUT_OF_RANGE", {
        what: "information",
        actual: t,
        range: "rising, above 0, at most 1",
      });
    }
  });
  if (information.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
}

export interface Crossings {
  /** P(cross the upper bound first at look k). */
  readonly upper: number[];
  /** P(cross the lower bound first at look k). */
  readonly lower: number[];
}

/**
 * The chance of stopping at each look; bounds on the z scale, `-Infinity` for no lower bound. `shift` is the expected z
 * at information 1. Error below 1e-9 for up to some 200 looks.
 */
export function crossingProbabilities(
  information: readonly number[],
  upper: readonly number[],
  lower: readonly number[],
  shift = 0,
): Crossings {
  checkInformation(information);
  checkFinite("the shift", shift);
  if (
    information.some(
      (_, k) => Number.isNaN(upper[k] ?? Number.NaN) || !((lower[k] ?? Number.NaN) <= upper[k]),
    )
  )
    throw new BowerbirdError("BAD_INPUT", {
      what: "the bounds",
      why: "each look needs a lower and an upper one",
    });
  let path = start;
  const result: Crossings = { upper: [], lower: [] };
  information.forEach((t, k) => {
    const [low, high] = [lower[k] * Math.sqrt(t), upper[k] * Math.sqrt(t)];
    result.upper.push(crossing(path, t, high, shift, 1));
    result.lower.push(low === Number.NEGATIVE_INFINITY ? 0 : crossing(path, t, low, shift, -1));
    if (k < information.length - 1) path = advance(path, t, low, high, shift);
  });
  return result;
}

/** Cumulated α by information share t. */
export type Spending = (t: number, alpha: number) => number;

/** Lan and DeMets' answer to O'Brien–Fleming; `alpha` one-sided. */
export const obrienFlemingSpending: Spending = (t, alpha) => {
  checkSpending(t, alpha);
  return t === 0 ? 0 : 2 * normalUpper(normalUpperQuantile(alpha / 2) / Math.sqrt(t));
};
/** Lan and DeMets' answer to Pocock. */
export const pocockSpending: Spending = (t, alpha) => {
  checkSpending(t, alpha);
  return alpha * Math.log(1 + (Math.E - 1) * t);
};
/** α t^power (Kim and DeMets 1987). */
export const powerSpending =
  (power: number): Spending =>
  (t, alpha) =>
    alpha * t ** power;

function checkSpending(t: number, alpha: number): void {
  checkChance("the information's share", t);
  checkShare("alpha", alpha);
}

export interface Boundary {
  readonly z: number[];
  readonly cumulativeAlpha: number[];
}

/**
 * Symmetric two-sided bounds: each side spends `alpha` (one-sided) by `spending`; `twoSided: false` has no lower bound.
 */
export function spendingBounds(
  information: readonly number[],
  alpha: number,
  spending: Spending,
  twoSided = true,
): Boundary {
  checkInformation(information);
  checkAlpha(alpha);
  let path = start;
  let spent = 0;
  const z: number[] = [];
  const cumulativeAlpha: number[] = [];
  information.forEach((t, k) => {
    const target = spending(Math.min(1, t), alpha) - spent;
    const root = Math.sqrt(t);
    const excess = (bound: number): number =>
      Math.log(crossing(path, t, bound * root, 0, 1)) - Math.log(target);
    // so little to spend that no score could show it: no bound at this look
    const bound =
      target > 1e-290 ? brentRoot(excess, -2, target > 1e-18 ? 9 : 38, 1e-11) : Number.POSITIVE_INFINITY;
    z.push(bound);
    spent += Math.max(0, target);
    cumulativeAlpha.push(spent);
    if (k < information.length - 1) {
      path = advance(path, t, twoSided ? -bound * root : Number.NEGATIVE_INFINITY, bound * root, 0);
    }
  });
  return { z, cumulativeAlpha };
}

/** Classic bounds z_k = C t_k^(Δ - 1/2): Δ = 0 O'Brien–Fleming, Δ = 1/2 Pocock (Wang and Tsiatis 1987). `alpha` one-sided. */
export function shapedBounds(
  information: readonly number[],
  alpha: number,
  delta: number,
  twoSided = true,
): Boundary & { readonly constant: number } {
  checkInformation(information);
  checkAlpha(alpha);
  const bounds = (constant: number): number[] => information.map((t) => constant * t ** (delta - 0.5));
  const spent = (constant: number): number[] => {
    const z = bounds(constant);
    return cumulated(crossingProbabilities(information, z, mirrored(z, twoSided)).upper);
  };
  const constant = brentRoot((c) => Math.log(spent(c)[information.length - 1] / alpha), 0.5, 8, 1e-11);
  return { constant, z: bounds(constant), cumulativeAlpha: spent(constant) };
}

export const mirrored = (z: readonly number[], twoSided: boolean): number[] =>
  z.map((bound) => (twoSided ? -bound : Number.NEGATIVE_INFINITY));

/** Sums up to each place. */
export function cumulated(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

/** @throws BowerbirdError OUT_OF_RANGE. */
export function checkAlpha(alpha: number): void {
  if (!(alpha > 0 && alpha < 0.5)) {
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "alpha (one-sided)",
      actual: alpha,
      range: "between 0 and 0.5",
    });
  }
}

/**
 * Inner bounds for futility (non-binding): below them the chance of success is so small that stopping loses at most
 * `beta` of the power. β is spent by `spending` under the drift `shift`.
 */
export function futilityBounds(
  information: readonly number[],
  upper: readonly number[],
  shift: number,
  beta: number,
  spending: Spending,
): number[] {
  checkInformation(information);
  checkShare("beta", beta);
  checkFinite("the drift", shift);
  let path = start;
  let spent = 0;
  return information.map((t, k) => {
    const root = Math.sqrt(t);
    const target = spending(Math.min(1, t), beta) - spent;
    const excess = (bound: number): number =>
      Math.log(crossing(path, t, bound * root, shift, -1)) - Math.log(target);
    let bound = Number.NEGATIVE_INFINITY;
    if (target > 0) bound = excess(upper[k]) <= 0 ? upper[k] : brentRoot(excess, -30, upper[k]);
    spent += crossing(path, t, bound * root, shift, -1);
    path = advance(path, t, bound * root, upper[k] * root, shift);
    return bound;
  });
}
