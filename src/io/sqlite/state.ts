/** All of the state in one SQLite file. */

import type { BoardStore } from "../../core/boards.ts";
import type { Clock } from "../../core/clock.ts";
import type { FollowedSaves } from "../../core/followed.ts";
import type { PeopleByName, PinLooks } from "../../core/guidance.ts";
import type { ModelStore } from "../../core/models.ts";
import type { OpinionStore } from "../../core/opinions.ts";
import type { PeopleStore, PrivacyStore } from "../../core/people.ts";
import type { PictureTextStore } from "../../core/picture-texts.ts";
import type { JobStore, PinStore, RequestStore, UnderstandingStore } from "../../core/ports.ts";
import type { SearchStore } from "../../core/searches.ts";
import type { TextVectorStore } from "../../core/texts.ts";
import type { CollectionFacets } from "../../core/understood.ts";
import type { PinChanges } from "../../core/words.ts";
import type { VectorSource } from "../../index/index-keeper.ts";
import { sqliteBoards } from "./boards/boards.ts";
import { sqliteFollowedSaves } from "./boards/followed-saves.ts";
import { openDatabase } from "./database.ts";
import { sqliteJobs } from "./jobs.ts";
import { sqliteModels } from "./models.ts";
import { sqliteOpinions } from "./people/opinions.ts";
import { sqlitePeople } from "./people/people.ts";
import { sqliteSearches } from "./people/searches.ts";
import { sqliteCollectionFacets } from "./pins/collection-facets.ts";
import { sqliteLooks, sqlitePeopleByName } from "./pins/looks.ts";
import { sqlitePictureTexts } from "./pins/picture-texts.ts";
import { sqlitePinChanges } from "./pins/pin-changes.ts";
import { sqlitePins } from "./pins/pins.ts";
import { sqliteTextVectors } from "./pins/text-vectors.ts";
import { sqliteUnderstandings } from "./pins/understandings.ts";
import { sqlitePrivacy } from "./privacy.ts";
import { sqliteRequests } from "./requests.ts";

const day = 86_400_000;

export interface State {
  readonly pins: PinStore;
  readonly pinChanges: PinChanges;
  readonly facets: CollectionFacets;
  readonly looks: PinLooks;
  readonly understandings: UnderstandingStore;
  readonly texts: TextVectorStore & VectorSource;
  readonly pictureTexts: PictureTextStore;
  readonly models: ModelStore;
  readonly people: PeopleStore;
  readonly peopleByName: PeopleByName;
  readonly privacy: PrivacyStore;
  readonly boards: BoardStore;
  readonly opinions: OpinionStore;
  readonly followed: FollowedSaves;
  readonly searches: SearchStore;
  readonly jobs: JobStore;
  readonly requests: RequestStore;
  /** A consistent copy in one file, taken while in use. */
  copyTo(path: string): Promise<void>;
  /** `ok`, or what is damaged. */
  check(): string;
  close(): void;
}

/** @throws DATA_LOCKED DATA_NEWER DATA_CORRUPT DATA_READ_ONLY */
export function openState(
  path: string,
  clock: Clock,
  sessionDays: number,
  anonymousDays = sessionDays,
): State {
  const database = openDatabase(path);
  return {
    pins: sqlitePins(database, clock),
    pinChanges: sqlitePinChanges(database),
    facets: sqliteCollectionFacets(database, clock),
    looks: sqliteLooks(database),
    understandings: sqliteUnderstandings(database),
    texts: sqliteTextVectors(database),
    pictureTexts: sqlitePictureTexts(database),
    models: sqliteModels(database),
    people: sqlitePeople(database, clock, {
      account: sessionDays * day,
      anonymous: anonymousDays * day,
    }),
    peopleByName: sqlitePeopleByName(database),
    privacy: sqlitePrivacy(database, clock),
    boards: sqliteBoards(database, clock),
    opinions: sqliteOpinions(database, clock),
    followed: sqliteFollowedSaves(database),
    searches: sqliteSearches(database, clock),
    jobs: sqliteJobs(database, clock),
    requests: sqliteRequests(database, clock),
    copyTo: database.copyTo,
    check: database.check,
    close: database.close,
  };
}
