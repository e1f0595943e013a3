/**
 * An experiment analysed whole: every metric in every treatment arm against the control, from sufficient statistics.
 *
 *   each comparison: difference, interval, Fieller lift with the same verdict, CUPED where covariates are given
 *   "anytime" (the default): valid at every look;  "fixed": once, at a sample size that was settled before
 *   all p-values together are adjusted; a verdict needs the adjusted p to be below 1 - confidence
 *   of m comparisons, each simultaneous interval is at 1 - (1 - confidence)/m: all hold at once with `confidence`
 *   the sample-ratio check comes first: when it fails no verdict is given
 *
 * A comparison that does not apply is refused by itself, with its code; the others stand.
 *
 * Sources: those of the methods it joins, see `covariate-adjustment.ts`, `difference-sequences.ts`, `lift.ts`,
 * `multiplicity.ts`, `sample-ratio.ts`, `winners-curse.ts`.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { studentT } from "../../math/distributions.ts";
import { checkPositive, checkShare } from "../checking.ts";
import { fiellerLift, type Lift } from "../comparisons/lift.ts";
import { type Adjustment, adjust } from "../comparisons/multiplicity.ts";
import { differenceSequence } from "../sequential/difference-sequences.ts";
import type { Estimate } from "../summaries/estimate.ts";
import type { CovariateAlarm } from "../variance-reduction/covariate-alarms.ts";
import type { RuleResult } from "./decision-rule.ts";
import { type ArmComparison, type ArmStatistics, compareArms, type MetricKind } from "./metric-statistics.ts";
import { sampleRatioSequential, sampleRatioTest } from "./sample-ratio.ts";
import { type EffectPrior, type WinnersCurse, winnersCurse } from "./winners-curse.ts";

export interface AnalysedMetric {
  readonly name: string;
  readonly kind: MetricKind;
  /** Which way is good; up. */
  readonly better?: "up" | "down";
  /** By arm's name; the control's among them. */
  readonly arms: Readonly<Record<string, ArmStatistics>>;
  /** Of past experiments' differences in this metric, its units. */
  readonly prior?: EffectPrior;
}

export interface AnalysisInput {
  readonly control: string;
  readonly metrics: readonly AnalysedMetric[];
  /** People assigned to each arm and the shares they should have; leave out only when they cannot be counted. */
  readonly assignment?: {
    readonly counts: Readonly<Record<string, number>>;
    readonly weights: Readonly<Record<string, number>>;
  };
  readonly looks?: "anytime" | "fixed";
  readonly confidence?: number;
  readonly correction?: Adjustment | "none";
  /** People in two arms at which an anytime interval is narrowest; the number planned. */
  readonly best?: number;
  /** Below it the sample ratio blocks all verdicts; 0.001. */
  readonly ratioLevel?: number;
}

export interface MetricResult {
  readonly metric: string;
  readonly arm: string;
  readonly control: Estimate;
  readonly treatment: Estimate;
  readonly difference: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  /** Absent when control's estimate is 0. */
  readonly lift?: Lift;
  /** Wider: with `confidence` all intervals of this analysis hold at once (Bonferroni). `interval` again without a correction. */
  readonly simultaneous: { readonly interval: readonly [number, number]; readonly lift?: Lift };
  readonly p: number;
  /** Adjusted for all comparisons of this analysis. */
  readonly adjustedP: number;
  readonly varianceRatio: number;
  /** Covariance of the two estimates, degrees of freedom, people in both arms: what a decision rule needs besides. */
  readonly covariance: number;
  readonly df: number;
  readonly people: number;
  /** "imbalance" or "leakage" of the covariates: mend them before you believe the result. */
  readonly alarms: CovariateAlarm[];
  readonly verdict: "better" | "worse" | "unclear" | "blocked";
  /** With a verdict of better or worse: what is left of the effect when luck is taken off. */
  readonly expectation?: WinnersCurse;
}

export interface RefusedResult {
  readonly metric: string;
  readonly arm: string;
  readonly refused: { readonly code: string; readonly reason: string };
}

export interface Analysis {
  readonly results: (MetricResult | RefusedResult)[];
  /** `p` may be read after every person. */
  readonly sampleRatio?: { readonly p: number; readonly chiSquareP: number; readonly blocked: boolean };
}

type Compared = Omit<MetricResult, "adjustedP" | "verdict" | "expectation"> & {
  readonly better: "up" | "down";
  readonly prior?: EffectPrior;
};

/**
 * O(metrics · arms · covariates³).
 *
 * @throws BowerbirdError BAD_INPUT without a metric, or for an assignment that lacks an arm; OUT_OF_RANGE.
 */
export function analyse(input: AnalysisInput): Analysis {
  const { confidence = 0.95, correction = "holm", best = 10_000 } = input;
  checkShare("confidence", confidence);
  checkPositive("best", best);
  if (input.metrics.length === 0)
    throw new BowerbirdError("BAD_INPUT", { what: "the analysis", why: "it needs a metric" });
  const sampleRatio = checkAssignment(input);
  const comparisons = input.metrics.reduce((sum, { arms }) => sum + Object.keys(arms).length - 1, 0);
  const together = correction === "none" ? 1 : Math.max(1, comparisons);
  const compared = input.metrics.flatMap((metric) =>
    compareMetric(metric, input, { confidence, best, together }),
  );
  const sound = compared.filter((one): one is Compared => !("refused" in one));
  const raw = sound.map(({ p }) => p);
  const adjusted = correction === "none" ? raw : adjust(raw, correction);
  const adjustedOf = new Map(sound.map((one, i) => [one, adjusted[i]]));
  const results = compared.map((one): MetricResult | RefusedResult => {
    if ("refused" in one) return one;
    const { better, prior, ...rest } = one;
    const adjustedP = adjustedOf.get(one) ?? 1;
    if (sampleRatio?.blocked) return { ...rest, adjustedP, verdict: "blocked" };
    if (!(adjustedP < 1 - confidence)) return { ...rest, adjustedP, verdict: "unclear" };
    const verdict = rest.difference > 0 === (better === "up") ? "better" : "worse";
    const expectation = winnersCurse(rest.difference, rest.standardError, { prior, alpha: 1 - confidence });
    return { ...rest, adjustedP, verdict, expectation };
  });
  return { results, sampleRatio };
}

function compareMetric(
  metric: AnalysedMetric,
  { control, looks = "anytime" }: AnalysisInput,
  { confidence, best, together }: { confidence: number; best: number; together: number },
): (Compared | RefusedResult)[] {
  const base = metric.arms[control];
  if (!base)
    throw new BowerbirdError("BAD_INPUT", { what: metric.name, why: `it lacks the control ${control}` });
  return Object.entries(metric.arms)
    .filter(([arm]) => arm !== control)
    .map(([arm, statistics]) => {
      try {
        const found = compareArms(metric.kind, base, statistics);
        const judge = (level: number): Judged =>
          looks === "fixed" ? once(found, level) : anytime(found, level, best);
        const { interval, lift } = judge(1 - (1 - confidence) / together);
        const { better = "up", prior } = metric;
        const simultaneous = { interval, lift };
        return { metric: metric.name, arm, ...found, ...judge(confidence), simultaneous, better, prior };
      } catch (thrown) {
        if (!(thrown instanceof BowerbirdError)) throw thrown;
        return { metric: metric.name, arm, refused: { code: thrown.code, reason: thrown.message } };
      }
    });
}

type Judged = Pick<MetricResult, "interval" | "lift" | "p">;

function once(
  { control, treatment, covariance, difference, standardError, df }: ArmComparison,
  confidence: number,
): Judged {
  const t = studentT(df);
  const critical = t.upperQuantile((1 - confidence) / 2);
  const reach = critical * standardError;
  return {
    interval: [difference - reach, difference + reach],
    p: Math.min(1, 2 * t.upper(Math.abs(difference) / standardError)),
    lift: control.mean === 0 ? undefined : fiellerLift(control, treatment, critical, covariance),
  };
}

function anytime(found: ArmComparison, confidence: number, best: number): Judged {
  const half = Math.max(2, Math.floor(found.people / 2));
  const sequence = differenceSequence(
    { ...found.control, n: half },
    { ...found.treatment, n: Math.max(2, found.people - half) },
    { alpha: 1 - confidence, best, covariance: found.covariance },
  );
  return { interval: sequence.interval, p: sequence.p, lift: sequence.lift };
}

function checkAssignment({ assignment, ratioLevel = 0.001 }: AnalysisInput): Analysis["sampleRatio"] {
  checkShare("ratioLevel", ratioLevel);
  if (!assignment) return undefined;
  const arms = Object.keys(assignment.weights);
  const counts = arms.map((arm) => assignment.counts[arm]);
  if (counts.some((count) => count === undefined) || Object.keys(assignment.counts).length !== arms.length)
    throw new BowerbirdError("BAD_INPUT", {
      what: "the assignment",
      why: "counts and weights name different arms",
    });
  const weights = Object.values(assignment.weights);
  // a prior of 1,000 people notices a mismatch of a few per cent and is not misled by the first hundred
  const { p } = sampleRatioSequential(counts, weights, 1000);
  return { p, chiSquareP: sampleRatioTest(counts, weights).p, blocked: p < ratioLevel };
}

/**
 * One arm's results as `decide` takes them; a refused metric is left out, which the rule counts as not shown. `quality`
 * names the rule's metric that the sample-ratio check stands for.
 */
export function ruleResultsOf(
  { results, sampleRatio }: Analysis,
  arm: string,
  quality?: string,
): RuleResult[] {
  const metrics = results.flatMap((one): RuleResult[] => {
    if ("refused" in one || one.arm !== arm) return [];
    const { metric, control, treatment, covariance, df, people } = one;
    return [{ name: metric, control, treatment, covariance, df, people }];
  });
  return quality !== undefined && sampleRatio ? [...metrics, { name: quality, p: sampleRatio.p }] : metrics;
}
