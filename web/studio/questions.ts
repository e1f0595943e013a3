/** What the studio asks of the server. */
import type { z } from "zod";
import type { DictionaryView, EventCountsView, RejectionsView } from "../../src/http/contract/events.ts";
import type { JobView } from "../../src/http/contract/jobs.ts";
import type { ModelsView } from "../../src/http/contract/models.ts";
import type { keyView, PersonView } from "../../src/http/contract/people.ts";
import type { SettingView } from "../../src/http/contract/settings.ts";
import type { auditEntryView, backups, storage } from "../../src/http/contract/upkeep.ts";
import { ask, write } from "../api.ts";

export type { JobView, ModelsView, PersonView, SettingView };
export type KeyView = z.output<typeof keyView>;
export type AuditEntry = z.output<typeof auditEntryView>;
export type StorageView = z.output<typeof storage.read.output>;
type Backup = z.output<typeof backups.create.output>;
type SettingsPage = { items: SettingView[]; restartNeeded: boolean };
export type AccountRole = "viewer" | "member" | "analyst" | "admin";

const items = <T>(path: string) => ask<{ items: T[] }>(path).then((page) => page.items);

export const listPeople = () => items<PersonView>("/people");
export const invite = (person: { name: string; email: string; role: AccountRole }) =>
  write<{ person: PersonView; link: string }>("POST", "/people", person);
export const changeRole = (id: string, role: AccountRole) =>
  write<PersonView>("PATCH", `/people/${id}`, { role });
export const removePerson = (id: string) => write<unknown>("DELETE", `/people/${id}`);
export const newLink = (id: string) => write<{ link: string }>("POST", `/people/${id}/link`);

export const listKeys = () => items<KeyView>("/keys");
export const makeKey = (key: { name: string; role: AccountRole }) =>
  write<{ key: KeyView; secret: string }>("POST", "/keys", key);
export const revokeKey = (id: string) => write<unknown>("DELETE", `/keys/${id}`);

export const readModels = () => ask<ModelsView>("/models");
export const reindex = (model?: string) => write<JobView>("POST", "/models/reindex", model ? { model } : {});
export const activateModel = (model: string) => write<ModelsView>("POST", "/models/activate", { model });
export const rollBack = () => write<ModelsView>("POST", "/models/rollback");

/** Share of the exact nearest that approximate searches found lately, 0..1; null before the first was gauged. */
export async function readRecall(): Promise<number | null> {
  const text = await fetch("/metrics").then((answer) => answer.text());
  const value = Number(/^bowerbird_index_recall (\S+)$/m.exec(text)?.[1] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

export const countPins = () => ask<{ pins: number }>("/ready").then(({ pins }) => pins);

export const listJobs = () => items<JobView>("/jobs?limit=50");
export const startImport = (source: string, board: string) =>
  write<JobView>("POST", "/imports", { source, ...(board ? { board } : {}) });
export const cancelJob = (id: string) => write<JobView>("POST", `/jobs/${id}/cancel`);
export const retryJob = (id: string) => write<JobView>("POST", `/jobs/${id}/retry`);

export const readStorage = () => ask<StorageView>("/storage");
export const listBackups = () => items<Backup>("/backups");
export const makeBackup = () => write<Backup>("POST", "/backups");

export const listSettings = () => ask<SettingsPage>("/settings");
export const changeSetting = (name: string, value: SettingView["value"] | null) =>
  write<SettingsPage>("PATCH", "/settings", { [name]: value });

export const listAudit = (cursor: string | null) =>
  ask<{ items: AuditEntry[]; cursor: string | null }>(
    `/audit?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
  );

/** A row of the log; columns without a value are left out. */
export interface LoggedEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly received?: string;
  readonly person?: string;
  readonly visitor?: string;
  readonly surface?: string;
  readonly pin?: string;
  readonly position?: number;
}
export type EventCounts = EventCountsView["items"];
export interface EventFilter {
  readonly type?: string;
  readonly surface?: string;
  readonly person?: string;
}

/** What a list held when it was served; so many that they hide what people do. Shown when their type is asked for. */
export const served = "slate";

export function latestEvents(filter: EventFilter) {
  const asked = new URLSearchParams({ limit: "100", ...(filter.type ? {} : { without: served }) });
  for (const [name, value] of Object.entries(filter)) if (value) asked.set(name, value);
  return items<LoggedEvent>(`/events?${asked}`);
}
export const lateEvents = () => items<LoggedEvent>("/events?late=true&limit=50");
export const eventCounts = () => ask<EventCountsView>("/events/counts");
export const eventDictionary = () => ask<DictionaryView>("/events/dictionary");
export const rejectedEvents = () => ask<RejectionsView>("/events/rejected");
