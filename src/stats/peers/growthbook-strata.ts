/**
 * GrowthBook's post-stratification: every stratum's control mean and effect (of numerator and denominator for a ratio),
 * by means or by a regression on the covariates, weighted by the strata's shares ν.
 *
 *   α̂ = Σ ν_s α_s;  Cov = (A (diag ν - ν νᵀ) Aᵀ + Σ ν_s V_s) / N,  A the α_s side by side, V_s n_s times their covariance
 *
 * Strata that cannot be estimated are added to the largest one.
 *
 * Sources: GrowthBook's gbstats (MIT); L. W. Miratrix, J. S. Sekhon, B. Yu (2013), JRSS B 75.
 */
import { BowerbirdError } from "../../core/errors.ts";
import { invertPositive, multiplyVector } from "../../math/linear-algebra.ts";
import {
  addSums,
  armValue,
  covarianceOf,
  meansOf,
  quadratic,
  type Sums,
  withoutCovariates,
} from "./growthbook-statistics.ts";

export type Stratum = readonly [control: Sums, treatment: Sums];

export interface Moments {
  readonly estimate: number;
  readonly variance: number;
}

/** A stratum's control mean and effect for each outcome, and n times their covariance. */
interface Cell {
  readonly n: number;
  readonly alpha: number[];
  readonly covariance: number[][];
}

/** The effect over all strata; "one cell" when only one is left, undefined when a regression has no answer. */
export function postStratifiedMoments(
  strata: readonly Stratum[],
  relative: boolean,
): Moments | "one cell" | undefined {
  const cells = combined(simplified(strata));
  if (cells.length === 1) return "one cell";
  try {
    return summary(cells.map(cellOf), relative);
  } catch (thrown) {
    if (thrown instanceof BowerbirdError && thrown.code === "RANK_DEFICIENT") return undefined;
    throw thrown;
  }
}

const isAdjusted = ({ kind }: Sums): boolean => kind === "adjusted" || kind === "adjusted ratio";

/** Covariances of the covariates alone. */
function covariateVariances(arm: Sums): number[] {
  const covariance = covarianceOf(arm);
  const from = arm.kind === "adjusted" ? 1 : 2;
  return covariance.map((row, i) => row[i]).slice(from);
}

/** Without covariates everywhere when they do not vary over all strata. */
function simplified(strata: readonly Stratum[]): readonly Stratum[] {
  if (!isAdjusted(strata[0][0])) return strata;
  const total = strata.reduce((all, [a, b]): Stratum => [addSums(all[0], a), addSums(all[1], b)]);
  if (total.every((arm) => covariateVariances(arm).every((value) => value > 0))) return strata;
  return strata.map(([a, b]): Stratum => [withoutCovariates(a), withoutCovariates(b)]);
}

function combined(strata: readonly Stratum[]): Stratum[] {
  const bySize = [...strata].sort((x, y) => y[0].n + y[1].n - (x[0].n + x[1].n));
  let [largest] = bySize;
  const rest: Stratum[] = [];
  for (const stratum of bySize.slice(1)) {
    const usable = stratum.every((arm) => armValue(arm, 0).varies);
    const enough = stratum[0].kind !== "adjusted ratio" || stratum[0].n + stratum[1].n > 6;
    if (usable && enough) rest.push(stratum);
    else largest = [addSums(largest[0], stratum[0]), addSums(largest[1], stratum[1])];
  }
  return [largest, ...rest];
}

function cellOf([control, treatment]: Stratum): Cell {
  if (!isAdjusted(control)) return plainCell(control, treatment);
  const varied = [control, treatment].every((arm) => covariateVariances(arm).every((value) => value > 0));
  return varied
    ? regressedCell(control, treatment)
    : plainCell(withoutCovariates(control), withoutCovariates(treatment));
}

/** [control, effect] of each component. */
function plainCell(control: Sums, treatment: Sums): Cell {
  const n = control.n + treatment.n;
  const [a, b] = [meansOf(control), meansOf(treatment)];
  const [covA, covB] = [covarianceOf(control), covarianceOf(treatment)];
  const own = (i: number, j: number): number => (covA[i][j] * n) / control.n;
  const both = (i: number, j: number): number => own(i, j) + (covB[i][j] * n) / treatment.n;
  return {
    n,
    alpha: a.flatMap((value, i) => [value, b[i] - value]),
    covariance: a.flatMap((_, i) => [
      a.flatMap((_value, j) => [own(i, j), -own(i, j)]),
      a.flatMap((_value, j) => [-own(i, j), both(i, j)]),
    ]),
  };
}

/** Each outcome on (1, treated, covariates), read at the stratum's mean covariates, whose own error is counted. */
function regressedCell(control: Sums, treatment: Sums): Cell {
  const both = addSums(control, treatment);
  const outcomes = both.kind === "adjusted" ? [0] : [0, 1];
  const covariates = both.kind === "adjusted" ? [1] : [2, 3];
  const n = both.n;
  const inverse = invertPositive(designGram(both, treatment, covariates));
  const products = outcomes.map((o) => [
    both.sums[o],
    treatment.sums[o],
    ...covariates.map((c) => both.products[o][c]),
  ]);
  const coefficients = products.map((product) => multiplyVector(inverse, product));
  const spare = n - (outcomes.length === 1 ? 3 : 6);
  const sigma = outcomes.map((o, i) =>
    outcomes.map((p, j) => {
      const explained = coefficients[j].reduce((sum, value, k) => sum + value * products[i][k], 0);
      return (both.products[o][p] - explained) / spare;
    }),
  );
  const covarianceAll = covarianceOf(both);
  const baseline = covariates.map((c) => covariates.map((d) => covarianceAll[c][d] / n));
  const means = meansOf(both);
  const atMeans = [1, 0, ...covariates.map((c) => means[c])];
  const treated = [0, 1, ...covariates.map(() => 0)];
  const tail = inverse.slice(2).map((row) => row.slice(2));
  const covariateError = tail.reduce(
    (sum, row, a) => sum + row.reduce((s, x, b) => s + x * baseline[b][a], 0),
    0,
  );
  const entry = (i: number, j: number, left: readonly number[], right: readonly number[]): number =>
    sigma[i][j] * quadratic(left, inverse, right);
  return {
    n,
    alpha: coefficients.flatMap((one) => [
      one.reduce((sum, value, k) => sum + value * atMeans[k], 0),
      one[1],
    ]),
    covariance: outcomes.flatMap((_, i) => [
      outcomes.flatMap((_o, j) => [
        n *
          (entry(i, j, atMeans, atMeans) +
            sigma[i][j] * covariateError +
            quadratic(coefficients[i].slice(2), baseline, coefficients[j].slice(2))),
        n * entry(i, j, atMeans, treated),
      ]),
      outcomes.flatMap((_o, j) => [n * entry(i, j, treated, atMeans), n * entry(i, j, treated, treated)]),
    ]),
  };
}

/** XᵀX of (1, treated, covariates). */
function designGram(both: Sums, treatment: Sums, covariates: readonly number[]): number[][] {
  return [
    [both.n, treatment.n, ...covariates.map((c) => both.sums[c])],
    [treatment.n, treatment.n, ...covariates.map((c) => treatment.sums[c])],
    ...covariates.map((c) => [
      both.sums[c],
      treatment.sums[c],
      ...covariates.map((d) => both.products[c][d]),
    ]),
  ];
}

function summary(cells: readonly Cell[], relative: boolean): Moments {
  const total = cells.reduce((sum, { n }) => sum + n, 0);
  const shares = cells.map(({ n }) => n / total);
  const indices = cells[0].alpha.map((_, i) => i);
  const mean = indices.map((i) => cells.reduce((sum, { alpha }, s) => sum + shares[s] * alpha[i], 0));
  const covariance = indices.map((i) =>
    indices.map((j) => {
      const between = cells.reduce((sum, { alpha }, s) => sum + shares[s] * alpha[i] * alpha[j], 0);
      const within = cells.reduce((sum, cell, s) => sum + cell.covariance[i][j] * shares[s], 0);
      return (between - mean[i] * mean[j] + within) / total;
    }),
  );
  const { estimate, gradient } = mean.length === 2 ? meanEffect(mean, relative) : ratioEffect(mean, relative);
  return { estimate, variance: quadratic(gradient, covariance) };
}

function meanEffect([control, effect]: readonly number[], relative: boolean) {
  if (!relative) return { estimate: effect, gradient: [0, 1] };
  if (control === 0) return { estimate: 0, gradient: [0, 0] };
  return { estimate: effect / control, gradient: [-effect / control ** 2, 1 / control] };
}

function ratioEffect([m, mEffect, d, dEffect]: readonly number[], relative: boolean) {
  const [top, bottom] = [m + mEffect, d + dEffect];
  if (d === 0 || bottom === 0 || (relative && m === 0)) return { estimate: 0, gradient: [0, 0, 0, 0] };
  const [treated, own] = [top / bottom, m / d];
  const gradientTreated = [1 / bottom, 1 / bottom, -treated / bottom, -treated / bottom];
  const gradientOwn = [1 / d, 0, -own / d, 0];
  const [a, b] = relative ? [1 / own, treated / own ** 2] : [1, 1];
  return {
    estimate: relative ? treated / own - 1 : treated - own,
    gradient: gradientTreated.map((value, i) => a * value - b * gradientOwn[i]),
  };
}
