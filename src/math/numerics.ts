/**
 * Sums that keep their digits, and the rule for integrals.
 *
 *   two-sum: s = fl(a + b), e = (a - (s - (s - a))) + (b - (s - a)), so that a + b = s + e exactly
 *
 * Sources: A. Neumaier (1974), "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54;
 * G. H. Golub and J. H. Welsch (1969), "Calculation of Gauss quadrature rules", Mathematics of Computation 23.
 */

/** A sum with its rounding error carried beside it (Neumaier). O(n). The empty sum is 0. */
export function preciseSum(values: Iterable<number>): number {
  let sum = 0;
  let carry = 0;
  for (const value of values) {
    const next = sum + value;
    carry += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number.isFinite(carry) ? sum + carry : sum;
}

export interface Rule {
  /** In (-1, 1). */
  readonly nodes: readonly number[];
  /** They sum to 2. */
  readonly weights: readonly number[];
}

/** Gauss–Legendre nodes and weights, by Newton steps on the Legendre polynomial. */
export function gaussLegendre(count: number): Rule {
  const nodes = new Array<number>(count);
  const weights = new Array<number>(count);
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let [previous, current] = [1, x];
      for (let k = 2; k <= count; k++) {
        [previous, current] = [current, ((2 * k - 1) * x * current - (k - 1) * previous) / k];
      }
      slope = (count * (x * current - previous)) / (x * x - 1);
      const change = current / slope;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

const twenty = gaussLegendre(20);

/** The integral of `f` from a to b by 20 Gauss–Legendre points on each of `panels` equal parts. */
export function integrate(f: (x: number) => number, a: number, b: number, panels = 16): number {
  const half = (b - a) / (2 * panels);
  let sum = 0;
  for (let panel = 0; panel < panels; panel++) {
    const centre = a + (2 * panel + 1) * half;
    for (let i = 0; i < twenty.nodes.length; i++)
      sum += twenty.weights[i] * f(centre + half * twenty.nodes[i]);
  }
  return sum * half;
}
