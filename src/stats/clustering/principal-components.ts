/**
 * Principal components: the directions along which centred data vary most, by one-sided Jacobi on the data themselves.
 *
 *   X (centred, optionally scaled) = U diag(s) Vᵀ,  deviation of component j = s_j / √(n-1)
 *
 * Working on X and not on XᵀX keeps the digits of the small components.
 *
 * Sources: K. Pearson (1901), Philosophical Magazine 2; M. R. Hestenes (1958), "Inversion of matrices by
 * biorthogonalization", J. SIAM 6.
 */
import { BowerbirdError } from "../../core/errors.ts";
import type { Matrix } from "../../math/linear-algebra.ts";
import { momentsOf, varianceOf } from "../summaries/moments.ts";

export interface PrincipalComponents {
  /** Falling; min(n, p) numbers. */
  readonly deviations: number[];
  /** `rotation[j][c]`: weight of variable j in component c, p × min(n, p); the largest of a component is positive. */
  readonly rotation: number[][];
  /** Share of the variance each component holds. */
  readonly shares: number[];
}

/** `rows` is n × p. @throws BowerbirdError EMPTY_SAMPLE, NOT_FINITE, ZERO_VARIANCE for a variable that cannot be scaled. */
export function principalComponents(
  rows: Matrix,
  { standardise = false }: { readonly standardise?: boolean } = {},
): PrincipalComponents {
  const n = rows.length;
  if (n < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: n });
  const columns = rows[0].map((_, j) => {
    const values = rows.map((row) => row[j]);
    const moments = momentsOf(values);
    const scale = standardise ? Math.sqrt(varianceOf(moments)) : 1;
    if (!(scale > 0)) {
      throw new BowerbirdError("ZERO_VARIANCE", { what: `variable ${j}`, method: "standardising" });
    }
    return Float64Array.from(values, (value) => (value - moments.mean) / scale);
  });
  const turned = orthogonalise(columns);
  const lengths = columns.map((column) => Math.sqrt(dot(column, column)));
  const order = lengths
    .map((_, j) => j)
    .sort((a, b) => lengths[b] - lengths[a])
    .slice(0, Math.min(n, columns.length));
  const total = lengths.reduce((sum, length) => sum + length * length, 0);
  return {
    deviations: order.map((j) => lengths[j] / Math.sqrt(n - 1)),
    rotation: columns.map((_, variable) => order.map((j) => turned[j][variable] * signOf(turned[j]))),
    shares: order.map((j) => lengths[j] ** 2 / total),
  };
}

/** Rotates pairs of columns, in place, until all are orthogonal; answers the same rotations of the unit vectors. */
function orthogonalise(columns: Float64Array[]): Float64Array[] {
  const p = columns.length;
  const turned = columns.map((_, j) => Float64Array.from({ length: p }, (_unit, k) => (k === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false;
    for (let a = 0; a < p; a++) {
      for (let b = a + 1; b < p; b++) {
        const [aa, bb, ab] = [
          dot(columns[a], columns[a]),
          dot(columns[b], columns[b]),
          dot(columns[a], columns[b]),
        ];
        if (Math.abs(ab) <= 1e-15 * Math.sqrt(aa * bb)) continue;
        rotated = true;
        const tau = (bb - aa) / (2 * ab);
        const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(tau, 1));
        const c = 1 / Math.hypot(t, 1);
        rotate(columns[a], columns[b], c, c * t);
        rotate(turned[a], turned[b], c, c * t);
      }
    }
    if (!rotated) break;
  }
  return turned;
}

function rotate(a: Float64Array, b: Float64Array, c: number, s: number): void {
  for (let i = 0; i < a.length; i++) [a[i], b[i]] = [c * a[i] - s * b[i], s * a[i] + c * b[i]];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function signOf(vector: Float64Array): number {
  const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? -1 : 1;
}
