/**
 * What an arm's metric is made of: sufficient statistics of one of six forms, and how two of them are compared. The
 * forms merge with their own `add`, so an analysis never sees a row.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { type AssignedCluster, clusteredDifference } from "../clustered-units/cluster-robust.ts";
import { checkProportion, type Proportion } from "../comparisons/proportions.ts";
import { type QuantileSummary, quantileDifference } from "../comparisons/quantile-difference.ts";
import type { Estimate } from "../summaries/estimate.ts";
import { checkSample, type Moments } from "../summaries/moments.ts";
import type { Scatter } from "../summaries/scatter.ts";
import {
  type Adjusted,
  adjustedDifference,
  type OutcomeKind,
} from "../variance-reduction/covariate-adjustment.ts";
import { type CovariateAlarm, covariateAlarms } from "../variance-reduction/covariate-alarms.ts";

/**
 * - `mean`: `Moments`, or a `Scatter` of the outcome and any covariates
 * - `proportion`: `Proportion`, or a `Scatter` likewise
 * - `ratio`: a `Scatter` of numerator, denominator and any covariates
 * - `quantile`: a `QuantileSummary`
 * - `clustered`: a mean whose arms were assigned by the cluster; one `ClusterTotal` a cluster
 */
export type MetricKind = "mean" | "proportion" | "ratio" | "quantile" | "clustered";
export type ClusterTotal = Omit<AssignedCluster, "arm">;
export type ArmStatistics = Moments | Proportion | Scatter | QuantileSummary | readonly ClusterTotal[];

export interface ArmComparison {
  readonly control: Estimate;
  readonly treatment: Estimate;
  /** Of the two estimates. */
  readonly covariance: number;
  readonly difference: number;
  readonly standardError: number;
  readonly df: number;
  readonly people: number;
  /** Squared error with covariates over that without; 1 without. */
  readonly varianceRatio: number;
  /** Of its covariates, where it has any. */
  readonly alarms: CovariateAlarm[];
}

/** @throws BowerbirdError BAD_INPUT when the statistics are not of the metric's kind; else as the kind's own test. */
export function compareArms(
  kind: MetricKind,
  control: ArmStatistics,
  treatment: ArmStatistics,
): ArmComparison {
  if (kind === "quantile") {
    if (!("quantile" in control && "quantile" in treatment)) throw wrongKind(kind);
    return compareQuantiles(control, treatment);
  }
  if (kind === "clustered") {
    if (!(isClusters(control) && isClusters(treatment))) throw wrongKind(kind);
    return compareClusters(control, treatment);
  }
  const [c, t] = [asScatter(kind, control), asScatter(kind, treatment)];
  const form = kind === "ratio" ? "ratio" : "mean";
  const adjusted = adjustedDifference(c, t, { kind: form });
  return { ...pick(adjusted), people: c.n + t.n, alarms: alarmsOf(c, t, form, adjusted) };
}

const isClusters = (arm: ArmStatistics): arm is readonly ClusterTotal[] => Array.isArray(arm);

function compareClusters(
  control: readonly ClusterTotal[],
  treatment: readonly ClusterTotal[],
): ArmComparison {
  const whole = clusteredDifference([
    ...control.map((cluster) => ({ ...cluster, arm: "control" as const })),
    ...treatment.map((cluster) => ({ ...cluster, arm: "treatment" as const })),
  ]);
  const { difference, standardError, df, arms } = whole;
  const people = [...control, ...treatment].reduce((sum, { n }) => sum + n, 0);
  return {
    control: arms[0],
    treatment: arms[1],
    covariance: 0,
    difference,
    standardError,
    df,
    people,
    varianceRatio: 1,
    alarms: [],
  };
}

/** Covariates that do not vary raise no alarm: they adjust nothing. */
function alarmsOf(c: Scatter, t: Scatter, kind: OutcomeKind, { theta, dropped }: Adjusted): CovariateAlarm[] {
  return dropped.length < theta.length ? covariateAlarms(c, t, { kind }).alarms : [];
}

function pick(adjusted: Adjusted): Omit<ArmComparison, "people" | "alarms"> {
  const { control, treatment, covariance, difference, standardError, df, varianceRatio } = adjusted;
  return { control, treatment, covariance, difference, standardError, df, varianceRatio };
}

function compareQuantiles(control: QuantileSummary, treatment: QuantileSummary): ArmComparison {
  const {
    difference,
    standardError: plain,
    interval,
    orderStatistics,
  } = quantileDifference(control, treatment);
  // among ties the order statistics promise too much; the density-free side toward 0 does not
  const toward = difference > 0 ? difference - interval[0] : interval[1] - difference;
  const z = (orderStatistics[1] - difference) / plain;
  const standardError = Math.max(plain, toward / z);
  // each arm's share of the squared error is that of its order statistics
  const width = ({ upper, lower }: QuantileSummary): number => (upper - lower) ** 2;
  const unit = standardError ** 2 / (width(control) + width(treatment));
  const estimate = (arm: QuantileSummary): Estimate => ({
    mean: arm.quantile,
    squaredError: unit * width(arm),
  });
  return {
    control: estimate(control),
    treatment: estimate(treatment),
    covariance: 0,
    difference,
    standardError,
    df: Number.POSITIVE_INFINITY,
    people: control.n + treatment.n,
    varianceRatio: 1,
    alarms: [],
  };
}

function asScatter(kind: MetricKind, arm: ArmStatistics): Scatter {
  if (isClusters(arm)) throw wrongKind(kind);
  if ("products" in arm) return arm;
  if ("x" in arm && kind === "proportion") {
    const { x, n } = checkProportion(arm);
    return { n, means: [x / n], products: [[(x * (n - x)) / n]] };
  }
  if ("m2" in arm && kind === "mean") {
    const { n, mean, m2 } = checkSample(arm);
    return { n, means: [mean], products: [[m2]] };
  }
  throw wrongKind(kind);
}

function wrongKind(kind: MetricKind): BowerbirdError {
  return new BowerbirdError("BAD_INPUT", {
    what: "an arm's statistics",
    why: `they are not those of a ${kind} metric`,
  });
}
