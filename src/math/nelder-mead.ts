/**
 * Minimisation without derivatives: a simplex of p + 1 points that reflects, expands, contracts and shrinks.
 *
 * Sources: J. A. Nelder, R. Mead (1965), "A simplex method for function minimization", Computer Journal 7;
 * the coefficients adapted to the dimension: F. Gao, L. Han (2012), Computational Optimization and Applications 51.
 */
export interface Minimum {
  readonly point: number[];
  readonly value: number;
  readonly evaluations: number;
  readonly converged: boolean;
}

export interface NelderMeadOptions {
  /** First step in each coordinate; 0.1 by default, or 10 % of a start that is larger. */
  readonly steps?: readonly number[];
  /** Stops when the simplex's values differ by less than this share. */
  readonly tolerance?: number;
  readonly maxEvaluations?: number;
}

/** `objective` may answer Infinity outside of its bounds. Deterministic. */
export function nelderMead(
  objective: (point: readonly number[]) => number,
  start: readonly number[],
  { steps, tolerance = 1e-8, maxEvaluations = 400 * start.length }: NelderMeadOptions = {},
): Minimum {
  const p = start.length;
  const expand = 1 + 2 / Math.max(p, 2);
  const contract = 0.75 - 1 / (2 * Math.max(p, 2));
  const shrink = 1 - 1 / Math.max(p, 2);
  let evaluations = 0;
  const value = (point: readonly number[]): number => {
    evaluations++;
    const result = objective(point);
    return Number.isNaN(result) ? Number.POSITIVE_INFINITY : result;
  };
  const vertex = (point: number[]): { point: number[]; value: number } => ({ point, value: value(point) });
  const simplex = [vertex([...start])];
  for (let j = 0; j < p; j++) {
    const step = steps?.[j] ?? Math.max(0.1, 0.1 * Math.abs(start[j]));
    simplex.push(vertex(start.map((x, k) => (k === j ? x + step : x))));
  }
  let converged = false;
  while (evaluations < maxEvaluations) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0];
    const worst = simplex[p];
    if (Math.abs(worst.value - best.value) <= tolerance * (Math.abs(best.value) + tolerance)) {
      converged = true;
      break;
    }
    const centre = start.map((_, k) => {
      let sum = 0;
      for (let i = 0; i < p; i++) sum += simplex[i].point[k];
      return sum / p;
    });
    const along = (t: number): number[] => centre.map((c, k) => c + t * (worst.point[k] - c));
    const reflected = vertex(along(-1));
    if (reflected.value < best.value) {
      const expanded = vertex(along(-expand));
      simplex[p] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < simplex[p - 1].value) {
      simplex[p] = reflected;
    } else {
      const contracted = vertex(along(reflected.value < worst.value ? -contract : contract));
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[p] = contracted;
      else {
        for (let i = 1; i <= p; i++) {
          simplex[i] = vertex(best.point.map((b, k) => b + shrink * (simplex[i].point[k] - b)));
        }
      }
    }
  }
  simplex.sort((a, b) => a.value - b.value);
  return { point: simplex[0].point, value: simplex[0].value, evaluations, converged };
}
