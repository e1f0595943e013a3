/**
 * The search itself judged, not only bare vectors: objects and whole pictures, intent, gate and folding, over a collection
 * in memory. The ranking is judged with nothing cut off, then what a person would see with the cutoff in force:
 *
 *   answered = share of questions that get any answer, shownPrecision = mean share of the shown that is relevant,
 *   shownRecallAt10 = share of questions with something relevant among the first ten shown
 */

import { BowerbirdError } from "../core/errors.ts";
import { type Pin, type Understanding, vectorKey } from "../core/nouns.ts";
import { plainIndex } from "../index/plain-index.ts";
import { averagePrecisionAt, precisionAt, successAt } from "../math/ranking-metrics.ts";
import { visualSearch } from "./search.ts";

/** Shares, 0..1, but for `queries`. */
export interface SearchScore {
  readonly queries: number;
  readonly recallAt1: number;
  readonly recallAt10: number;
  readonly precisionAt10: number;
  readonly meanAveragePrecision: number;
  readonly answered: number;
  readonly shownPrecision: number;
  readonly shownRecallAt10: number;
}

export interface SearchQuestion {
  readonly seen: Understanding;
  /** Ordinal of the object that is meant; what the search chooses when not said. */
  readonly object?: number;
  /** Places in the collection that are right. */
  readonly relevant: ReadonlySet<number>;
  /** Places of the question's own picture, which is not its own answer. */
  readonly own?: ReadonlySet<number>;
}

const most = 1000;
const nothingCut = 1;

/**
 * @param collection what was seen in each picture, all by one model
 * @param cutoff the rate of unrelated pictures that pass, as the setting `search.cutoff`
 * @throws NOTHING_TO_JUDGE without a question or a collection
 */
export async function scoreSearch(
  collection: readonly Understanding[],
  questions: readonly SearchQuestion[],
  cutoff: number,
): Promise<SearchScore> {
  if (collection.length === 0 || questions.length === 0) {
    throw new BowerbirdError("NOTHING_TO_JUDGE", { why: "there is no question, or nothing to find" });
  }
  const ask = await asking(collection);
  const sums = { recallAt1: 0, recallAt10: 0, precisionAt10: 0, meanAveragePrecision: 0 };
  let [shown, answered, shownFirst] = [0, 0, 0];
  for (const question of questions) {
    const gradesAt = async (rate: number): Promise<number[]> =>
      (await ask(question, rate))
        .filter((place) => !question.own?.has(place))
        .map((place) => (question.relevant.has(place) ? 1 : 0));
    const all = await gradesAt(nothingCut);
    sums.recallAt1 += successAt(all, 1);
    sums.recallAt10 += successAt(all, 10);
    sums.precisionAt10 += precisionAt(all, 10);
    sums.meanAveragePrecision += averagePrecisionAt(all, question.relevant.size);
    const seen = await gradesAt(cutoff);
    if (seen.length === 0) continue;
    answered++;
    shownFirst += successAt(seen, 10);
    shown += seen.reduce((sum, grade) => sum + grade, 0) / seen.length;
  }
  const mean = (sum: number): number => sum / questions.length;
  return {
    queries: questions.length,
    recallAt1: mean(sums.recallAt1),
    recallAt10: mean(sums.recallAt10),
    precisionAt10: mean(sums.precisionAt10),
    meanAveragePrecision: mean(sums.meanAveragePrecision),
    answered: mean(answered),
    shownPrecision: answered === 0 ? 0 : shown / answered,
    shownRecallAt10: mean(shownFirst),
  };
}

/** Places in the collection, best first. The question is a pin of row 0, which the index does not hold. */
async function asking(collection: readonly Understanding[]) {
  const [{ model, embedding }] = collection;
  const index = plainIndex(model, embedding.length);
  await index.add(
    collection.flatMap((seen, place) => [
      { key: vectorKey(place + 1, 0), vector: seen.embedding },
      ...seen.objects.map((object) => ({
        key: vectorKey(place + 1, object.ordinal),
        vector: object.embedding,
      })),
    ]),
  );
  const sampled = (count: number): number[] => {
    const length = Math.min(count, collection.length);
    return Array.from({ length }, (_, i) => 1 + Math.floor((i * collection.length) / length));
  };
  return async ({ seen: asked, object }: SearchQuestion, rate: number): Promise<number[]> => {
    const seenAt = (seq: number): Understanding => (seq === 0 ? asked : collection[seq - 1]);
    const search = visualSearch(
      {
        pins: {
          read: async () => [pinOf(0)],
          readSeqs: async (seqs) => seqs.map(pinOf),
          matching: async () => ({ size: 0, has: () => false, seqs: new Uint32Array() }),
          sample: async (count) => sampled(count),
        },
        understandings: { read: async (seqs) => new Map(seqs.map((seq) => [seq, seenAt(seq)])) },
        vision: { model, understand: async () => asked, look: async () => asked },
        blobPath: async () => "",
        index: () => index,
        tick: () => 0,
      },
      rate,
    );
    const query = { pin: "asked", limit: most, ...(object !== undefined && { object }) };
    return (await search.search(query)).hits.map(({ pin }) => pin.seq - 1);
  };
}

function pinOf(seq: number): Pin {
  const id = `p${seq}`;
  return {
    ...{ id, seq, group: id, blob: "", mime: "", bytes: 0, width: 1, height: 1, placeholder: "" },
    ...{ title: "", description: "", link: "", domain: "", tags: [], price: null, attributes: {} },
    ...{ owner: "", boards: [], sources: [], createdAt: 0, updatedAt: 0, deletedAt: null, version: 1 },
  };
}
