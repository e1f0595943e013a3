/**
 * One decision from several metrics, agreed before the experiment, with its risks budgeted.
 *
 * Ship when at least one success metric is superior, every guardrail is non-inferior, nothing has deteriorated and every
 * quality check holds. All tests are one-sided.
 *
 *   success        "one of S in one of K arms" is a union: α/(S K) each
 *   guardrail      "all of G" is an intersection: α each, no correction; β must be shared instead
 *   deterioration  success, guardrail and deterioration metrics (D in all) are tested for harm: α_d/D each
 *   quality        α_q/Q each, two-sided p-values from outside (sample ratio, imbalance)
 *   β each = (β - α_d - α_q)/(G + 1): a good treatment is shipped when the success metric shows, all guardrails hold and
 *            no alarm is false; by the union bound the chance of missing it is at most β
 *
 * Sources: M. Schultzberg, S. Ankargren, M. Frånberg (2024), "Risk-aware product decisions in A/B tests with multiple
 * metrics"; R. L. Berger (1982), "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { studentT } from "../../math/distributions.ts";
import { normalUpperQuantile } from "../../math/normal.ts";
import { checkCount, checkFinite, checkPositive, checkShare } from "../checking.ts";
import { asymptoticSequenceOneSided } from "../sequential/anytime.ts";
import type { Estimate } from "../summaries/estimate.ts";

export type MetricRole = "success" | "guardrail" | "deterioration" | "quality";

export interface RuleMetric {
  readonly name: string;
  readonly role: MetricRole;
  /** Which way is good; up. */
  readonly better?: "up" | "down";
  /** Guardrails: how much worse is still acceptable, as a share of control's mean (0.01 is 1 %) or in the metric's units. */
  readonly relativeMargin?: number;
  readonly margin?: number;
}

export interface DecisionRule {
  readonly metrics: readonly RuleMetric[];
  /** Chance to ship a treatment that should not be shipped. One-sided; 0.05. */
  readonly alpha?: number;
  /** Chance to miss a treatment that should be shipped; 0.2. */
  readonly beta?: number;
  /** Chance of a false alarm of harm, and of quality; 0.01 each. Part of β. */
  readonly alphaDeterioration?: number;
  readonly alphaQuality?: number;
  /** Treatments compared with the control; 1. */
  readonly arms?: number;
}

export interface MetricBudget {
  readonly name: string;
  readonly role: MetricRole;
  /** Level of the superiority (success) or non-inferiority (guardrail) test; absent for the other roles. */
  readonly alpha?: number;
  readonly beta?: number;
  /** Level of the test for harm, or of the quality check. */
  readonly alarm: number;
}

/**
 * What each metric's tests may spend.
 *
 * @throws BowerbirdError BAD_INPUT without a success or guardrail metric, for a name used twice or a guardrail without
 *   one margin; OUT_OF_RANGE when the alarms leave nothing of β.
 */
export function ruleBudget(rule: DecisionRule): MetricBudget[] {
  const { alpha = 0.05, beta = 0.2, alphaDeterioration = 0.01, alphaQuality = 0.01, arms = 1 } = rule;
  checkRule(rule);
  for (const [what, level] of Object.entries({ alpha, beta, alphaDeterioration, alphaQuality }))
    checkShare(what, level);
  checkCount("arms", arms, 1);
  const count = (...roles: MetricRole[]): number =>
    rule.metrics.filter(({ role }) => roles.includes(role)).length;
  const [successes, guardrails, qualities] = [count("success"), count("guardrail"), count("quality")];
  const watched = rule.metrics.length - qualities;
  const falseAlarms = (watched > 0 ? alphaDeterioration : 0) + (qualities > 0 ? alphaQuality : 0);
  const shared = (beta - falseAlarms) / (guardrails + (successes > 0 ? 1 : 0));
  if (!(shared > 0))
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "beta",
      actual: beta,
      range: `above the false alarms' ${falseAlarms}`,
    });
  return rule.metrics.map(({ name, role }) => {
    if (role === "quality") return { name, role, alarm: alphaQuality / qualities };
    const alarm = alphaDeterioration / watched;
    if (role === "success") return { name, role, alpha: alpha / (successes * arms), beta: shared, alarm };
    if (role === "guardrail") return { name, role, alpha, beta: shared, alarm };
    return { name, role, alarm };
  });
}

function checkRule({ metrics }: DecisionRule): void {
  const refuse = (why: string): never => {
    throw new BowerbirdError("BAD_INPUT", { what: "the decision rule", why });
  };
  if (!metrics.some(({ role }) => role === "success" || role === "guardrail"))
    refuse("it needs a success metric or a guardrail");
  if (new Set(metrics.map(({ name }) => name)).size < metrics.length) refuse("a metric is named twice");
  for (const { name, role, margin, relativeMargin } of metrics) {
    if (role !== "guardrail") continue;
    if ((margin === undefined) === (relativeMargin === undefined))
      refuse(`guardrail ${name} needs either margin or relativeMargin`);
    checkPositive(`the margin of ${name}`, margin ?? relativeMargin ?? 0);
  }
}

/** A metric's result in one treatment arm, or the p-value of a quality check. */
export type RuleResult =
  | {
      readonly name: string;
      readonly control: Estimate;
      readonly treatment: Estimate;
      readonly covariance?: number;
      /** Degrees of freedom of the standard error; Infinity. */
      readonly df?: number;
      /** People in both arms; needed for decisions at any time. */
      readonly people?: number;
    }
  | { readonly name: string; readonly p: number };

export interface MetricVerdict {
  readonly name: string;
  readonly role: MetricRole;
  readonly verdict:
    | "superior"
    | "non-inferior"
    | "not shown"
    | "deteriorated"
    | "in order"
    | "alarm"
    | "missing";
}

export interface Decision {
  readonly decision: "ship" | "do not ship" | "invalid";
  /** Full sentences, the deciding ones. */
  readonly reasons: string[];
  readonly metrics: MetricVerdict[];
}

export interface DecideOptions {
  /** "fixed": the sample size was settled and this is its end. "anytime": valid at every look. */
  readonly looks?: "fixed" | "anytime";
  /** People in both arms at which the anytime tests are sharpest. */
  readonly best?: number;
}

/**
 * Applies the rule to one treatment arm. A metric of the rule without a result counts as not shown; a quality check that
 * fails makes the whole experiment invalid.
 *
 * @throws as `ruleBudget`; NOT_FINITE; BAD_INPUT for a result the rule does not name or of the wrong kind.
 */
export function decide(
  rule: DecisionRule,
  results: readonly RuleResult[],
  options: DecideOptions = {},
): Decision {
  const budgets = ruleBudget(rule);
  const stranger = results.find(({ name }) => !rule.metrics.some((metric) => metric.name === name));
  if (stranger)
    throw new BowerbirdError("BAD_INPUT", { what: stranger.name, why: "the rule does not name it" });
  const metrics = rule.metrics.map((metric, i): MetricVerdict => {
    const result = results.find(({ name }) => name === metric.name);
    return { name: metric.name, role: metric.role, verdict: verdictOf(metric, budgets[i], result, options) };
  });
  const named = (verdict: MetricVerdict["verdict"], role?: MetricRole): string[] =>
    metrics
      .filter((one) => one.verdict === verdict && (role ?? one.role) === one.role)
      .map(({ name }) => name);
  const alarms = [...named("alarm"), ...named("missing", "quality")];
  if (alarms.length > 0)
    return { decision: "invalid", reasons: [`Quality is not in order: ${alarms.join(", ")}.`], metrics };
  const reasons: string[] = [];
  const harmed = named("deteriorated");
  if (harmed.length > 0) reasons.push(`Deteriorated: ${harmed.join(", ")}.`);
  const open = [...named("not shown", "guardrail"), ...named("missing", "guardrail")];
  if (open.length > 0) reasons.push(`Not shown to be non-inferior: ${open.join(", ")}.`);
  const won = named("superior");
  if (won.length === 0 && rule.metrics.some(({ role }) => role === "success"))
    reasons.push("No success metric is shown to be better.");
  if (reasons.length > 0) return { decision: "do not ship", reasons, metrics };
  const shown = won.length > 0 ? `Better: ${won.join(", ")}.` : "All guardrails hold.";
  return { decision: "ship", reasons: [shown], metrics };
}

function verdictOf(
  metric: RuleMetric,
  budget: MetricBudget,
  result: RuleResult | undefined,
  options: DecideOptions,
): MetricVerdict["verdict"] {
  if (!result) return "missing";
  if ("p" in result !== (metric.role === "quality"))
    throw new BowerbirdError("BAD_INPUT", {
      what: metric.name,
      why: "quality checks have a p, metrics have two arms",
    });
  if ("p" in result) {
    if (!(result.p >= 0 && result.p <= 1))
      throw new BowerbirdError("OUT_OF_RANGE", { what: "p", actual: result.p, range: "from 0 to 1" });
    return result.p < budget.alarm ? "alarm" : "in order";
  }
  const exceeds = (gain: number, variance: number, level: number): boolean =>
    gain > Math.sqrt(variance) * criticalOf(result, Math.sqrt(variance), level, options);
  const { control: c, treatment: t, covariance = 0 } = result;
  checkFinite(metric.name, c.mean, c.squaredError, t.mean, t.squaredError, covariance);
  const sign = metric.better === "down" ? -1 : 1;
  const difference = sign * (t.mean - c.mean);
  const variance = t.squaredError + c.squaredError - 2 * covariance;
  if (!(variance > 0))
    throw new BowerbirdError("ZERO_VARIANCE", { what: metric.name, method: "the decision rule" });
  if (exceeds(-difference, variance, budget.alarm)) return "deteriorated";
  if (budget.alpha === undefined) return "in order";
  if (metric.role === "success")
    return exceeds(difference, variance, budget.alpha) ? "superior" : "not shown";
  // a relative margin moves control's mean itself, so its error moves with it: no ratio, no delta method
  const factor = 1 - sign * Math.sign(c.mean) * (metric.relativeMargin ?? 0);
  const gain = sign * (t.mean - factor * c.mean) + (metric.margin ?? 0);
  const spread = t.squaredError + factor ** 2 * c.squaredError - 2 * factor * covariance;
  return exceeds(gain, spread, budget.alpha) ? "non-inferior" : "not shown";
}

function criticalOf(
  { df = Number.POSITIVE_INFINITY, people }: { readonly df?: number; readonly people?: number },
  standardError: number,
  level: number,
  { looks = "fixed", best = 10_000 }: DecideOptions,
): number {
  if (looks === "fixed") return studentT(df).upperQuantile(level);
  if (people === undefined)
    throw new BowerbirdError("BAD_INPUT", {
      what: "a result",
      why: "decisions at any time need its number of people",
    });
  return (
    asymptoticSequenceOneSided(people, standardError * Math.sqrt(people), level, best).halfwidth /
    standardError
  );
}

/** What the planner needs to know of a metric: one observation's variance and, for a success metric, the effect sought. */
export interface RulePlanInput {
  readonly name: string;
  readonly variance: number;
  /** Success: smallest effect worth finding, metric's units, above 0. Guardrail: its margin in the metric's units. */
  readonly effect: number;
}

/** People an arm so that the whole decision has power 1 - β: by metric, and the largest. @throws as `ruleBudget`. */
export function ruleSampleSize(rule: DecisionRule, inputs: readonly RulePlanInput[]) {
  const budgets = ruleBudget(rule);
  const sizes = inputs.map(({ name, variance, effect }) => {
    checkPositive(`the variance of ${name}`, variance);
    checkPositive(`the effect of ${name}`, effect);
    const budget = budgets.find((one) => one.name === name);
    if (budget?.alpha === undefined || budget.beta === undefined)
      throw new BowerbirdError("BAD_INPUT", {
        what: name,
        why: "only success metrics and guardrails are planned",
      });
    const z = normalUpperQuantile(budget.alpha) + normalUpperQuantile(budget.beta);
    return { name, perArm: Math.ceil((2 * variance * z * z) / effect ** 2) };
  });
  if (sizes.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  return { metrics: sizes, perArm: Math.max(...sizes.map(({ perArm }) => perArm)) };
}
