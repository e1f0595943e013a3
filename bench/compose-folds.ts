/**
 * A picture and words together, with weights that were chosen on other kinds: the sample catalogue's kinds are halved, the
 * weights of `src/search/compose/judging.ts` are chosen on one half and tried on the other, both ways.
 *
 *   node bench/compose-folds.ts --data FOLDER [--catalogue samples/home] [--every 5] [--draws 300]
 *
 * The folder holds the imported catalogue. Weights are drawn at random around the shipped ones; the best by half the sum of
 * category kept and of the harmonic mean of obeyed and found, over colours and materials, is taken. `wordless` is the same with every
 * word of every pin left out, by looks and pixels only.
 */
import { parseArgs } from "node:util";
import { truthOf } from "../src/cli/eval/eval-compose.ts";
import { seededRandom } from "../src/core/random.ts";
import { openEngine } from "../src/engine.ts";
import {
  type Clues,
  cluesOf,
  type JudgingWeights,
  judge,
  judgingWeights,
} from "../src/search/compose/judging.ts";
import { type ComposeQuestion, composeQuestions } from "../src/search/evaluate-compose.ts";
import { foldGroups } from "../src/search/pages.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: "" },
    catalogue: { type: "string", default: "samples/home" },
    every: { type: "string", default: "5" },
    draws: { type: "string", default: "300" },
  },
});
const top = 10;

interface Found {
  readonly clues: Clues;
  readonly wordless: Clues;
  readonly group: string;
  readonly keepsCategory: boolean;
  readonly isAsAsked: boolean;
}
interface Asked extends ComposeQuestion {
  readonly found: readonly Found[];
}

const engine = await openEngine({ data: values.data });
const pictures = await truthOf(engine, values.catalogue);
const byId = new Map(pictures.map((picture) => [picture.id, picture]));
const asked: Asked[] = [];
for (const question of composeQuestions(pictures).filter((_, i) => i % Number(values.every) === 0)) {
  const { pin, value, category, relevant } = question;
  const gathered = await engine.composed.gather({ pin, text: `in ${value}`, limit: top });
  const clues = cluesOf(gathered.found, gathered.asked, gathered.kinship);
  const bare = gathered.found.map((one) => ({ ...one, mentions: [] }));
  const wordless = cluesOf(bare, gathered.asked, new Map());
  const folded = new Set(
    foldGroups(
      gathered.found.map(({ match }) => match),
      new Map(gathered.found.map(({ pin: own }) => [own.seq, own])),
    ).map(({ found: match }) => match),
  );
  asked.push({
    ...question,
    found: gathered.found.flatMap((one, i) =>
      folded.has(one.match)
        ? [
            {
              ...{ clues: clues[i], wordless: wordless[i], group: one.pin.group },
              keepsCategory: byId.get(one.pin.id)?.items.some((item) => item.category === category) ?? false,
              isAsAsked: relevant.has(one.pin.id),
            },
          ]
        : [],
    ),
  });
}
await engine.close();

type Mode = "clues" | "wordless";
interface Score {
  readonly category: number;
  readonly obeyed: number;
  readonly found: number;
  readonly shown: number;
  readonly queries: number;
}

function scoreOf(questions: readonly Asked[], weights: JudgingWeights, mode: Mode = "clues"): Score {
  let [shown, kept, obeyed, wanted] = [0, 0, 0, 0];
  for (const { found, relevant } of questions) {
    const judged = found.map((one) => ({ one, ...judge(one[mode], weights) }));
    const fitting = judged.filter(({ probability }) => probability >= weights.shownFrom);
    const list = fitting.length > 0 ? fitting.sort((a, b) => b.score - a.score) : judged;
    const page = list.slice(0, top).map(({ one }) => one);
    shown += page.length;
    kept += page.filter(({ keepsCategory }) => keepsCategory).length;
    obeyed += page.filter(({ isAsAsked }) => isAsAsked).length;
    wanted += Math.min(top, relevant.size);
  }
  return {
    queries: questions.length,
    category: kept / shown,
    obeyed: obeyed / shown,
    found: obeyed / wanted,
    shown: shown / questions.length,
  };
}

const ofFacet = (questions: readonly Asked[], facet: ComposeQuestion["facet"]): Asked[] =>
  questions.filter((question) => question.facet === facet);
const harmonic = ({ obeyed, found }: Score): number => (2 * obeyed * found) / (obeyed + found);
function worth(questions: readonly Asked[], weights: JudgingWeights): number {
  const scores = [
    scoreOf(ofFacet(questions, "colour"), weights),
    scoreOf(ofFacet(questions, "material"), weights),
  ];
  return scores.reduce((sum, score) => sum + (score.category + harmonic(score)) / 4, 0);
}

const random = seededRandom(1);
const between = (low: number, high: number): number => low + (high - low) * random.next();
const draws = Array.from({ length: Number(values.draws) }, (): JudgingWeights => {
  return {
    byLooks: judgingWeights.byLooks,
    byName: { intercept: between(-9, -3), similarity: between(4, 12), kinship: between(3, 9) },
    shownFrom: between(0.1, 0.5),
    ...{ said: between(2, 6), exact: between(0, 2), unsaidColour: between(-3, 0) },
    ...{ unsaid: between(-4, -1), somewhere: between(-3, 1), seen: between(0, 1) },
  };
});
const chosenOn = (questions: readonly Asked[]): JudgingWeights =>
  [judgingWeights, ...draws]
    .map((weights) => [weights, worth(questions, weights)] as const)
    .reduce((best, one) => (one[1] > best[1] ? one : best))[0];

const kinds = [...new Set(asked.map(({ category }) => category))].sort();
const halfOf = ({ category }: Asked): number => kinds.indexOf(category) % 2;
const rows: Record<string, Record<string, string>> = {};
const print = (name: string, score: Score): void => {
  rows[name] = Object.fromEntries(
    Object.entries(score).map(([key, value]) => [
      key,
      Number.isInteger(value) ? String(value) : value.toFixed(3),
    ]),
  );
};
const heldOut = [0, 1].map((half) => {
  const weights = chosenOn(asked.filter((one) => halfOf(one) !== half));
  return { weights, questions: asked.filter((one) => halfOf(one) === half) };
});
const onAll = chosenOn(asked);
for (const facet of ["colour", "material"] as const) {
  const mine = ofFacet(asked, facet);
  print(`${facet}, shipped weights`, scoreOf(mine, judgingWeights));
  print(`${facet}, chosen on all`, scoreOf(mine, onAll));
  heldOut.forEach(({ weights, questions }, half) => {
    print(`${facet}, half ${half}, chosen on the other`, scoreOf(ofFacet(questions, facet), weights));
    print(`${facet}, half ${half}, shipped`, scoreOf(ofFacet(questions, facet), judgingWeights));
  });
}
print("colour, wordless", scoreOf(ofFacet(asked, "colour"), judgingWeights, "wordless"));
console.table(rows);
console.log("on all:", JSON.stringify(onAll));
for (const [half, { weights }] of heldOut.entries()) {
  console.log(`without half ${half}:`, JSON.stringify(weights));
}
