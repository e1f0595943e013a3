/** Follows, hides and reports in SQLite. */
import { randomUUID } from "node:crypto";
import { parseText } from "../../../catalog/names.ts";
import type { Clock } from "../../../core/clock.ts";
import { BowerbirdError } from "../../../core/errors.ts";
import type { FollowKind, HideReason, OpinionStore, Report, ReportReason } from "../../../core/opinions.ts";
import type { Database, Row } from "../database.ts";
import { keysetPage } from "../keyset.ts";
import { livingPin } from "../pin-rows.ts";

export function sqliteOpinions(database: Database, clock: Clock): OpinionStore {
  return {
    follow: async (owner, kind, subject) =>
      database.run("insert or ignore into follows values (?, ?, ?, ?)", owner, kind, subject, clock.now())
        .changes > 0,
    unfollow: async (owner, kind, subject) =>
      database.run("delete from follows where owner = ? and kind = ? and subject = ?", owner, kind, subject)
        .changes > 0,
    following: async (owner) =>
      database
        .all("select * from follows where owner = ? order by at desc, kind, subject", owner)
        .map((row) => ({
          kind: String(row.kind) as FollowKind,
          subject: String(row.subject),
          at: Number(row.at),
        })),
    followers: async (kind, subject) =>
      Number(
        database.get("select count(*) as n from follows where kind = ? and subject = ?", kind, subject)?.n,
      ),
    hide: async (owner, pin, reason) => {
      database.run(
        `insert into hides values (?, ?, ?, ?)
         on conflict (owner, seq) do update set reason = excluded.reason`,
        ...[owner, livingPin(database, pin), reason, clock.now()],
      );
    },
    unhide: async (owner, pin) =>
      database.run(
        "delete from hides where owner = ? and seq = (select seq from pins where id = ?)",
        owner,
        pin,
      ).changes > 0,
    hidesAny: async (owner) =>
      database.get("select 1 from hides where owner = ? limit 1", owner) !== undefined,
    hidden: async (owner, { cursor, limit }) =>
      keysetPage(
        (after) =>
          database.all(
            `select hides.*, pins.id as pin from hides join pins using (seq)
             where hides.owner = ? and pins.deleted_at is null and (hides.at, hides.seq) < (?, ?)
             order by hides.at desc, hides.seq desc limit ?`,
            ...[owner, ...(after ?? newestFirst), limit + 1],
          ),
        { ...(cursor !== undefined && { cursor }), limit, keyOf: (row) => [Number(row.at), Number(row.seq)] },
        (row) => ({
          pin: String(row.pin),
          reason: String(row.reason) as HideReason,
          at: Number(row.at),
        }),
      ),
    report: async (owner, pin, reason, words) => {
      const row = database.get(
        `insert into reports values (?, ?, ?, ?, ?, ?)
         on conflict (owner, seq) do update set reason = excluded.reason, words = excluded.words, at = excluded.at
         returning *`,
        ...[randomUUID(), owner, livingPin(database, pin), reason, parseText(words), clock.now()],
      );
      if (!row) throw new BowerbirdError("PIN_NOT_FOUND", { id: pin });
      return readReport({ ...row, pin });
    },
    withdraw: async (owner, pin) =>
      database.run(
        "delete from reports where owner = ? and seq = (select seq from pins where id = ?)",
        ...[owner, pin],
      ).changes > 0,
    reports: async ({ cursor, limit }) =>
      keysetPage(
        (after) =>
          database.all(
            `select reports.*, pins.id as pin from reports join pins using (seq)
             where (reports.at, reports.seq) < (?, ?) order by reports.at desc, reports.seq desc limit ?`,
            ...[...(after ?? newestFirst), limit + 1],
          ),
        { ...(cursor !== undefined && { cursor }), limit, keyOf: (row) => [Number(row.at), Number(row.seq)] },
        readReport,
      ),
  };
}

/** Before every row of a list that goes from the newest to the oldest. */
export const newestFirst = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] as const;

function readReport(row: Row): Report {
  return {
    id: String(row.id),
    pin: String(row.pin),
    owner: String(row.owner),
    reason: String(row.reason) as ReportReason,
    words: String(row.words),
    at: Number(row.at),
  };
}
