/** Answers remembered for idempotency keys (a day) and the audit trail (kept), in SQLite. */
import type { Clock } from "../../core/clock.ts";
import { BowerbirdError } from "../../core/errors.ts";
import type { RequestStore } from "../../core/ports.ts";
import type { Database } from "./database.ts";

const rememberedMilliseconds = 86_400_000;

export function sqliteRequests(database: Database, clock: Clock): RequestStore {
  return {
    remembered: async (key, who) => {
      const row = database.get(
        "select request, status, body from remembered_answers where key = ? and who = ? and at > ?",
        ...[key, who, clock.now() - rememberedMilliseconds],
      );
      return row
        ? { request: String(row.request), status: Number(row.status), body: String(row.body) }
        : null;
    },
    remember: async (key, who, { request, status, body }) =>
      database.transaction(() => {
        const now = clock.now();
        database.run("delete from remembered_answers where at <= ?", now - rememberedMilliseconds);
        database.run(
          "insert or replace into remembered_answers values (?, ?, ?, ?, ?, ?)",
          ...[key, who, request, status, body, now],
        );
      }),
    audit: async ({ who, what, subject, detail }) => {
      database.run("insert into audit values (?, ?, ?, ?, ?)", clock.now(), who, what, subject, detail);
    },
    listAudit: async ({ limit, cursor }) => {
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(cursor);
      const rows = database.all(
        "select rowid as number, * from audit where rowid < ? order by rowid desc limit ?",
        ...[before, limit + 1],
      );
      const items = rows.slice(0, limit).map((row) => ({
        at: Number(row.at),
        who: String(row.who),
        what: String(row.what),
        subject: String(row.subject),
        detail: String(row.detail),
      }));
      return { items, cursor: rows.length > limit ? String(rows[limit - 1].number) : null };
    },
  };
}

function parseCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw new BowerbirdError("BAD_CURSOR");
  return Number(cursor);
}
