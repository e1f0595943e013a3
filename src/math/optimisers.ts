/**
 * Minimisers of a function of several numbers: the simplex (no gradient) and limited-memory BFGS (with one).
 *
 * Sources: J. A. Nelder and R. Mead (1965), "A simplex method for function minimization", Computer Journal 7;
 * J. Nocedal (1980), "Updating quasi-Newton matrices with limited storage", Mathematics of Computation 35.
 */
export interface Minimum {
  readonly x: number[];
  readonly value: number;
  readonly converged: boolean;
  readonly iterations: number;
}

type Objective = (x: readonly number[]) => number;
type Vertex = { readonly x: number[]; readonly value: number };

/** Minimises `f` from `start`; the first simplex reaches `scale` along each axis. Non-finite values count as +Infinity. */
export function nelderMead(
  f: Objective,
  start: readonly number[],
  scale = 0.1,
  maxIterations = 200 * start.length,
): Minimum {
  const at = (x: number[]): Vertex => {
    const value = f(x);
    return { x, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const simplex = [at([...start])];
  for (let j = 0; j < start.length; j++) {
    simplex.push(at(start.map((value, k) => (k === j ? value + (scale * Math.abs(value) || scale) : value))));
  }
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0];
    const worst = simplex[simplex.length - 1];
    if (worst.value - best.value <= 1e-12 * (Math.abs(best.value) + 1e-12)) {
      return { ...best, converged: true, iterations: iteration };
    }
    const others = simplex.slice(0, -1);
    const centre = start.map((_, j) => others.reduce((sum, vertex) => sum + vertex.x[j], 0) / others.length);
    const along = (t: number): Vertex => at(centre.map((value, j) => value + t * (worst.x[j] - value)));
    const reflected = along(-1);
    let next = reflected;
    if (reflected.value < best.value) {
      const expanded = along(-2);
      if (expanded.value < reflected.value) next = expanded;
    } else if (reflected.value >= others[others.length - 1].value) {
      next = along(reflected.value < worst.value ? -0.5 : 0.5);
    }
    if (next.value < worst.value) simplex[simplex.length - 1] = next;
    else
      for (let i = 1; i < simplex.length; i++)
        simplex[i] = at(simplex[i].x.map((v, j) => (v + best.x[j]) / 2));
  }
  simplex.sort((a, b) => a.value - b.value);
  return { ...simplex[0], converged: false, iterations: maxIterations };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Minimises `f` with its gradient, keeping the last ten curvature pairs; steps by Armijo's rule. */
export function limitedMemoryBfgs(
  f: Objective,
  gradient: (x: readonly number[]) => number[],
  start: readonly number[],
  maxIterations = 500,
): Minimum {
  let x = [...start];
  let value = f(x);
  let slope = gradient(x);
  const pairs: { s: number[]; y: number[]; rho: number }[] = [];
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (Math.sqrt(dot(slope, slope)) < 1e-10 * Math.max(1, Math.abs(value))) {
      return { x, value, converged: true, iterations: iteration };
    }
    let direction = descend(slope, pairs);
    if (dot(direction, slope) >= 0) direction = slope.map((g) => -g);
    let step = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(slope, slope))) : 1;
    const fall = dot(direction, slope);
    let next = x;
    let nextValue = Number.NaN;
    for (let tries = 0; tries < 60; tries++, step /= 2) {
      next = x.map((v, i) => v + step * direction[i]);
      nextValue = f(next);
      if (nextValue <= value + 1e-4 * step * fall) break;
    }
    if (!(nextValue < value)) return { x, value, converged: true, iterations: iteration };
    const nextSlope = gradient(next);
    const s = next.map((v, i) => v - x[i]);
    const y = nextSlope.map((v, i) => v - slope[i]);
    const curvature = dot(s, y);
    if (curvature > 1e-300) pairs.push({ s, y, rho: 1 / curvature });
    if (pairs.length > 10) pairs.shift();
    [x, value, slope] = [next, nextValue, nextSlope];
  }
  return { x, value, converged: false, iterations: maxIterations };
}

function descend(
  slope: readonly number[],
  pairs: readonly { s: number[]; y: number[]; rho: number }[],
): number[] {
  let q = [...slope];
  const alphas: number[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    alphas[i] = pairs[i].rho * dot(pairs[i].s, q);
    q = q.map((v, j) => v - alphas[i] * pairs[i].y[j]);
  }
  const last = pairs[pairs.length - 1];
  if (last) q = q.map((v) => v / (last.rho * dot(last.y, last.y)));
  for (let i = 0; i < pairs.length; i++) {
    const b = pairs[i].rho * dot(pairs[i].y, q);
    q = q.map((v, j) => v + (alphas[i] - b) * pairs[i].s[j]);
  }
  return q.map((v) => -v);
}
