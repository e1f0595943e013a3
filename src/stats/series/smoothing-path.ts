/**
 * The recursion of ETS(error, trend, season) over a series, and the variance of its forecasts.
 *
 *   additive errors        v_h = σ² (1 + Σ_{j<h} c_j²),  c_j = α + β(φ + … + φ^j) + γ [m divides j]
 *   multiplicative errors  θ_h = μ_h² + σ² Σ_{j<h} c_j² θ_{h-j},  v_h = (1 + σ²) θ_h - μ_h²; with a multiplicative season
 *                          v_h = s_h² ((1 + σ²)(1 + γ²σ²)^k θ_h - μ_h²),  k = ⌊(h-1)/m⌋, c_j without γ
 *
 * Source: Hyndman, Koehler, Ord, Snyder (2008), chapters 2 and 6.
 */
export interface SmoothingModel {
  readonly error: "A" | "M";
  readonly trend: "N" | "A" | "Ad";
  readonly season: "N" | "A" | "M";
}

/** What the spread of the forecasts depends on. */
export interface SmoothingSpread {
  readonly model: SmoothingModel;
  readonly period: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
  readonly variance: number;
}

export interface SmoothingState {
  readonly level: number;
  readonly trend: number;
  /** The next m places' season, the soonest first; empty without one. */
  readonly season: readonly number[];
}

export interface SmoothingPath {
  readonly fitted: number[];
  /** Σ e², in the error's own units. */
  readonly sumSquares: number;
  /** -2 log likelihood up to a constant. */
  readonly criterion: number;
  readonly end: SmoothingState;
}

export function smoothingPath(
  y: readonly number[],
  m: number,
  model: SmoothingModel,
  given: { alpha: number; beta: number; gamma: number; phi: number; start: SmoothingState },
): SmoothingPath {
  const { alpha, beta, gamma, phi } = given;
  let { level, trend } = given.start;
  const season = Float64Array.from(given.start.season);
  const fitted = new Array<number>(y.length);
  const [additive, multiplied] = [model.season === "A", model.season === "M"];
  const relative = model.error === "M";
  let sumSquares = 0;
  let logs = 0;
  for (let t = 0; t < y.length; t++) {
    const place = t % m;
    const base = level + phi * trend;
    const s = additive || multiplied ? season[place] : 0;
    const mean = additive ? base + s : multiplied ? base * s : base;
    if ((relative && mean <= 0) || (multiplied && (base <= 0 || s <= 0))) {
      return { fitted, sumSquares, criterion: Number.POSITIVE_INFINITY, end: given.start };
    }
    const raw = y[t] - mean;
    const error = relative ? raw / mean : raw;
    sumSquares += error * error;
    if (relative) logs += Math.log(Math.abs(mean));
    fitted[t] = mean;
    // what the error means for the level: the same raw amount, or its share when the season multiplies
    const step = multiplied ? raw / s : raw;
    level = base + alpha * step;
    trend = phi * trend + beta * step;
    if (additive) season[place] = s + gamma * raw;
    if (multiplied) season[place] = s + (gamma * raw) / base;
  }
  const turn = y.length % m;
  const ordered = [...season.slice(turn), ...season.slice(0, turn)];
  return {
    fitted,
    sumSquares,
    criterion: y.length * Math.log(Math.max(sumSquares, 1e-300)) + 2 * logs,
    end: { level, trend, season: ordered },
  };
}

/** φ + φ² + … + φ^h, which is h without damping. */
export function trendSum(phi: number, h: number): number {
  return phi === 1 ? h : (phi * (1 - phi ** h)) / (1 - phi);
}

/** `base` is the forecast before a season is applied, `mean` after. */
export function smoothingVariances(
  fit: SmoothingSpread,
  base: readonly number[],
  mean: readonly number[],
): number[] {
  const { alpha, beta, gamma, phi, period, variance, model } = fit;
  const seasonalShare = model.season === "A" ? gamma : 0;
  const weight = (j: number): number =>
    alpha + (model.trend === "N" ? 0 : beta * trendSum(phi, j)) + (j % period === 0 ? seasonalShare : 0);
  if (model.error === "A") {
    let sum = 1;
    return mean.map((_, i) => {
      if (i > 0) sum += weight(i) ** 2;
      return variance * sum;
    });
  }
  const centre = model.season === "M" ? base : mean;
  const theta: number[] = [];
  return centre.map((mu, i) => {
    let value = mu * mu;
    for (let j = 1; j <= i; j++) value += variance * weight(j) ** 2 * theta[i - j];
    theta.push(value);
    if (model.season !== "M") return (1 + variance) * value - mu * mu;
    const turns = (1 + gamma * gamma * variance) ** Math.floor(i / period);
    const share = mean[i] / mu;
    return share * share * ((1 + variance) * turns * value - mu * mu);
  });
}
