/**
 * Builds everything from settings and hands it out: the library's face. Only it and its folder import `io/`.
 *
 *   const engine = await openEngine({ data: "./bowerbird-data" });
 *   await engine.importer.importFrom("./pictures");
 *   const answer = await engine.search.search({ picture: { path: "query.jpg" }, limit: 20 });
 *   await engine.close();
 */
import { join, resolve } from "node:path";
import { forgetPerson } from "./catalog/forgetting.ts";
import type { CatchingUp } from "./core/catching-up.ts";
import { systemClock } from "./core/clock.ts";
import { configuration } from "./core/configuration.ts";
import { endAll } from "./core/ending.ts";
import type { LinkFetcher } from "./core/links.ts";
import type { BlobStore } from "./core/ports.ts";
import { parseSettings, settingsFromEnvironment } from "./core/settings.ts";
import { workInHand } from "./core/work-in-hand.ts";
import type { Engine, EngineOptions } from "./engine/face.ts";
import { openSearching } from "./engine/searching.ts";
import { openSeeing, type Seeing } from "./engine/seeing.ts";
import { events } from "./events/events.ts";
import { queryLog } from "./events/query-log.ts";
import { importer } from "./ingest/ingest.ts";
import { pictureReader } from "./ingest/picture-reader.ts";
import type { OpenSource } from "./ingest/sources.ts";
import { openEventLog } from "./io/event-log/event-log.ts";
import { backupFiles } from "./io/files/backup-files.ts";
import { blobFiles } from "./io/files/blob-files.ts";
import { sourceOpener } from "./io/files/folders.ts";
import { followFolder } from "./io/files/folders-watch.ts";
import { settingsFile } from "./io/files/settings-file.ts";
import { storageGauge } from "./io/files/storage-use.ts";
import { httpReader } from "./io/http-reader.ts";
import { linkFetcher } from "./io/links.ts";
import { sharpStudio } from "./io/pictures/sharp-studio.ts";
import { openState, type State } from "./io/sqlite/state.ts";

export type { Engine, EngineOptions } from "./engine/face.ts";
export { pictureStrip } from "./io/pictures/picture-strip.ts";

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
  try {
    const seeing = await openSeeing(data, configured, state, clock);
    return await engineOf({ data, configured, settings, clock, state, seeing }).catch(
      async (error: unknown) => {
        await seeing.abandon();
        throw error;
      },
    );
  } catch (error) {
    state.close();
    throw error;
  }
}

interface Foundations extends Pick<Engine, "data" | "settings" | "clock"> {
  readonly configured: Engine["configuration"];
  readonly state: State;
  readonly seeing: Seeing;
}

/** Everything that stands on the state and on the models. */
async function engineOf({ data, configured, settings, clock, state, seeing }: Foundations): Promise<Engine> {
  const { vision, indexes } = seeing;
  const blobs = blobFiles(join(data, "blobs"));
  const studio = sharpStudio(settings);
  const links = linkFetcher({ bounds: settings });
  const eventLog = await openEventLog(join(data, "events"), settings, clock, state.pinChanges);
  const { ownersOf } = state.pins;
  const { withoutHistory } = state.people;
  const recorder = events({ log: eventLog, ownersOf, withoutHistory, clock }, settings);
  const importing = workInHand();
  const searching = await openSearching({
    ...{ data, settings, clock, state, seeing, blobs, eventLog, recorder },
    busy: importing.isBusy,
  });
  const { stop: stopSearching, closeText, close: closeSearching, erase, ...offered } = searching;
  const imports = importer(
    {
      ...{ pins: state.pins, understandings: state.understandings, blobs, studio, vision },
      index: { search: (...question) => indexes.indexFor(vision.model).search(...question) },
      catchUp: indexes.catchUp,
      open: sourceOpener(settings, links),
      ...{ clock, processes: vision.processes, inHand: importing },
    },
    settings,
  );
  const reader = readerOf(settings["vision.reader"], state, blobs);
  reader?.follow(readAgain);
  const models = seeing.models(blobs, () => void imports.resume().catch(() => {}));
  return {
    ...{ data, settings, configuration: configured, clock, blobs, studio, links },
    ...{ pins: state.pins, understandings: state.understandings, jobs: state.jobs, requests: state.requests },
    ...{ people: state.people, privacy: state.privacy, boards: state.boards, opinions: state.opinions },
    ...{ followed: state.followed, searches: state.searches, check: state.check },
    ...{ vision, models, indexes, repair: seeing.repair, unsaved: seeing.unsaved, recall: seeing.recall },
    ...offered,
    ...{ importer: imports, events: recorder, eventLog, queryLog: queryLog(eventLog) },
    forget: async (person, how) => {
      for (const profile of await state.privacy.profilesOf(person)) offered.guidance.forget(profile);
      const forgotten = await forgetPerson({ privacy: state.privacy, events: eventLog }, person, how);
      await erase();
      await indexes.catchUp();
      return forgotten;
    },
    follow: (folder, signal) => followFolder(folder, settings, signal),
    backup: (path) => state.copyTo(resolve(path)),
    backups: backupFiles(join(data, "backups"), state.copyTo, clock),
    storage: storageGauge(data, clock),
    close: () =>
      endAll(
        imports.stop,
        () => reader?.stop(),
        stopSearching,
        models.stop,
        seeing.closeVision,
        // Pictures in hand are still being written.
        () => imports.settled().catch(() => {}),
        closeText,
        links.close,
        recorder.settled,
        eventLog.close,
        closeSearching,
        seeing.closeIndexes,
        state.close,
      ),
  };
}

/** Milliseconds until new pictures are read. */
const readAgain = 2000;

/** Null where no reader of text in pictures is configured. */
function readerOf(address: string, { pictureTexts }: State, blobs: BlobStore): CatchingUp | null {
  if (address === "") return null;
  return pictureReader({
    ...{ texts: pictureTexts, reader: address, read: httpReader(address), blobPath: blobs.path },
  });
}

/** Opens sources without an engine, for whoever sends them elsewhere. @throws UNKNOWN_SETTING BAD_SETTING */
export function openSources(
  given: Readonly<Record<string, unknown>>,
): OpenSource & Pick<LinkFetcher, "close"> {
  const bounds = parseSettings(given);
  const links = linkFetcher({ bounds });
  return Object.assign(sourceOpener(bounds, links), { close: links.close });
}
