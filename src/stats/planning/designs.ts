/**
 * How many people, what effect, what power: one arithmetic for every design.
 *
 *   se² = σ² (1-R²) D (1/n + 1/(k n)),  R² from covariates, D = 1 + (m-1) ICC from clusters, k treatment/control
 *   drift = (effect + margin)/se;  level an arm: α/sides, shared over the treatment arms
 *   fixed: non-central t;  group-sequential and anytime: the chance to cross the bounds at the looks, integrated exactly
 *
 * A ratio's σ² is that of its linearised values (`Adjusted`, `linearised`). `provePlan` checks an answer on real data.
 *
 * Sources: J. Cohen (1988), "Statistical Power Analysis"; C. Jennison and B. W. Turnbull (2000), "Group Sequential
 * Methods"; L. Kish (1965), "Survey Sampling"; C. W. Dunnett (1955), JASA 50; I. Waudby-Smith et al. (2024), AOS 52.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { studentT } from "../../math/distributions.ts";
import { noncentralTUpper, sharedControlUpper } from "../../math/noncentral.ts";
import { normalUpperQuantile } from "../../math/normal.ts";
import { brentRoot, rootBeyond } from "../../math/root-finding.ts";
import { checkCount, checkFinite, checkPositive, checkShare } from "../checking.ts";
import { asymptoticSequence, asymptoticSequenceOneSided } from "../sequential/anytime.ts";
import {
  crossingProbabilities,
  obrienFlemingSpending,
  type Spending,
  spendingBounds,
} from "../sequential/group-sequential.ts";

/** How often the experiment is read. */
export type LookPlan =
  | { readonly kind: "fixed" }
  | {
      readonly kind: "group-sequential";
      readonly information: readonly number[];
      readonly spending?: Spending;
    }
  /** Read `looks` times at equal distances up to the planned end; valid at any other time, too. */
  | { readonly kind: "anytime"; readonly looks?: number };

export interface Design {
  /** Of one person's metric, units squared. */
  readonly variance: number;
  /** Shared over both tails when `sides` is 2; 0.05. */
  readonly alpha?: number;
  readonly power?: number;
  readonly sides?: 1 | 2;
  /** Treatment arms; 1. Their comparisons share α. */
  readonly treatments?: number;
  readonly correction?: "bonferroni" | "dunnett" | "none";
  /** People in a treatment arm over those in control; 1. */
  readonly allocation?: number;
  /** Share of the variance that covariates explain: ρ². */
  readonly explained?: number;
  readonly clusterSize?: number;
  readonly icc?: number;
  /** Non-inferiority: how much worse is acceptable, metric's units. One-sided. */
  readonly margin?: number;
  readonly looks?: LookPlan;
}

/** A design with nothing left open. */
export interface SettledDesign extends Required<Omit<Design, "variance" | "correction">> {
  /** After covariates and clusters. */
  readonly unitVariance: number;
  /** Level of one tail of one comparison. */
  readonly tail: number;
}

/** @throws BowerbirdError OUT_OF_RANGE. */
export function settleDesign(design: Design): SettledDesign {
  const {
    alpha = 0.05,
    power = 0.8,
    treatments = 1,
    allocation = 1,
    explained = 0,
    clusterSize = 1,
    icc = 0,
    margin = 0,
  } = design;
  const sides = margin > 0 ? 1 : (design.sides ?? 2);
  checkPositive("the variance", design.variance);
  checkShare("alpha", alpha);
  checkShare("power", power);
  checkCount("treatments", treatments, 1);
  checkPositive("allocation", allocation);
  if (!(clusterSize >= 1 && Number.isFinite(clusterSize)))
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "clusterSize",
      actual: clusterSize,
      range: "1 or more",
    });
  for (const [what, value] of Object.entries({ explained, icc })) {
    if (!(value >= 0 && value < 1))
      throw new BowerbirdError("OUT_OF_RANGE", { what, actual: value, range: "from 0 to below 1" });
  }
  if (!(margin >= 0 && Number.isFinite(margin)))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "margin", actual: margin, range: "0 or more" });
  const tail = sharedTail(alpha / sides, treatments, allocation, design.correction ?? "bonferroni");
  const unitVariance = design.variance * (1 - explained) * (1 + (clusterSize - 1) * icc);
  const looks = design.looks ?? { kind: "fixed" };
  return {
    alpha,
    power,
    sides,
    treatments,
    allocation,
    explained,
    clusterSize,
    icc,
    margin,
    looks,
    unitVariance,
    tail,
  };
}

function sharedTail(
  tail: number,
  treatments: number,
  allocation: number,
  correction: Design["correction"],
): number {
  if (treatments === 1 || correction === "none") return tail;
  if (correction === "bonferroni") return tail / treatments;
  const loadings = new Array<number>(treatments).fill(Math.sqrt(allocation / (1 + allocation)));
  const excess = (single: number): number =>
    sharedControlUpper(normalUpperQuantile(single), Number.POSITIVE_INFINITY, loadings) - 2 * tail;
  return brentRoot(excess, tail / treatments / 2, tail, 1e-10);
}

/** Of the difference between an arm and control, each with its share of people. */
export function designError({ unitVariance, allocation }: SettledDesign, controlSize: number): number {
  return Math.sqrt(unitVariance * (1 / controlSize + 1 / (allocation * controlSize)));
}

/** The looks' shares of the whole sample, and the z beyond which each stops the experiment. */
export function lookBounds(
  design: SettledDesign,
  controlSize: number,
): { information: readonly number[]; bounds: number[] } {
  const { looks, tail, sides, allocation } = design;
  if (looks.kind === "fixed") return { information: [1], bounds: [normalUpperQuantile(tail)] };
  if (looks.kind === "group-sequential") {
    const { information, spending = obrienFlemingSpending } = looks;
    return { information, bounds: spendingBounds(information, tail, spending, sides === 2).z };
  }
  const count = looks.looks ?? 20;
  checkCount("looks", count, 1);
  const information = Array.from({ length: count }, (_, k) => (k + 1) / count);
  const people = controlSize * (1 + allocation);
  const bounds = information.map((share) => {
    const n = share * people;
    const { halfwidth } =
      sides === 2
        ? asymptoticSequence(n, 1, 2 * tail, people)
        : asymptoticSequenceOneSided(n, 1, tail, people);
    return halfwidth * Math.sqrt(n);
  });
  return { information, bounds };
}

/** Power of one comparison for an effect in the metric's units (with a margin: the true difference, 0 for "no worse"). */
export function plannedPower(design: Design, effect: number, controlSize: number): number {
  const settled = settleDesign(design);
  checkFinite("the effect", effect);
  checkPositive("the control's size", controlSize);
  return powerOf(settled, effect, controlSize);
}

function powerOf(design: SettledDesign, effect: number, controlSize: number): number {
  const { looks, tail, sides, margin, clusterSize, allocation } = design;
  const gain = margin > 0 ? effect + margin : Math.abs(effect);
  const drift = gain / designError(design, controlSize);
  if (looks.kind === "fixed") {
    const units = (controlSize * (1 + allocation)) / (design.icc > 0 ? clusterSize : 1);
    const df = Math.max(1, units - 2);
    const critical = studentT(df).upperQuantile(tail);
    const right = noncentralTUpper(critical, df, drift);
    return Math.min(1, sides === 2 ? right + noncentralTUpper(critical, df, -drift) : right);
  }
  const { information, bounds } = lookBounds(design, controlSize);
  const lower = bounds.map((bound) => (sides === 2 ? -bound : Number.NEGATIVE_INFINITY));
  const crossings = crossingProbabilities(information, bounds, lower, drift);
  return Math.min(
    1,
    [...crossings.upper, ...crossings.lower].reduce((sum, p) => sum + p, 0),
  );
}

export interface PlannedSize {
  readonly control: number;
  /** In each treatment arm. */
  readonly treatment: number;
  readonly total: number;
  /** At this size. */
  readonly power: number;
}

/**
 * The fewest people with the power asked, whole clusters counted.
 *
 * @throws BowerbirdError OUT_OF_RANGE when there is no effect to find; else as `plannedPower`.
 */
export function plannedSize(design: Design, effect: number): PlannedSize {
  const settled = settleDesign(design);
  checkFinite("the effect", effect);
  const gain = settled.margin > 0 ? effect + settled.margin : Math.abs(effect);
  checkPositive(settled.margin > 0 ? "the effect plus the margin" : "the effect", gain);
  const { allocation, treatments, icc } = settled;
  const step = icc > 0 ? settled.clusterSize : 1;
  const least = 2 * step;
  const short = (n: number): boolean => powerOf(settled, effect, n) < settled.power;
  let control = least;
  if (short(least)) {
    const guess = (settled.unitVariance * (1 + 1 / allocation) * 8) / gain ** 2;
    const exact = rootBeyond(
      (n) => powerOf(settled, effect, n) - settled.power,
      least,
      Math.max(2 * least, guess),
    );
    let clusters = Math.ceil(exact / step - 1e-9);
    while (short(clusters * step)) clusters++;
    control = clusters * step;
  }
  control = Math.ceil(control);
  const treatment = Math.ceil(control * allocation);
  return {
    control,
    treatment,
    total: control + treatments * treatment,
    power: powerOf(settled, effect, control),
  };
}

/** The smallest effect found with the power asked, metric's units. With a margin: how much better it must truly be. */
export function plannedEffect(design: Design, controlSize: number): number {
  const settled = settleDesign(design);
  checkPositive("the control's size", controlSize);
  const unit = designError(settled, controlSize);
  const gain = rootBeyond(
    (effect) => powerOf({ ...settled, margin: 0 }, effect, controlSize) - settled.power,
    0,
    3 * unit,
  );
  return gain - settled.margin;
}
