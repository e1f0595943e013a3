/**
 * How well words find texts, by trec_eval's definitions, over every query that has judgments or is asked: rankings of
 * at most 1,000 documents; a query with nothing relevant counts as zero.
 *
 *   words: the word index with feedback; meaning: text vectors with feedback; both: standardised and added, .3 of
 *   words and .7 of meaning, the feedback documents of each taken from the sum.
 */
import { BowerbirdError } from "../core/errors.ts";
import type { TextModel } from "../core/ports.ts";
import type { WordDocument } from "../core/words.ts";
import { analyzer } from "../index/word-index/analyzer.ts";
import type { WordGroup } from "../index/word-index/leads.ts";
import { type WordIndex, wordIndex } from "../index/word-index/word-index.ts";
import { averagePrecisionAt, normalisedGain, recallAt, reciprocalRank } from "../math/ranking-metrics.ts";
import { dot } from "../math/vectors.ts";
import type { JudgedDocument, JudgedQuery, Judgments } from "./judged-texts.ts";
import { expandWords, feedbackDocuments, moveVector } from "./word-search/feedback.ts";
import { fuseStandardised } from "./word-search/fusion.ts";

/** Shares, 0..1. */
export interface TextScore {
  readonly map: number;
  readonly ndcgAt10: number;
  readonly mrr: number;
  readonly recallAt100: number;
}

export interface TextScores {
  readonly words: TextScore;
  readonly meaning: TextScore;
  readonly both: TextScore;
}

interface JudgedTexts {
  readonly documents: readonly JudgedDocument[];
  readonly queries: readonly JudgedQuery[];
  readonly judgments: Judgments;
}

const deepest = 1000;
/** Of words in both; chosen with the constants of feedback, see `word-search/feedback.ts`. */
const wordShare = 0.3;

/** @throws EMPTY_SAMPLE when no query has a judgment */
export async function evaluateText(
  { documents, queries, judgments }: JudgedTexts,
  model: TextModel,
  progress: (done: number, total: number) => void = () => {},
): Promise<TextScores> {
  const judged = queries.filter(({ id }) => judgments.has(id));
  if (judged.length === 0) throw new BowerbirdError("EMPTY_SAMPLE", { needed: 1, actual: 0 });
  const total = documents.length + judged.length;
  const vectors: Float32Array[] = [];
  const embed = async (text: string): Promise<Float32Array> => {
    const [vector] = await model.embed([text]);
    progress(++done, total);
    return vector;
  };
  let done = 0;
  for (const { title, text } of documents) vectors.push(await embed(`${title} ${text}`));
  const rank = textRanker(documents, vectors);
  const scores = { words: [] as TextScore[], meaning: [] as TextScore[], both: [] as TextScore[] };
  for (const query of judged) {
    const rankings = rank(query.text, await embed(query.text));
    const grades = judgments.get(query.id) ?? new Map<string, number>();
    for (const way of ["words", "meaning", "both"] as const) {
      const found = best(rankings[way], deepest).filter(
        (place) => way !== "words" || rankings.words[place] > 0,
      );
      const ranked = found.map((place) => documents[place].id);
      scores[way].push(scoreOf(ranked, grades));
    }
  }
  return { words: mean(scores.words), meaning: mean(scores.meaning), both: mean(scores.both) };
}

/** Scores of all documents for a query, each way; 0 or below for what is not found by words. */
export function textRanker(documents: readonly JudgedDocument[], vectors: readonly Float32Array[]) {
  const words = analyzer();
  const index = wordIndex(words);
  index.add(documents.map(documentOf));
  return (text: string, vector: Float32Array) => {
    const groups = groupsOf(
      words.words(text).map(({ term }) => term),
      index,
    );
    const similarities = (query: Float32Array) => vectors.map((one) => dot(one, query));
    const plain = { words: dense(index, groups), meaning: similarities(vector) };
    const expanded = (right: readonly number[]) => dense(index, expandWords(groups, right, index));
    const moved = (right: readonly number[]) =>
      similarities(
        moveVector(
          vector,
          right.map((place) => vectors[place]),
        ),
      );
    const together = best(fuse(plain.words, plain.meaning), feedbackDocuments);
    return {
      /** Without feedback, as the search has them, and the most that the words could add up to. */
      plain: { ...plain, most: index.mostGained(groups) },
      words: expanded(best(plain.words, feedbackDocuments)),
      meaning: moved(best(plain.meaning, feedbackDocuments)),
      both: fuse(expanded(together), moved(together)),
    };
  };
}

function documentOf({ title, text }: JudgedDocument, place: number): WordDocument {
  return {
    seq: place + 1,
    texts: [
      { place: "title", text: title, weight: 1 },
      { place: "description", text, weight: 1 },
    ],
    facets: [],
    group: String(place),
    labels: [],
    price: null,
    createdAt: 0,
  };
}

/** A word that is typed twice counts twice. */
function groupsOf(typed: readonly string[], { terms }: Pick<WordIndex, "terms">): WordGroup[] {
  const counts = new Map<number, number>();
  for (const term of typed.map(terms.find)) if (term >= 0) counts.set(term, (counts.get(term) ?? 0) + 1);
  return [...counts].map(([term, weight]) => ({ terms: [{ term, weight: 1 }], weight }));
}

/** Documents are numbered in the order they were added. */
function dense(index: WordIndex, groups: readonly WordGroup[]): Float64Array {
  const { documents, scores } = index.any(groups);
  const all = new Float64Array(index.size);
  documents.forEach((document, i) => {
    all[document] = scores[i];
  });
  return all;
}

const fuse = (words: ArrayLike<number>, meaning: ArrayLike<number>): Float64Array =>
  fuseStandardised([
    { scores: words, weight: wordShare },
    { scores: meaning, weight: 1 - wordShare },
  ]);

function best(scores: ArrayLike<number>, count: number): number[] {
  return Array.from(scores, (_, i) => i)
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, count);
}

/** @param grades of everything judged for this query */
export function scoreOf(ranked: readonly string[], grades: ReadonlyMap<string, number>): TextScore {
  const list = ranked.map((id) => grades.get(id) ?? null);
  const judged = [...grades.values()];
  const relevant = judged.filter((grade) => grade > 0).length;
  return {
    map: averagePrecisionAt(list, relevant),
    ndcgAt10: normalisedGain(list, judged, 10),
    mrr: reciprocalRank(list),
    recallAt100: recallAt(list, relevant, 100),
  };
}

function mean(scores: readonly TextScore[]): TextScore {
  const of = (measure: keyof TextScore): number =>
    scores.reduce((sum, score) => sum + score[measure], 0) / scores.length;
  return { map: of("map"), ndcgAt10: of("ndcgAt10"), mrr: of("mrr"), recallAt100: of("recallAt100") };
}
