/** Looking after a running Bowerbird: who did what, what the disk holds, backups. */
import { z } from "zod";
import { route } from "./route.ts";
import { count } from "./views.ts";

export const auditEntryView = z
  .object({
    at: z.iso.datetime(),
    /** `person:…`, `key:…`, `visitor` or a command. */
    who: z.string(),
    /** Its name, where it is known. */
    name: z.string(),
    /** Noun and verb: `keys.create`. */
    what: z.string(),
    subject: z.string(),
    detail: z.string(),
  })
  .meta({ id: "AuditEntry" });

export const audit = {
  list: route({
    method: "GET",
    path: "/audit",
    summary: "Who changed what, the latest first.",
    role: "admin",
    query: z.strictObject({ limit: count(200), cursor: z.string().optional() }),
    output: z.object({ items: z.array(auditEntryView), cursor: z.string().nullable() }),
  }),
} as const;

export const storage = {
  read: route({
    method: "GET",
    path: "/storage",
    summary: "Files and bytes of the data folder by kind, and what the disk has left.",
    role: "analyst",
    output: z
      .object({
        /** `originals`, `derivatives`, `state`, `index` …; the largest first. */
        kinds: z.array(z.object({ kind: z.string(), files: z.int(), bytes: z.int() })),
        /** Bytes free for this user, and of the whole disk. */
        free: z.int(),
        size: z.int(),
        /** Counted at most once a minute. */
        measuredAt: z.iso.datetime(),
      })
      .meta({ id: "Storage" }),
  }),
} as const;

const backupView = z
  .object({ name: z.string(), bytes: z.int(), createdAt: z.iso.datetime() })
  .meta({ id: "Backup", description: "A copy of the state in the folder `backups` of the data folder." });

export const backups = {
  list: route({
    method: "GET",
    path: "/backups",
    summary: "Copies of the state that lie in the data folder, the latest first.",
    role: "admin",
    output: z.object({ items: z.array(backupView) }),
  }),
  create: route({
    method: "POST",
    path: "/backups",
    summary: "Copy the state into a new file in the data folder, while in use.",
    role: "admin",
    output: backupView,
    status: 201,
  }),
} as const;
