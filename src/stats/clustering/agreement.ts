/**
 * How far two groupings of the same things agree, whatever their groups are called.
 *
 *   adjusted Rand  (Σ C(n_ij,2) - E) / ((Σ C(a_i,2) + Σ C(b_j,2))/2 - E),  E = Σ C(a_i,2) Σ C(b_j,2) / C(n,2)
 *   mutual information  I = Σ n_ij/n ln(n n_ij / (a_i b_j));  normalised I / ((H_a + H_b)/2), which is also the V-measure;
 *   adjusted (I - E I) / ((H_a + H_b)/2 - E I), E I over all groupings with these sizes (hypergeometric)
 *
 * Sources: L. Hubert and P. Arabie (1985), "Comparing partitions", Journal of Classification 2; N. X. Vinh, J. Epps,
 * J. Bailey (2010), "Information theoretic measures for clusterings comparison", JMLR 11; A. Rosenberg and
 * J. Hirschberg (2007), "V-measure", EMNLP.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { hypergeometricMass } from "../../math/discrete-distributions.ts";

export interface Agreement {
  /** 1 for the same grouping, 0 on average for chance. */
  readonly adjustedRand: number;
  readonly normalisedInformation: number;
  readonly adjustedInformation: number;
  /** Does each group of the second hold one group of the first only? */
  readonly homogeneity: number;
  /** Does each group of the first lie in one group of the second only? */
  readonly completeness: number;
  readonly vMeasure: number;
}

/** Labels of the same things in the same order. @throws BowerbirdError BAD_INPUT, EMPTY_SAMPLE below two things. */
export function groupingAgreement(
  first: readonly (string | number)[],
  second: readonly (string | number)[],
): Agreement {
  const n = first.length;
  if (n !== second.length) {
    throw new BowerbirdError("BAD_INPUT", { what: "the groupings", why: "they differ in length" });
  }
  if (n < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: n });
  const [a, b] = [sizes(first), sizes(second)];
  const cells = [...sizes(first.map((label, i) => JSON.stringify([label, second[i]])))];
  const joint = cells.map(([key, count]): readonly [number, number, number] => {
    const [left, right]: (string | number)[] = JSON.parse(key);
    return [count, a.get(left) ?? 0, b.get(right) ?? 0];
  });
  const [sizesA, sizesB] = [[...a.values()], [...b.values()]];
  const information = joint.reduce((sum, [k, i, j]) => sum + (k / n) * Math.log((n * k) / (i * j)), 0);
  const [entropyA, entropyB] = [entropy(sizesA, n), entropy(sizesB, n)];
  const middle = (entropyA + entropyB) / 2;
  const same = a.size === b.size && cells.length === a.size;
  const chance = same ? 0 : expectedInformation(sizesA, sizesB, n);
  const share = (whole: number): number => (whole > 0 ? information / whole : 1);
  return {
    adjustedRand: adjustedRand(
      joint.map(([count]) => count),
      sizesA,
      sizesB,
      n,
    ),
    normalisedInformation: same ? 1 : share(middle),
    adjustedInformation: same ? 1 : (information - chance) / (middle - chance),
    homogeneity: share(entropyA),
    completeness: share(entropyB),
    vMeasure: same ? 1 : share(middle),
  };
}

function sizes<Label extends string | number>(labels: readonly Label[]): Map<Label, number> {
  const counts = new Map<Label, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function entropy(counts: readonly number[], n: number): number {
  return counts.reduce((sum, count) => sum - (count / n) * Math.log(count / n), 0);
}

const pairs = (counts: readonly number[]): number =>
  counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);

function adjustedRand(
  joint: readonly number[],
  a: readonly number[],
  b: readonly number[],
  n: number,
): number {
  const expected = (pairs(a) * pairs(b)) / ((n * (n - 1)) / 2);
  const most = (pairs(a) + pairs(b)) / 2;
  return most === expected ? 1 : (pairs(joint) - expected) / (most - expected);
}

/** O(Σ_i Σ_j min(a_i, b_j)). */
function expectedInformation(a: readonly number[], b: readonly number[], n: number): number {
  let sum = 0;
  for (const i of a) {
    for (const j of b) {
      for (let k = Math.max(1, i + j - n); k <= Math.min(i, j); k++) {
        sum += (k / n) * Math.log((n * k) / (i * j)) * hypergeometricMass(k, i, n - i, j);
      }
    }
  }
  return sum;
}
