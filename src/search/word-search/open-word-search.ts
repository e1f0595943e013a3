/** Builds search by words: the index in memory, what texts mean, and the search over both. */

import type { Clock } from "../../core/clock.ts";
import type { ColumnFile } from "../../core/columns.ts";
import { endAll } from "../../core/ending.ts";
import type { EventSql } from "../../core/event-log.ts";
import type { PinStore, TextModel, UnderstandingStore } from "../../core/ports.ts";
import type { Settings } from "../../core/settings.ts";
import type { TextVectorStore } from "../../core/texts.ts";
import type { CollectionFacets } from "../../core/understood.ts";
import type { LabelWords, PinChanges } from "../../core/words.ts";
import { type IndexShelf, indexKeeper, type VectorSource } from "../../index/index-keeper.ts";
import { indexSaver } from "../../index/index-saver.ts";
import { textKeeper } from "../../index/text-keeper.ts";
import { analyzer } from "../../index/word-index/analyzer.ts";
import { type WordKeeper, wordKeeper } from "../../index/word-index/word-keeper.ts";
import type { ComposedSearch } from "../compose/compose.ts";
import { type QuestionReader, questionReader } from "../understanding/question-reader.ts";
import { followFreshness } from "./freshness.ts";
import { meaningOf } from "./meaning.ts";
import { followPopularity } from "./popularity.ts";
import type { TowerPorts } from "./tower-step.ts";
import { fusionNamed } from "./word-order.ts";
import { type WordSearch, wordSearch } from "./word-search.ts";

export interface WordParts {
  readonly changes: PinChanges;
  readonly pins: Pick<PinStore, "read" | "readSeqs" | "matching" | "currencies">;
  readonly log: Pick<EventSql, "query">;
  readonly understandings: Pick<UnderstandingStore, "read">;
  readonly texts: TextVectorStore & VectorSource;
  /** Where the index of text vectors is kept. */
  readonly shelf: IndexShelf;
  readonly textModel: Pick<TextModel, "model" | "dimensions"> & { readonly open: () => Promise<TextModel> };
  /** The vision model in use, its labels, their text vectors, and a pin's whole picture as it sees it. */
  readonly model: () => string;
  readonly labels: () => readonly LabelWords[];
  readonly labelVectors: () => Float32Array;
  readonly lookOf: (seq: number) => Float32Array | null;
  /** A picture and words together, of questions as `QuestionReader` reads them. */
  readonly composedWith: (questions: QuestionReader) => ComposedSearch;
  readonly embedText: TowerPorts["embedText"];
  readonly nearestPictures: TowerPorts["nearestPictures"];
  readonly facets: CollectionFacets;
  readonly settings: Pick<
    Settings,
    "search.fusion" | "search.language" | "index.saveAfter" | "index.saveMinutes"
  >;
  /** Where the word index is kept. */
  readonly wordFile: ColumnFile;
  readonly clock: Clock;
  /** The processors are wanted for an import. */
  readonly busy: () => boolean;
  /** Milliseconds from any start. */
  readonly tick: () => number;
}

export interface OpenWordSearch {
  readonly search: WordSearch;
  readonly keeper: WordKeeper;
  readonly questions: QuestionReader;
  readonly composed: ComposedSearch;
  /** Resolves when the words of everything committed so far are found by their meaning. */
  meaningReady(): Promise<void>;
  stop(): Promise<void>;
  /** Something was erased for good: nothing of it stays in what was saved. */
  erase(): Promise<void>;
  /** Saves the word index and that of text vectors. @throws DISK_FULL DATA_READ_ONLY */
  close(): Promise<void>;
}

/** Milliseconds until new words are taken up though nobody asks, and are given their meaning. */
const lookAgain = 1000;

export async function openWordSearch(parts: WordParts): Promise<OpenWordSearch> {
  const { changes, texts: store, textModel, model, tick } = parts;
  const texts = indexKeeper(parts.shelf, store);
  await texts.start(textModel.model, textModel.dimensions);
  const words = analyzer(parts.settings["search.language"]);
  const keeper = wordKeeper({ changes, model, labels: parts.labels, words, file: parts.wordFile, tick });
  await keeper.open();
  keeper.follow(lookAgain);
  const savers = [keeper, texts].map((kept) => indexSaver(kept, parts.settings, parts.clock));
  const questions = questionReader(parts.facets, parts.labels, words);
  const work = textKeeper({
    ...{ changes, store, model: textModel.model, open: textModel.open },
    ...{ written: texts.catchUp, busy: parts.busy, tick },
  });
  work.follow(lookAgain);
  const popularity = followPopularity(parts);
  const freshness = followFreshness({ ...parts, now: parts.clock.now });
  const composed = parts.composedWith(questions);
  const search = wordSearch({
    ...{ ...parts, composed },
    priors: (seq) => [
      { name: "popularity", value: popularity.of(seq) },
      { name: "freshness", value: freshness.of(seq) },
    ],
    ...{ keeper, questions },
    meaning: meaningOf(() => texts.index, textModel.open),
    fusion: fusionNamed(parts.settings["search.fusion"]),
  });
  return {
    search,
    ...{ keeper, questions, composed },
    meaningReady: work.catchUp,
    stop: async () => {
      keeper.stop();
      popularity.stop();
      freshness.stop();
      await work.stop();
    },
    erase: keeper.erase,
    close: () => endAll(...savers.map(({ stop }) => stop), keeper.save, texts.save, texts.close),
  };
}
