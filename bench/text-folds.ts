/**
 * What words and meaning together reach on texts that nothing was chosen on: every constant of the ranking (BM25's, those
 * of feedback, the share of words) is chosen by mean average precision on four folds of the questions and tried on the
 * fifth.
 *
 *   node bench/text-folds.ts --docs FILE --queries FILE --qrels FILE [--folds 5] [--seeds 5]
 *
 * BM25 and its expansion stand here once more, over plain maps, so that their constants can be varied; what the index
 * has is one row of the grid and is printed beside the rest. Every seed deals the questions into other folds.
 */
import { parseArgs } from "node:util";
import { seededRandom } from "../src/core/random.ts";
import { analyzer } from "../src/index/word-index/analyzer.ts";
import { openTextModel } from "../src/io/models/onnx-text.ts";
import { dot, unit } from "../src/math/vectors.ts";
import { scoreOf, type TextScore } from "../src/search/evaluate-text.ts";
import { fuseStandardised } from "../src/search/word-search/fusion.ts";
import { clearestPlaces } from "../src/search/word-search/seen-ranking.ts";
import { judgedFlags, readJudged } from "./collections/judged-texts.ts";

const { values } = parseArgs({
  options: {
    ...judgedFlags,
    seeds: { type: "string", default: "5" },
  },
});

interface Constants {
  readonly k1: number;
  readonly b: number;
  /** What a title's word counts beside a text's. */
  readonly title: number;
  /** Documents taken for right; 0 for no feedback. */
  readonly documents: number;
  readonly terms: number;
  /** Of words in the sum of both, 0..1. */
  readonly words: number;
}
const grid: Constants[] = [0.9, 1.2, 1.5, 2].flatMap((k1) =>
  [0.4, 0.75].flatMap((b) =>
    [1, 3].flatMap((title) =>
      [
        { documents: 0, terms: 0 },
        { documents: 5, terms: 10 },
        { documents: 5, terms: 40 },
        { documents: 10, terms: 10 },
        { documents: 10, terms: 40 },
      ].flatMap((feedback) => [0.3, 0.5].map((words) => ({ k1, b, title, ...feedback, words }))),
    ),
  ),
);
const shipped: Constants = { k1: 0.9, b: 0.4, title: 3, documents: 5, terms: 10, words: 0.3 };
const literature: Constants = { k1: 0.9, b: 0.4, title: 1, documents: 10, terms: 10, words: 0.5 };

const { documents, judgments, judged } = readJudged(values);
const model = await openTextModel();
const vectors = await model.embed(documents.map(({ title, text }) => `${title} ${text}`));
const asked = await model.embed(judged.map(({ text }) => text));
await model.close();
const stems = analyzer();
const termsOf = (text: string): string[] => stems.words(text).map(({ term }) => term);
const stemmed = documents.map(({ title, text }) => ({ title: termsOf(title), text: termsOf(text) }));
const questions = judged.map(({ id, text }, i) => ({
  ...{ terms: termsOf(text), vector: asked[i] },
  grades: judgments.get(id) ?? new Map<string, number>(),
}));

type Weights = ReadonlyMap<string, number>;

/** BM25 with weighted places; see src/index/word-index/bm25.ts. */
function ranker({ k1, b, title }: Pick<Constants, "k1" | "b" | "title">) {
  const frequencies = stemmed.map((document) => {
    const counts = new Map<string, number>();
    for (const term of document.title) counts.set(term, (counts.get(term) ?? 0) + title);
    for (const term of document.text) counts.set(term, (counts.get(term) ?? 0) + 1);
    return counts;
  });
  const lengths = stemmed.map((document) => title * document.title.length + document.text.length);
  const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const postings = new Map<string, Array<readonly [document: number, part: number]>>();
  frequencies.forEach((counts, document) => {
    const norm = k1 * (1 - b + (b * lengths[document]) / average);
    for (const [term, f] of counts) {
      const list = postings.get(term) ?? [];
      postings.set(term, list);
      list.push([document, ((k1 + 1) * f) / (f + norm)]);
    }
  });
  const idf = (term: string): number => {
    const n = postings.get(term)?.length ?? 0;
    return Math.log(1 + (documents.length - n + 0.5) / (n + 0.5));
  };
  return {
    score: (weights: Weights): Float64Array => {
      const scores = new Float64Array(documents.length);
      for (const [term, weight] of weights) {
        const gain = weight * idf(term);
        for (const [document, part] of postings.get(term) ?? []) scores[document] += gain * part;
      }
      return scores;
    },
    /** As `expandWords` of src/search/word-search/feedback.ts. */
    expand: (weights: Weights, right: readonly number[], terms: number): Weights => {
      const gains = new Map<string, number>();
      for (const document of right) {
        const { title: head, text } = stemmed[document];
        const length = head.length + text.length;
        for (const term of [...head, ...text]) gains.set(term, (gains.get(term) ?? 0) + 1 / length);
      }
      const best = [...gains]
        .filter(([term]) => (postings.get(term)?.length ?? 0) <= documents.length / 4)
        .map(([term, gain]) => [term, gain * idf(term)] as const)
        .sort((one, other) => other[1] - one[1])
        .slice(0, terms);
      const total = best.reduce((sum, [, gain]) => sum + gain, 0);
      const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
      const mixed = new Map([...weights].map(([term, weight]) => [term, (0.5 * weight) / whole]));
      for (const [term, gain] of best) mixed.set(term, (mixed.get(term) ?? 0) + (0.5 * gain) / total);
      return mixed;
    },
  };
}

const fuse = (words: ArrayLike<number>, meaning: ArrayLike<number>, share: number): Float64Array =>
  fuseStandardised([
    { scores: words, weight: share },
    { scores: meaning, weight: 1 - share },
  ]);
const likeness = (query: Float32Array): number[] => vectors.map((vector) => dot(vector, query));
const moved = (query: Float32Array, right: readonly number[]): Float32Array =>
  unit(
    query.map(
      (value, i) => value + right.reduce((sum, place) => sum + vectors[place][i], 0) / (2 * right.length),
    ),
  );

/** [questions]: each as it is ranked with these constants. */
function scoresWith(constants: Constants, words: ReturnType<typeof ranker>): TextScore[] {
  return questions.map(({ terms, vector, grades }) => {
    const weights = new Map<string, number>();
    for (const term of terms) weights.set(term, (weights.get(term) ?? 0) + 1);
    let both = fuse(words.score(weights), likeness(vector), constants.words);
    if (constants.documents > 0) {
      const right = clearestPlaces(both, constants.documents);
      const expanded = words.score(words.expand(weights, right, constants.terms));
      both = fuse(expanded, likeness(moved(vector, right)), constants.words);
    }
    return scoreOf(
      clearestPlaces(both, 1000).map((place) => documents[place].id),
      grades,
    );
  });
}

const mean = (scores: readonly TextScore[], measure: keyof TextScore): number =>
  scores.reduce((sum, score) => sum + score[measure], 0) / scores.length;
const all = new Map<Constants, TextScore[]>();
let words = ranker(grid[0]);
grid.forEach((constants, i) => {
  const before = grid[i - 1];
  const isNew = before?.k1 !== constants.k1 || before.b !== constants.b || before.title !== constants.title;
  if (isNew) words = ranker(constants);
  all.set(constants, scoresWith(constants, words));
});
const like = (wanted: Constants): TextScore[] => {
  const [, scores] = [...all].find(([one]) => JSON.stringify(one) === JSON.stringify(wanted)) ?? [];
  return scores ?? [];
};

/** Mean over the questions, each ranked by the constants that were best without its fold. */
function heldOut(seed: number): { scores: TextScore[]; chosen: Constants[] } {
  const order = seededRandom(seed).shuffle(questions.map((_, i) => i));
  const folds = Number(values.folds);
  const [scores, chosen]: [TextScore[], Constants[]] = [[], []];
  for (let fold = 0; fold < folds; fold++) {
    const inside = order.filter((_, i) => i % folds !== fold);
    const [best] = [...all]
      .map(
        ([constants, own]) =>
          [
            constants,
            mean(
              inside.map((i) => own[i]),
              "map",
            ),
          ] as const,
      )
      .sort((one, other) => other[1] - one[1])[0];
    chosen.push(best);
    for (const i of order.filter((_, place) => place % folds === fold)) scores.push((all.get(best) ?? [])[i]);
  }
  return { scores, chosen };
}

const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => heldOut(i + 1));
const row = (scores: readonly TextScore[]) => ({
  map: mean(scores, "map").toFixed(4),
  ndcgAt10: mean(scores, "ndcgAt10").toFixed(4),
  recallAt100: mean(scores, "recallAt100").toFixed(4),
});
console.table({
  ...Object.fromEntries(
    seeds.map(({ scores }, i) => [`chosen without the fold, seed ${i + 1}`, row(scores)]),
  ),
  "shipped, what most folds chose": row(like(shipped)),
  "defaults of the literature": row(like(literature)),
});
const names = seeds.flatMap(({ chosen }) => chosen.map((one) => JSON.stringify(one)));
for (const name of new Set(names)) console.log(names.filter((one) => one === name).length, name);
