/**
 * Exponential smoothing as R's forecast::ets fits a given model: its first guess, its simplex search, its 2,000 evaluations.
 *
 * The likelihood has several hills; R stops on the first it climbs, `fitSmoothing` looks for a higher one. This one is for
 * comparing with R, or moving over.
 *
 * Sources: R. J. Hyndman, Y. Khandakar (2008), J. Statistical Software 27(3), and the package's documentation; the simplex
 * of R's optim: J. C. Nash (1990), "Compact Numerical Methods for Computers", 2nd edition, algorithm 19.
 */
import { BowerbirdError } from "../../core/errors.ts";
import type { SmoothingFit } from "../series/exponential-smoothing.ts";
import { checkSeries, decompose } from "../series/seasonality.ts";
import { type SmoothingModel, smoothingPath } from "../series/smoothing-path.ts";

const [lowest, highest] = [1e-4, 0.9999];

/** @throws BowerbirdError EMPTY_SAMPLE below three periods or as many values as parameters, NOT_FINITE, DOES_NOT_APPLY, OUT_OF_RANGE. */
export function smoothingAsInR(y: readonly number[], period: number, model: SmoothingModel): SmoothingFit {
  const m = model.season === "N" ? 1 : period;
  checkSeries(y, model.season === "N" ? 4 : 3 * m);
  if (model.error === "M" && y.some((value) => value <= 0)) {
    throw new BowerbirdError("DOES_NOT_APPLY", {
      method: "multiplicative errors",
      why: "the series holds values that are not positive",
    });
  }
  const first = [...firstWeights(model, m), ...firstStates(y, m, model)];
  const count = first.length;
  if (count >= y.length - 1)
    throw new BowerbirdError("EMPTY_SAMPLE", { needed: count + 2, actual: y.length });
  const pathAt = (point: readonly number[]) => smoothingPath(y, m, model, read(point, model, m));
  const objective = (point: readonly number[]): number =>
    allowed(read(point, model, m), model) ? pathAt(point).criterion : Number.POSITIVE_INFINITY;
  const found = simplex(objective, first);
  const path = pathAt(found);
  const k = count + 1;
  const n = y.length;
  return {
    ...read(found, model, m),
    model,
    period: m,
    end: path.end,
    fitted: path.fitted,
    logLikelihood: -path.criterion / 2,
    parameters: count,
    aicc: path.criterion + 2 * k + (2 * k * (k + 1)) / (n - k - 1),
    variance: path.sumSquares / (n - count),
  };
}

function firstWeights({ trend, season }: SmoothingModel, m: number): number[] {
  const alpha = lowest + (0.2 * (highest - lowest)) / m;
  const weights = [alpha];
  if (trend !== "N") weights.push(lowest + 0.1 * (Math.min(highest, alpha) - lowest));
  if (season !== "N") weights.push(lowest + 0.05 * (Math.min(highest, 1 - alpha) - lowest));
  if (trend === "Ad") weights.push(0.8 + 0.99 * (0.98 - 0.8));
  return weights;
}

/** Level, trend, and the season before the series, the place just before it first; its last follows from the others. */
function firstStates(y: readonly number[], m: number, { trend, season }: SmoothingModel): number[] {
  let adjusted = y;
  let before: number[] = [];
  if (season !== "N") {
    const { figure } = decompose(y, m, season === "A" ? "additive" : "multiplicative");
    before = figure.slice(1).reverse();
    adjusted = y.map((value, t) =>
      season === "A" ? value - figure[t % m] : value / Math.max(figure[t % m], 0.01),
    );
    if (season === "M") {
      before = before.map((value) => Math.max(value, 0.01));
      const sum = before.reduce((total, value) => total + value, 0);
      if (sum > m) before = before.map((value) => value / (sum + 0.01 * before.length));
    }
  }
  const used = adjusted.slice(0, Math.max(10, 2 * m));
  const mean = used.reduce((sum, value) => sum + value, 0) / used.length;
  if (trend === "N") return [mean, ...before];
  const middle = (used.length + 1) / 2;
  const spread = used.reduce((sum, _, t) => sum + (t + 1 - middle) ** 2, 0);
  const slope = used.reduce((sum, value, t) => sum + (t + 1 - middle) * (value - mean), 0) / spread;
  return [mean - slope * middle, slope, ...before];
}

function read(point: readonly number[], { trend, season }: SmoothingModel, m: number) {
  let next = 1;
  const beta = trend === "N" ? 0 : point[next++];
  const gamma = season === "N" ? 0 : point[next++];
  const phi = trend === "Ad" ? point[next++] : 1;
  const level = point[next++];
  const slope = trend === "N" ? 0 : point[next++];
  const before = point.slice(next);
  const rest = (season === "M" ? m : 0) - before.reduce((sum, value) => sum + value, 0);
  const places = season === "N" ? [] : [...before, rest].reverse();
  return { alpha: point[0], beta, gamma, phi, start: { level, trend: slope, season: places } };
}

function allowed(
  { alpha, beta, gamma, phi, start }: ReturnType<typeof read>,
  { trend, season }: SmoothingModel,
): boolean {
  const inside = (value: number, top: number): boolean => value >= lowest && value <= Math.min(top, highest);
  if (!inside(alpha, 1)) return false;
  if (trend !== "N" && !inside(beta, alpha)) return false;
  if (season !== "N" && !inside(gamma, 1 - alpha)) return false;
  if (trend === "Ad" && !(phi >= 0.8 && phi <= 0.98)) return false;
  return season !== "M" || start.season.every((value) => value >= 0);
}

const big = 1e35;

function simplex(objective: (point: readonly number[]) => number, start: readonly number[]): number[] {
  const n = start.length;
  let evaluations = 0;
  const value = (point: readonly number[]): number => {
    evaluations++;
    const result = objective(point);
    return Number.isFinite(result) ? result : big;
  };
  const step = Math.max(...start.map((x) => 0.1 * Math.abs(x))) || 0.1;
  const vertex = (point: readonly number[]) => ({ point: [...point], value: value(point) });
  const corners = [start, ...start.map((_, j) => start.map((x, i) => (i === j ? x + step : x)))].map(vertex);
  const tolerance = Math.sqrt(Number.EPSILON) * (Math.abs(corners[0].value) + Math.sqrt(Number.EPSILON));
  let best = 0;
  let size = n * 10 * step;
  while (evaluations <= 2000) {
    let worst = best;
    let [low, high] = [corners[best].value, corners[best].value];
    const from = best;
    corners.forEach((corner, j) => {
      if (j === from) return;
      if (corner.value < low) [best, low] = [j, corner.value];
      if (corner.value > high) [worst, high] = [j, corner.value];
    });
    if (high <= low + tolerance) break;
    const centre = start.map(
      (_, i) => corners.reduce((sum, { point }) => sum + point[i], -corners[worst].point[i]) / n,
    );
    const along = (t: number): number[] => centre.map((c, i) => c + t * (corners[worst].point[i] - c));
    const reflected = vertex(along(-1));
    if (reflected.value < low) {
      const expanded = vertex(along(-2));
      corners[worst] = expanded.value < reflected.value ? expanded : reflected;
      continue;
    }
    if (reflected.value < high) corners[worst] = reflected;
    const contracted = vertex(along(0.5));
    if (contracted.value < corners[worst].value) corners[worst] = contracted;
    else if (reflected.value >= high) {
      const { point } = corners[best];
      const shrunk = corners.map((corner) => corner.point.map((x, i) => 0.5 * (x - point[i]) + point[i]));
      const left = shrunk.reduce(
        (sum, own) => sum + own.reduce((s, x, i) => s + Math.abs(x - point[i]), 0),
        0,
      );
      shrunk.forEach((own, j) => {
        if (j !== best) corners[j] = vertex(own);
      });
      if (!(left < size)) break;
      size = left;
    }
  }
  return corners.reduce((least, corner) => (corner.value < least.value ? corner : least), corners[best])
    .point;
}
