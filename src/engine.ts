/**
 * Builds everything from settings and hands it out: the library's face, and the only file that imports `io/`.
 *
 *   const engine = await openEngine({ data: "./bowerbird-data" });
 *   await engine.importer.importFrom("./pictures");
 *   const answer = await engine.search.search({ picture: { path: "query.jpg" }, limit: 20 });
 *   await engine.close();
 */
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { type Forgotten, forgetPerson } from "./catalog/forgetting.ts";
import type { BoardStore } from "./core/boards.ts";
import { type Clock, systemClock } from "./core/clock.ts";
import { type Configuration, configuration } from "./core/configuration.ts";
import type { EventLog } from "./core/event-log.ts";
import type { LinkFetcher } from "./core/links.ts";
import type { ModelChoice } from "./core/models.ts";
import { vectorKey } from "./core/nouns.ts";
import { onlyOnce } from "./core/only-once.ts";
import type { OpinionStore } from "./core/opinions.ts";
import type { PeopleStore, PrivacyStore } from "./core/people.ts";
import type {
  BlobStore,
  JobStore,
  PictureStudio,
  PinStore,
  RequestStore,
  TextModel,
  UnderstandingStore,
  Vision,
} from "./core/ports.ts";
import type { SearchStore } from "./core/searches.ts";
import { parseSettings, type Settings, settingsFromEnvironment } from "./core/settings.ts";
import type { Backups, StorageUse } from "./core/upkeep.ts";
import type { QueryLog } from "./core/words.ts";
import { type Events, events } from "./events/events.ts";
import { queryLog } from "./events/query-log.ts";
import { type IndexKeeper, indexKeeper, type Repair } from "./index/index-keeper.ts";
import { indexSaver } from "./index/index-saver.ts";
import { type RecallReading, recallGauge } from "./index/recall-gauge.ts";
import type { FollowFolder } from "./ingest/follow.ts";
import { type Importer, importer } from "./ingest/ingest.ts";
import { type Models, modelChanges } from "./ingest/models.ts";
import type { OpenSource } from "./ingest/sources.ts";
import { choiceOf, openStartingModel } from "./ingest/starting-model.ts";
import { backupFiles } from "./io/backup-files.ts";
import { blobFiles } from "./io/blob-files.ts";
import { openEventLog } from "./io/event-log/event-log.ts";
import { sourceOpener } from "./io/folders.ts";
import { followFolder } from "./io/folders-watch.ts";
import { indexShelf } from "./io/index-shelf.ts";
import { openInferencePool } from "./io/inference-pool.ts";
import { linkFetcher } from "./io/links.ts";
import { placeOf } from "./io/model-folder.ts";
import { readLabels } from "./io/onnx-models.ts";
import { openTextModel, readLabelVectors, textDimensions, textModel } from "./io/onnx-text.ts";
import { settingsFile } from "./io/settings-file.ts";
import { sharpStudio } from "./io/sharp-studio.ts";
import { openState } from "./io/sqlite/state.ts";
import { storageGauge } from "./io/storage-use.ts";
import { boardSuggestion, type SuggestBoards } from "./recommend/board-suggestion.ts";
import { type ComposedSearch, composedSearch } from "./search/compose/compose.ts";
import { type Guidance, guidance } from "./search/guidance/guidance.ts";
import { type VisualSearch, visualSearch } from "./search/search.ts";
import { openWordSearch } from "./search/word-search/open-word-search.ts";
import type { WordSearch } from "./search/word-search/word-search.ts";
import { liveVision } from "./vision/live-vision.ts";

export { pictureStrip } from "./io/picture-strip.ts";

export interface EngineOptions {
  /** The data folder, made when it is not there. */
  readonly data: string;
  /** Settings by name; they win over `bowerbird.json` in the data folder and over the environment. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

export interface Engine {
  /** Absolute path of the data folder. */
  readonly data: string;
  readonly settings: Settings;
  /** The same settings with where each comes from, and how they are changed for good. */
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly pins: PinStore;
  readonly understandings: UnderstandingStore;
  readonly blobs: BlobStore;
  readonly people: PeopleStore;
  readonly privacy: PrivacyStore;
  /** Forgets a person in the event log and the state. @throws PERSON_NOT_FOUND */
  forget(person: string, options?: { pictures?: boolean }): Promise<Forgotten>;
  readonly boards: BoardStore;
  readonly opinions: OpinionStore;
  /** Someone's boards for a pin, the most probable first. */
  readonly suggestBoards: SuggestBoards;
  readonly jobs: JobStore;
  readonly requests: RequestStore;
  readonly studio: PictureStudio;
  readonly vision: Vision;
  /** Looking at everything with another model, switching to it and back. */
  readonly models: Models;
  readonly indexes: IndexKeeper;
  /** What opening the index took. */
  readonly repair: Repair;
  readonly importer: Importer;
  /** Pictures that are added to a folder or changed in it, until told to stop. */
  readonly follow: FollowFolder;
  /** Fetches pictures by address, never from private networks. */
  readonly links: Pick<LinkFetcher, "fetch">;
  /** Recording what was shown and done. */
  readonly events: Events;
  /** What was recorded: questions in SQL, one person's rows, partitions. */
  readonly eventLog: EventLog;
  /** What was searched for by words. */
  readonly queryLog: QueryLog;
  /** How exact the approximate searches are. */
  recall(): RecallReading;
  readonly search: VisualSearch;
  /** A picture and words together. */
  readonly composed: ComposedSearch;
  readonly words: WordSearch;
  /** Suggestions, related and trending searches, chips that split a result. */
  readonly guidance: Guidance;
  /** One's last searches and saved ones. */
  readonly searches: SearchStore;
  /** Resolves when everything committed so far is found by words. */
  wordsReady(): Promise<void>;
  /** Resolves when the words of everything committed so far are found by their meaning. */
  meaningReady(): Promise<void>;
  /** The text model, loaded at the first call and shared. @throws MODEL_MISSING */
  openText(): Promise<TextModel>;
  /** Text vectors of the vision model's labels, [labels × text dimensions]. @throws MODEL_MISSING */
  labelVectors(): Float32Array;
  /** A consistent copy of the state in one file, taken while in use. */
  backup(path: string): Promise<void>;
  /** Such copies in the data folder itself. */
  readonly backups: Backups;
  /** Files and bytes of the data folder by kind, and what the disk has left. */
  storage(): Promise<StorageUse>;
  /** `ok`, or what is damaged. */
  check(): string;
  close(): Promise<void>;
}

/** @throws DATA_LOCKED DATA_NEWER DATA_CORRUPT DATA_READ_ONLY UNKNOWN_SETTING BAD_SETTING */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const data = resolve(options.data);
  const environment = settingsFromEnvironment(options.environment ?? process.env);
  const configured = configuration(settingsFile(data), environment, options.settings ?? {});
  const { settings } = configured;
  const clock = options.clock ?? systemClock;
  const state = openState(
    join(data, "state.sqlite"),
    clock,
    settings["access.sessionDays"],
    settings["access.anonymousDays"],
  );
  const openVision = (choice: ModelChoice, background = false): Promise<Vision> =>
    openInferencePool(
      { ...settings, "vision.model": choice.embedding, "vision.detector": choice.detector },
      { cache: join(data, "models"), background },
    );
  const vision = liveVision(
    await openStartingModel(
      { store: state.models, understandings: state.understandings, openVision },
      ...choiceOf(configured, placeOf),
    ).catch((error: unknown) => {
      state.close();
      throw error;
    }),
  );
  const gauge = recallGauge(settings["index.gaugeEvery"]);
  const shelf = indexShelf(join(data, "index"), settings, availableParallelism(), gauge);
  const textsFolder = join(data, "index", "texts");
  const textShelf = indexShelf(textsFolder, settings, availableParallelism(), recallGauge(0));
  const indexes = indexKeeper(shelf, state.understandings);
  let text: Promise<TextModel> | null = null;
  const openText = (): Promise<TextModel> => {
    text ??= openTextModel();
    return text;
  };
  const saver = indexSaver(indexes, settings, clock);
  try {
    const repair = await indexes.start(vision.model, vision.dimensions);
    await state.understandings.activate(vision.model);
    const blobs = blobFiles(join(data, "blobs"));
    const looking = {
      ...{ pins: state.pins, understandings: state.understandings, vision, blobPath: blobs.path },
      ...{ index: indexes.indexFor, tick: () => performance.now() },
    };
    const search = visualSearch(looking, settings["search.cutoff"]);
    const labels = onlyOnce(readLabels);
    const builtinLabels = (): boolean => settings["vision.model"] === "builtin";
    const model = (): string => vision.model;
    const labelWords = () => (builtinLabels() ? labels() : []);
    const labelVectors = onlyOnce(readLabelVectors);
    const eventLog = await openEventLog(join(data, "events"), settings, clock, state.pinChanges);
    const words = await openWordSearch({
      ...{ pins: state.pins, understandings: state.understandings, changes: state.pinChanges, settings },
      ...{ texts: state.texts, facets: state.facets, shelf: textShelf, log: eventLog, model },
      labels: labelWords,
      textModel: { model: textModel, dimensions: textDimensions, open: openText },
      labelVectors: () => (builtinLabels() ? labelVectors() : new Float32Array()),
      lookOf: (seq) => indexes.indexFor(vision.model).vector(vectorKey(seq, 0)),
      tick: () => performance.now(),
    });
    const studio = sharpStudio(settings);
    const links = linkFetcher({ bounds: settings });
    const imports = importer(
      {
        ...{ pins: state.pins, understandings: state.understandings, blobs, studio, vision },
        index: { search: (...question) => indexes.indexFor(vision.model).search(...question) },
        catchUp: indexes.catchUp,
        open: sourceOpener(settings, links),
        ...{ clock, processes: vision.processes },
      },
      settings,
    );
    const { ownersOf } = state.pins;
    const { withoutHistory } = state.people;
    const recorder = events({ log: eventLog, ownersOf, withoutHistory, clock }, settings);
    const guide = guidance(
      {
        ...{ pins: state.pins, looks: state.looks, changes: state.pinChanges, boards: state.boards },
        ...{ people: state.peopleByName, searches: state.searches, log: eventLog, events: recorder },
        ...{ keeper: words.keeper, questions: words.questions, model, labels: labelWords, clock },
      },
      settings["search.sharedBy"],
    );
    const models = modelChanges({
      ...{ store: state.models, pins: state.pins, understandings: state.understandings, blobs, indexes },
      ...{ vision, openVision, placeOf, clock },
      resume: () => void imports.resume().catch(() => {}),
    });
    return {
      ...{ data, settings, configuration: configured, clock },
      ...{ pins: state.pins, understandings: state.understandings, blobs, studio, vision, models, indexes },
      ...{ people: state.people, privacy: state.privacy, boards: state.boards, opinions: state.opinions },
      ...{ jobs: state.jobs, requests: state.requests, searches: state.searches, guidance: guide },
      forget: async (person, how) => {
        for (const profile of await state.privacy.profilesOf(person)) guide.forget(profile);
        const forgotten = await forgetPerson({ privacy: state.privacy, events: eventLog }, person, how);
        await indexes.catchUp();
        return forgotten;
      },
      suggestBoards: boardSuggestion({
        ...{ pins: state.pins, boards: state.boards, clock },
        vectors: () => indexes.indexFor(vision.model),
      }),
      composed: composedSearch({ ...looking, questions: words.questions }),
      ...{ repair, search, words: words.search, openText, labelVectors, importer: imports, links },
      ...{ events: recorder, eventLog, queryLog: queryLog(eventLog) },
      ...{ recall: gauge.read, check: state.check },
      ...{ wordsReady: words.keeper.catchUp, meaningReady: words.meaningReady },
      follow: (folder, signal) => followFolder(folder, settings, signal),
      backup: (path) => state.copyTo(resolve(path)),
      backups: backupFiles(join(data, "backups"), state.copyTo, clock),
      storage: storageGauge(data, clock),
      close: async () => {
        imports.stop();
        await words.stop();
        await guide.stop();
        await models.stop();
        await vision.close();
        await (await text)?.close();
        await links.close();
        await recorder.settled();
        await eventLog.close();
        await saver.stop();
        await words.close();
        await indexes.save();
        await indexes.close();
        state.close();
      },
    };
  } catch (error) {
    await saver.stop();
    await vision.close();
    state.close();
    throw error;
  }
}

/** Opens sources without an engine, for whoever sends them elsewhere. @throws UNKNOWN_SETTING BAD_SETTING */
export function openSources(
  given: Readonly<Record<string, unknown>>,
): OpenSource & Pick<LinkFetcher, "close"> {
  const bounds = parseSettings(given);
  const links = linkFetcher({ bounds });
  return Object.assign(sourceOpener(bounds, links), { close: links.close });
}
