/**
 * How good a ranked list is, with trec_eval's definitions.
 *
 *   DCG@k = Σ_{i≤k} gain_i / log2(i + 1),  nDCG = DCG / DCG of the best order of everything judged
 *   AP    = (1/R) Σ_{relevant at rank i} precision@i,  RR = 1 / rank of the first relevant
 *
 * A list holds grades: 0 not relevant, above 0 relevant, null not judged (as not relevant). R counts every relevant
 * item that was judged, found or not. With nothing relevant every measure is 0.
 *
 * Sources: K. Järvelin, J. Kekäläinen (2002), ACM Trans. Information Systems 20; C. Buckley, E. Voorhees, trec_eval.
 */
import { BowerbirdError } from "../core/errors.ts";

export type Grade = number | null;

function gradeOf(grade: Grade): number {
  if (grade !== null && !Number.isFinite(grade))
    throw new BowerbirdError("NOT_FINITE", { what: "the grades" });
  return Math.max(0, grade ?? 0);
}

function checkPlaces(k: number): void {
  if (!(Number.isSafeInteger(k) && k >= 1))
    throw new BowerbirdError("OUT_OF_RANGE", { what: "k", actual: k, range: "a whole number, 1 or more" });
}

function checkRelevant(relevant: number): void {
  if (!(Number.isSafeInteger(relevant) && relevant >= 0))
    throw new BowerbirdError("OUT_OF_RANGE", {
      what: "the number of relevant items",
      actual: relevant,
      range: "a whole number, 0 or more",
    });
}

/** `exponential` gains are 2^grade - 1, the others the grade itself. */
export function discountedGain(grades: readonly Grade[], k = grades.length, exponential = false): number {
  let sum = 0;
  for (let i = 0; i < Math.min(k, grades.length); i++) {
    const grade = gradeOf(grades[i]);
    sum += (exponential ? 2 ** grade - 1 : grade) / Math.log2(i + 2);
  }
  return sum;
}

/** `judged` holds the grade of everything judged for this query, in any order. */
export function normalisedGain(
  ranked: readonly Grade[],
  judged: readonly Grade[],
  k = Math.max(ranked.length, judged.length),
  exponential = false,
): number {
  const ideal = discountedGain(
    [...judged].map(gradeOf).sort((a, b) => b - a),
    k,
    exponential,
  );
  return ideal === 0 ? 0 : discountedGain(ranked, k, exponential) / ideal;
}

/** `relevant` is R, the number of relevant items judged. */
export function averagePrecisionAt(ranked: readonly Grade[], relevant: number, k = ranked.length): number {
  checkRelevant(relevant);
  if (relevant === 0) return 0;
  let found = 0;
  let sum = 0;
  for (let i = 0; i < Math.min(k, ranked.length); i++) {
    if (gradeOf(ranked[i]) === 0) continue;
    found++;
    sum += found / (i + 1);
  }
  return sum / relevant;
}

export function reciprocalRank(ranked: readonly Grade[]): number {
  const first = ranked.findIndex((grade) => gradeOf(grade) > 0);
  return first < 0 ? 0 : 1 / (first + 1);
}

/** Share of the first k places that are relevant; a shorter list is padded with misses. */
export function precisionAt(ranked: readonly Grade[], k: number): number {
  checkPlaces(k);
  return relevantIn(ranked, k) / k;
}

export function recallAt(ranked: readonly Grade[], relevant: number, k: number): number {
  checkPlaces(k);
  checkRelevant(relevant);
  return relevant === 0 ? 0 : relevantIn(ranked, k) / relevant;
}

/** 1 when something relevant is among the first k. */
export function successAt(ranked: readonly Grade[], k: number): 0 | 1 {
  checkPlaces(k);
  return relevantIn(ranked, k) > 0 ? 1 : 0;
}

/** The best precision at any recall of `level` or more. */
export function interpolatedPrecision(ranked: readonly Grade[], relevant: number, level: number): number {
  checkRelevant(relevant);
  if (relevant === 0) return 0;
  // trec_eval's cutoff: the level in relevant items, rounded to the nearest
  const needed = Math.floor(level * relevant + 0.5);
  let [found, best] = [0, 0];
  ranked.forEach((grade, i) => {
    if (gradeOf(grade) === 0) return;
    found++;
    if (found >= needed) best = Math.max(best, found / (i + 1));
  });
  return best;
}

/** 1/R Σ over found relevant of 1 - min(judged misses above, m) / m with m = min(R, judged misses). */
export function binaryPreference(ranked: readonly Grade[], relevant: number, misses: number): number {
  checkRelevant(relevant);
  checkRelevant(misses);
  if (relevant === 0) return 0;
  const bound = Math.min(relevant, misses);
  let above = 0;
  let sum = 0;
  for (const grade of ranked) {
    if (grade === null) continue;
    if (grade > 0) sum += above > 0 ? 1 - Math.min(above, relevant) / bound : 1;
    else above++;
  }
  return sum / relevant;
}

function relevantIn(ranked: readonly Grade[], k: number): number {
  return ranked.slice(0, k).filter((grade) => gradeOf(grade) > 0).length;
}
