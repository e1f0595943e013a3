/**
 * The planner: reads variance, covariates' worth and clustering off the team's own rows, plans, proves the plan by
 * simulation on the same rows, and enlarges it until the proof holds.
 *
 * Sources: see `designs.ts` and `plan-proof.ts`; the correlation within clusters as in `unit-check.ts`.
 */
import { BowerbirdError } from "../../core/errors.ts";
import type { Random } from "../../core/random.ts";
import { checkFinite, checkPositive } from "../checking.ts";
import { unitCheck } from "../clustered-units/unit-check.ts";
import { momentsOf } from "../summaries/moments.ts";
import { scatterOf } from "../summaries/scatter.ts";
import { adjustedDifference } from "../variance-reduction/covariate-adjustment.ts";
import { type Design, type PlannedSize, plannedSize } from "./designs.ts";
import { type PlanData, type PlanProof, type ProofOptions, provePlan } from "./plan-proof.ts";

export interface PlanRequest
  extends Omit<Design, "variance" | "explained" | "clusterSize" | "icc">,
    ProofOptions {
  /** Smallest effect worth finding: as a share of the metric's present value, or in its units. */
  readonly lift?: number;
  readonly effect?: number;
  /** New people a day, in all arms. */
  readonly peoplePerDay?: number;
}

export interface Plan extends PlannedSize {
  /** In the metric's units. */
  readonly effect: number;
  /** The metric's present value. */
  readonly baseline: number;
  /** What the formulas were given. */
  readonly design: Design;
  readonly proof: PlanProof;
  /** Times the first size was enlarged because the simulation fell short of the power asked. */
  readonly enlarged: number;
  /** Whether the proof's band reaches the power asked and its false positives do not pass the level. */
  readonly holds: boolean;
  readonly days?: number;
}

/**
 * O(runs · people) a round of proof, at most five.
 *
 * @throws BowerbirdError BAD_INPUT unless one of lift and effect is given, DOES_NOT_APPLY for a lift of a metric that is
 *   0; else as `plannedSize` and `provePlan`.
 */
export function planExperiment(data: PlanData, request: PlanRequest, random: Random): Plan {
  const { lift, effect: asked, peoplePerDay, runs, effectShape, ...design } = request;
  if (peoplePerDay !== undefined) checkPositive("peoplePerDay", peoplePerDay);
  const known = { ...design, ...worthOf(data) };
  const baseline = baselineOf(data);
  const effect = effectOf(lift, asked, baseline, design.margin);
  const target = design.power ?? 0.8;
  let size = plannedSize(known, effect);
  for (let enlarged = 0; ; enlarged++) {
    const proof = provePlan(data, known, effect, size.control, random, { runs, effectShape });
    const strong = proof.power.band[1] >= target;
    if (strong || enlarged === 4) {
      const level = design.alpha ?? 0.05;
      const holds = strong && proof.falsePositives.band[0] <= level;
      const days = peoplePerDay === undefined ? undefined : Math.ceil(size.total / peoplePerDay);
      return { ...size, effect, baseline, design: known, proof, enlarged, holds, days };
    }
    const control = Math.ceil(size.control * 1.15);
    const treatment = Math.ceil(size.treatment * 1.15);
    size = { ...size, control, treatment, total: control + (design.treatments ?? 1) * treatment };
  }
}

function effectOf(
  lift: number | undefined,
  effect: number | undefined,
  baseline: number,
  margin = 0,
): number {
  if (lift !== undefined && effect !== undefined)
    throw new BowerbirdError("BAD_INPUT", { what: "the plan", why: "give lift or effect, not both" });
  if (lift === undefined && effect === undefined) {
    // non-inferiority is planned for "truly no difference"
    if (margin > 0) return 0;
    throw new BowerbirdError("BAD_INPUT", { what: "the plan", why: "the effect to be found is missing" });
  }
  if (effect !== undefined) return effect;
  if (baseline === 0)
    throw new BowerbirdError("DOES_NOT_APPLY", { method: "a relative effect", why: "the metric is 0 now" });
  checkFinite("the lift", lift ?? 0);
  return (lift ?? 0) * Math.abs(baseline);
}

function baselineOf({ rows, kind }: PlanData): number {
  const total = (column: number): number => rows.reduce((sum, row) => sum + row[column], 0);
  if (rows.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 10, actual: 0 });
  return kind === "ratio" ? total(0) / total(1) : total(0) / rows.length;
}

/** Variance of one row's (linearised) outcome, what covariates explain of it, and how alike the rows of a cluster are. */
function worthOf({
  rows,
  kind = "mean",
  clusters,
}: PlanData): Pick<Design, "variance" | "explained" | "clusterSize" | "icc"> {
  const first = kind === "ratio" ? 2 : 1;
  const whole = scatterOf(rows);
  // the same rows as both arms: the plain difference's squared error is 2 σ²/n
  const plainRows = scatterOf(rows.map((row) => row.slice(0, first)));
  const plain = adjustedDifference(plainRows, plainRows, { kind });
  const variance = (plain.standardError ** 2 * rows.length) / 2;
  const explained =
    whole.means.length > first ? 1 - adjustedDifference(whole, whole, { kind }).varianceRatio : 0;
  if (!clusters) return { variance, explained: Math.max(0, explained) };
  const groups = [...Map.groupBy(rows, (_, i) => clusters[i]).values()];
  const found = unitCheck(groups.map((own) => ({ arm: "past", rows: momentsOf(own.map(([y]) => y)) })));
  // unequal clusters count by Σ n²/Σ n, as in the design effect
  const clusterSize = groups.reduce((sum, own) => sum + own.length ** 2, 0) / rows.length;
  return { variance, explained: 0, clusterSize, icc: Math.min(found.icc, 0.999) };
}
