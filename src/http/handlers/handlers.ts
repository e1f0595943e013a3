/** The handler of every route, by the route's name. */
import type { Clock } from "../../core/clock.ts";
import type { Asked } from "../asked.ts";
import type { Metrics } from "../metrics.ts";
import { signInGuard } from "../sign-in-guard.ts";
import { accountHandlers } from "./account.ts";
import { blobHandlers } from "./blobs.ts";
import { boardHandlers } from "./boards.ts";
import { eventHandlers } from "./events.ts";
import { followingHandlers } from "./following.ts";
import { guidanceHandlers } from "./guidance.ts";
import { historyHandlers } from "./history.ts";
import { importHandlers, jobHandlers } from "./jobs.ts";
import { modelHandlers } from "./models.ts";
import { opinionHandlers } from "./opinions.ts";
import { keyHandlers, peopleHandlers, sessionHandlers } from "./people.ts";
import { pinHandlers } from "./pins.ts";
import { searchHandlers } from "./search.ts";
import { savedSearchHandlers } from "./searches.ts";
import { settingHandlers } from "./settings.ts";
import { systemHandlers } from "./system.ts";
import { auditHandlers, backupHandlers, storageHandlers } from "./upkeep.ts";
import { wordHandlers } from "./words.ts";

export type AnyHandler = (asked: Asked<never>) => Promise<unknown>;

export function handlersByName(
  version: string,
  metrics: Metrics,
  clock: Clock,
): ReadonlyMap<string, AnyHandler> {
  const guard = signInGuard(clock);
  const groups = {
    pins: pinHandlers,
    boards: boardHandlers,
    blobs: blobHandlers,
    search: searchHandlers,
    words: wordHandlers,
    guidance: guidanceHandlers,
    searches: savedSearchHandlers,
    events: eventHandlers,
    imports: importHandlers,
    jobs: jobHandlers,
    sessions: sessionHandlers(guard),
    people: peopleHandlers,
    account: accountHandlers(guard),
    history: historyHandlers,
    opinions: opinionHandlers,
    following: followingHandlers,
    keys: keyHandlers,
    models: modelHandlers,
    settings: settingHandlers,
    audit: auditHandlers,
    storage: storageHandlers,
    backups: backupHandlers,
    system: systemHandlers(version, metrics),
  };
  return new Map(
    Object.entries(groups).flatMap(([noun, group]) =>
      Object.entries(group).map(([verb, handler]) => [`${noun}.${verb}`, handler as AnyHandler] as const),
    ),
  );
}
