/**
 * How well a document answers a word:
 *
 *   idf(t)      = ln(1 + (N − n + ½) / (n + ½))
 *   score(t, d) = idf(t) · (k1 + 1) · f / (f + k1·(1 − b + b·length / average length))
 *
 * N documents, n of them with the word; f is the word's frequency with each occurrence counted by the weight of its
 * place (a title's word three times a description's), and lengths are weighted alike. Every place thus saturates
 * together, as in BM25F with one b.
 *
 * k1 and b are those that the field's toolkits begin with; on Cranfield four folds of five choose them, too
 * (`npm run bench -- text-folds`).
 *
 * Sources: S. Robertson, H. Zaragoza, M. Taylor (2004), "Simple BM25 extension to multiple weighted fields", CIKM; P. Yang,
 * H. Fang, J. Lin (2018), "Anserini: reproducible ranking baselines using Lucene", JDIQ 10(4), for k1 and b.
 */
import type { Place } from "../../core/words.ts";

export const k1 = 0.9;
export const b = 0.4;

/** What one occurrence counts. */
export const placeWeights: Readonly<Record<Place, number>> = {
  title: 3,
  tags: 2,
  seen: 2,
  boards: 1,
  description: 1,
  attributes: 1,
  read: 1,
  general: 1,
  owner: 0.5,
  domain: 0.5,
};

/** Frequencies are kept in eighths, 1..255. */
export const strengthUnit = 8;

export function inverseFrequency(documents: number, withTerm: number): number {
  return Math.log(1 + (Math.max(0, documents - withTerm) + 0.5) / (withTerm + 0.5));
}

/** The part of the score that does not depend on the word: k1·(1 − b + b·length / average), in eighths. */
export function saturation(length: number, averageLength: number): number {
  return strengthUnit * k1 * (1 - b + (averageLength > 0 ? (b * length) / averageLength : 0));
}
