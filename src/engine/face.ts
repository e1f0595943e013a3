/** What an engine offers: the types of the library. */
import type { Forgotten } from "../catalog/forgetting.ts";
import type { BoardStore } from "../core/boards.ts";
import type { Clock } from "../core/clock.ts";
import type { Configuration } from "../core/configuration.ts";
import type { EventLog } from "../core/event-log.ts";
import type { FollowedSaves } from "../core/followed.ts";
import type { LinkFetcher } from "../core/links.ts";
import type { OpinionStore } from "../core/opinions.ts";
import type { PeopleStore, PrivacyStore } from "../core/people.ts";
import type {
  BlobStore,
  JobStore,
  PictureStudio,
  PinStore,
  RequestStore,
  TextModel,
  UnderstandingStore,
  Vision,
} from "../core/ports.ts";
import type { SearchStore } from "../core/searches.ts";
import type { Settings } from "../core/settings.ts";
import type { Backups, StorageUse } from "../core/upkeep.ts";
import type { QueryLog } from "../core/words.ts";
import type { Events } from "../events/events.ts";
import type { IndexKeeper, Repair } from "../index/index-keeper.ts";
import type { RecallReading } from "../index/recall-gauge.ts";
import type { FollowFolder } from "../ingest/follow.ts";
import type { Importer } from "../ingest/ingest.ts";
import type { Models } from "../ingest/models.ts";
import type { SuggestBoards } from "../recommend/board-suggestion.ts";
import type { ComposedSearch } from "../search/compose/compose.ts";
import type { Guidance } from "../search/guidance/guidance.ts";
import type { VisualSearch } from "../search/search.ts";
import type { WordSearch } from "../search/word-search/word-search.ts";

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
  /** What those whom someone follows saved lately. */
  readonly followed: FollowedSaves;
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
  /** Why the index could not be saved lately; null when it could. What was not saved is made up for at the next start. */
  unsaved(): string | null;
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
