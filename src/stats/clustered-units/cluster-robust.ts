/**
 * Linear regression with rows that come in clusters, from each cluster's sums: CR0–CR3 and Satterthwaite's degrees of
 * freedom, without a matrix of a cluster's size.
 *
 *   M = (Σ G_g)⁻¹, G_g = X_gᵀX_g;  V = M Σ s_g s_gᵀ M, s_g = X_gᵀ A_g e_g;  A_g a power of I - H_gg
 *   M^½ G_g M^½ = Q diag(h) Qᵀ, so in p dimensions s_g = R Q φ(h) Qᵀ M^½ X_gᵀe_g, R = M^-½
 *   φ: CR0, CR1 1;  CR2 (1-h)^-½;  CR3 (1-h)⁻¹;  CR1 × G/(G-1) (n-1)/(n-p)
 *   df of cᵀb: (Σ q_gg)²/ΣΣ q_gh²,  q_gh = δ_gh a_gᵀa_g - w_gᵀ M w_h,  a_g = A_g X_g M c,  w_g = X_gᵀa_g
 *
 * Sources: R. M. Bell and D. F. McCaffrey (2002), "Bias reduction in standard errors for linear regression with
 * multi-stage samples", Survey Methodology 28; G. W. Imbens and M. Kolesár (2016), "Robust standard errors in small
 * samples", Review of Economics and Statistics 98; J. E. Pustejovsky and E. Tipton (2018), JBES 36.
 */
import { BowerbirdError } from "../../core/errors.ts";
import {
  invertPositive,
  type Matrix,
  multiply,
  multiplyVector,
  symmetricEigen,
  transpose,
} from "../../math/linear-algebra.ts";
import { checkCount, checkFinite, checkSameLength, checkValues } from "../checking.ts";
import { type MeanTest, type MeanTestOptions, tTest } from "../comparisons/means.ts";
import type { Estimate } from "../summaries/estimate.ts";

/** A cluster's rows as sums. They merge by adding. */
export interface ClusterSums {
  readonly n: number;
  /** XᵀX, p × p. */
  readonly gram: Matrix;
  /** Xᵀy, p numbers. */
  readonly crossed: readonly number[];
}

export type ClusterKind = "CR0" | "CR1" | "CR2" | "CR3";

export interface ClusterFit {
  readonly coefficients: number[];
  /** p × p. */
  readonly covariance: number[][];
  readonly clusters: number;
  /** Of each coefficient's t-test. CR0 and CR1 use the clusters less one. */
  readonly df: number[];
}

/** @throws BowerbirdError EMPTY_SAMPLE without a row, BAD_INPUT, NOT_FINITE. */
export function clusterSumsOf(rows: Matrix, y: readonly number[]): ClusterSums {
  checkValues(y, 1, "the outcome");
  checkSameLength("rows and outcomes", rows, y);
  if (rows.some((row) => row.length !== rows[0].length))
    throw new BowerbirdError("BAD_INPUT", { what: "the rows", why: "they differ in length" });
  for (const row of rows) checkFinite("a row", ...row);
  const columns = transpose(rows);
  return {
    n: rows.length,
    gram: columns.map((a) => columns.map((b) => dot(a, b))),
    crossed: columns.map((column) => dot(column, y)),
  };
}

/** @throws BowerbirdError BAD_INPUT when the columns differ, NOT_FINITE, OUT_OF_RANGE. */
export function addClusterSums(a: ClusterSums, b: ClusterSums): ClusterSums {
  checkCluster(a, a.crossed.length);
  checkCluster(b, a.crossed.length);
  return {
    n: a.n + b.n,
    gram: a.gram.map((row, i) => row.map((value, j) => value + b.gram[i][j])),
    crossed: a.crossed.map((value, j) => value + b.crossed[j]),
  };
}

function checkCluster({ n, gram, crossed }: ClusterSums, columns: number): void {
  checkCount("a cluster's size", n, 1);
  checkFinite("a cluster", ...crossed, ...gram.flat());
  if (
    columns === 0 ||
    crossed.length !== columns ||
    gram.length !== columns ||
    gram.some((row) => row.length !== columns)
  )
    throw new BowerbirdError("BAD_INPUT", {
      what: "a cluster",
      why: `its sums are not those of ${columns} columns`,
    });
}

/**
 * O(G p³).
 *
 * @throws BowerbirdError EMPTY_SAMPLE below two clusters, RANK_DEFICIENT, NOT_FINITE, DOES_NOT_APPLY when one cluster
 *   alone decides a coefficient (CR2, CR3).
 */
export function clusterRobustFit(clusters: readonly ClusterSums[], kind: ClusterKind = "CR2"): ClusterFit {
  const count = clusters.length;
  if (count < 2) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: count });
  for (const cluster of clusters) checkCluster(cluster, clusters[0].crossed.length);
  const all = clusters.reduce(addClusterSums);
  const bread = invertPositive(all.gram);
  const coefficients = multiplyVector(bread, all.crossed);
  const roots = rootsOf(bread);
  const parts = clusters.map((cluster) => adjustedParts(cluster, coefficients, roots, kind));
  const p = coefficients.length;
  const scale = kind === "CR1" ? (count / (count - 1)) * ((all.n - 1) / (all.n - p)) : 1;
  const halves = parts.map(({ score }) => multiplyVector(bread, score));
  return {
    coefficients,
    clusters: count,
    covariance: coefficients.map((_, i) =>
      coefficients.map((_b, j) => scale * halves.reduce((sum, half) => sum + half[i] * half[j], 0)),
    ),
    df: coefficients.map((_, i) =>
      kind === "CR0" || kind === "CR1" ? count - 1 : satterthwaite(parts, bread, bread[i]),
    ),
  };
}

interface Parts {
  /** X_gᵀ A_g e_g. */
  readonly score: number[];
  /** X_gᵀ A_g X_g and X_gᵀ A_g² X_g. */
  readonly once: number[][];
  readonly twice: number[][];
}

function adjustedParts(
  { gram, crossed }: ClusterSums,
  coefficients: readonly number[],
  { root, inverseRoot }: Roots,
  kind: ClusterKind,
): Parts {
  const { values, vectors } = symmetricEigen(multiply(multiply(root, gram), root));
  const shares = values.map((value) => Math.min(1, Math.max(0, value)));
  const phi = shares.map((h) => {
    if (kind === "CR0" || kind === "CR1") return 1;
    if (h > 1 - 1e-9)
      throw new BowerbirdError("DOES_NOT_APPLY", {
        method: kind,
        why: "one cluster alone decides a coefficient",
      });
    return (1 - h) ** (kind === "CR2" ? -0.5 : -1);
  });
  const fitted = multiplyVector(gram, coefficients);
  const pull = multiplyVector(
    root,
    crossed.map((value, j) => value - fitted[j]),
  );
  const along = vectors.map((vector, k) => phi[k] * dot(vector, pull));
  const turned = vectors.map((vector) => multiplyVector(inverseRoot, vector));
  const weighted = (weights: readonly number[]): number[][] =>
    pull.map((_, i) => pull.map((_b, j) => turned.reduce((sum, q, k) => sum + weights[k] * q[i] * q[j], 0)));
  return {
    score: pull.map((_, i) => turned.reduce((sum, q, k) => sum + along[k] * q[i], 0)),
    once: weighted(shares.map((h, k) => h * phi[k])),
    twice: weighted(shares.map((h, k) => h * phi[k] ** 2)),
  };
}

interface Roots {
  readonly root: number[][];
  readonly inverseRoot: number[][];
}

/** M^½ and M^-½. */
function rootsOf(bread: Matrix): Roots {
  const { values, vectors } = symmetricEigen(bread);
  const power = (exponent: number): number[][] =>
    bread.map((_, i) =>
      bread.map((_b, j) => vectors.reduce((sum, v, k) => sum + values[k] ** exponent * v[i] * v[j], 0)),
    );
  return { root: power(0.5), inverseRoot: power(-0.5) };
}

/** `contrast` is M c. ΣΣ (w_gᵀ M w_h)² is the trace of (M W)², W = Σ w_g w_gᵀ: no pair of clusters is visited. */
function satterthwaite(parts: readonly Parts[], bread: Matrix, contrast: readonly number[]): number {
  const p = contrast.length;
  const W = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  let [trace, squares] = [0, 0];
  for (const { once, twice } of parts) {
    const w = multiplyVector(once, contrast);
    const own = dot(contrast, multiplyVector(twice, contrast));
    const taken = dot(w, multiplyVector(bread, w));
    trace += own - taken;
    squares += own * own - 2 * own * taken;
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) W[i][j] += w[i] * w[j];
  }
  const product = multiply(bread, W);
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) squares += product[i][j] * product[j][i];
  return trace ** 2 / squares;
}

const dot = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/** A cluster of an experiment in which whole clusters were assigned: people and the sum of their outcomes. */
export interface AssignedCluster {
  readonly arm: "control" | "treatment";
  readonly n: number;
  readonly sum: number;
}

export interface ClusteredTest extends MeanTest {
  readonly clusters: readonly [control: number, treatment: number];
  /** The arms' means over people, with their squared errors. */
  readonly arms: readonly [control: Estimate, treatment: Estimate];
}

/**
 * The difference of the arms' means over people, when clusters (teams, shops, regions) were assigned.
 *
 * @throws BowerbirdError EMPTY_SAMPLE below two clusters an arm; ZERO_VARIANCE; else as `clusterRobustFit`.
 */
export function clusteredDifference(
  clusters: readonly AssignedCluster[],
  { kind = "CR2", ...options }: MeanTestOptions & { readonly kind?: ClusterKind } = {},
): ClusteredTest {
  const counted = (arm: AssignedCluster["arm"]): number => clusters.filter((one) => one.arm === arm).length;
  const [controls, treatments] = [counted("control"), counted("treatment")];
  if (Math.min(controls, treatments) < 2)
    throw new BowerbirdError("EMPTY_SAMPLE", { needed: 2, actual: Math.min(controls, treatments) });
  const fit = clusterRobustFit(
    clusters.map(({ arm, n, sum }) => {
      const t = arm === "treatment" ? 1 : 0;
      return {
        n,
        gram: [
          [n, t * n],
          [t * n, t * n],
        ],
        crossed: [sum, t * sum],
      };
    }),
    kind,
  );
  const test = tTest(fit.coefficients[1], Math.sqrt(fit.covariance[1][1]), fit.df[1], options);
  const [level, effect] = fit.coefficients;
  const [[own, shared], [, both]] = fit.covariance;
  return {
    ...test,
    clusters: [controls, treatments],
    arms: [
      { mean: level, squaredError: own },
      { mean: level + effect, squaredError: own + 2 * shared + both },
    ],
  };
}
