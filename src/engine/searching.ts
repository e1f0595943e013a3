/** Builds what finds: by a picture, by words, by both, and the help on the way there. */

import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import { endAll } from "../core/ending.ts";
import type { EventLog } from "../core/event-log.ts";
import { vectorKey } from "../core/nouns.ts";
import { onlyOnce } from "../core/only-once.ts";
import type { BlobStore, TextModel } from "../core/ports.ts";
import type { Settings } from "../core/settings.ts";
import type { Events } from "../events/events.ts";
import { indexSaver } from "../index/index-saver.ts";
import { recallGauge } from "../index/recall-gauge.ts";
import { columnFile } from "../io/files/column-file.ts";
import { readLabels } from "../io/models/onnx-models.ts";
import { openTextModel, readLabelVectors, textDimensions, textModel } from "../io/models/onnx-text.ts";
import type { State } from "../io/sqlite/state.ts";
import { indexShelf } from "../io/vectors/index-shelf.ts";
import { boardSuggestion } from "../recommend/board-suggestion.ts";
import { composedSearch } from "../search/compose/compose.ts";
import { guidance } from "../search/guidance/guidance.ts";
import { visualSearch } from "../search/search.ts";
import { openWordSearch } from "../search/word-search/open-word-search.ts";
import type { Engine } from "./face.ts";
import type { Seeing } from "./seeing.ts";

export interface SearchingParts {
  /** The data folder. */
  readonly data: string;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly state: State;
  readonly seeing: Pick<Seeing, "vision" | "indexes">;
  readonly blobs: BlobStore;
  readonly eventLog: EventLog;
  readonly recorder: Events;
  /** An import is under way. */
  readonly busy: () => boolean;
}

type Offered = "search" | "composed" | "words" | "guidance" | "suggestBoards";
type Ready = "openText" | "labelVectors" | "wordsReady" | "meaningReady";

export interface Searching extends Pick<Engine, Offered | Ready> {
  /** Ends the work that goes on beside the searches. */
  stop(): Promise<void>;
  /** Something was erased for good: nothing of it stays in what was saved. */
  erase(): Promise<void>;
  closeText(): Promise<void>;
  /** Saves the word index, the phrase book and the index of text vectors. @throws DISK_FULL DATA_READ_ONLY */
  close(): Promise<void>;
}

export async function openSearching(parts: SearchingParts): Promise<Searching> {
  const { data, settings, clock, state, eventLog, seeing } = parts;
  const { vision, indexes } = seeing;
  const model = (): string => vision.model;
  const tick = (): number => performance.now();
  const textModels = textReaders(settings);
  const looking = {
    ...{ pins: state.pins, understandings: state.understandings, vision, blobPath: parts.blobs.path },
    ...{ index: indexes.indexFor, tick },
  };
  const textsFolder = join(data, "index", "texts");
  const words = await openWordSearch({
    ...{ pins: state.pins, understandings: state.understandings, changes: state.pinChanges, settings },
    ...{ texts: state.texts, facets: state.facets, log: eventLog, model, busy: parts.busy, tick, clock },
    wordFile: columnFile(join(data, "index", "words.columns")),
    shelf: indexShelf(textsFolder, settings, availableParallelism(), recallGauge(0)),
    textModel: { model: textModel, dimensions: textDimensions, open: textModels.open },
    labels: textModels.labels,
    labelVectors: textModels.vectorsOfLabels,
    lookOf: (seq) => indexes.indexFor(vision.model).vector(vectorKey(seq, 0)),
    composedWith: (questions) => composedSearch({ ...looking, questions }),
    embedText: () => vision.embedText,
    nearestPictures: (query, count, keep) =>
      indexes.indexFor(vision.model).searchPins(query, count, keep, "pictures"),
  });
  const guide = guidance(
    {
      ...{ pins: state.pins, looks: state.looks, changes: state.pinChanges, boards: state.boards },
      ...{ people: state.peopleByName, searches: state.searches, log: eventLog, events: parts.recorder },
      ...{ keeper: words.keeper, questions: words.questions, model, labels: textModels.labels, clock, tick },
      phraseFile: columnFile(join(data, "index", "phrases.columns")),
    },
    settings["search.sharedBy"],
  );
  await guide.kept.open();
  const saver = indexSaver(guide.kept, settings, clock);
  return {
    search: visualSearch(looking, settings["search.cutoff"]),
    composed: words.composed,
    words: words.search,
    guidance: guide,
    suggestBoards: boardSuggestion({
      ...{ pins: state.pins, boards: state.boards, clock },
      vectors: () => indexes.indexFor(vision.model),
    }),
    openText: textModels.open,
    labelVectors: textModels.labelVectors,
    ...{ wordsReady: words.keeper.catchUp, meaningReady: words.meaningReady },
    stop: async () => {
      await words.stop();
      await guide.stop();
    },
    closeText: textModels.close,
    erase: async () => {
      await words.erase();
      await guide.kept.erase();
    },
    close: () => endAll(saver.stop, guide.kept.save, words.close),
  };
}

/** The text model, loaded when first needed, and the labels that the built-in vision model knows. */
function textReaders(settings: Pick<Settings, "vision.model">) {
  let text: Promise<TextModel> | null = null;
  const open = (): Promise<TextModel> => {
    text ??= openTextModel();
    return text;
  };
  const labels = onlyOnce(readLabels);
  const labelVectors = onlyOnce(readLabelVectors);
  const isBuiltin = (): boolean => settings["vision.model"] === "builtin";
  return {
    open,
    labels: () => (isBuiltin() ? labels() : []),
    labelVectors,
    /** As `labelVectors`; none for another model's labels. */
    vectorsOfLabels: () => (isBuiltin() ? labelVectors() : new Float32Array()),
    close: async () => (await text)?.close(),
  };
}
