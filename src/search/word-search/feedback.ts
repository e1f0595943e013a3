/**
 * Pseudo-relevance feedback: the first few answers are taken for right, and what they say is added to the question.
 *
 * Words (relevance model, interpolated: "RM3"):
 *
 *   p(t | R) ∝ Σ_d∈F  f(t, d)/length(d) · idf(t),   weight(t) = (1 − λ)·query(t) + λ·p(t | R)
 *
 * Vectors (Rocchio): q' = unit(q + β · mean of the answers' vectors).
 *
 * F are five documents, λ = β = ½, ten terms; none in more than a quarter of the documents. Five and ten are what four
 * folds of Cranfield's questions choose; the fifth is ranked as well (`npm run bench -- text-folds`).
 *
 * Sources: N. Abdul-Jaleel et al. (2004), "UMass at TREC 2004: Novelty and HARD"; J. J. Rocchio (1971), "Relevance
 * feedback in information retrieval".
 */
import { inverseFrequency } from "../../index/word-index/bm25.ts";
import type { WordGroup } from "../../index/word-index/leads.ts";
import type { WordIndex } from "../../index/word-index/word-index.ts";
import { unit } from "../../math/vectors.ts";

export const feedbackDocuments = 5;
const feedbackTerms = 10;
const share = 0.5;
const commonest = 0.25;

/** @param documents numbers of the documents taken for right */
export function expandWords(
  groups: readonly WordGroup[],
  documents: readonly number[],
  { table, terms }: Pick<WordIndex, "table" | "terms">,
): WordGroup[] {
  const gains = new Map<number, number>();
  for (const document of documents) {
    const held = table.terms(document).filter((term) => term > 0);
    for (const term of held) gains.set(term - 1, (gains.get(term - 1) ?? 0) + 1 / held.length);
  }
  const best = [...gains]
    .filter(([term]) => terms.list(term).living <= commonest * table.living)
    .map(([term, gain]) => [term, gain * inverseFrequency(table.living, terms.list(term).living)] as const)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, feedbackTerms);
  const total = best.reduce((sum, [, gain]) => sum + gain, 0);
  const asked = groups.reduce((sum, { weight }) => sum + weight, 0);
  return [
    ...groups.map((group) => ({ ...group, weight: ((1 - share) * group.weight) / asked })),
    ...best.map(([term, gain]) => ({ terms: [{ term, weight: 1 }], weight: (share * gain) / total })),
  ];
}

/** @param vectors of the documents taken for right, unit length; none leaves the query as it is */
export function moveVector(query: Float32Array, vectors: readonly Float32Array[]): Float32Array {
  if (vectors.length === 0) return query;
  return unit(
    query.map(
      (value, i) => value + (share * vectors.reduce((sum, vector) => sum + vector[i], 0)) / vectors.length,
    ),
  );
}
