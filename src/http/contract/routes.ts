/** Every route, by noun. */
import { account } from "./account.ts";
import { boards } from "./boards.ts";
import { events } from "./events.ts";
import { following } from "./following.ts";
import { guidance } from "./guidance.ts";
import { history } from "./history.ts";
import { imports, jobs } from "./jobs.ts";
import { models } from "./models.ts";
import { opinions } from "./opinions.ts";
import { keys, people, sessions } from "./people.ts";
import { blobs, pins } from "./pins.ts";
import type { RouteShape } from "./route.ts";
import { search } from "./search.ts";
import { searches } from "./searches.ts";
import { settings } from "./settings.ts";
import { system } from "./system.ts";
import { audit, backups, storage } from "./upkeep.ts";
import { words } from "./words.ts";

export const routes = {
  pins,
  boards,
  blobs,
  search,
  words,
  guidance,
  searches,
  events,
  imports,
  jobs,
  sessions,
  people,
  account,
  history,
  opinions,
  following,
  keys,
  models,
  settings,
  audit,
  storage,
  backups,
  system,
} as const;

/** The list as rows: `pins.create` and its route. */
export const routeList: ReadonlyArray<{ readonly name: string; readonly route: RouteShape }> = Object.entries(
  routes,
).flatMap(([noun, group]) =>
  Object.entries(group).map(([verb, route]) => ({ name: `${noun}.${verb}`, route })),
);
