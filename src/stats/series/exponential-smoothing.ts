/**
 * Exponential smoothing in state space form, the family ETS(error, trend, season).
 *
 *   additive error        y = μ + e,      e ~ N(0, σ²)
 *   multiplicative error  y = μ (1 + e),  e ~ N(0, σ²)
 *   level l += α ε,  trend b = φ b + β ε,  season s += γ ε   (ε scaled to each component as the model asks)
 *
 * Fitted by the likelihood n log Σ e² + 2 Σ log|μ| (the last for multiplicative errors), chosen by
 * AICc = -2 log L + 2k + 2k(k+1)/(n-k-1), k parameters with the initial states and σ.
 *
 * Source: R. J. Hyndman, A. B. Koehler, J. K. Ord, R. D. Snyder (2008), "Forecasting with Exponential Smoothing: The
 * State Space Approach"; first states as in R. J. Hyndman et al. (2002), International Journal of Forecasting 18.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { nelderMead } from "../../math/nelder-mead.ts";
import { checkFinite } from "../checking.ts";
import { checkSeries, checkSteps, decompose } from "./seasonality.ts";
import {
  type SmoothingModel,
  type SmoothingState,
  smoothingPath,
  smoothingVariances,
  trendSum,
} from "./smoothing-path.ts";

export interface SmoothingFit {
  readonly model: SmoothingModel;
  readonly period: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
  readonly start: SmoothingState;
  readonly end: SmoothingState;
  /** One step ahead, n numbers. */
  readonly fitted: number[];
  readonly logLikelihood: number;
  readonly aicc: number;
  /** Fitted, first states among them. */
  readonly parameters: number;
  /** Variance of e; units squared for additive errors, dimensionless for multiplicative ones. */
  readonly variance: number;
}

export interface SeriesForecast {
  /** h numbers, units of the series. */
  readonly mean: number[];
  /** Standard deviation of each step's error, same units. */
  readonly deviation: number[];
}

/**
 * @param refineSeason also searches the first season's indices (slow with a long period).
 * @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE; DOES_NOT_APPLY for a multiplicative model of values that are not positive.
 */
export function fitSmoothing(
  y: readonly number[],
  period: number,
  model: SmoothingModel,
  refineSeason = false,
): SmoothingFit {
  const m = model.season === "N" ? 1 : period;
  checkSeries(y, model.season === "N" ? 4 : 2 * m + 1);
  if ((model.error === "M" || model.season === "M") && y.some((value) => value <= 0)) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: `ETS(${model.error},${model.trend},${model.season})`,
      why: "the series holds values that are not positive",
    });
  }
  const first = firstStates(y, m, model);
  const code = parameterCode(model, first, m, refineSeason);
  const objective = (point: readonly number[]): number => {
    const given = code.read(point);
    return admissible(given, model) ? smoothingPath(y, m, model, given).criterion : Number.POSITIVE_INFINITY;
  };
  let found = nelderMead(objective, code.start, {
    steps: code.steps,
    maxEvaluations: 220 * code.start.length,
  });
  if (refineSeason) {
    for (let round = 0; round < 6; round++) {
      found = nelderMead(objective, found.point, {
        tolerance: 1e-10,
        maxEvaluations: 600 * code.start.length,
      });
    }
  }
  if (!Number.isFinite(found.value)) {
    throw new BowerbirdError("NOT_CONVERGED", {
      method: "exponential smoothing",
      iterations: found.evaluations,
    });
  }
  const given = code.read(found.point);
  const path = smoothingPath(y, m, model, given);
  const k = code.count + 1;
  const n = y.length;
  const criterion = found.value + 2 * k;
  return {
    ...given,
    model,
    period: m,
    end: path.end,
    fitted: path.fitted,
    logLikelihood: -found.value / 2,
    parameters: code.count,
    aicc: n - k - 1 > 0 ? criterion + (2 * k * (k + 1)) / (n - k - 1) : Number.POSITIVE_INFINITY,
    variance: path.sumSquares / Math.max(1, n - code.count),
  };
}

/** The model of the family with the smallest AICc. */
export function autoSmoothing(y: readonly number[], period: number): SmoothingFit {
  return smoothingCandidates(y, period).reduce((best, fit) => (fit.aicc < best.aicc ? fit : best));
}

/** Every model of the family that fits the series; at least one. */
export function smoothingCandidates(y: readonly number[], period: number): SmoothingFit[] {
  checkSteps(period, 1);
  checkSeries(y, 4);
  const positive = y.every((value) => value > 0);
  const seasonal = period > 1 && period <= 24 && y.length > 2 * period + 3;
  const models = (["A", "M"] as const).flatMap((error) =>
    (["N", "A", "Ad"] as const).flatMap((trend) =>
      (["N", "A", "M"] as const).map((season): SmoothingModel => ({ error, trend, season })),
    ),
  );
  const fits = models.flatMap((model) => {
    const { error, season } = model;
    if (season !== "N" && !seasonal) return [];
    if ((error === "M" || season === "M") && !positive) return [];
    if (error === "A" && season === "M") return []; // unstable: the variance can be infinite
    return tryFit(y, period, model) ?? [];
  });
  return fits.length > 0 ? fits : [fitSmoothing(y, 1, { error: "A", trend: "N", season: "N" })];
}

function tryFit(y: readonly number[], period: number, model: SmoothingModel): SmoothingFit | undefined {
  try {
    return fitSmoothing(y, period, model);
  } catch (thrown) {
    if (thrown instanceof BowerbirdError && thrown.code === "NOT_CONVERGED") return undefined;
    throw thrown;
  }
}

/** Means and standard deviations h steps ahead. */
export function forecastSmoothing(fit: SmoothingFit, h: number): SeriesForecast {
  checkSteps(1, h);
  const { level, trend, season } = fit.end;
  checkFinite("the fit", fit.alpha, fit.beta, fit.gamma, fit.phi, fit.variance, level, trend, ...season);
  const base = Array.from({ length: h }, (_, i) => level + trendSum(fit.phi, i + 1) * trend);
  const at = (i: number): number => season[i % fit.period];
  const mean = base.map((value, i) => {
    if (fit.model.season === "N") return value;
    return fit.model.season === "A" ? value + at(i) : value * at(i);
  });
  const deviation = smoothingVariances(fit, base, mean).map((value) => Math.sqrt(Math.max(0, value)));
  return { mean, deviation };
}

interface Parameters {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
  readonly start: SmoothingState;
}

function admissible({ alpha, beta, gamma, phi }: Parameters, model: SmoothingModel): boolean {
  if (!(alpha > 1e-4 && alpha < 0.9999)) return false;
  if (model.trend !== "N" && !(beta > 1e-4 && beta < alpha)) return false;
  if (model.season !== "N" && !(gamma > 1e-4 && gamma < 1 - alpha)) return false;
  return model.trend !== "Ad" || (phi >= 0.8 && phi <= 0.98);
}

/** Between the search's point and the model's parameters; initial level and trend are searched in units of their scale. */
function parameterCode(model: SmoothingModel, first: SmoothingState, m: number, refineSeason: boolean) {
  const hasTrend = model.trend !== "N";
  const hasSeason = model.season !== "N";
  const scale = Math.max(Math.abs(first.level), 1e-8);
  const seasonScale = model.season === "A" ? scale : 1;
  const start = [0.2, 0];
  const steps = [0.15, 0.05];
  if (hasTrend) {
    start.push(0.05, 0);
    steps.push(0.05, 0.01);
  }
  if (hasSeason) {
    start.push(0.05);
    steps.push(0.05);
  }
  if (model.trend === "Ad") {
    start.push(0.95);
    steps.push(-0.05);
  }
  const free = hasSeason && refineSeason ? m - 1 : 0;
  for (let j = 0; j < free; j++) {
    start.push(0);
    steps.push(0.02);
  }
  const read = (point: readonly number[]): Parameters => {
    let next = 2;
    const beta = hasTrend ? point[next++] : 0;
    const trend = hasTrend ? first.trend + point[next++] * scale : 0;
    const gamma = hasSeason ? point[next++] : 0;
    const phi = model.trend === "Ad" ? point[next++] : 1;
    const shift = Array.from({ length: free }, (_, j) => point[next + j] * seasonScale);
    const last = shift.reduce((sum, value) => sum - value, 0);
    const season = free > 0 ? first.season.map((s, j) => s + (shift[j] ?? last)) : first.season;
    return {
      alpha: point[0],
      beta,
      gamma,
      phi,
      start: { level: first.level + point[1] * scale, trend, season },
    };
  };
  const count = 2 + (hasTrend ? 2 : 0) + (hasSeason ? m : 0) + (model.trend === "Ad" ? 1 : 0);
  return { start, steps, read, count };
}

/** Season from a decomposition; level and trend from a line through the first ten adjusted values. */
function firstStates(y: readonly number[], m: number, model: SmoothingModel): SmoothingState {
  let season: number[] = [];
  let adjusted = [...y];
  if (model.season !== "N") {
    const kind = model.season === "A" ? "additive" : "multiplicative";
    season = decompose(y, m, kind).figure.map((s) => (kind === "additive" ? s : Math.max(s, 0.01)));
    adjusted = y.map((value, t) => (kind === "additive" ? value - season[t % m] : value / season[t % m]));
  }
  const used = adjusted.slice(0, Math.max(10, 2 * m));
  const middle = (used.length - 1) / 2;
  const mean = used.reduce((sum, value) => sum + value, 0) / used.length;
  const spread = used.reduce((sum, _, t) => sum + (t - middle) ** 2, 0);
  const slope = used.reduce((sum, value, t) => sum + (t - middle) * (value - mean), 0) / spread;
  if (model.trend === "N") return { level: mean, trend: 0, season };
  return { level: mean - slope * (middle + 1), trend: slope, season };
}
