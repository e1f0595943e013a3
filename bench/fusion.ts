/**
 * The weights of words and meaning in the search's order, fitted on judged texts and tried on texts that were held out,
 * beside standardised scores and reciprocal ranks:
 *
 *   node bench/fusion.ts --docs FILE --queries FILE --qrels FILE [--folds 5]
 *
 * A logistic regression of "judged relevant" on the words' share of what they could add up to and on the cosine of the
 * texts, over the hundred best of each for every question. The questions are dealt into folds by a seeded shuffle; each
 * is ranked by weights that were fitted without its fold. The last line is fitted on all of them.
 */
import { parseArgs } from "node:util";
import { seededRandom } from "../src/core/random.ts";
import { openTextModel } from "../src/io/models/onnx-text.ts";
import { scoreOf, type TextScore, textRanker } from "../src/search/evaluate-text.ts";
import { fuseRanks, fuseStandardised } from "../src/search/word-search/fusion.ts";
import { clearestPlaces } from "../src/search/word-search/seen-ranking.ts";
import { generalisedRegression } from "../src/stats/regression/glm.ts";
import { judgedFlags, readJudged } from "./collections/judged-texts.ts";

const { values } = parseArgs({
  options: {
    ...judgedFlags,
  },
});
/** Looked at of each ranking when the weights are fitted. */
const pooled = 100;
const deepest = 1000;

const { documents, judgments, judged } = readJudged(values);
const model = await openTextModel();
const vectors = await model.embed(documents.map(({ title, text }) => `${title} ${text}`));
const rank = textRanker(documents, vectors);

interface Question {
  readonly grades: ReadonlyMap<string, number>;
  readonly words: Float64Array;
  readonly meaning: readonly number[];
  /** [documents]: the two predictors. */
  readonly predictors: ReadonlyArray<readonly [number, number]>;
}
const questions: Question[] = [];
for (const { id, text } of judged) {
  const [vector] = await model.embed([text]);
  const { words, meaning, most } = rank(text, vector).plain;
  const predictors = meaning.map((cosine, i) => [words[i] / most, Math.max(0, cosine)] as const);
  questions.push({ grades: judgments.get(id) ?? new Map(), words, meaning, predictors });
}
await model.close();

function weightsFitted(some: readonly Question[]): readonly number[] {
  const rows: number[][] = [];
  const relevant: number[] = [];
  for (const { words, meaning, predictors, grades } of some) {
    for (const place of new Set([...clearestPlaces(words, pooled), ...clearestPlaces(meaning, pooled)])) {
      rows.push([1, ...predictors[place]]);
      relevant.push((grades.get(documents[place].id) ?? 0) > 0 ? 1 : 0);
    }
  }
  return generalisedRegression(rows, relevant, "logit").coefficients;
}

const judgedAs = ({ grades }: Question, scores: ArrayLike<number>): TextScore =>
  scoreOf(
    clearestPlaces(scores, deepest).map((place) => documents[place].id),
    grades,
  );

const folds = Number(values.folds);
const dealt = seededRandom(1).shuffle(questions);
const scores = { learned: [] as TextScore[], standardised: [] as TextScore[], ranks: [] as TextScore[] };
for (let fold = 0; fold < folds; fold++) {
  const [, words, meaning] = weightsFitted(dealt.filter((_, i) => i % folds !== fold));
  for (const question of dealt.filter((_, i) => i % folds === fold)) {
    const both = [question.words, question.meaning].map((one) => ({ scores: one, weight: 1 }));
    const learned = question.predictors.map(([share, likeness]) => words * share + meaning * likeness);
    scores.learned.push(judgedAs(question, learned));
    scores.standardised.push(judgedAs(question, fuseStandardised(both)));
    scores.ranks.push(judgedAs(question, fuseRanks(both)));
  }
}
const mean = (all: readonly TextScore[], measure: keyof TextScore): string =>
  (all.reduce((sum, score) => sum + score[measure], 0) / all.length).toFixed(4);
console.table(
  Object.fromEntries(
    Object.entries(scores).map(([name, all]) => [
      name,
      { map: mean(all, "map"), ndcgAt10: mean(all, "ndcgAt10"), recallAt100: mean(all, "recallAt100") },
    ]),
  ),
);
const [, words, meaning] = weightsFitted(questions);
console.log(`fitted on all ${questions.length}: words ${words.toFixed(2)}, meaning ${meaning.toFixed(2)}`);
