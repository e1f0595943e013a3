/** The audit trail, storage and backups over HTTP. */
import type { Backup } from "../../core/upkeep.ts";
import type { Engine } from "../../engine.ts";
import type { Handlers } from "../asked.ts";
import { note } from "../audit.ts";
import type { audit, backups, storage } from "../contract/upkeep.ts";

export const auditHandlers: Handlers<typeof audit> = {
  list: async ({ query: { limit = 50, cursor }, engine }) => {
    const page = await engine.requests.listAudit({ limit, ...(cursor !== undefined && { cursor }) });
    const names = await namesOf(engine);
    const items = page.items.map(({ at, who, ...entry }) => ({
      ...{ at: new Date(at).toISOString(), who, name: names.get(who) ?? "" },
      ...entry,
    }));
    return { items, cursor: page.cursor };
  },
};

async function namesOf({ people }: Pick<Engine, "people">): Promise<ReadonlyMap<string, string>> {
  const [persons, keys] = [await people.list(), await people.listKeys()];
  return new Map([
    ...persons.map(({ id, name }) => [`person:${id}`, name] as const),
    ...keys.map(({ id, name }) => [`key:${id}`, name] as const),
  ]);
}

export const storageHandlers: Handlers<typeof storage> = {
  read: async ({ engine }) => {
    const { kinds, free, size, measuredAt } = await engine.storage();
    return {
      kinds: kinds.map((kind) => ({ ...kind })),
      ...{ free, size, measuredAt: new Date(measuredAt).toISOString() },
    };
  },
};

export const backupHandlers: Handlers<typeof backups> = {
  list: async ({ engine }) => ({ items: (await engine.backups.list()).map(viewBackup) }),
  create: async (asked) => {
    const made = await asked.engine.backups.create();
    await note(asked, "backups.create", made.name);
    return viewBackup(made);
  },
};

function viewBackup({ name, bytes, createdAt }: Backup) {
  return { name, bytes, createdAt: new Date(createdAt).toISOString() };
}
